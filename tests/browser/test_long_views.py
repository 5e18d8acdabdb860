"""Views that ask for more than an address holds: the map, popups and citations still work."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit, Watched
from tests.browser.filtering import facet
from tests.conftest import claim, small_rows, write_rows
from tests.serving import serving

PUBLISHERS = 178


def many_publishers(folder: Path) -> Path:
    rows = small_rows()
    first = rows["articles"][0]
    rows["articles"] += [
        {
            **first, "id": f"p{number}", "url": f"https://p.example/{number}",
            "publisher": f"조선중앙통신 평양 지국 {number:03}",
        }
        for number in range(1, PUBLISHERS)
    ]  # fmt: skip
    rows["claims"] += [claim(f"h{number}", article=f"p{number}") for number in range(1, 40)]
    return write_rows(folder, rows)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(many_publishers(tmp_path_factory.mktemp("many"))) as url:
        yield url


def choose_publishers(watched: Watched, number: int) -> None:
    """Choose publishers one by one, faster than the server answers."""
    publishers = facet(watched.page, "Publisher")
    publishers.get_by_role("button", name=f"Show all {PUBLISHERS}").click()
    boxes = publishers.get_by_role("checkbox", checked=False)
    wanted = number - publishers.get_by_role("checkbox", checked=True).count()
    boxes.evaluate_all(
        "(boxes, number) => boxes.slice(0, number).forEach((box) => box.click())", wanted
    )


@pytest.mark.thorough
def test_a_view_too_long_for_a_link_says_so_and_everything_else_works(
    visit: Visit, many: str
) -> None:
    watched = visit(many, "?stance=asserts&publisher=The+Paper")
    page = watched.page
    refused: list[str] = []
    page.on("response", lambda answer: refused.append(answer.url) if answer.status >= 400 else None)
    choose_publishers(watched, PUBLISHERS - 1)
    expect(page).to_have_url(f"{many}?stance=asserts&omitted=publisher")
    told = page.get_by_text("This view has no link: its filters take")
    expect(told).to_contain_text("The address of this page leaves out Publisher")
    watched.feature("North").click()
    expect(watched.frame.locator(".rm-popup .rm-card-counts")).to_contain_text("assertion")
    expect(page).to_have_url(f"{many}?stance=asserts&feature=north&omitted=publisher")
    page.get_by_role("button", name="Share").click()
    for tab in ("Link", "Embed", "Picture"):
        page.get_by_role("tab", name=tab).click()
        panel = page.get_by_role("tabpanel", name=tab)
        expect(panel).to_contain_text("choose fewer values in Publisher (177 chosen)")
        expect(panel.get_by_role("button")).to_have_count(0)
    page.get_by_role("tab", name="Cite").click()
    cited = page.locator("#panel-cite dd").first
    expect(cited).to_contain_text(f"{many}?stance=asserts&feature=north&omitted=publisher&rev=")
    expect(cited).to_contain_text("조선중앙통신")
    page.keyboard.press("Escape")
    # choosing every publisher is no filter
    link = page.url
    facet(page, "Publisher").get_by_role("checkbox", checked=False).click()
    watched.drawn(query="stance=asserts&feature=north")
    expect(page).to_have_url(f"{many}?stance=asserts&feature=north")
    page.goto(link)
    watched.drawn(query="stance=asserts&feature=north")
    expect(page.get_by_text("This link leaves out Publisher")).to_be_visible()
    assert [url for url in refused if "/_stcore/" not in url] == []
