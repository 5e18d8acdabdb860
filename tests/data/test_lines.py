"""Lines of new routes follow tracks and water as far as they are known, and say what they are."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path
from time import process_time

import pytest
import shapely
from hypothesis import example, given
from hypothesis import strategies as st
from shapely.geometry import LineString, Point, shape
from shapely.geometry.base import BaseGeometry
from tests.conftest import shipped

from routemap.data.basemap import FAR, OVERVIEW
from routemap.data.checks.geometry import check_route_ends, geometry_fault
from routemap.data.checks.places import check_places
from routemap.data.checks.report import Report
from routemap.data.dataset import Dataset
from routemap.data.lines.drawn import GEOD, Drawn, Stop, line_through
from routemap.data.lines.lines import DRAWN_BY, line_between
from routemap.data.lines.sea import sea_line
from routemap.data.lines.shortest import shortest_path
from routemap.data.load import load
from routemap.data.reading.records import Record
from routemap.model.errors import LineError, RoutemapError, UnknownFeatureError
from routemap.model.vocabulary import GEOMETRY_BASES, MODES

CASE = Path(__file__).parents[1] / "cases" / "strait"
DATASET, STRAIT = shipped().dataset, load(CASE).dataset
PORTS = ("rason-port", "vostochny-port", "vladivostok", "dunai", "chongjin", "hamhung")
LANE_SECONDS = 2.0


def drawn_routes(dataset: Dataset, mode: str) -> dict[str, Drawn]:
    routes = dataset.routes[dataset.routes["mode"] == mode]
    return {
        str(key): line_between(dataset, mode, [route["from"], *route["via"], route["to"]])
        for key, route in routes.iterrows()
    }


Row = tuple[str, list[str], str, BaseGeometry]


def problems_of(lines: dict[str, Row]) -> list[str]:
    """Return what the checks of a data folder say about routes between the shipped places."""
    places = [
        Record(at, {"id": str(key), **place.drop("geometry").astype(str)}, place.geometry)
        for at, (key, place) in enumerate(DATASET.places.iterrows())
    ]
    routes = [
        Record(
            at,
            {
                "id": key, "mode": mode, "from": stops[0], "via": ";".join(stops[1:-1]),
                "to": stops[-1], "geometry_basis": basis, "observed_on": "",
            },
            line,
        )
        for at, (key, (mode, stops, basis, line)) in enumerate(lines.items())
    ]  # fmt: skip
    report = Report()
    kept = {"places": places, "routes": routes}
    check_route_ends(kept, report)
    check_places(kept, report, DATASET.basemap)
    return [str(problem) for problem in report.problems]


def test_every_mode_has_a_way_to_draw() -> None:
    assert tuple(DRAWN_BY) == MODES.keys


@pytest.mark.parametrize("mode", MODES.keys)
def test_a_line_ends_at_its_places_and_says_what_it_is(mode: str) -> None:
    drawn = line_between(STRAIT, mode, ["vellmar", "ostby", "needle-light"])
    assert drawn.basis in GEOMETRY_BASES.keys
    assert drawn.sentence.endswith(".")
    assert drawn.source
    ends = [Point(drawn.geometry.coords[at]) for at in (0, -1)]
    places = [STRAIT.places.geometry[key] for key in ("vellmar", "needle-light")]
    assert [a.distance(b) for a, b in zip(ends, places, strict=True)] == [0, 0]


@pytest.mark.parametrize("mode", ["road", "air", "unspecified"])
def test_other_lines_are_straight_with_the_basis_of_what_was_reported(mode: str) -> None:
    ends = line_between(DATASET, mode, ["pyongyang", "vladivostok"])
    assert (ends.basis, len(ends.geometry.coords)) == ("schematic", 2)
    assert ends.sentence == "No path was reported, so the line is straight between the two ends."
    over = line_between(DATASET, mode, ["pyongyang", "chongjin", "vladivostok"])
    assert (over.basis, len(over.geometry.coords)) == ("waypoints", 3)
    assert (
        over.sentence == "No path was reported, so the line is straight between the named places."
    )


def test_shipped_rail_routes_are_drawn_again() -> None:
    drawn = drawn_routes(DATASET, "rail")
    routes = DATASET.routes.loc[list(drawn)]
    assert {key: line.basis for key, line in drawn.items()} == routes["geometry_basis"].to_dict()
    for key, line in drawn.items():
        assert line.geometry.equals_exact(routes.geometry[key], 1e-5), key
    rows = {
        key: ("rail", [routes["from"][key], *routes["via"][key], routes["to"][key]], d.basis,
              d.geometry)
        for key, d in drawn.items()
    }  # fmt: skip
    assert problems_of(rows) == []


def test_a_line_along_a_track_names_and_credits_it() -> None:
    drawn = line_between(DATASET, "rail", ["rason-port", "tumen-river-station"])
    assert drawn.basis == "alignment"
    assert drawn.sentence == "The line follows the known track of “Goods, Khasan to Rason Port”."
    assert "OpenStreetMap contributors, ODbL 1.0" in drawn.source
    whole = DATASET.routes.geometry["khasan-rason-goods"]
    assert whole.buffer(1e-5).covers(drawn.geometry)
    assert drawn.geometry.length < whole.length


@pytest.mark.parametrize(
    ("places", "reason"),
    [
        (["rason-port", "pyongyang"], "No known track is within 3 km of Pyongyang"),
        (["rason", "khasan-station"], "Of Rason only the region is known"),
    ],
)
def test_a_line_by_rail_that_is_not_on_a_track_says_why(places: list[str], reason: str) -> None:
    drawn = line_between(DATASET, "rail", places)
    assert drawn.basis == "schematic"
    assert drawn.sentence == f"{reason}, so the line is straight between the two ends."
    assert len(drawn.geometry.coords) == 2


def test_places_beside_tracks_are_joined_only_where_tracks_meet() -> None:
    # an invented network: two tracks that meet at (-21, -34), and one apart
    tracks = {
        "one": [(-22.5, -34.3), (-21, -34), (-20, -33)],
        "two": [(-21, -34), (-20.5, -34.9)],
        "apart": [(-20.7, -35.6), (-20, -36)],
    }
    routes = STRAIT.routes.iloc[[0, 0, 0]].copy()
    routes.index = list(tracks)
    routes["mode"], routes["geometry_basis"], routes["name_en"] = "rail", "alignment", list(tracks)
    routes["geometry"] = [LineString(line) for line in tracks.values()]
    dataset = replace(STRAIT, routes=routes)
    drawn = line_between(dataset, "rail", ["vellmar", "ostby"])
    assert list(drawn.geometry.coords) == [(-22.5, -34.3), (-21, -34), (-20.5, -34.9)]
    assert drawn.sentence == "The line follows the known track of “one”, “two”."
    apart = line_between(dataset, "rail", ["vellmar", "needle-light"])
    assert apart.basis == "schematic"
    assert apart.sentence.startswith(
        f"No known track joins {dataset.places['name_en']['vellmar']} and "
    )
    # from the middle of a stretch to the middle of the same one
    moved = STRAIT.places.copy()
    moved.loc["vellmar", "geometry"] = Point(-22, -34.2)
    moved.loc["ostby", "geometry"] = Point(-21.5, -34.1)
    short = line_between(replace(dataset, places=moved), "rail", ["vellmar", "ostby"])
    assert list(short.geometry.coords) == [(-22, -34.2), (-21.5, -34.1)]


def test_without_any_track_a_line_by_rail_is_straight() -> None:
    drawn = line_between(STRAIT, "rail", ["vellmar", "ostby"])
    assert drawn.sentence.startswith("No track is known in this data, so the line is straight")


def test_shipped_lanes_and_all_pairs_of_ports_keep_to_the_water() -> None:
    rows = {}
    for ports in combinations(PORTS, 2):
        start = process_time()
        drawn = line_between(DATASET, "sea", ports)
        assert process_time() - start < LANE_SECONDS, ports
        assert "keeps to the water" in drawn.sentence, ports
        assert drawn.basis == "schematic"
        # the basis with the smallest tolerance of the check: 5 km of land instead of 20
        rows["-".join(ports)] = ("sea", list(ports), "waypoints", drawn.geometry)
    for key, drawn in drawn_routes(DATASET, "sea").items():
        route = DATASET.routes.loc[key]
        places = [route["from"], *route["via"], route["to"]]
        rows[key] = ("sea", places, "waypoints", drawn.geometry)
    assert len(rows) == 15 + 6
    assert problems_of(rows) == []
    straight = {
        key: (mode, places, basis, line_between(DATASET, "air", places).geometry)
        for key, (mode, places, basis, _) in rows.items()
    }
    assert len(problems_of(straight)) >= 5  # the check sees straight lines


def test_lanes_of_the_invented_strait_keep_off_its_land() -> None:
    features = STRAIT.basemap.read(OVERVIEW)["features"]
    land = shapely.union_all([shape(one["geometry"]) for one in features])
    for key, drawn in drawn_routes(STRAIT, "sea").items():
        assert drawn.geometry.intersection(land).length < 0.02, key
        assert "keeps to the water" in drawn.sentence
    # around a cape: longer than the straight line, and shorter than a detour
    way = line_between(STRAIT, "sea", ["ostby", "needle-light"]).geometry
    start, *_, end = way.coords
    assert 1.0 < GEOD.geometry_length(way) / GEOD.line_length(*zip(start, end, strict=True)) < 1.1


def test_a_lane_to_a_country_ends_at_its_coast() -> None:
    drawn = line_between(DATASET, "sea", ["vostochny-port", "north-korea"])
    end, country = Point(drawn.geometry.coords[-1]), DATASET.places.geometry["north-korea"]
    assert 50_000 < GEOD.geometry_length(LineString([end, country])) < 450_000
    features = DATASET.basemap.read(OVERVIEW)["features"]
    land = [shape(one["geometry"]) for one in features if one["properties"].get("a3") == "PRK"]
    assert 0 < shapely.union_all(land).distance(end) < 0.05


@pytest.mark.parametrize(
    ("places", "reason"),
    [
        (["vostochny-port", "suzdal"], "has no way over water from Vostochny Port to Suzdal"),
        (["pyongyang", "tikhoretsk"], "has no way over water from Pyongyang to Tikhoretsk"),
    ],
)
def test_without_a_way_over_water_a_lane_is_straight_and_says_so(
    places: list[str], reason: str
) -> None:
    drawn = line_between(DATASET, "sea", places)
    assert reason in drawn.sentence
    assert (drawn.basis, len(drawn.geometry.coords)) == ("schematic", 2)


def test_a_lane_beyond_the_base_map_is_straight_and_says_so() -> None:
    stops = [
        Stop("Inside", (-22.5, -34.3), 1.0, "exact"), Stop("Outside", (20.0, -34.9), 1.0, "exact")
    ]  # fmt: skip
    drawn = sea_line(STRAIT, stops)
    assert drawn.sentence.startswith("Outside is outside the base map")


def test_a_lane_far_from_the_detailed_map_keeps_off_the_whole_land() -> None:
    # most of it is outside the overview
    stops = [
        Stop("Start", (126.6, 37.46), 5.0, "locality"),
        Stop("End", (114.15, 22.28), 5.0, "locality"),
    ]
    drawn = sea_line(DATASET, stops)
    features = DATASET.basemap.read(FAR)["features"]
    land = [shape(one["geometry"]) for one in features if one["properties"]["layer"] == "continent"]
    assert "keeps to the water" in drawn.sentence
    assert shapely.union_all(land).buffer(-0.1).disjoint(drawn.geometry)


@pytest.mark.parametrize(
    ("mode", "places", "error", "message"),
    [
        ("raft", ["dunai", "chongjin"], LineError, "“raft” is not a means of transport; use rail"),
        ("air", ["dunai"], LineError, "needs at least two places"),
        ("air", [], LineError, "needs at least two places"),
        ("air", ["pyongyang", "pyongyang-factories"], LineError, "are at the same point"),
        ("sea", ["dunai", "chongjinn"], UnknownFeatureError, "did you mean “chongjin”?"),
        ("sea", ["dunai", "rajin-dunai-sea"], UnknownFeatureError, "is not a place of this data"),
    ],
)
def test_places_without_a_line_are_refused(
    mode: str, places: list[str], error: type[RoutemapError], message: str
) -> None:
    with pytest.raises(error) as caught:
        line_between(DATASET, mode, places)
    assert message in str(caught.value)


@example([(180, 0), (-180, 1)])
@given(st.lists(st.tuples(st.integers(-180, 180), st.integers(-80, 80)), min_size=2, max_size=5))
def test_any_line_is_valid_and_does_not_jump_around_the_earth(
    points: list[tuple[int, int]],
) -> None:
    points = [points[0], *(b for a, b in pairwise(points) if a != b)]
    if len({(x % 360, y) for x, y in points}) < 2:
        return
    line = line_through(points)
    assert geometry_fault(("LineString", "MultiLineString"), line) is None
    vertices = shapely.get_coordinates(line)
    for at, vertex in ((0, points[0]), (-1, points[-1])):
        assert (vertices[at][0] % 360, vertices[at][1]) == (vertex[0] % 360, vertex[1])


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7), st.integers(1, 9)), max_size=20))
def test_the_shortest_path_is_as_short_as_the_best_of_all(
    roads: list[tuple[int, int, int]],
) -> None:
    best = {(a, b): 0.0 if a == b else float("inf") for a in range(8) for b in range(8)}
    for a, b, km in roads:
        best[a, b] = min(best[a, b], km)
    length = dict(best)
    for middle in range(8):  # Floyd and Warshall
        for a in range(8):
            for b in range(8):
                best[a, b] = min(best[a, b], best[a, middle] + best[middle, b])
    path = shortest_path(0, 7, lambda node: [(b, float(km)) for a, b, km in roads if a == node])
    found = sum(length[a, b] for a, b in pairwise(path))
    assert (found if path else float("inf")) == best[0, 7]
