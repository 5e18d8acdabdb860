"""Every feature of the shipped data is reached with the mouse, also where several share a spot."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from playwright.sync_api import expect

from routemap.map.spots import seats, spots
from routemap.map.zooms import MAX_ZOOM
from tests.browser.conftest import DESKTOP, Visit, Watched, visiting
from tests.browser.contexts import Contexts
from tests.conftest import THOROUGH, shipped

PHONE = {"width": 390, "height": 844}
DATASET = shipped().dataset
LEAST_ZOOM, FIRST_ZOOM = 4, 6
PLACES = list(DATASET.places.index)
GROUPS = [[PLACES[row] for row in group] for group in spots(DATASET)]

# Everything below runs in the frame of the map. `entryAt` is what a click at a point of the map
# would select, `pointsOf` are points at which a reader would try to click on a feature.
FIND = """() => {
  const { map } = window;
  const context = map.routemap;
  const container = map.getContainer();
  const settled = (window.settled = () => new Promise((resolve) => setTimeout(resolve)));

  function entryAt({ x, y }) {
    const { left, top } = container.getBoundingClientRect();
    let element = document.elementFromPoint(left + x, top + y);
    for (; element && element !== container; element = element.parentElement) {
      const layer = map._targets[element._leaflet_id];
      if (layer) return layer.entry || null;
      if (element.closest(".leaflet-control, .leaflet-popup")) return null;
    }
    return null;
  }

  function pointsOf(entry) {
    const { left, top } = container.getBoundingClientRect();
    const signs = ".rm-disc, .rm-gate, .rm-pill, .rm-label";
    const points = [...entry.content.parentElement.querySelectorAll(signs)]
      .map((part) => part.getBoundingClientRect())
      .filter(({ width }) => width)
      .map((box) => L.point((box.left + box.right) / 2 - left, (box.top + box.bottom) / 2 - top));
    for (let share = 0.05; entry.line && share < 1; share += 0.05) {
      const { point } = entry.line.spot(share, true);
      if (point) points.push(map.layerPointToContainerPoint(point));
    }
    return points;
  }

  // the line of a route that a click would reach, if it is a line and not what covers it
  window.lineAt = (point) => {
    const entry = entryAt(point);
    const { left, top } = container.getBoundingClientRect();
    const element = document.elementFromPoint(left + point.x, top + point.y);
    return entry && element.closest("path") && entry.line && !entry.crossing ? entry.id : null;
  };

  window.pointOf = (id) => {
    const view = L.bounds([2, 2], map.getSize().subtract([2, 2]));
    const clicks = (point) => view.contains(point) && entryAt(point)?.id === id;
    return pointsOf(context.byId.get(id)).find(clicks) || null;
  };

  window.viewed = async (entry, zoom) => {
    const middle = entry.line ? entry.bounds().getCenter() : entry.marker.getLatLng();
    map.setView(middle, zoom, { animate: false });
    await settled();
    const { point } = entry.line ? entry.line.spot(0.5) : {};
    if (point) map.setView(map.layerPointToLatLng(point), zoom, { animate: false });
    await settled();
  };

  window.found = async (id) => {
    const entry = context.byId.get(id);
    for (let zoom = 6; zoom <= 16; zoom += 1) {
      await window.viewed(entry, zoom);
      const point = window.pointOf(id);
      const view = [map.getCenter(), zoom, { animate: false }];
      if (point) return { view, x: point.x, y: point.y };
    }
    return null;
  };

  const shown = context.entries.map(({ code }) => code).join("");
  window.select = async (id) => {
    await routemap.show(map, { ...context.state, selected: id }, shown);
    await settled();
  };
}"""


def finding(watched: Watched) -> Watched:
    watched.map.evaluate(FIND)
    return watched


@pytest.fixture(scope="module")
def one_map(contexts: Contexts, server: str) -> Iterator[Watched]:
    """A map that the scripts of several tests change, without a message to the server."""
    with visiting(contexts) as visit:
        yield finding(visit(server))


@pytest.fixture
def shown(one_map: Watched) -> Watched:
    """The map with all features and nothing selected, as when the page is opened."""
    one_map.map.evaluate("() => select(null)")
    return one_map


def view(watched: Watched, latitude: float, longitude: float, zoom: int) -> None:
    """Move the map at once."""
    watched.map.evaluate(
        """async (_, [lat, lng, zoom]) => {
      map.setView([lat, lng], zoom, { animate: false });
      await settled();
    }""",
        [latitude, longitude, zoom],
    )


def click(watched: Watched, point: dict[str, Any]) -> None:
    """Click with the mouse at a point of the map."""
    box = watched.map.bounding_box()
    assert box is not None
    watched.page.mouse.click(box["x"] + point["x"], box["y"] + point["y"])


def test_every_feature_is_reached_by_a_click_at_some_zoom(visit: Visit, server: str) -> None:
    watched = finding(visit(server))
    watched.map.scroll_into_view_if_needed()
    # a click opens the popup without the server; what the server draws then is tested below
    watched.map.evaluate("() => { window.parent.postMessage = () => {}; }")
    for key, name in DATASET.features["name_en"].items():
        watched.map.evaluate("() => { map.closePopup(); }")
        point = watched.map.evaluate("(_, id) => found(id)", key)
        assert point is not None, f"no zoom shows a point of {key} that can be clicked"
        click(watched, point)
        expect(watched.frame.locator(".leaflet-popup h3").last).to_have_text(name)


@pytest.mark.thorough
def test_a_click_selects_a_feature_on_the_page_and_in_its_address(
    visit: Visit, server: str
) -> None:
    watched = finding(visit(server))
    expect(watched.page.get_by_text("Data read")).to_be_visible()
    watched.page.wait_for_selector('[data-test-script-state="notRunning"]', state="attached")
    watched.map.scroll_into_view_if_needed()
    for key in ("pyongyang-factories", "pyongyang", "dprk-russia-artillery"):
        click(watched, watched.map.evaluate("(_, id) => found(id)", key))
        watched.drawn(selected=key)
        name = DATASET.features["name_en"][key]
        expect(watched.page.locator(".rm-evidence h2")).to_have_text(name)
        expect(watched.frame.locator(".leaflet-popup h3").last).to_have_text(name)
        watched.page.wait_for_function(
            "(key) => location.search.includes(`feature=${key}`)", arg=key
        )


@pytest.mark.thorough
def test_no_feature_is_hidden_by_the_selection_of_another(shown: Watched) -> None:
    hidden = shown.map.evaluate(
        """async (_, step) => {
      const { entries } = map.routemap;
      const views = {};
      for (const { id } of entries) views[id] = (await found(id))?.view;
      const hidden = [];
      for (const chosen of entries.filter((_, number) => number % step === 0)) {
        await select(chosen.id);
        for (const { id } of entries) {
          if (views[id]) map.setView(...views[id]);
          await settled();
          if (!pointOf(id) && !(await found(id))) hidden.push(`${id} under ${chosen.id}`);
        }
      }
      return hidden;
    }""",
        1 if THOROUGH else 9,
    )
    assert hidden == []


@pytest.mark.parametrize(
    "viewport",
    [DESKTOP, pytest.param(PHONE, marks=pytest.mark.thorough)],
    ids=["desktop", "phone"],
)
def test_places_on_one_spot_are_seen_and_reached_at_every_zoom(
    visit: Visit, server: str, viewport: dict[str, int]
) -> None:
    assert ["pyongyang-factories", "pyongyang"] in GROUPS
    watched = finding(visit(server, viewport=viewport))
    for group in GROUPS:
        for zoom in range(LEAST_ZOOM, MAX_ZOOM + 1):
            for selected in (None, *group):
                found = watched.map.evaluate(
                    """async (_, [ids, zoom, selected]) => {
                  const { byId } = map.routemap;
                  await select(selected);
                  await viewed(byId.get(ids[0]), zoom);
                  return ids.map((id) => {
                    const { content, marker } = byId.get(id);
                    const { width } = content.querySelector(".rm-badge").getBoundingClientRect();
                    const { lat, lng } = marker.getLatLng();
                    return { point: pointOf(id), badge: width, at: [lng, lat] };
                  });
                }""",
                    [group, zoom, selected],
                )
                for key, one in zip(group, found, strict=True):
                    assert one["point"], f"{key} cannot be clicked at zoom {zoom}"
                    # further out a place near the name of a country is a dot in its colour
                    assert one["badge"] or zoom < FIRST_ZOOM, f"{key} has no sign at zoom {zoom}"
                    spot = DATASET.places.geometry[key]
                    assert one["at"] == [spot.x, spot.y]


def test_a_click_on_a_line_is_not_taken_by_its_neighbour_on_the_track(shown: Watched) -> None:
    view(shown, 42.3, 130.4, 11)
    taken = shown.map.evaluate(
        """() => map.routemap.entries
      .filter(({ line, crossing, lane }) => line && !crossing && lane.offset)
      .flatMap(({ id, line }) =>
        [...Array(99).keys()].map((n) => ({ id, at: line.spot((n + 1) / 100, true).point })))
      .filter(({ at }) => at)
      .map(({ id, at }) => ({ id, hit: lineAt(map.layerPointToContainerPoint(at)) }))
      .filter(({ hit }) => hit)"""
    )
    own = [one["hit"] == one["id"] for one in taken]
    assert len(own) > 100
    # where lines bend or part, one may lie over the other
    assert sum(own) / len(own) > 0.9


def test_a_gate_does_not_cover_a_place_in_the_middle_of_its_crossing(shown: Watched) -> None:
    view(shown, 42.426, 130.626, 12)
    reached = """async (_, id) => {
      const { byId } = map.routemap;
      const { marker } = byId.get(id);
      const { line } = byId.get("khasan-tumen-river-crossing");
      const before = marker.getLatLng();
      marker.setLatLng(map.layerPointToLatLng(line.spot(0.5).point));
      routemap.modules["declutter.js"].declutter(map);
      const both = [pointOf(id), pointOf("khasan-tumen-river-crossing")];
      marker.setLatLng(before);
      routemap.modules["declutter.js"].declutter(map);
      return both.every(Boolean);
    }"""
    assert shown.map.evaluate(reached, "khasan-station")


def test_places_on_one_spot_are_told_apart_by_the_keyboard(visit: Visit, server: str) -> None:
    watched = visit(server, "?view=39.0339,125.7543,9")
    factories, city = (watched.feature(DATASET.places["name_en"][key]) for key in GROUPS[0])
    assert "Disputed" in (factories.get_attribute("aria-label") or "")
    assert "Disputed" not in (city.get_attribute("aria-label") or "")
    for marker, key in ((factories, GROUPS[0][0]), (city, GROUPS[0][1])):
        marker.focus()
        watched.page.keyboard.press("Enter")
        watched.drawn(selected=key)


def test_a_place_that_is_alone_on_its_spot_is_drawn_there(shown: Watched) -> None:
    watched = shown
    view(watched, 39.0339, 125.7543, 9)
    expect(watched.frame.locator(".rm-leaders")).to_have_count(1)
    away = """(_, id) => {
      const { byId } = map.routemap;
      const { marker } = byId.get(id);
      const disc = byId.get(id).content.querySelector(".rm-disc").getBoundingClientRect();
      const { left, top } = map.getContainer().getBoundingClientRect();
      const { width, height } = disc;
      const middle = L.point(disc.left - left + width / 2, disc.top - top + height / 2);
      return map.latLngToContainerPoint(marker.getLatLng()).distanceTo(middle);
    }"""
    assert watched.map.evaluate(away, "pyongyang-factories") > 10
    watched.map.evaluate(
        """async () => {
      const { entries, state } = map.routemap;
      const shown = entries.map(({ id, code }) => (id === "pyongyang" ? "." : code)).join("");
      await routemap.show(map, state, shown);
    }"""
    )
    assert watched.map.evaluate(away, "pyongyang-factories") < 1
    expect(watched.frame.locator(".rm-leaders")).to_have_count(0)


@pytest.mark.thorough
def test_a_map_and_a_picture_put_places_on_one_spot_alike(still_map: Watched) -> None:
    drawn = """(_, [discs, names]) => {
      const { seatsOnSpot } = routemap.modules["spots.js"];
      return seatsOnSpot(map.routemap.rules.spot, discs, names).map(({ x, y }) => [x, y]);
    }"""
    for discs, names in [*product(range(1, 40), range(3)), (0, 2)]:
        expected = [pytest.approx(seat) for seat in seats(discs, names)]
        assert still_map.map.evaluate(drawn, [discs, names]) == expected
