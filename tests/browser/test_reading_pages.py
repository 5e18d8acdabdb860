"""Who says what, Articles, search and comparison in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from routemap.data.load import SHIPPED, load
from routemap.questions.matrix import allegation_summaries, ordered
from routemap.questions.query import Query
from routemap.questions.selection import select
from tests.browser.conftest import Visit, Watched

DATASET = load(SHIPPED).dataset


def open_page(visit: Visit, server: str, address: str) -> Watched:
    watched = visit(server, None)
    watched.page.goto(server + address)
    return watched


def test_a_cell_of_the_matrix_opens_its_claims_and_can_be_shared(visit: Visit, server: str) -> None:
    watched = open_page(visit, server, "claims")
    cell = watched.page.locator('a.rm-cell[href*="source=kremlin"]').first
    cell.click()
    expect(watched.page).to_have_url(
        f"{server}claims?source=kremlin&allegation=dprk-arms-to-russia"
    )
    claims = select(DATASET, Query(source=("kremlin",), allegation=("dprk-arms-to-russia",))).claims
    cards = watched.page.locator(".rm-claim")
    expect(cards).to_have_count(len(claims))
    expect(cards.first).to_contain_text("Kremlin")
    cold = open_page(visit, server, "claims?source=kremlin&allegation=dprk-arms-to-russia")
    expect(cold.page.locator(".rm-claim")).to_have_count(len(claims))


def test_the_caption_of_the_matrix_is_whole_on_a_phone(visit: Visit, server: str) -> None:
    watched = visit(server, None, viewport={"width": 390, "height": 844})
    watched.page.goto(f"{server}claims")
    caption = watched.page.locator(".rm-matrix caption")
    expect(caption).to_be_visible()
    right_edge = """(caption) => {
        const words = document.createRange();
        words.selectNodeContents(caption);
        return words.getBoundingClientRect().right;
    }"""
    assert caption.evaluate(right_edge) <= 390
    watched.page.locator(".rm-matrix").evaluate("(table) => { table.scrollLeft = 500; }")
    assert caption.evaluate("(caption) => caption.getBoundingClientRect().left") >= 0


def test_the_matrix_can_be_sorted_from_the_keyboard(visit: Visit, server: str) -> None:
    watched = open_page(visit, server, "claims")
    heads = watched.page.locator(".rm-matrix thead th a")
    found = allegation_summaries(select(DATASET, Query()))
    expect(heads).to_have_text([item.statement for item in found])
    latest = watched.page.get_by_role("radio", name="Latest statement first")
    latest.focus()
    watched.page.keyboard.press("Enter")
    latest_first = ordered(found, "latest")
    assert latest_first != found
    expect(heads).to_have_text([item.statement for item in latest_first])


def test_a_cold_link_opens_an_article_and_its_places_lead_to_the_map(
    visit: Visit, server: str
) -> None:
    watched = open_page(visit, server, "articles?article=kbs-2023-10-14")
    own = watched.page.locator(".rm-article:not(.rm-added)")
    expect(own).to_have_count(1)
    expect(own.locator(".rm-claim")).to_have_count(2)
    # denials of its claims follow after it, and say why they are shown
    added = watched.page.locator(".rm-article.rm-added")
    assert added.count() > 0
    expect(added.first).to_contain_text("Outside the filters, kept with what it denies")
    watched.page.get_by_role("link", name="Arms by ship, Rajin to Dunai").first.click()
    watched.drawn(selected="rajin-dunai-sea")


def test_a_cold_link_opens_a_comparison(visit: Visit, server: str) -> None:
    watched = visit(server, "?compare=us-nsc&compare=dprk-defence-ministry")
    watched.drawn(query="compare=us-nsc&compare=dprk-defence-ministry")
    panel = watched.page.locator(".rm-evidence")
    expect(panel.get_by_role("heading", level=2)).to_have_text(
        "US National Security Council and North Korean defence ministry"
    )
    expect(panel).to_contain_text("Contradicting")
    expect(watched.feature("Artillery shells, North Korea to Russia")).to_have_attribute(
        "aria-label", "Artillery shells, North Korea to Russia, Route · Means of transport not "
        "reported, North Korea to Russia · path not reported: Contradicting",
    )  # fmt: skip
    expect(watched.frame.locator(".rm-legend")).to_contain_text("Only US National Security Council")


@pytest.mark.parametrize("name", ["두만강", "Туманган", "Tumangang", "Tumen River Station"])
def test_one_station_is_found_by_its_name_in_any_language(
    visit: Visit, server: str, name: str
) -> None:
    watched = visit(server, f"?q={name}")
    expect(watched.feature("Tumen River Station")).to_have_count(1)
    expect(watched.page.locator("mark").first).to_be_visible()
