"""The offline map has land wherever a view can be, in the shipped case and in any other."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import shapely

from routemap.data.basemap import DRAWN, basemap_of
from routemap.data.load import SHIPPED
from routemap.data.natural_earth.cut import WORLD, cut_basemap, region_of
from routemap.data.natural_earth.topology import read_topology

Shapes = dict[str, Any]
SKAGERRAK = (8.0, 56.0, 14.0, 60.0)
PACIFIC = (176.0, -20.0, 184.0, -14.0)


@cache
def cut(home: tuple[float, float, float, float]) -> dict[str, Any]:
    return {name: json.loads(text) for name, text in cut_basemap(read_topology(), home).items()}


def shapes(document: dict[str, Any]) -> Shapes:
    return {
        feature["properties"]["layer"]: shapely.geometry.shape(feature["geometry"])
        for feature in document["features"]
    }


@pytest.mark.parametrize("name", ["shipped", pytest.param("cut", marks=pytest.mark.thorough)])
def test_the_land_fills_the_bounds_of_the_view(name: str) -> None:
    far = basemap_of(SHIPPED).read("far") if name == "shipped" else cut(PACIFIC)["far"]
    west, south, east, north = far["bbox"]
    land = shapes(far)["continent"]
    assert land.is_valid
    assert shapely.box(west, south, east, north).covers(land)
    assert shapely.box(west + 30, south, east - 30, north).intersects(land)


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
    land = shapes(basemap_of(SHIPPED).read("far"))["continent"]
    assert land.distance(shapely.Point(longitude, latitude)) < 0.05, name


def test_a_region_across_180_degrees_is_in_one_piece() -> None:
    far = shapes(cut(PACIFIC)["far"])["continent"]
    for longitude, latitude in ((178.0, -17.8), (181.6, -19.0)):  # west and east of 180°
        assert far.distance(shapely.Point(longitude, latitude)) < 0.5


@pytest.mark.thorough
def test_there_is_more_detail_in_the_region_of_the_case() -> None:
    found = cut(SKAGERRAK)
    box = shapely.box(*region_of(SKAGERRAK).overview or ())
    near = shapely.union_all(
        [
            shapely.geometry.shape(feature["geometry"])
            for feature in found["overview"]["features"]
            if feature["properties"]["layer"] == "land"
        ]
    )
    assert box.covers(near)
    far = shapes(found["far"])["continent"]
    detail = [len(shapely.get_coordinates(land)) for land in (near, far.intersection(box))]
    assert detail[0] > 1.5 * detail[1]


@pytest.mark.thorough
def test_neighbours_have_the_same_border() -> None:
    found = cut(SKAGERRAK)["overview"]["features"]
    land = {
        feature["properties"].get("a3"): {
            tuple(point) for point in shapely.get_coordinates(
                shapely.geometry.shape(feature["geometry"])
            ).tolist()
        }
        for feature in found
    }  # fmt: skip
    assert len(land["NOR"] & land["SWE"]) > 20
    border = shapes(cut(SKAGERRAK)["far"])
    assert border["continent"].buffer(0.15).covers(border["border"])


def test_places_are_checked_by_countries_and_names_are_in_view() -> None:
    found = cut(SKAGERRAK)
    codes = {feature["properties"]["a3"] for feature in found["countries"]["features"]}
    assert {"NOR", "SWE"} <= codes
    west, south, east, north = region_of(SKAGERRAK).overview or WORLD
    names = {
        text: west <= longitude <= east and south <= latitude <= north
        for text, longitude, latitude in found["far"]["names"]
    }
    assert {"Norway", "Sweden", "Denmark"} <= set(names)
    assert all(names.values())


def test_a_folder_has_its_own_basemap_or_the_shipped_one(tmp_path: Path) -> None:
    shipped = basemap_of(SHIPPED)
    assert all(shipped.has(name) for name in DRAWN)
    assert shipped.credit == ("Base map: Natural Earth, © OpenStreetMap contributors (ODbL 1.0)")
    assert basemap_of(tmp_path / "none") == shipped
    own = tmp_path / "own" / "basemap"
    own.mkdir(parents=True)
    for name, document in cut(SKAGERRAK).items():
        (own / f"{name}.geojson").write_text(json.dumps(document), encoding="utf-8")
    found = basemap_of(tmp_path / "own")
    assert found.bounds == tuple(cut(SKAGERRAK)["far"]["bbox"])
    assert found.credit == "Base map: Natural Earth"
    assert {"Norway", "Sweden"} <= {name.text for name in found.names}
    assert not found.has("closeup")


def test_the_shipped_basemap_is_read_once_for_all_folders(tmp_path: Path) -> None:
    assert basemap_of(tmp_path / "one") is basemap_of(tmp_path / "two")


def test_a_faulty_basemap_is_replaced_by_the_shipped_one(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "basemap").mkdir()
    (tmp_path / "basemap" / "far.geojson").write_text("{", encoding="utf-8")
    assert basemap_of(tmp_path) == basemap_of(SHIPPED)
    assert "cannot be used" in caplog.text
