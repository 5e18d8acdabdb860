"""Follow a view: the addresses of its feeds in Share, and what their links open."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from routemap.data.history import folder_history
from routemap.data.load import load
from tests.browser.conftest import PATIENCE, StartServer, Visit
from tests.browser.provider import Visitor, private_copy
from tests.browser.test_share import CLIPBOARD, copied, shared
from tests.conftest import claim, small_rows, write_rows

PHONE = {"width": 320, "height": 640}


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
    items = page.request.get(field.input_value()).json()["items"]
    (denial,) = [item for item in items if item["tags"] == ["New denial"]]
    opened = visit(server, denial["url"].removeprefix(server))
    opened.drawn(query="stance=denies&claim=c5")
    expect(opened.page.get_by_text("what c5 says").first).to_be_visible()


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
    # a public copy needs no personal address
    expect(page.get_by_role("button", name="Make my address")).to_be_hidden()


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the provider's libraries
def test_a_reader_makes_replaces_and_ends_a_personal_address(
    chromium: Browser, tmp_path: Path
) -> None:
    with private_copy(tmp_path) as server:
        reader = Visitor(chromium, server)
        page = reader.open("?stance=denies")
        reader.sign_in("reader")
        page.frame_locator("iframe").locator("#map_div[data-features]").wait_for(timeout=PATIENCE)
        shared(page, "Follow")
        field = page.get_by_label("Follow this view")
        make = page.get_by_role("button", name="Make my address")
        expect(make).to_be_visible()
        expect(field).to_be_hidden()
        make.focus()
        page.keyboard.press("Enter")
        expect(field).to_be_focused()
        expect(field).to_have_value(re.compile(r"feed\.atom\?stance=denies&token=[0-9a-f]{32}\."))
        assert no_serious_faults(page)
        first = field.input_value()
        elsewhere = chromium.new_context().request  # without cookies
        assert elsewhere.get(first).status == 200
        assert elsewhere.get(first.split("&token")[0]).status == 401

        page.get_by_text("Replace or end my address").click()
        page.get_by_role("button", name="Replace").click()
        expect(page.get_by_text("Replaced. Use the new address.")).to_be_visible()
        second = field.input_value()
        assert elsewhere.get(first).status == 401
        assert elsewhere.get(second).status == 200

        # another view, later: the same token
        page.reload()
        shared(page, "Follow")
        expect(page.get_by_label("Follow this view")).to_have_value(second)
        page.get_by_text("Replace or end my address").click()
        page.get_by_role("button", name="End", exact=True).click()
        expect(page.get_by_role("button", name="Make my address")).to_be_focused()
        assert elsewhere.get(second).status == 401
        reader.context.close()


def no_serious_faults(page: Page) -> bool:
    found = Axe().run(page).response["violations"]
    assert [item["id"] for item in found if item["impact"] in ("serious", "critical")] == []
    return True
