"""Follow a view: the addresses of its feeds in Share, and what their links open."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from routemap.data.history import folder_history
from routemap.data.load import load
from tests.browser.conftest import StartServer, Visit
from tests.browser.test_share import CLIPBOARD, copied, shared
from tests.conftest import claim, small_rows, write_rows

PHONE = {"width": 320, "height": 640}


@pytest.mark.thorough
def test_an_entry_of_the_feed_of_a_view_opens_the_new_denial(
    visit: Visit, start_server: StartServer, tmp_path: Path
) -> None:
    folder, rows = tmp_path / "data", small_rows()
    write_rows(folder, rows)
    history = folder_history(folder)
    assert history
    history.keep(load(folder), datetime.now(UTC) - timedelta(days=1))
    rows["claims"].append(
        claim("c5", source="council", allegation="horses", stance="denies", features="lane")
    )
    write_rows(folder, rows)
    server = start_server(folder)
    page = visit(server, "?stance=denies&feature=line", **CLIPBOARD).page
    shared(page, "Follow")
    assert copied(page, "Copy") == f"{server}feed.atom?stance=denies"
    field = page.get_by_label("The same as JSON Feed")
    expect(field).to_have_value(f"{server}feed.json?stance=denies")
    # a public copy needs no personal address
    expect(page.get_by_role("button", name="Make my address")).to_be_hidden()
    assert no_serious_faults(page)
    items = page.request.get(field.input_value()).json()["items"]
    (denial,) = [item for item in items if item["tags"] == ["New denial"]]
    opened = visit(server, denial["url"].removeprefix(server))
    opened.drawn(query="stance=denies&claim=c5")
    expect(opened.page.get_by_text("what c5 says").first).to_be_visible()


@pytest.mark.thorough
def test_it_fits_a_phone_and_is_reached_by_keyboard(visit: Visit, server: str) -> None:
    page = visit(server, viewport=PHONE).page
    page.get_by_role("button", name="Share").click()
    page.keyboard.press("End")
    expect(page.get_by_role("tab", name="Follow")).to_be_focused()
    expect(page.get_by_label("Follow this view")).to_have_value(f"{server}feed.atom")
    assert no_serious_faults(page)
    wide = "(box) => box.scrollWidth - box.clientWidth"
    assert page.get_by_role("dialog").evaluate(wide) == 0
    last = page.get_by_role("tab", name="Follow").bounding_box()
    assert last
    assert last["x"] + last["width"] <= PHONE["width"]


def no_serious_faults(page: Page) -> bool:
    found = Axe().run(page).response["violations"]
    assert [item["id"] for item in found if item["impact"] in ("serious", "critical")] == []
    return True
