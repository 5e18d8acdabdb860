"""A team's own columns are in every format with tables, and are read back unchanged."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import tempfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyarrow.parquet as pq
import pyogrio
import pytest
from frictionless import Package

from routemap.data.dataset import Dataset
from routemap.data.load import load
from routemap.exports import Extract, extract, format_named
from routemap.exports.own_columns import own_keys
from routemap.questions.query import Query
from routemap.questions.selection import select
from tests.conftest import Rows, write_rows
from tests.exports.readers import READERS, plain_cell
from tests.exports.reading_spatial import as_file
from tests.exports.test_hostile import NAUGHTY, keeps_its_promises
from tests.own_rows import OWN, own_rows

TABLES = ("csv", "parquet", "package", "geojson", "gpkg", "geoparquet", "kml")
CLAIM = {"own_status": "done", "confidence": "0.80", "self": "a; b", "own_link": "x"}
PLACE = {"own_fid": "1", "tags": '["서울",1.5,null]', "own_geometry": "by eye", "checked": "true"}


def made(rows: Rows, folder: Path, query: Query | None = None) -> Extract:
    dataset = load(write_rows(folder, rows)).dataset
    asked = select(dataset, query or Query())
    return extract(asked, made=datetime(2026, 11, 24, tzinfo=UTC), address="https://map.example/")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Extract:
    return made(own_rows(), tmp_path_factory.mktemp("own"))


def content(key: str, whole: Extract) -> bytes:
    return format_named(key).make(whole)


@pytest.mark.parametrize("key", TABLES)
def test_every_format_of_tables_keeps_its_promises_with_own_columns(
    key: str, whole: Extract
) -> None:
    keeps_its_promises(format_named(key), whole)


@pytest.mark.parametrize("key", ["csv", "parquet", "geojson", "gpkg", "geoparquet"])
def test_own_columns_of_claims_are_read_back(key: str, whole: Extract) -> None:
    claims = READERS[key](content(key, whole)).claims
    assert claims is not None
    assert {name: claims["c1"][name] for name in CLAIM} == CLAIM
    assert claims["c1"]["url"].startswith("https://paper.example/")
    assert claims["c4"]["confidence"] == ""


@pytest.mark.parametrize("key", ["geojson", "gpkg", "geoparquet"])
def test_own_properties_of_features_are_read_back(key: str, whole: Extract) -> None:
    attributes = READERS[key](content(key, whole)).attributes
    assert attributes is not None
    assert {name: str(attributes["north"][name]) for name in PLACE} == PLACE
    assert attributes["north"]["own_status"] == ""
    assert attributes["line"]["own_status"] == "draft"
    assert attributes["line"]["checked"] == "twice"
    assert attributes["line"]["status"] in ("asserted", "disputed")


def test_kml_has_own_properties_of_features(whole: Extract) -> None:
    attributes = READERS["kml"](content("kml", whole)).attributes
    assert attributes is not None
    assert {name: attributes["north"][name] for name in PLACE} == PLACE


def test_kml_renames_columns_with_names_that_gdal_uses(tmp_path: Path) -> None:
    rows = own_rows()
    rows["places"][0]["own"] = {"description": "x", "Name": "y", "own_description": "z"}
    attributes = READERS["kml"](content("kml", made(rows, tmp_path))).attributes
    assert attributes is not None
    north = attributes["north"]
    assert north["name"] == "North"
    assert {"own_Name": "y", "own_description": "x", "own_own_description": "z"}.items() <= set(
        north.items()
    )


def test_own_columns_are_between_known_columns_and_provenance(whole: Extract) -> None:
    header = next(csv.reader(io.StringIO(content("csv", whole).decode("utf-8-sig"))))
    at = header.index("media_ids")
    assert header[at + 1 :] == [*CLAIM, *whole.row_provenance]
    schema = pq.read_schema(io.BytesIO(content("parquet", whole)))
    assert schema.names[at + 1 :] == list(CLAIM)
    assert schema.field("own_status").metadata[b"description"] == b"Own column of the team: status"


def test_the_tables_of_a_geopackage_have_own_columns(whole: Extract) -> None:
    with as_file(content("gpkg", whole), "x.gpkg") as path:
        articles = pyogrio.read_dataframe(path, layer="articles")
        allegations = pyogrio.read_dataframe(path, layer="allegations")
    assert articles.loc[0, "archive"] == "https://archive.example/1"
    assert articles.loc[0, "own_citation"] == "own words"
    assert "Paper" in articles.loc[0, "citation"]
    assert "포탄" in set(allegations["Statement (ko)"])


def test_keys_differ_in_more_than_case() -> None:
    keys = own_keys(["A", "a", "Own_A", "id", "ID"], ["id"])
    assert len({key.casefold() for key in keys.values()} | {"id"}) == 6
    assert list(keys) == ["A", "a", "Own_A", "id", "ID"]


def unpacked(whole: Extract, folder: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(content("package", whole))) as archive:
        archive.extractall(folder)
    return folder


def assert_same_own(first: Dataset, second: Dataset) -> None:
    assert first.own_columns == second.own_columns
    for name, frame in first.own.items():
        pd.testing.assert_frame_equal(second.own[name], frame)


def test_a_package_loaded_again_has_the_same_own_columns(whole: Extract, tmp_path: Path) -> None:
    loaded = load(unpacked(whole, tmp_path))
    assert loaded.problems == ()
    assert_same_own(whole.dataset, loaded.dataset)


def test_a_part_in_a_package_keeps_the_own_values_of_its_records(tmp_path: Path) -> None:
    part = made(own_rows(), tmp_path / "data", Query(source=("council",)))
    again = load(unpacked(part, tmp_path / "part")).dataset
    assert 0 < len(again.claims) < len(part.dataset.claims)
    assert again.own_columns == part.dataset.own_columns
    for name, frame in again.own.items():
        pd.testing.assert_frame_equal(frame, part.dataset.own[name].loc[frame.index])


def test_a_package_describes_own_columns_as_plain_texts(whole: Extract, tmp_path: Path) -> None:
    folder = unpacked(whole, tmp_path)
    package = Package(str(folder / "datapackage.json"))
    assert package.validate().flatten(["type", "message"]) == []
    fields = package.get_resource("claims").schema.fields[-len(OWN["claims"][0]) :]
    assert [(field.name, field.type) for field in fields] == [
        (name, "string") for name in OWN["claims"][0]
    ]
    described = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    names = [field["name"] for field in described["resources"][0]["featureProperties"]]
    assert names[-4:] == list(OWN["places"][0])
    assert "- `sources.csv`: reviewer\n" in (folder / "README.md").read_text(encoding="utf-8")


HOSTILE_NAMES = (
    '"; DROP TABLE claims; --',
    "=cmd|' /C calc'!A0",
    "<script>alert(1)</script>",
    "${7*7} {{x}} $[name] %s",
    "self",
    "두만강 🚂",
    "a,b;c'd`e\\f",
    "geom",
    "Claims",
    "revision",
)


def hostile(folder: Path) -> Extract:
    rows = own_rows()
    for table in rows.values():
        for at, row in enumerate(table):
            texts = list(NAUGHTY.values())
            row["own"] = {
                name: texts[(place + at) % len(texts)] for place, name in enumerate(HOSTILE_NAMES)
            }
    return made(rows, folder)


@pytest.fixture(scope="module")
def naughty(tmp_path_factory: pytest.TempPathFactory) -> Extract:
    return hostile(tmp_path_factory.mktemp("hostile"))


@pytest.mark.parametrize("key", ["csv", "parquet", "geojson", "gpkg", "geoparquet", "kml", "html"])
def test_hostile_names_and_texts_of_own_columns_are_read_back(key: str, naughty: Extract) -> None:
    keeps_its_promises(format_named(key), naughty)


def test_no_cell_and_no_header_of_a_table_is_a_formula(naughty: Extract) -> None:
    rows = list(csv.reader(io.StringIO(content("csv", naughty).decode("utf-8-sig"), newline="")))
    for row in rows:
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝")) for cell in row)
    assert "=cmd|' /C calc'!A0" in map(plain_cell, rows[0])


def test_a_hostile_name_is_a_column_of_sql_and_nothing_else(naughty: Extract) -> None:
    with as_file(content("gpkg", naughty), "x.gpkg") as path:
        database = sqlite3.connect(path)
        for table in ("claims", "sources", "articles", "allegations", "places", "routes"):
            names = {row[1] for row in database.execute(f"PRAGMA table_info({table})")}
            assert HOSTILE_NAMES[0] in names
            assert {"self", "두만강 🚂"} <= names
        database.close()


def test_a_package_of_hostile_own_columns_loads_again(naughty: Extract, tmp_path: Path) -> None:
    folder = unpacked(naughty, tmp_path)
    assert Package(str(folder / "datapackage.json")).validate().flatten(["type", "message"]) == []
    assert_same_own(naughty.dataset, load(folder).dataset)


def test_geopandas_reads_hostile_names(naughty: Extract) -> None:
    frame = gpd.read_parquet(io.BytesIO(content("geoparquet", naughty)))
    assert len(frame.columns) == len(set(map(str.casefold, frame.columns)))


def test_folders_of_one_table_with_own_columns_have_no_others(tmp_path: Path) -> None:
    rows = own_rows()
    for name, table in rows.items():
        for row in table:
            if name != "routes":
                del row["own"]
    whole = made(rows, tmp_path)
    with tempfile.TemporaryDirectory() as folder:
        assert load(unpacked(whole, Path(folder))).dataset.own_columns == {
            "routes": ("checked", "status")
        }
    assert READERS["geojson"](content("geojson", whole)).attributes
