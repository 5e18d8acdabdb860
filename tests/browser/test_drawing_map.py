"""On the map to draw on, clicks are positions and places, and what is drawn appears at once."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

import pytest
from benchmarks.serving import ROOT
from playwright.sync_api import Frame, Locator, expect

from tests.browser.conftest import Watched, visiting
from tests.browser.contexts import Contexts
from tests.browser.test_accessibility import serious
from tests.conftest import THOROUGH
from tests.serving import UNLIMITED, serve

APP = ROOT / "tests" / "browser" / "drawing_app.py"
PHONE = {"width": 390, "height": 800}
# a point of the page in the middle of a drawn path that nothing covers
ON_A_PATH = """(path) => {
  const frame = path.ownerDocument.defaultView.frameElement.getBoundingClientRect();
  const to = path.getScreenCTM();
  for (let step = 1; step < 200; step += 1) {
    const at = path.getPointAtLength((path.getTotalLength() * step) / 200).matrixTransform(to);
    if (document.elementFromPoint(at.x, at.y) !== path) continue;
    return [frame.left + at.x, frame.top + at.y];
  }
  return null;
}"""
AIM = '(element) => getComputedStyle(element, "::after").content'
VIEW = "() => [map.getCenter().lat, map.getCenter().lng, map.getZoom()]"


@pytest.fixture(scope="module")
def page(contexts: Contexts) -> Iterator[Watched]:
    environment = {**UNLIMITED, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
    with (
        serve(APP, None, environment=environment) as (url, _process),
        visiting(contexts) as visit,
    ):
        yield visit(url)


@pytest.fixture
def clean(page: Watched) -> Watched:
    """The page with the shipped data, with nothing drawn and the whole map in view."""
    page.page.get_by_role("button", name="Clear").click()
    expect(page.page.get_by_text("Stops: none")).to_be_visible()
    expect(drawn(page)).to_have_count(0)
    page.frame.get_by_role("button", name="Whole map").click()
    return page


def drawn(watched: Watched) -> Locator:
    return watched.frame.locator(".leaflet-rm-sketch-pane path, .rm-drawn-place, .rm-stop")


def click_at(watched: Watched, across: float, down: float) -> None:
    """Click at shares of the width and the height of the map."""
    box = watched.map.bounding_box()
    assert box is not None
    watched.page.mouse.click(box["x"] + box["width"] * across, box["y"] + box["height"] * down)


def drag(watched: Watched) -> None:
    """Move the map by the mouse, and wait until it has moved."""
    view = watched.map.evaluate(VIEW)
    box = watched.map.bounding_box()
    assert box is not None
    mouse, x, y = watched.page.mouse, box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    mouse.move(x, y)
    mouse.down()
    mouse.move(x + 60, y, steps=4)
    mouse.up()
    assert watched.map.evaluate(VIEW) != view


def frame_of(watched: Watched) -> Frame:
    frame = watched.map.element_handle().owner_frame()
    assert frame is not None
    return frame


def placed(watched: Watched) -> tuple[float, float]:
    """Return the longitude and latitude that the page shows."""
    words = watched.page.get_by_text("Place: ").inner_text()
    longitude, latitude = re.findall(r"-?\d+\.\d+", words)
    return float(longitude), float(latitude)


def test_a_click_draws_a_place_with_its_ring_and_the_map_stays(clean: Watched) -> None:
    clean.map.evaluate("(element) => (element.kept = true)")
    view = clean.map.evaluate(VIEW)
    click_at(clean, 0.75, 0.6)
    expect(clean.frame.locator("path.rm-drawn-ring")).to_have_count(1)
    expect(clean.frame.locator(".rm-drawn-place")).to_have_count(1)
    longitude, latitude = placed(clean)
    assert clean.map.evaluate(VIEW) == view
    assert view[0] > latitude
    assert view[1] < longitude
    click_at(clean, 0.8, 0.6)
    expect(clean.page.get_by_text(f"Place: {longitude:.5f}")).to_have_count(0)
    expect(clean.frame.locator(".rm-drawn-place")).to_have_count(1)
    assert placed(clean)[0] > longitude
    assert clean.map.evaluate("(element) => element.kept")
    assert clean.map.evaluate(VIEW) == view
    assert clean.page.locator("iframe").count() == 1


def test_two_places_make_a_line_and_keep_their_numbers(clean: Watched) -> None:
    clean.feature("Tumen River Station").dispatch_event("click")
    expect(clean.page.get_by_text("Stops: tumen-river-station.")).to_be_visible()
    expect(clean.frame.locator(".rm-stop-number")).to_have_text(["1"])
    expect(clean.frame.locator(".leaflet-rm-sketch-pane .rm-stroke")).to_have_count(0)
    clean.feature("Rason Port").focus()
    clean.page.keyboard.press("Enter")
    expect(clean.page.get_by_text("Stops: tumen-river-station, rason-port.")).to_be_visible()
    expect(clean.frame.locator(".rm-stop-number")).to_have_text(["1", "2"])
    line = clean.frame.locator(".leaflet-rm-sketch-pane .rm-stroke")
    expect(line).to_have_attribute("d", re.compile(r"^M.*L.*L"))
    expect(clean.frame.locator(".leaflet-popup")).to_have_count(0)
    expect(clean.page.get_by_text("Place: ")).to_have_count(0)
    # the same place again is another stop: a click is not lost because its value is the same
    clean.feature("Tumen River Station").dispatch_event("click")
    expect(clean.frame.locator(".rm-stop-number")).to_have_text(["1", "2", "3"])


def test_a_click_on_a_line_is_a_position(clean: Watched) -> None:
    line = clean.frame.locator('.leaflet-rm-lines-pane path[class*="rm-core"]').first
    clean.page.mouse.click(*line.evaluate(ON_A_PATH))
    expect(clean.frame.locator(".rm-drawn-place")).to_have_count(1)
    expect(clean.page.get_by_text("Stops: none")).to_be_visible()
    assert clean.frame.locator(".leaflet-rm-lines-pane path[tabindex='0']").count() == 0


def test_the_map_moves_only_to_what_is_drawn_outside_of_it(clean: Watched) -> None:
    address = clean.page.url
    clean.map.evaluate("() => void map.setZoom(8, { animate: false })")
    drag(clean)
    view = clean.map.evaluate(VIEW)
    click_at(clean, 0.5, 0.6)
    expect(clean.frame.locator(".rm-drawn-place")).to_have_count(1)
    assert clean.map.evaluate(VIEW) == view
    field = clean.page.get_by_label("Position")
    field.fill("37.8, 45.9")
    field.press("Enter")
    expect(clean.page.get_by_text("Place: 37.80000, 45.90000")).to_be_visible()
    frame_of(clean).wait_for_function("() => map.getBounds().contains([45.9, 37.8])")
    # no link opens this view, so the address does not have it
    assert clean.page.url == address


def test_the_keyboard_draws_a_point_in_the_middle(clean: Watched) -> None:
    expect(clean.map).to_have_attribute("aria-label", re.compile("^Map to draw on"))
    assert clean.map.evaluate(AIM) == "none"
    clean.map.focus()
    clean.page.keyboard.press("Shift")
    assert clean.map.evaluate(AIM) == '""'
    latitude, longitude, _zoom = clean.map.evaluate(VIEW)
    clean.page.keyboard.press("Enter")
    expect(clean.frame.locator(".rm-drawn-place")).to_have_count(1)
    assert placed(clean) == pytest.approx((longitude, latitude), abs=1e-5)
    before = clean.page.get_by_text("Place: ").inner_text()
    click_at(clean, 0.75, 0.6)
    assert clean.map.evaluate(AIM) == "none"
    # otherwise the next test would clear the map before this click arrives
    expect(clean.page.get_by_text(before)).to_have_count(0)


def test_the_map_is_accessible_and_fits_a_phone(clean: Watched) -> None:
    click_at(clean, 0.75, 0.6)
    clean.feature("Rason Port").dispatch_event("click")
    expect(clean.frame.locator(".rm-stop-number")).to_have_text(["1"])
    frame = frame_of(clean)
    for scheme in ("dark", "light") if THOROUGH else ("dark",):
        clean.page.emulate_media(color_scheme=scheme)
        expect(clean.frame.locator("#map_div.rm-dark")).to_have_count(int(scheme == "dark"))
        assert serious(frame) == []
    clean.page.set_viewport_size(PHONE)
    if THOROUGH:
        assert serious(frame) == []
    assert clean.page.evaluate("() => document.documentElement.scrollWidth") == PHONE["width"]
