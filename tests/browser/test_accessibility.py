"""axe-core finds no serious problems on any page, in the light and dark theme."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Frame, Page, Route, expect

from tests.browser.conftest import DESKTOP, FONTS_LOADED, NARROW, PATIENCE, Visit
from tests.conftest import THOROUGH

# the script has finished, and no elements are left from the previous run
DONE = '[data-test-script-state="notRunning"]:not(:has([data-stale="true"]))'
# scrolling elements: axe-core does not check the contrast of content scrolled out of view
TALLEST = """() => Math.max(...[...document.querySelectorAll(
    ".stMain, [data-testid=stSidebarContent]"
)].map((part) => part.scrollHeight))"""
LATE = re.compile(r"/static/js/(Html|BidiComponent)\.")
THEMES = {"light": "rgb(255, 255, 255)", "dark": "rgb(18, 23, 29)"}
# `make test` looks at this page in the dark theme, too, and `make thorough` at all
DARK = "?feature=pyongyang-khasan-uniforms"


def whole(page: Page) -> Page:
    """Make the viewport as tall as the page, so that everything is in view."""
    height = max(DESKTOP["height"], page.evaluate(TALLEST))
    page.set_viewport_size({**DESKTOP, "height": height})
    return page


def serious(document: Page | Frame, *rules: str) -> list[str]:
    """Return the serious and critical problems that axe-core finds in a document.

    If rules are named, only those are checked.
    """
    options = {"runOnly": [*rules]} if rules else None
    return [
        f"{item['id']}: {node['target']} {node['failureSummary']}"
        for item in Axe().run(document, options=options).response["violations"]
        if item["impact"] in ("serious", "critical")
        for node in item["nodes"]
    ]


@pytest.mark.parametrize(
    ("address", "shows"),
    [
        # both sides in a panel of six claims; axe-core takes half a minute for one of 36
        ("?feature=pyongyang-khasan-uniforms", "Uniforms, Pyongyang to Khasan"),
        pytest.param(
            "?feature=dprk-russia-artillery", "Artillery shells", marks=pytest.mark.thorough
        ),
        pytest.param("?stance=denies", "Select a route or a place", marks=pytest.mark.thorough),
        pytest.param(
            "?compare=us-nsc&compare=dprk-defence-ministry",
            "Allegation by allegation",
            marks=pytest.mark.thorough,
        ),
        pytest.param("claims", "Who says what", marks=pytest.mark.thorough),
        pytest.param(
            "claims?show=matrix&claim=moscow-times-2023-10-17-01",
            "Kremlin denies",
            marks=pytest.mark.thorough,
        ),
        pytest.param(
            "allegation?allegation=rason-khasan-arms-train",
            "Arms went by rail from Rason",
            marks=pytest.mark.thorough,
        ),
        pytest.param("articles?article=kbs-2023-10-14", "Articles", marks=pytest.mark.thorough),
        # long pages, of which axe-core takes half a minute
        pytest.param(
            "allegation?allegation=arms-by-rail",
            "Arms go from North Korea",
            marks=pytest.mark.thorough,
        ),
        pytest.param("articles", "Articles", marks=pytest.mark.thorough),
        # tests/browser/test_earlier_states.py looks at the same page
        pytest.param("changes", "What changed", marks=pytest.mark.thorough),
        ("data", "Licences and credits"),
        pytest.param("export?stance=asserts", "Repeat this export", marks=pytest.mark.thorough),
        ("?embed=true&feature=rason-port", "Selected Rason Port"),
    ],
)
def test_no_serious_violation(visit: Visit, server: str, address: str, shows: str) -> None:
    watched = visit(server, None, color_scheme="light")
    page = watched.page
    page.goto(server + address)
    for scheme, ground in THEMES.items():
        if scheme == "dark" and not (THOROUGH or address == DARK):
            break
        page.emulate_media(color_scheme=scheme)
        expect(page.get_by_role("heading", name=shows).first).to_be_visible()
        expect(page.locator(".stApp")).to_have_css("background-color", ground)
        page.wait_for_selector(DONE, state="attached", timeout=PATIENCE)
        expect(page.get_by_test_id("stSkeleton")).to_have_count(0)
        if address.startswith("?"):
            watched.drawn()
            toned = watched.frame.locator("#map_div.rm-dark")
            expect(toned).to_have_count(1 if scheme == "dark" else 0)
        # only colours differ between the themes
        assert serious(whole(page), *(["color-contrast"] if scheme == "dark" else [])) == []


@pytest.mark.parametrize(
    "place", ["Rason Port", pytest.param("Vladivostok", marks=pytest.mark.thorough)]
)
def test_no_serious_violation_on_the_map_and_in_its_popups(
    visit: Visit, server: str, place: str
) -> None:
    watched = visit(server, viewport=NARROW)
    watched.feature(place).dispatch_event("click")
    popup = watched.frame.locator(".leaflet-popup")
    for scheme in THEMES:
        watched.page.emulate_media(color_scheme=scheme)
        toned = watched.frame.locator("#map_div.rm-dark")
        expect(toned).to_have_count(1 if scheme == "dark" else 0)
        expect(popup.locator(".rm-claim").first).to_be_visible()
        expect(popup).to_have_css("opacity", "1")
        drawn = next(frame for frame in watched.page.frames if "st_folium" in frame.url)
        assert serious(drawn) == [], scheme


# on a slow connection, the code for HTML and custom components arrives late
def test_text_is_readable_and_stays_in_its_place_before_all_code_has_come(
    visit: Visit, server: str
) -> None:
    watched = visit(server, None, color_scheme="light")
    page, held = watched.page, list[Route]()

    def hold(route: Route) -> None:
        held.append(route)

    page.route(LATE, hold)
    page.goto(f"{server}articles")
    heading = page.get_by_role("heading", name="Articles", exact=True)
    caption = page.get_by_text("1–20 of 36", exact=True)
    expect(heading).to_be_visible()
    expect(caption).to_be_visible()
    page.wait_for_selector(DONE, state="attached", timeout=PATIENCE)
    page.wait_for_function(FONTS_LOADED)
    assert len(held) == 2
    expect(page.locator(".rm-claim")).to_have_count(0)
    assert serious(whole(page)) == []
    place = heading.bounding_box()
    for route in held:
        route.continue_()
    expect(page.locator(".rm-claim").first).to_be_visible()
    expect(page.get_by_text("Data read")).to_be_visible()
    assert heading.bounding_box() == place
