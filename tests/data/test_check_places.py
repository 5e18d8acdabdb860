"""Places outside their country, and lines that follow no track, and what must pass."""

from __future__ import annotations

import json

import numpy as np
import pytest
import shapely
from tests.conftest import WriteFolder, shipped, small_rows

from routemap.data.load import load
from routemap.model.problem import Problem

PYONGYANG, SUZDAL = (125.75, 39.03), (40.4498, 56.4241)


def found(
    write_folder: WriteFolder, at: tuple[float, float], country: str, uncertainty_km: float = 1
) -> tuple[Problem, ...]:
    rows = small_rows()
    rows["places"][2].update(
        country=country,
        uncertainty_km=uncertainty_km,
        geometry={"type": "Point", "coordinates": list(at)},
    )
    loaded = load(write_folder(rows))
    return (*loaded.problems, *loaded.notices)


@pytest.mark.parametrize(
    ("at", "around", "countries"),
    [
        (PYONGYANG, "PRK", ("PRT", "RWA", "PRY", "PRI", "GIB", "TUV", "XKX")),
        (SUZDAL, "RUS", ("DNK", "SGP", "PSE", "MLT", "FRO", "ROU", "CCK", "GUF", "SYR")),
        ((10.75, 59.9), "NOR", ("DNK", "REU")),  # not in the basemap at all
    ],
)
def test_a_country_that_the_basemap_does_not_have_is_no_excuse_for_a_wrong_code(
    at: tuple[float, float], around: str, countries: tuple[str, ...], write_folder: WriteFolder
) -> None:
    for country in countries:
        (problem,) = found(write_folder, at, country)
        assert (problem.code, problem.value) == ("place-country", country)
        assert f"the point is in {around}, " in problem.message
        assert "correct the country or the coordinates" in problem.message


@pytest.mark.parametrize(
    ("country", "at"),
    [
        ("SGP", (103.82, 1.27)),
        ("MLT", (14.51, 35.9)),
        ("DNK", (12.6, 55.69)),
        ("FRO", (-6.77, 62.01)),
        ("PSE", (35.2, 31.9)),
        ("VAT", (12.453, 41.902)),
        ("MCO", (7.42, 43.73)),
        ("GIB", (-5.35, 36.14)),
        ("HKG", (114.17, 22.3)),
        ("MAC", (113.54, 22.19)),
        ("GUF", (-52.3, 4.9)),
        ("GLP", (-61.7, 16.0)),
        ("REU", (55.5, -21.1)),
        ("SJM", (15.6, 78.2)),
        ("BES", (-68.27, 12.15)),
        ("XKX", (21.16, 42.66)),
        ("SRB", (21.16, 42.66)),
        ("ESH", (-13.2, 27.1)),
        ("SYR", (35.82, 33.13)),
        ("TUV", (179.2, -8.5)),
        ("MNG", (106.92, 47.92)),
        ("KAZ", (51.37, 51.23)),
        ("GRC", (19.0, 35.5)),  # at sea, where a small island may be
    ],
)
def test_a_place_in_a_country_that_the_basemap_does_not_have_is_not_reported(
    country: str, at: tuple[float, float], write_folder: WriteFolder
) -> None:
    assert found(write_folder, at, country) == ()


def test_a_place_across_the_border_of_such_a_country_is_within_its_uncertainty(
    write_folder: WriteFolder,
) -> None:
    in_china = (107.0, 41.5)  # 90 km from Mongolia
    assert found(write_folder, in_china, "MNG", uncertainty_km=100) == ()
    assert [item.code for item in found(write_folder, in_china, "MNG")] == ["place-country"]


WEST, EAST = np.array([125.75, 39.03]), np.array([130.6, 42.4])
AT = np.linspace(0, 1, 101)[:, None]
STRAIGHT = WEST + (EAST - WEST) * AT
ACROSS = np.array([-1.0, 1.4]) / 111  # about a kilometre to the side


def arc(aside_km: float) -> np.ndarray:
    at = np.linspace(0, 1, 60)[:, None]
    return WEST + (EAST - WEST) * at + aside_km * ACROSS * 4 * at * (1 - at)


def track_problems(write_folder: WriteFolder, geometry: shapely.Geometry) -> list[str]:
    rows = small_rows()
    rows["places"][1].update(geometry={"type": "Point", "coordinates": list(WEST)})
    rows["routes"] = [{**rows["routes"][0], "from": "south", "to": "north"}]
    rows["routes"][0].update(
        geometry_basis="alignment", geometry=json.loads(shapely.to_geojson(geometry))
    )
    problems = load(write_folder(rows)).problems
    return [item.code for item in problems if item.file == "routes.geojson"]


@pytest.mark.parametrize(
    "geometry",
    [
        shapely.LineString(STRAIGHT),
        shapely.LineString(STRAIGHT.round(4)),
        shapely.MultiLineString([STRAIGHT[at : at + 2] for at in range(100)]),
        shapely.LineString(arc(10)),
        shapely.LineString(arc(50)),
        shapely.LineString(arc(-150)),
        shapely.LineString(np.vstack([WEST + 0.1, STRAIGHT])),
    ],
    ids=["densified", "rounded", "in parts", "flat arc", "arc", "wide arc", "one bend"],
)
def test_more_vertices_do_not_turn_a_straight_line_into_a_track(
    geometry: shapely.Geometry, write_folder: WriteFolder
) -> None:
    assert "route-track" in track_problems(write_folder, geometry)


@pytest.mark.parametrize("bends", [shapely.LineString, shapely.MultiLineString])
def test_a_line_that_winds_like_a_track_is_one(bends: type, write_folder: WriteFolder) -> None:
    winding = STRAIGHT + 1.5 * ACROSS * np.sin(AT * 2 * np.pi * 25)
    geometry = (
        bends(winding) if bends is shapely.LineString else bends([winding[:51], winding[50:]])
    )
    assert track_problems(write_folder, geometry) == []


def test_the_shipped_tracks_pass() -> None:
    routes = shipped().dataset.routes
    assert (routes["geometry_basis"] == "alignment").sum() >= 3
    assert shipped().problems == ()
