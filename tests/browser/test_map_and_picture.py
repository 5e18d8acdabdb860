"""The map and pictures use the same positions and sizes: lanes, clusters, line widths."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import numpy as np
import pytest
import shapely
from playwright.sync_api import expect

from routemap.data.load import load
from routemap.exports.picture.clusters import Disc, clustered
from routemap.exports.picture.free_space import DISC, DOT
from routemap.exports.picture.lines import routes_in_view
from routemap.exports.picture.shared_lines import line_width
from routemap.exports.picture.subject import extent, subject
from routemap.exports.picture.symbols import BADGE, PILL
from routemap.exports.picture.tracks import lanes, neighbours, offset_line
from routemap.exports.picture.viewport import fitting, in_world
from routemap.map.drawing_rules import LINE_RULE
from routemap.map.style import COMPARISON_STYLES, STATUS_STYLES
from routemap.questions.query import Query
from routemap.questions.selection import select
from tests.browser.conftest import StartServer, Visit, Watched
from tests.browser.large_data import write_large_data
from tests.conftest import shipped

DATASET = shipped().dataset
LANES = """() => Object.fromEntries(
  map.routemap.entries
    .filter(({ status, line, crossing }) => status && line && !crossing)
    .map(({ id, lane }) => [id, [lane.offset, lane.share]]))"""
# all discs at a zoom, and the places that are in no disc
CLUSTERS = """(_, zoom) => {
  const { clusters } = map.routemap.drawing;
  const index = clusters.index(zoom);
  const found = index.getClusters([-180, -85, 180, 85], zoom);
  const ids = ({ properties }) => properties.cluster
    ? index.getLeaves(properties.cluster_id, Infinity).map((leaf) => leaf.properties.entry.id)
    : [properties.entry.id];
  const order = clusters.wanted.map(({ properties }) => properties.entry.id);
  return { order, groups: found.map(ids) };
}"""
DISCS = """() => map.routemap.drawing.clusters.discs()
  .map(({ by, size }) => [by.reduce((sum, count) => sum + count), size])"""


def test_lines_on_one_track_have_the_same_lanes(still_map: Watched) -> None:
    assert_same_lanes(still_map, Query())
    assert sum(lane[0] != 0 for lane in still_map.map.evaluate(LANES).values()) > 3


@pytest.mark.thorough
@pytest.mark.parametrize("query", [Query(stance=("denies",)), Query(source=("us-nsc",))])
def test_lines_that_a_filter_leaves_have_the_same_lanes(
    visit: Visit, server: str, query: Query
) -> None:
    assert_same_lanes(visit(server, f"?{query.to_string()}"), query)


def assert_same_lanes(watched: Watched, query: Query) -> None:
    """Assert that the lanes of a map are those of a picture of the same query."""
    selection = select(DATASET, query)
    keys = DATASET.routes.index
    own = DATASET.routes["kind"].to_numpy() != "border_crossing"
    shown = np.flatnonzero(own & (selection.status_codes[len(DATASET.places) :] >= 0)).tolist()
    expected = {
        keys[row]: [pytest.approx(lane.offset), pytest.approx(lane.share)]
        for row, lane in lanes(neighbours(DATASET), shown).items()
    }
    assert len(expected) > 1
    assert watched.map.evaluate(LANES) == expected


def test_a_line_is_moved_to_the_same_side(still_map: Watched) -> None:
    moved = """(_, [points, distance]) => routemap.modules["track.js"]
      .offsetLine(points.map(([x, y]) => L.point(x, y)), distance).map(({ x, y }) => [x, y])"""
    bent = [[0, 0], [100, 0], [200, 40], [300, 40], [320, 140]]
    for line, distance in product((bent, bent[::-1]), (-9.0, -3.0, 3.0, 6.0)):
        drawn = still_map.map.evaluate(moved, [line, distance])
        picture = offset_line(shapely.LineString(line), distance)
        assert shapely.hausdorff_distance(shapely.LineString(drawn), picture) < 0.5


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_large_data(tmp_path_factory.mktemp("large"))


@pytest.mark.thorough
def test_nearby_places_form_the_same_discs(
    visit: Visit, start_server: StartServer, large: Path
) -> None:
    dataset = load(large).dataset
    watched = visit(start_server(large))
    joined = 0
    for zoom in (4, 6, 8, 11, 16):
        on_map = watched.map.evaluate(CLUSTERS, zoom)
        points = shapely.get_coordinates(in_world(dataset.places.geometry[on_map["order"]].array))
        discs, alone = clustered(points * 2**zoom)
        groups = [disc.members for disc in discs] + [(place,) for place in alone]
        expected = {frozenset(on_map["order"][place] for place in group) for group in groups}
        assert {frozenset(group) for group in on_map["groups"]} == expected, zoom
        joined += len(discs)
    assert joined > 20
    expect(watched.frame.locator(".rm-cluster").first).to_be_visible()
    sizes = watched.map.evaluate(DISCS)
    assert sizes
    for count, size in sizes:
        assert size == Disc(0, 0, tuple(range(count))).size


def test_discs_dots_and_badges_have_the_same_size(still_map: Watched) -> None:
    height = "(_, selector) => document.querySelector(selector).offsetHeight"
    for selector, expected in (
        (".rm-place:not(.rm-dot) > .rm-disc", 2 * DISC),
        (".rm-dot > .rm-disc", 2 * DOT),
        (".rm-place .rm-badge", 2 * BADGE),
        (".rm-pill:not(.rm-gone)", PILL),
    ):
        assert still_map.map.evaluate(height, selector) == expected, selector


LINES = """() => Object.fromEntries(map.routemap.entries
  .filter(({ status, line, crossing }) => status && line && !crossing)
  .map(({ id, line: { drawing: { stroke, stripe, arrows }, options } }) => [id, {
    width: parseFloat(stroke.style.strokeWidth),
    striped: stripe.style.display !== "none",
    opacity: Number(getComputedStyle(stroke).opacity),
    arrows: (arrows.getAttribute("d") || "").split("M").length - 1,
    hit: options.weight,
  }]))"""


def test_lines_without_a_reported_path_are_thin_and_end_in_one_arrow(still_map: Watched) -> None:
    seen = subject(select(DATASET, Query()))
    frame = fitting((0, 0, 900, 700), extent(seen))
    routes = {route.key: route for route in routes_in_view(seen, frame)}
    drawn = still_map.map.evaluate(LINES)
    assert set(routes) - {"khasan-tumen-river-crossing"} == set(drawn)
    assert {route.shown.pending for route in routes.values()} == {"", "Expected"}
    for key, line in drawn.items():
        assert line["width"] == pytest.approx(routes[key].width), key
        assert line["hit"] == 16, key
        if routes[key].shown.pending:
            assert line["opacity"] == LINE_RULE.pending_opacity, key
            assert not line["striped"], key
        elif routes[key].unreported:
            assert line["opacity"] == LINE_RULE.faded, key
            assert line["arrows"] <= 1, key
            assert not line["striped"], key
        else:
            assert line["opacity"] == 1, key
    assert sum(line["arrows"] for line in drawn.values()) > 3


def test_shared_lines_have_the_same_width(still_map: Watched) -> None:
    asked = [
        (look.key, level, calm, guessed)
        for look in STATUS_STYLES + COMPARISON_STYLES
        for level, calm, guessed in product(range(7), (0.1, 0.42, 0.8, 1.0), (False, True))
    ]
    on_map = still_map.map.evaluate(
        """(_, asked) => asked.map(([key, level, calm, guessed]) => {
      const { lineWidth } = routemap.modules["shared_lines.js"];
      const { statusRow } = routemap.modules["palette.js"];
      return lineWidth(statusRow(map.routemap, key), level, calm, guessed);
    })""",
        asked,
    )
    looks = {look.key: look for look in STATUS_STYLES + COMPARISON_STYLES}
    expected = [line_width(looks[key], *rest, guessed=guessed) for key, *rest, guessed in asked]
    assert np.allclose(on_map, expected)
