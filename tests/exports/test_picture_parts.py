"""Properties of the parts of a picture: scale, view, tracks, text, clusters."""

from __future__ import annotations

import math
import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import shapely
from benchmarks.generate import generate
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from routemap.data.dataset import Dataset
from routemap.data.load import load
from routemap.exports.picture import picture
from routemap.exports.picture.clusters import RADIUS, clustered
from routemap.exports.picture.free_space import SIDES, OccupiedBoxes, label_box
from routemap.exports.picture.furniture import LONGEST_BAR, bar_length
from routemap.exports.picture.shared_lines import cut_routes, tallied
from routemap.exports.picture.subject import subject
from routemap.exports.picture.tracks import GAP, lanes, offset_line, spot
from routemap.exports.picture.typesetting import SANS, shortened, spelled, width, wrapped
from routemap.exports.picture.viewport import MapFrame, at_view, fitting, world
from routemap.map.zooms import MAX_ZOOM, MIN_ZOOM
from routemap.questions.parameter_values import MapView
from routemap.questions.query import Query
from routemap.questions.selection import select
from tests.comparing import compared_features
from tests.exports.drawings import SVG, drawing, groups, made, numbers, words

BOX = (240.0, 0.0, 960.0, 560.0)
latitudes = st.floats(-70, 75)
longitudes = st.floats(-170, 170)
zooms = st.floats(4, MAX_ZOOM)  # at smaller ones a frame has many latitudes


@given(latitudes, longitudes, zooms)
def test_metres_per_unit_match_the_latitude(latitude: float, longitude: float, zoom: float) -> None:
    frame = at_view(BOX, MapView(latitude, longitude, zoom))
    plain = 156_543.034 * math.cos(math.radians(latitude)) / 2**zoom  # on a sphere
    assert frame.metres() == pytest.approx(plain, rel=0.008)


@given(st.floats(0.01, 1e5))
def test_a_scale_bar_is_a_round_number_and_fits(metres: float) -> None:
    length, units = bar_length(metres)
    assert units == pytest.approx(length / metres)
    assert LONGEST_BAR / 2.5 * 0.999 <= units <= LONGEST_BAR * 1.001
    assert f"{length:.6e}"[0] in "125"


@pytest.mark.parametrize("view", [MapView(42.42, 130.65, 11), MapView(60.0, 100.0, 4)])
def test_the_bar_that_is_drawn_is_as_long_as_it_says(view: MapView) -> None:
    root = drawing(Query(view=view), width=1920, height=1200)  # two pixels per unit
    (bar,) = (group for _, group in groups(root, "scale"))
    path = numbers(bar.find(f".//{SVG}path").get("d"))
    pixels = (path[2] - path[0]) * 96 / 72 / 2  # pixels of a map at this zoom
    said = re.search(r"([\d,]+) km at (\d+)° N", words(root))
    east = pixels * 360 / 256 / 2**view.zoom
    across = Geod(ellps="WGS84").inv(
        view.longitude - east / 2, view.latitude, view.longitude + east / 2, view.latitude
    )[2]
    assert across / 1000 == pytest.approx(float(said[1].replace(",", "")), rel=0.01)
    assert float(said[2]) == round(view.latitude)


@given(latitudes, longitudes, st.floats(0, 8), st.floats(0, 8))
def test_a_fitted_view_shows_all_bounds_as_large_as_possible(
    south: float, west: float, up: float, across: float
) -> None:
    bounds = (west, south, west + across, south + up)
    frame = fitting(BOX, bounds)
    corners = frame.placed(world(np.array([[west, south], [west + across, south + up]])))
    low, high = corners.min(axis=0), corners.max(axis=0)
    held = (low >= (BOX[0] - 1e-6, BOX[1] - 1e-6)).all() and (high <= BOX[2:]).all()
    assert held or frame.zoom == MIN_ZOOM
    tight = (high - low).max() >= 0 and (
        abs((high - low)[0] - (BOX[2] - BOX[0] - 72)) < 1e-3
        or abs((high - low)[1] - (BOX[3] - BOX[1] - 72)) < 1e-3
    )
    assert tight or frame.zoom in {MIN_ZOOM, 11.0}


def test_lines_on_one_track_are_side_by_side_in_any_direction() -> None:
    placed = lanes({1: {2: -1}, 2: {1: -1}, 3: {}}, [1, 2, 3])
    assert placed[3].offset == 0
    track = shapely.LineString([(0, 0), (100, 0)])
    there = offset_line(track, placed[1].offset)
    back = offset_line(track.reverse(), placed[2].offset)
    assert {there.bounds[1], back.bounds[1]} == {-GAP / 2, GAP / 2}
    assert offset_line(track, 3.0).bounds[1] == 3.0  # to the right, where y runs down
    assert spot(offset_line(track, 3.0), 50).angle == 0
    assert abs(spot(back, 50).angle) == 180


@given(st.text(max_size=60))
def test_any_text_can_be_drawn(text: str) -> None:
    line = spelled(text)
    assert line.isprintable()
    assert spelled(line) == line
    for part in wrapped(text, SANS, 12, 90, 3):
        assert width(part, SANS, 12) <= 90 or len(part) == 1
    assert width(shortened(line, SANS, 12, 60), SANS, 12) <= max(60, width("…", SANS, 12))


def test_text_that_fits_is_not_cut() -> None:
    text = "Rason Port, Tumen River Station and Khasan"
    lines = wrapped(text, SANS, 12, 120, 9)
    assert len(lines) > 1
    assert " ".join(lines) == text
    assert wrapped(text, SANS, 12, 120, 2)[-1].endswith("…")


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 300)), max_size=30))
def test_labels_never_overlap(points: list[tuple[int, int]]) -> None:
    taken = OccupiedBoxes((0, 0, 400, 300))
    placed = []
    for x, y in points:
        boxes = [label_box(side, x, y, 14, 40) for side in SIDES]
        box = next((box for box in boxes if taken.fits(box)), None)
        if box:
            taken.take(box)
            placed.append(shapely.box(*box))
    whole = shapely.union_all(placed) if placed else shapely.Point(0, 0)
    assert whole.area == pytest.approx(sum(box.area for box in placed))


@given(st.lists(st.tuples(st.floats(0, 900), st.floats(0, 600)), max_size=60))
def test_every_place_is_in_one_cluster_or_alone(points: list[tuple[float, float]]) -> None:
    discs, alone = clustered(np.array(points).reshape(-1, 2))
    counted = Counter(member for disc in discs for member in disc.members) + Counter(alone)
    assert counted == Counter(range(len(points)))
    for disc in discs:
        assert len(disc.members) > 1
        assert all(math.dist(points[disc.members[0]], points[m]) <= RADIUS for m in disc.members)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    folder: Path = tmp_path_factory.mktemp("many")
    generate(folder, 400)
    return load(folder).dataset


def test_a_shared_stretch_counts_all_its_routes(many: Dataset) -> None:
    queries = [Query(), Query(compare=tuple(sorted(many.sources.index))[:2])]
    arcs = cut_routes(many)
    for query in queries:
        shown = subject(select(many, query))
        tally = tallied(shown, arcs, frozenset())
        status = dict(shown.selection.status)
        if query.compare:
            status = compared_features(shown.selection)
        on: dict[int, set[str]] = {}
        for route, arc in zip(arcs.route.tolist(), arcs.arc.tolist(), strict=True):
            key = str(many.routes.index[route])
            if key in status:
                on.setdefault(arc, set()).add(key)
        assert on
        for arc, keys in on.items():
            assert tally.total[arc] == len(keys)
            said = {status[key] for key in keys}
            both = {"first", "second"} <= said and "contradicting" not in said
            gravest = "both" if both else max(said, key=shown.order.index)
            assert tally.looks[tally.look[arc]].key == gravest
        assert (tally.look >= 0).sum() == len(on)


def test_a_large_picture_counts_every_place_and_route_once(many: Dataset) -> None:
    root = drawing(Query(), many)
    said = words(root)
    assert "400 routes" in said
    assert "Outside this view" not in said
    selection = select(many, Query())
    alone = [key for key, _ in groups(root, "place")]
    discs = [int(words(group)) for _, group in groups(root, "disc")]
    assert discs
    assert len(alone) + sum(discs) == selection.count("place")
    assert set(alone) <= set(selection.status.index)
    lines = {key.split("-")[0] for key, _ in groups(root, "lines")}
    assert lines == set(selection.status[selection.status.index.isin(many.routes.index)])
    assert "Clusters" in said


def test_a_large_picture_is_the_same_again(many: Dataset) -> None:
    query = Query(view=MapView(41.0, 129.0, 7.0), feature=str(many.routes.index[3]))
    assert picture(made(query, many)) == picture(made(query, many))


def test_the_frame_has_the_view_in_its_middle() -> None:
    frame = at_view(BOX, MapView(42.42, 130.65, 11))
    assert isinstance(frame, MapFrame)
    middle = frame.placed(world(np.array([[130.65, 42.42]])))[0]
    assert middle == pytest.approx([(BOX[0] + BOX[2]) / 2, (BOX[1] + BOX[3]) / 2])
    assert frame.latitude == pytest.approx(42.42)
