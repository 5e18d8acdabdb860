"""The offline map has land wherever a view can be."""

from __future__ import annotations

import json
from typing import Any

import pytest
import shapely

from routemap.data.load import SHIPPED
from routemap.map.base import BOUNDS, HOME, SURROUNDINGS

((SOUTH, WEST), (NORTH, EAST)) = BOUNDS
FAR = json.loads((SHIPPED / "basemap" / "far.geojson").read_text(encoding="utf-8"))
SHAPES: dict[str, Any] = {
    feature["properties"]["layer"]: shapely.geometry.shape(feature["geometry"])
    for feature in FAR["features"]
}


def test_the_land_fills_the_bounds_of_the_view() -> None:
    assert FAR["bbox"] == [WEST, SOUTH, EAST, NORTH]
    assert SHAPES["continent"].bounds == (WEST, SOUTH, EAST, NORTH)
    assert SHAPES["continent"].is_valid


@pytest.mark.parametrize(
    ("name", "longitude", "latitude"),
    [
        ("Jeju", 126.5, 33.4),
        ("Okinawa", 128.0, 26.5),
        ("Taiwan", 121.0, 23.8),
        ("Chukotka", 184.0, 67.0),
    ],
)
def test_islands_and_the_far_east_are_on_the_map(
    name: str, longitude: float, latitude: float
) -> None:
    assert SHAPES["continent"].distance(shapely.Point(longitude, latitude)) < 0.05, name


def test_there_is_more_detail_where_a_first_view_can_be() -> None:
    (south, west), (north, east) = SURROUNDINGS
    assert shapely.box(west, south, east, north).contains(
        shapely.box(HOME[0][1], HOME[0][0], HOME[1][1], HOME[1][0])
    )
    parts = shapely.get_parts(SHAPES["continent"])
    (japan,) = parts[shapely.contains(parts, shapely.Point(138.5, 36.2))]
    (africa,) = parts[shapely.contains(parts, shapely.Point(45.0, 30.0))]
    detail = [len(shapely.get_coordinates(land)) / land.length for land in (japan, africa)]
    assert detail[0] > 1.5 * detail[1]


def test_neighbours_share_their_border() -> None:
    land = SHAPES["continent"].buffer(0.1)
    assert land.covers(SHAPES["border"])
