"""The map of a large collection is clustered, and has the same functions as a small one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from routemap.data.dataset import Dataset
from routemap.questions.query import Query
from routemap.questions.selection import select
from tests.browser.conftest import FONTS_LOADED, NARROW, Visit, Watched
from tests.browser.large_data import SAME_SPOT, write_large_data

MANY = "r399"  # the route with the most claims
INK = """() => {
  const canvas = document.querySelector("canvas.rm-shared-lines");
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  return data.reduce((count, value, index) => count + (index % 4 === 3 && value > 128 ? 1 : 0), 0);
}"""
# a point of the page on a line of several routes, not covered by anything else
ON_A_SHARED_LINE = """() => {
  const { lines } = window.map.routemap.drawing;
  const size = window.map.getSize();
  const view = L.bounds([20, 20], [size.x - 20, size.y - 20]);
  const { left, top } = window.map.getContainer().getBoundingClientRect();
  for (const arc of lines.seen.filter((one) => lines.tally.total[one] > 1)) {
    for (const { x, y } of lines.stretch(arc, view).points) {
      const below = document.elementFromPoint(left + x, top + y);
      const free = below && !below.closest(".leaflet-marker-icon, .leaflet-control");
      if (free && below.closest("#map_div")) return [left + x, top + y, lines.tally.total[arc]];
    }
  }
  return null;
}"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_large_data(tmp_path_factory.mktemp("large"))


def statuses(watched: Watched) -> dict[str, str]:
    return watched.map.evaluate("() => routemap.statuses()")


def test_a_filter_redraws_the_features_of_the_query(
    visit: Visit, url: str, dataset: Dataset
) -> None:
    watched = visit(url)
    everything = select(dataset, Query()).status
    assert statuses(watched) == {key: str(status) for key, status in everything.items()}
    before = watched.map.evaluate(INK)
    assert before > 2_000
    assert watched.frame.locator("path.rm-hit").count() == 0
    assert watched.frame.locator(".leaflet-marker-icon").count() < 200
    watched.page.get_by_label("Search", exact=True).fill("c5")
    watched.page.keyboard.press("Enter")
    watched.drawn(query="q=c5")
    found = select(dataset, Query(text="c5")).status
    assert 0 < len(found) < len(everything)
    assert statuses(watched) == {key: str(status) for key, status in found.items()}
    expect(watched.map).to_have_attribute("data-features", str(len(found)))
    assert 0 < watched.map.evaluate(INK) < before


@pytest.mark.thorough
def test_a_comparison_is_drawn_clustered_too(visit: Visit, url: str) -> None:
    watched = visit(url, "?compare=ministry&compare=council")
    drawn = set(statuses(watched).values())
    assert drawn == {"first", "second", "contradicting"}
    assert watched.map.evaluate(INK) > 500


def test_a_click_on_a_cluster_zooms_in_until_it_separates(visit: Visit, url: str) -> None:
    watched = visit(url)
    disc = watched.frame.locator('[role="button"]:has(.rm-cluster)').first
    label = disc.get_attribute("aria-label") or ""
    assert re.fullmatch(r"\d+ places: (\d+ (disputed|denied|asserted|background)(, )?)+", label)
    zoom = watched.map.evaluate("() => window.map.getZoom()")
    disc.focus()
    watched.page.keyboard.press("Enter")
    watched.page.wait_for_function("() => document.location.search.includes('view=')")
    assert watched.map.evaluate("() => window.map.getZoom()") > zoom


@pytest.mark.thorough
def test_places_on_one_spot_are_listed_and_one_is_chosen(
    visit: Visit, url: str, dataset: Dataset
) -> None:
    spot = dataset.places.geometry.iloc[-1]
    watched = visit(url, f"?view={spot.y:.4f},{spot.x:.4f},16", viewport=NARROW)
    watched.frame.locator('[role="button"]:has(.rm-cluster)').first.dispatch_event("click")
    popup = watched.frame.locator(".leaflet-popup")
    expect(popup.get_by_role("heading")).to_have_text(f"{SAME_SPOT} places on this spot")
    expect(popup.locator(".rm-choice")).to_have_count(8)
    popup.get_by_role("button", name="Next").press("Enter")
    expect(popup.locator(".rm-choice")).to_have_count(SAME_SPOT - 8)
    expect(popup.get_by_role("button", name="Previous")).to_be_focused()
    # a popup that closes is still visible while it fades
    assert watched.map.evaluate("() => window.map.routemap.popup !== null")
    chosen = popup.locator(".rm-choice").first
    key = chosen.get_attribute("data-id")
    chosen.press("Enter")
    watched.drawn(selected=str(key))
    expect(popup.locator(".rm-claim").first).to_be_visible()
    expect(watched.frame.locator(f'.leaflet-marker-icon[data-id="{key}"]')).to_have_count(1)


# whether a click in the middle of an element would reach it
REACHED = """(_, selector) => {
  const { left, right, top, bottom } = document.querySelector(selector).getBoundingClientRect();
  const element = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
  return Boolean(element.closest(selector));
}"""


def test_a_chosen_place_does_not_cover_the_disc_of_the_others_on_its_spot(
    visit: Visit, url: str, dataset: Dataset
) -> None:
    spot, key = dataset.places.geometry.iloc[-1], dataset.places.index[-1]
    watched = visit(url, f"?view={spot.y:.4f},{spot.x:.4f},16&feature={key}")
    watched.drawn(selected=key)
    disc = watched.frame.locator('[role="button"]:has(.rm-cluster)').first
    expect(disc).to_have_attribute("aria-label", re.compile(rf"^{SAME_SPOT - 1} places"))
    assert watched.map.evaluate(REACHED, ".rm-cluster")
    assert watched.map.evaluate(REACHED, ".rm-place.rm-selected .rm-disc")
    expect(watched.frame.locator(".rm-leaders")).to_have_count(1)


@pytest.mark.thorough
def test_a_chosen_place_does_not_cover_the_only_other_on_its_spot(
    visit: Visit, url: str, dataset: Dataset
) -> None:
    spot, pair = dataset.places.geometry.iloc[-1], list(dataset.places.index[-2:])
    watched = visit(url, f"?view={spot.y:.4f},{spot.x:.4f},16")
    watched.map.evaluate(
        """async (_, pair) => {
      const { entries, state } = map.routemap;
      const shown = entries.map(({ id, code }) => (pair.includes(id) ? code : ".")).join("");
      await routemap.show(map, { ...state, selected: pair[0] }, shown);
    }""",
        pair,
    )
    for key in pair:
        assert watched.map.evaluate(REACHED, f'[data-id="{key}"] .rm-disc')


@pytest.mark.thorough
def test_a_line_that_routes_share_lists_them_and_selects_one(visit: Visit, url: str) -> None:
    watched = visit(url)
    # the map moves down while the content above it loads
    expect(watched.page.get_by_role("heading", level=1)).to_be_visible()
    expect(watched.page.get_by_text("Data read")).to_be_visible()
    expect(watched.page.get_by_role("button", name="Reset filters")).to_be_visible()
    watched.page.wait_for_function(FONTS_LOADED)
    x, y, count = watched.map.evaluate(ON_A_SHARED_LINE)
    box = watched.page.locator('iframe[title="streamlit_folium.st_folium"]').bounding_box()
    assert box is not None
    watched.page.mouse.move(box["x"] + x, box["y"] + y)
    words = re.compile(r"\d+ routes (share this line|run here)")
    expect(watched.frame.locator(".rm-tip")).to_contain_text(words)
    watched.page.mouse.click(box["x"] + x, box["y"] + y)
    popup = watched.frame.locator(".leaflet-popup")
    expect(popup.get_by_role("heading")).to_have_text(words)
    listed = popup.locator(".rm-choice")
    assert 2 <= listed.count() <= 8
    assert count >= 2
    key = listed.first.get_attribute("data-id")
    listed.first.click()
    watched.drawn(selected=str(key))
    expect(popup.locator(".rm-card-counts")).to_contain_text("assertion")
    expect(watched.frame.locator(".rm-line.rm-selected")).to_have_count(1)
    expect(watched.page.locator(".rm-evidence h2")).to_contain_text("Shipment")


@pytest.mark.thorough
def test_the_claims_of_a_popup_are_paged_for_the_query(visit: Visit, url: str) -> None:
    watched = visit(url, f"?feature={MANY}&stance=asserts&stance=reports", viewport=NARROW)
    asked: list[str] = []
    watched.page.on("request", lambda request: asked.append(request.url))
    line = watched.frame.locator("path.rm-hit")
    line.focus()
    watched.page.keyboard.press("Enter")
    popup = watched.frame.locator(".leaflet-popup")
    where = popup.locator(".rm-pager [role=status]")
    expect(where).to_have_text(re.compile(r"^1–5 of \d+$"))
    first = popup.locator(".rm-claim").first.inner_text()
    popup.get_by_role("button", name="Next").press("Enter")
    expect(where).to_have_text(re.compile(r"^6–10 of \d+$"))
    expect(popup.get_by_role("button", name="Next")).to_be_focused()
    assert popup.locator(".rm-claim").first.inner_text() != first
    pages = [address for address in asked if f"/evidence/{MANY}.json" in address]
    assert [address.partition("?")[2] for address in pages] == [
        "stance=asserts&stance=reports",
        "stance=asserts&stance=reports&start=5",
    ]


def test_on_a_map_to_draw_on_a_click_on_lines_is_a_position(visit: Visit, url: str) -> None:
    watched = visit(url)
    watched.map.evaluate(
        """() => {
          const page = window.parent;
          const { map: state } = page.routemapStates;
          const sketch = { place: null, radius_km: null, line: null, basis: "", stops: [] };
          const shown = "q".repeat(state.shown.length);
          page.routemapStates.map = { ...state, ahead: "", looks: "drawing", shown, sketch };
          window.sent = [];
          const { group } = window.map.routemap;
          group.off("click"); // the page does not know this state, and would replace it
          group.on("click", ({ layer }) => window.sent.push(layer.toGeoJSON()));
          page.dispatchEvent(new page.Event("routemap:map"));
        }"""
    )
    expect(watched.map).to_have_class(re.compile("rm-drawing"))
    x, y, _count = watched.map.evaluate(ON_A_SHARED_LINE)
    box = watched.map.bounding_box()
    assert box is not None
    watched.page.mouse.click(box["x"] + x, box["y"] + y)
    (position,) = watched.map.evaluate("() => window.sent")
    assert "id" not in position["properties"]
    assert position["geometry"]["type"] == "Point"
    expect(watched.frame.locator(".leaflet-popup")).to_have_count(0)
