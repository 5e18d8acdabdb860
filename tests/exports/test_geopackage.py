"""The tables of a GeoPackage are related, described and styled for GDAL and QGIS."""

from __future__ import annotations

import ctypes
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pyogrio
import pytest
import shapely

from routemap.data.load import load
from routemap.exports import extract, format_named
from routemap.map.style import BASIS_STYLES, STATUS_STYLES
from routemap.questions.query import Query
from routemap.questions.selection import select
from tests.conftest import WriteFolder, shipped, small_rows
from tests.exports.reading_spatial import as_file

MADE = datetime(2026, 11, 24, tzinfo=UTC)
WHOLE = extract(select(shipped().dataset, Query(stance=("asserts",))), made=MADE)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("gpkg") / "route-map.gpkg"
    path.write_bytes(format_named("gpkg").make(WHOLE))
    return path


@pytest.fixture
def database(file: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(file)) as opened:
        yield opened


def relations(path: Path) -> set[tuple[str, str, str, int]]:
    """Return left, right and mapping table and cardinality of every relation that GDAL finds."""
    library = next(Path(pyogrio.__file__).parents[1].glob("pyogrio.libs/libgdal*"))
    gdal = ctypes.CDLL(str(library))
    gdal.GDALOpenEx.restype = ctypes.c_void_p
    gdal.GDALDatasetGetRelationshipNames.restype = ctypes.POINTER(ctypes.c_char_p)
    gdal.GDALDatasetGetRelationship.restype = ctypes.c_void_p
    tables = [
        getattr(gdal, f"GDALRelationshipGet{side}TableName")
        for side in ("Left", "Right", "Mapping")
    ]
    for function in tables:
        function.restype = ctypes.c_char_p
    gdal.GDALAllRegister()
    opened = ctypes.c_void_p(gdal.GDALOpenEx(str(path).encode(), 4, None, None, None))
    found = set()
    for name in iter(gdal.GDALDatasetGetRelationshipNames(opened, None)):
        if name is None:
            break
        relation = ctypes.c_void_p(gdal.GDALDatasetGetRelationship(opened, name))
        left, right, mapping = (function(relation).decode() for function in tables)
        found.add((left, right, mapping, gdal.GDALRelationshipGetCardinality(relation)))
    gdal.GDALClose(opened)
    return found


def test_gdal_finds_how_the_tables_are_related(file: Path) -> None:
    one_to_many, many_to_many = 1, 3
    assert relations(file) == {
        ("sources", "claims", "", one_to_many),
        ("articles", "claims", "", one_to_many),
        ("allegations", "claims", "", one_to_many),
        ("routes", "claims", "routes_claims", many_to_many),
        ("places", "claims", "places_claims", many_to_many),
        ("vessels", "claims", "vessels_claims", many_to_many),
        ("media", "claims", "media_claims", many_to_many),
    }


@pytest.mark.parametrize("layer", ["routes", "places"])
def test_gdal_joins_features_with_the_claims_about_them(layer: str, file: Path) -> None:
    joined = pyogrio.read_dataframe(
        file,
        sql=f"SELECT f.id AS feature, c.id AS claim FROM {layer} f "
        f"JOIN {layer}_claims m ON m.base_id = f.fid JOIN claims c ON c.fid = m.related_id",
    )
    ids = WHOLE.dataset.claims.index
    expected = {
        (row["id"], ids[position])
        for row, about in zip(WHOLE.features.to_dict("records"), WHOLE.about, strict=True)
        if f"{row['type']}s" == layer
        for position in about
    }
    assert set(zip(joined["feature"], joined["claim"], strict=True)) == expected
    assert len(joined) == len(expected)


def test_every_key_refers_to_a_row_that_is_there(database: sqlite3.Connection) -> None:
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_every_column_says_what_it_holds(database: sqlite3.Connection) -> None:
    tables = [
        table
        for (table,) in database.execute("SELECT table_name FROM gpkg_contents")
        if table != "layer_styles"
    ]
    for table in tables:
        columns = {row[1] for row in database.execute(f'PRAGMA table_info("{table}")')}
        described = database.execute(
            "SELECT column_name FROM gpkg_data_columns "
            "WHERE table_name = ? AND title <> '' AND description <> ''",
            (table,),
        )
        assert {column for (column,) in described} == columns - {"fid", "geom"}


def test_what_is_unknown_is_null_and_days_are_dates(file: Path) -> None:
    claims = pyogrio.read_dataframe(file, layer="claims")
    assert not (claims.select_dtypes("str") == "").any(axis=None)
    types = dict(zip(*(pyogrio.read_info(file, layer="routes")[k] for k in ("fields", "ogr_types")),
                     strict=True))  # fmt: skip
    assert types["first_day"] == types["last_day"] == "OFTDate"


def test_the_layers_have_a_spatial_index(file: Path) -> None:
    capabilities = pyogrio.read_info(file, layer="places")["capabilities"]
    assert capabilities["fast_spatial_filter"]
    window = (130.0, 42.0, 131.0, 43.0)
    found = pyogrio.read_dataframe(file, layer="places", bbox=window)
    places = WHOLE.features[WHOLE.features["type"] == "place"]
    inside = places[places.intersects(shapely.box(*window))]
    assert set(found["id"]) == set(inside["id"])
    assert 0 < len(found) < len(places)


def test_qgis_draws_every_status_and_basis_in_the_colours_of_the_map(
    database: sqlite3.Connection,
) -> None:
    # QGIS applies a style automatically if these columns have these values
    rows = database.execute(
        "SELECT f_table_name, styleQML FROM layer_styles WHERE f_table_schema = '' "
        "AND f_table_catalog = '' AND f_geometry_column = 'geom' AND useAsDefault = 1"
    )
    styles = {layer: ET.fromstring(qml) for layer, qml in rows}
    for status in STATUS_STYLES:
        colour = ",".join(str(part) for part in bytes.fromhex(status.light[1:])) + ",255"
        (group,) = styles["routes"].findall(f".//rule[@label='{status.label}']")
        assert [rule.get("label") for rule in group] == [basis.label for basis in BASIS_STYLES]
        symbols = [rule.get("symbol") for rule in group]
        (point,) = styles["places"].findall(f".//rule[@label='{status.label}']")
        for layer, name, key in (
            *(("routes", symbol, "line_color") for symbol in symbols),
            ("places", point.get("symbol"), "outline_color"),
        ):
            option = f".//symbol[@name='{name}']/layer/Option/Option[@name='{key}']"
            assert styles[layer].find(option).get("value") == colour


def test_routes_of_several_parts_keep_them(write_folder: WriteFolder) -> None:
    rows = small_rows()
    parts = [[[130.6, 42.4], [130.5, 42.3]], [[130.4, 42.3], [130.3, 42.2]]]
    rows["routes"][0]["geometry"] = {"type": "MultiLineString", "coordinates": parts}
    whole = extract(select(load(write_folder(rows)).dataset, Query()), made=MADE)
    with as_file(format_named("gpkg").make(whole), "parts.gpkg") as path:
        layer = pyogrio.read_dataframe(path, layer="routes").set_index("id")
    assert set(layer.geom_type) == {"MultiLineString"}
    assert layer.geometry["line"] == shapely.MultiLineString(parts)
    assert len(layer.geometry["lane"].geoms) == 1
