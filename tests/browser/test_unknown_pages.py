"""Addresses that lead nowhere: what a reader sees, and the way back."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit, Watched


def expected(watched: Watched, status: int) -> None:
    """Forget that the browser logs the status of a page that was asked for on purpose."""
    watched.errors[:] = [text for text in watched.errors if f"status of {status}" not in text]


def fits(page: Page) -> None:
    wide = page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0
    assert [found["id"] for found in Axe().run(page).response["violations"]] == []


@pytest.mark.parametrize(
    ("scheme", "width"), [("light", 1440), pytest.param("dark", 320, marks=pytest.mark.thorough)]
)
def test_an_unknown_page_leads_back_with_the_filters(
    visit: Visit, server: str, scheme: str, width: int
) -> None:
    watched = visit(server, None, color_scheme=scheme, viewport={"width": width, "height": 800})
    page = watched.page
    answer = page.goto(f"{server}{'nowhere' * 20}?stance=denies")
    assert answer
    assert answer.status == 404
    expect(page.get_by_role("heading", name="Page not found")).to_be_visible()
    fits(page)
    loaded = "() => document.fonts.ready.then((fonts) => [...fonts].map((font) => font.status))"
    assert set(page.evaluate(loaded)) == {"loaded"}
    page.get_by_role("link", name="Who says what").click()
    expect(page).to_have_url(f"{server}claims?stance=denies")
    expect(page.get_by_role("heading", name="Who says what", exact=True)).to_be_visible()
    expected(watched, 404)


@pytest.mark.thorough
def test_a_link_that_is_too_long_is_a_page(visit: Visit, server: str) -> None:
    watched = visit(server, None)
    page = watched.page
    page.goto(f"{server}?q={'x' * 9000}")
    expect(page.get_by_role("heading", name="This link is too long")).to_be_visible()
    fits(page)
    page.get_by_role("link", name="Open the map").click()
    watched.drawn()
    expect(page).to_have_url(server)
    expected(watched, 414)
