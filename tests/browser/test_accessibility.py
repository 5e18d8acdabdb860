"""axe-core finds nothing serious on any page, light and dark."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import Visit


@pytest.mark.parametrize("scheme", ["light", "dark"])
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
def test_no_serious_violation(
    visit: Visit, server: str, address: str, shows: str, scheme: str
) -> None:
    watched = visit(server, color_scheme=scheme)
    watched.page.goto(server + address)
    expect(watched.page.get_by_role("heading", name=shows).first).to_be_visible()
    if address.startswith("?"):
        watched.drawn()
    found = Axe().run(watched.page).response["violations"]
    serious = [
        f"{item['id']}: {node['target']} {node['failureSummary']}"
        for item in found
        if item["impact"] in ("serious", "critical")
        for node in item["nodes"]
    ]
    assert serious == []
