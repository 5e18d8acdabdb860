"""Areas of regions and days of observed tracks, as other programs read them from exports."""

from __future__ import annotations

import io
import json
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import geopandas as gpd
import numpy as np
import pyogrio
import pytest
import shapely
from jsonschema import Draft202012Validator
from shapely.geometry.base import BaseGeometry
from starlette.applications import Starlette
from starlette.testclient import TestClient

from routemap.data.load import SHIPPED, VARIABLE, load
from routemap.exports import extract, format_named
from routemap.exports.picture.subject import extent, subject
from routemap.map.style import AREA_STYLE, BASIS_STYLES
from routemap.questions.query import Query
from routemap.questions.selection import select
from routemap.web.routes import routes
from tests.cases import STRAIT
from tests.exports.drawings import DATASET as SHIPPED_DATASET
from tests.exports.drawings import drawing, groups, words
from tests.exports.reading_spatial import as_file

DATASET = load(STRAIT).dataset
BANKS, TRACK, DAYS = "kelp-banks", "vellmar-banks-track", "1931-02-27/1931-03-01"
AREA = DATASET.areas.geometry[BANKS]
WHOLE = extract(select(DATASET, Query()), made=datetime(2026, 11, 24, tzinfo=UTC))


def exported(key: str) -> bytes:
    return format_named(key).make(WHOLE)


def of_geojson(content: bytes) -> dict[str, BaseGeometry]:
    features = json.loads(content)["features"]
    assert {feature["geometry"]["type"] for feature in features} == {"Point", "LineString"}
    areas = {f["id"]: f["properties"]["area"] for f in features if "area" in f["properties"]}
    return {key: shapely.geometry.shape(area) for key, area in areas.items()}


def of_geopackage(content: bytes) -> dict[str, BaseGeometry]:
    with as_file(content, "x.gpkg") as path:
        frame = pyogrio.read_dataframe(path, layer="areas")
    assert frame.crs == "EPSG:4326"
    assert frame["source"].tolist() == ["drawn by hand for the tests"]
    return dict(zip(frame["id"], frame.geometry, strict=True))


def of_kml(content: bytes) -> dict[str, BaseGeometry]:
    with as_file(content, "x.kml") as path:
        frame = pyogrio.read_dataframe(path, layer=AREA_STYLE.label)
    keys = {name: key for key, name in DATASET.places["name_en"].items()}
    return {
        keys[name]: shapely.force_2d(area)
        for name, area in zip(frame["Name"], frame.geometry, strict=True)
    }


def of_geoparquet(content: bytes) -> dict[str, BaseGeometry]:
    frame = gpd.read_parquet(io.BytesIO(content))
    assert frame.geometry.name == "geometry"
    assert set(frame.geometry.geom_type) == {"Point", "LineString"}
    assert frame["area"].crs == "EPSG:4326"
    found = frame[frame["area"].notna()]
    return dict(zip(found["id"], found["area"], strict=True))


def of_package(content: bytes) -> dict[str, BaseGeometry]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        frame = gpd.read_file(io.BytesIO(archive.read("areas.geojson")))
    return dict(zip(frame["id"], frame.geometry, strict=True))


READERS: dict[str, Callable[[bytes], dict[str, BaseGeometry]]] = {
    "geojson": of_geojson,
    "gpkg": of_geopackage,
    "kml": of_kml,
    "geoparquet": of_geoparquet,
    "package": of_package,
}


@pytest.mark.parametrize("key", READERS)
def test_another_program_reads_the_area_of_a_place(key: str) -> None:
    found = READERS[key](exported(key))
    assert list(found) == [BANKS]
    assert found[BANKS].equals_exact(AREA, 1e-9, normalize=True)


@pytest.mark.parametrize("key", ["geojson", "gpkg", "geoparquet"])
def test_another_program_reads_the_days_of_a_track(key: str) -> None:
    with as_file(exported(key), f"x.{key}") as path:
        layer = {"layer": "routes"} if key == "gpkg" else {}
        read = gpd.read_parquet if key == "geoparquet" else gpd.read_file
        frame = read(path, **layer).set_index("id")
    days = {name: text for name, text in frame["observed_on"].items() if isinstance(text, str)}
    assert {name: text for name, text in days.items() if text} == {TRACK: DAYS}
    assert frame.loc[TRACK, "drawn_as"] == "observed"


def test_data_without_areas_has_no_layer_and_no_column_of_them() -> None:
    whole = extract(select(SHIPPED_DATASET, Query(source=("kremlin",))), made=WHOLE.made)
    with as_file(format_named("gpkg").make(whole), "x.gpkg") as path:
        assert "areas" not in pyogrio.list_layers(path)[:, 0]
    frame = gpd.read_parquet(io.BytesIO(format_named("geoparquet").make(whole)))
    assert "area" not in frame.columns
    assert not (SHIPPED / "areas.geojson").exists()


def test_qgis_draws_the_outline_instead_of_the_ring(tmp_path: Path) -> None:
    path = tmp_path / "x.gpkg"
    path.write_bytes(exported("gpkg"))
    with closing(sqlite3.connect(path)) as database:
        rows = database.execute("SELECT f_table_name, styleQML FROM layer_styles").fetchall()
    styles = {layer: ET.fromstring(text.split("\n", 1)[1]) for layer, text in rows}
    assert set(styles) == {"routes", "places", "areas"}
    assert {item.get("type") for item in styles["areas"].iter("symbol")} == {"fill"}
    dashes = {item.get("value") for item in styles["areas"].iter("Option")}
    assert "dash" in dashes
    hidden = [item.get("value") or "" for item in styles["places"].iter("Option")]
    assert any(f"\"id\" NOT IN ('{BANKS}')" in text for text in hidden)


def test_the_picture_has_the_outline_and_names_both_in_its_legend() -> None:
    drawn = drawing(Query(), DATASET)
    (shape,) = (group for key, group in groups(drawn, "area") if key == BANKS)
    corners = shape[0].get("d").count("L") if shape[0].get("d") else 0
    assert 5 <= corners <= 9, "not the corners of the outline"
    for label in (AREA_STYLE.label, "Observed track"):
        assert label in words(drawn)
    assert "Observed track" not in words(drawing(Query()))


def test_the_view_of_a_picture_contains_the_area_of_the_selected_place() -> None:
    west, south, east, north = extent(subject(select(DATASET, Query(feature=BANKS))))
    assert np.allclose((west, south, east, north), AREA.bounds)


def test_an_observed_track_has_a_dash_of_its_own() -> None:
    dashes = [row.dash for row in BASIS_STYLES]
    assert len(set(dashes)) == len(dashes)
    assert BASIS_STYLES[-1].key == "schematic"  # the least known basis is the last


def test_the_api_has_the_area_as_it_describes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(STRAIT))
    client = TestClient(Starlette(routes=routes()))
    schemas = client.get("/api/openapi.json").json()["components"]
    for path in (f"collections/places/items/{BANKS}", "features"):
        answer = client.get(f"/api/{path}").json()
        rows = answer.get("features", [answer])
        areas = {row["id"]: row["properties"].get("area") for row in rows}
        found = {key: area for key, area in areas.items() if area}
        assert list(found) == [BANKS]
        assert shapely.geometry.shape(found[BANKS]).equals(AREA)
        schema = {"$ref": "#/components/schemas/Area", "components": schemas}
        Draft202012Validator(schema).validate(found[BANKS])
    (track,) = (row for row in rows if row["id"] == TRACK)
    assert track["properties"]["observed_on"] == DAYS


def test_the_map_in_one_file_has_the_area_and_says_when_a_track_was_seen() -> None:
    page = exported("html").decode()
    assert '"area":{"type":"Polygon"' in page
    assert '"observed":"observed 27 February to 1 March 1931"' in page
    assert " · observed 27 February to 1 March 1931</span>" in page


def test_own_columns_of_areas_are_in_their_layer(tmp_path: Path) -> None:
    folder = tmp_path / "strait"
    shutil.copytree(STRAIT, folder)
    document = json.loads((folder / "areas.geojson").read_text(encoding="utf-8"))
    document["features"][0]["properties"].update(reviewer="A. Second", status="checked")
    (folder / "areas.geojson").write_text(json.dumps(document), encoding="utf-8")
    whole = extract(select(load(folder).dataset, Query()), made=WHOLE.made)
    with as_file(format_named("gpkg").make(whole), "x.gpkg") as path:
        (row,) = pyogrio.read_dataframe(path, layer="areas").to_dict("records")
    assert row["reviewer"] == "A. Second"
    assert (row["status"], row["own_status"]) == ("asserted", "checked")
