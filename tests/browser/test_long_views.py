"""Views that ask for more than an address holds: the map, popups and citations still work."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import expect
from tests.browser.conftest import StartServer, Visit, Watched
from tests.conftest import claim, small_rows, write_rows

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


def choose_all_publishers(watched: Watched) -> None:
    page = watched.page
    page.get_by_role("combobox", name=re.compile("Publisher")).click()
    page.get_by_text("Select all", exact=True).click()
    page.keyboard.press("Escape")


def test_choosing_every_publisher_is_no_filter_and_all_but_one_has_no_link(
    visit: Visit, start_server: StartServer, tmp_path: Path
) -> None:
    server = start_server(many_publishers(tmp_path / "many"))
    watched = visit(server, "?stance=asserts")
    page = watched.page
    choose_all_publishers(watched)
    chips = page.get_by_test_id("stSidebar").locator('[data-tag-index], span[data-baseweb="tag"]')
    expect(page.get_by_text("조선중앙통신 평양 지국 001").first).to_be_visible()
    watched.drawn(query="stance=asserts")
    expect(page).to_have_url(f"{server}?stance=asserts")
    assert chips
