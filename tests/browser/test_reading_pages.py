"""Who says what, Articles, search and comparison in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from routemap.questions.matrix import allegation_summaries, ordered, rows_and_rest
from routemap.questions.nested_allegations import nested
from routemap.questions.query import Query
from routemap.questions.selection import select
from routemap.web.pages import PAGES
from tests.browser.conftest import Visit, Watched
from tests.conftest import shipped

DATASET = shipped().dataset
HIDDEN_BESIDE = "(box) => box.scrollWidth - box.clientWidth"
FADE = "(box) => getComputedStyle(box, '::after').opacity"


def open_page(visit: Visit, server: str, address: str) -> Watched:
    watched = visit(server, None)
    watched.page.goto(server + address)
    return watched


KREMLIN = "moscow-times-2023-10-17-01"  # its denial of the supply of arms


def test_claims_open_below_their_allegation_from_the_keyboard_and_can_be_shared(
    visit: Visit, server: str
) -> None:
    page = open_page(visit, server, "claims").page
    source = page.get_by_role("button", name="Kremlin on 17 October 2023")
    opened = page.locator("[data-opened]")
    expect(source).to_have_attribute("aria-expanded", "false")
    source.press("Enter")
    expect(opened).to_be_focused()
    expect(opened).to_be_in_viewport()
    expect(opened).to_have_accessible_name(
        "Kremlin denies “North Korea supplies arms or ammunition to Russia”"
    )
    expect(opened.locator(".rm-claim")).to_have_count(1)
    expect(source).to_have_attribute("aria-expanded", "true")
    expect(page).to_have_url(f"{server}claims?claim={KREMLIN}")
    # another one closes the first
    page.get_by_role("button", name="Kim Yo-jong around 17 May 2024").click()
    expect(opened).to_have_accessible_name(re.compile("^Kim Yo-jong denies"))
    expect(source).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Escape")
    expect(opened).to_have_count(0)
    expect(page.get_by_role("button", name="Kim Yo-jong around 17 May 2024")).to_be_focused()
    expect(page).to_have_url(f"{server}claims")
    page.goto(f"{server}claims?claim={KREMLIN}")
    expect(opened.locator(".rm-claim")).to_contain_text("The Kremlin said such reports")
    expect(source).to_have_attribute("aria-expanded", "true")
    page.get_by_role("button", name="Close").click()
    expect(opened).to_have_count(0)


@pytest.mark.thorough
def test_layout_and_order_are_chosen_from_the_keyboard_and_are_in_the_link(
    visit: Visit, server: str
) -> None:
    page = open_page(visit, server, "claims").page
    rows = page.locator(".rm-named a")
    found = allegation_summaries(select(DATASET, Query()))

    def statements(order: str) -> list[str]:
        return [row.item.statement for row in nested(ordered(found, order))]

    assert statements("latest") != statements("disputed")
    expect(rows).to_have_text(statements("disputed"))
    latest = page.get_by_role("radio", name="Latest statement first")
    latest.focus()
    page.keyboard.press("Enter")
    expect(rows).to_have_text(statements("latest"))
    page.get_by_role("radio", name="Matrix").click()
    heads = page.locator(".rm-matrix tbody th a")
    table, rest = rows_and_rest(ordered(found, "latest"))
    expect(heads).to_have_text([row.item.statement for row in nested(table)])
    expect(page).to_have_url(f"{server}claims?show=matrix&order=latest")
    page.get_by_text("whose only claim source speaks about nothing else").click()
    expect(rows).to_have_text([row.item.statement for row in nested(rest)])
    page.go_back()
    expect(latest).to_be_checked()
    expect(rows).to_have_text(statements("latest"))
    page.goto(f"{server}claims?show=matrix&order=latest")
    expect(heads).to_have_text([row.item.statement for row in nested(table)])
    expect(latest).to_be_checked()
    # every column fits on a desk
    assert page.locator(".rm-matrix").evaluate(HIDDEN_BESIDE) == 0
    assert page.locator(".rm-matrix-frame").evaluate(FADE) == "0"


# what goes beyond the right edge of the screen, or scrolls sideways; the matrix has to
WIDER = """() => {
  const wide = [];
  const look = (node) => {
    const style = getComputedStyle(node);
    if (node.matches(".rm-matrix") || style.clipPath !== "none") return;
    const { left, right, width } = node.getBoundingClientRect();
    const seen = width > 1 && right > 0 && left < 2 * innerWidth && style.visibility !== "hidden";
    const scrolls = /auto|scroll/.test(style.overflowX) && node.scrollWidth > node.clientWidth;
    if (seen && (right > innerWidth + 1 || scrolls))
      wide.push(`${node.tagName} ${node.className}: ${left} to ${right}, ${node.scrollWidth}`);
    if (style.textOverflow === "ellipsis") return;
    for (const child of [...node.children, ...(node.shadowRoot?.children || [])]) look(child);
  };
  look(document.body);
  if (document.scrollingElement.scrollWidth > innerWidth) wide.push("the page");
  return wide;
}"""


@pytest.mark.parametrize(
    ("address", "drawn"),
    [
        pytest.param("", ".rm-hint", marks=pytest.mark.thorough),
        (
            "?vessel=angara&stance=asserts&from=2022-09-01&to=2024-12-31&cargo=arms",
            ".rm-notes p",
        ),
        pytest.param(
            "?feature=rason-port&source=us-nsc&allegation=dprk-arms-to-russia&from=2022",
            ".rm-notes p",
            marks=pytest.mark.thorough,
        ),
        ("claims?source=us-nsc&from=2022-09-01", ".rm-sides"),
        pytest.param("claims?show=matrix", ".rm-matrix", marks=pytest.mark.thorough),
    ],
)
def test_a_phone_scrolls_nothing_sideways(
    visit: Visit, server: str, address: str, drawn: str
) -> None:
    page = visit(server, None, viewport={"width": 390, "height": 844}).page
    page.goto(server + address)
    expect(page.locator(drawn).first).to_be_attached()
    if "&" in address and "claims" not in address:
        expect(page.locator(".chips .reset")).to_be_attached()
    assert page.evaluate(WIDER) == []


def test_nothing_is_wider_than_a_phone(visit: Visit, server: str) -> None:
    watched = visit(server, None, viewport={"width": 390, "height": 844})
    page = watched.page
    for address, drawn in (
        (f"claims?claim={KREMLIN}", "[data-opened]"),
        ("claims?show=matrix", ".rm-matrix"),
        ("allegation?allegation=arms-by-rail", ".rm-claim"),
    ):
        page.goto(server + address)
        expect(page.locator(drawn).first).to_be_visible()
        main = page.get_by_test_id("stMain")
        assert main.evaluate(HIDDEN_BESIDE) == 0
    # the page of an allegation: both sides, map, timeline, claims
    tops = [
        page.locator(part).first.bounding_box()["y"]
        for part in (".rm-both", ".st-key-allegation-map", ".timeline", ".rm-claim")
    ]
    assert tops == sorted(tops)
    page.goto(f"{server}claims?show=matrix")
    table = page.locator(".rm-matrix")
    corner = table.locator(".rm-corner")
    expect(corner).to_be_visible()
    # the table fades at the edge where columns go on, and does not at its end
    frame = page.locator(".rm-matrix-frame")
    expect(page.get_by_text("Scroll sideways for more claim sources.")).to_be_visible()
    assert frame.evaluate(FADE) == "1"
    table.evaluate("(table) => { table.scrollLeft = table.scrollWidth; }")
    page.wait_for_function(f"(frame) => ({FADE})(frame) === '0'", arg=frame.element_handle())
    table.evaluate("(table) => { table.scrollLeft = 300; table.scrollTop = 200; }")
    place = "(cell) => cell.getBoundingClientRect().left"
    first = table.locator("tbody th").first
    assert first.evaluate(place) == corner.evaluate(place) == table.evaluate(place)


@pytest.mark.thorough
def test_an_allegation_named_in_a_claim_leads_to_its_page_and_to_the_map(
    visit: Visit, server: str
) -> None:
    watched = open_page(visit, server, f"claims?claim={KREMLIN}")
    page = watched.page
    page.locator("[data-opened]").get_by_role("link", name="North Korea supplies arms").click()
    expect(page).to_have_url(f"{server}allegation?allegation=dprk-arms-to-russia")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "North Korea supplies arms or ammunition to Russia."
    )
    expect(page).to_have_title("North Korea supplies arms or ammunition to Russia. · Route Map")
    watched.drawn(query="allegation=dprk-arms-to-russia")
    expect(watched.feature("Artillery shells, North Korea to Russia")).to_be_visible()
    names = page.get_by_test_id("stSidebarNav").get_by_role("link")
    expect(names).to_have_text([page.title for page in PAGES if page.is_listed and not page.action])
    page.get_by_role("button", name="Kremlin on 17 October 2023").click()
    expect(page.locator("[data-opened] .rm-claim")).to_have_count(1)
    page.get_by_role("link", name="Arms went by rail from Rason to Khasan.").click()
    expect(page.locator(".rm-status")).to_contain_text("Disputed")
    page.get_by_role("link", name="These places and routes on the Map page").click()
    watched.drawn(query="allegation=rason-khasan-arms-train")


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


@pytest.mark.parametrize(
    "name",
    [
        "두만강",
        *(
            pytest.param(name, marks=pytest.mark.thorough)
            for name in ("Туманган", "Tumangang", "Tumen River Station")
        ),
    ],
)
def test_one_station_is_found_by_its_name_in_any_language(
    visit: Visit, server: str, name: str
) -> None:
    watched = visit(server, f"?q={name}")
    expect(watched.feature("Tumen River Station")).to_have_count(1)
    expect(watched.page.locator("mark").first).to_be_visible()
