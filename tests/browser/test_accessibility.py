"""axe-core finds nothing serious on any page, light and dark."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit

GROUNDS = {"light": "rgb(255, 255, 255)", "dark": "rgb(18, 23, 29)"}


def serious(page: Page) -> list[str]:
    """Return what axe-core finds serious or worse."""
    return [
        f"{item['id']}: {node['target']} {node['failureSummary']}"
        for item in Axe().run(page).response["violations"]
        if item["impact"] in ("serious", "critical")
        for node in item["nodes"]
    ]


@pytest.mark.parametrize(
    ("address", "shows"),
    [
        ("?feature=dprk-russia-artillery", "Artillery shells"),
        ("?stance=denies", "Select a route or a place"),
        ("?compare=us-nsc&compare=dprk-defence-ministry", "Allegation by allegation"),
        ("claims", "Who says what"),
        ("claims?source=kremlin", "Kremlin"),
        ("articles", "Articles"),
        ("data", "Licences and credits"),
        ("export?stance=asserts", "The same again"),
        ("?embed=true&feature=rason-port", "Selected Rason Port"),
    ],
)
def test_no_serious_violation(visit: Visit, server: str, address: str, shows: str) -> None:
    watched = visit(server, None, color_scheme="light")
    page = watched.page
    page.goto(server + address)
    for scheme, ground in GROUNDS.items():
        page.emulate_media(color_scheme=scheme)
        expect(page.get_by_role("heading", name=shows).first).to_be_visible()
        expect(page.locator(".stApp")).to_have_css("background-color", ground)
        if address.startswith("?"):
            watched.drawn()
            toned = watched.frame.locator("#map_div.rm-dark")
            expect(toned).to_have_count(1 if scheme == "dark" else 0)
        assert serious(page) == []
