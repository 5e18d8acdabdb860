"""What a page says where no WebSocket to its server can be opened."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visit, Watched
from tests.browser.proxy import proxy_of

MISSING = "This page needs a WebSocket connection to the server and could not open one."


def notice(page: Page) -> Locator:
    return page.get_by_role("alert").filter(has_text=MISSING)


def forget_refused_sockets(watched: Watched) -> None:
    watched.errors[:] = [text for text in watched.errors if "WebSocket" not in text]


@pytest.mark.parametrize(
    ("address", "scheme", "width"),
    [
        ("claims", "light", 1440),
        pytest.param("?embed=true", "dark", 390, marks=pytest.mark.thorough),
    ],
)
def test_a_proxy_without_websockets_is_named_until_it_lets_one_through(
    visit: Visit, server: str, address: str, scheme: str, width: int
) -> None:
    with proxy_of(server) as proxy:
        viewport = {"width": width, "height": 600}
        watched = visit(proxy.url, None, color_scheme=scheme, viewport=viewport)
        page = watched.page
        page.goto(proxy.url + address)
        expect(notice(page)).to_be_visible()
        expect(notice(page)).to_contain_text("WebSocket connections to /_stcore/stream")
        for header in ("Upgrade", "Connection"):
            expect(notice(page).get_by_text(header, exact=True)).to_be_visible()
        box = notice(page).locator("div").bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        violations = Axe().run(page, context="#routemap-connection").response["violations"]
        assert [found["id"] for found in violations] == []
        proxy.passes_sockets = True
        expect(notice(page)).to_have_count(0)
        expect(page.get_by_test_id("stMainBlockContainer")).to_be_visible()
        forget_refused_sockets(watched)
        page.close()


def test_a_page_whose_scripts_take_long_is_not_told_that_sockets_are_blocked(
    visit: Visit, server: str
) -> None:
    page = visit(server, None, apart=True).page
    page.clock.install()
    page.route("**/static/js/**", lambda _: None)  # never answered, as on a slow line
    page.goto(server, wait_until="commit")
    page.wait_for_function("() => document.getElementById('root')")
    page.clock.fast_forward(60_000)
    expect(page.locator("#routemap-connection")).to_be_empty()


def test_a_page_that_is_connected_says_nothing_later(visit: Visit, server: str) -> None:
    watched = visit(server, None, apart=True)
    watched.page.clock.install()
    watched.open()
    watched.page.clock.fast_forward(60_000)
    expect(watched.page.locator("#routemap-connection")).to_be_empty()
    # nor when the connection is closed, and opened again
    watched.page.evaluate(
        """() => new Promise(done => {
            addEventListener("routemap:connected", done);
            dispatchEvent(new Event("routemap:reconnect"));
        }).then(() => null)"""
    )
    watched.page.clock.fast_forward(60_000)
    expect(watched.page.locator("#routemap-connection")).to_be_empty()
