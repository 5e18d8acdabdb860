"""Damaged files: everything readable is read, and the rest is reported."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.conftest import THOROUGH

from routemap.data.load import SHIPPED, load
from routemap.model.tables import TABLES

SHIPPED_TABLES = [table for table in TABLES if (SHIPPED / table.file).exists()]


def messages(folder: Path) -> str:
    return "\n".join(str(problem) for problem in load(folder).problems)


def notices(folder: Path) -> str:
    return "\n".join(str(notice) for notice in load(folder).notices)


@pytest.mark.parametrize(
    ("row", "fault", "cut"),
    [
        (
            b'late,"Late","media',
            "(a quotation mark is never closed); close it or delete it; the file may be half-writ",
            True,
        ),
        (
            b'late,"La"te,media,\n',
            "(text follows a closing quotation mark); a quotation mark is missing or one too many; "
            "write each one inside a text twice",
            False,
        ),
    ],
)
def test_a_row_that_is_not_valid_csv_says_what_to_correct_and_whether_the_file_is_cut_off(
    row: bytes, fault: str, *, cut: bool, folder: Path
) -> None:
    path = folder / "sources.csv"
    path.write_bytes(path.read_bytes() + row)
    loaded = load(folder)
    assert loaded.cut == (("sources.csv",) if cut else ())
    (problem,) = [found for found in loaded.problems if found.code == "row-unreadable"]
    assert f"the row is not valid CSV {fault}" in problem.message
    assert ("half-written" in problem.message) == cut


@pytest.mark.parametrize("table", SHIPPED_TABLES, ids=lambda table: table.file)
def test_a_file_cut_anywhere_gives_problems_and_never_an_error(table, tmp_path: Path) -> None:
    for other in SHIPPED_TABLES:
        (tmp_path / other.file).write_bytes((SHIPPED / other.file).read_bytes())
    whole = (SHIPPED / table.file).read_bytes()
    end = len(whole.rstrip())
    for cut in range(0, end, max(1, end // (25 if THOROUGH else 9))):
        if whole[:cut].endswith(b"\n"):
            continue  # cut between two rows, which cannot be detected
        (tmp_path / table.file).write_bytes(whole[:cut])
        assert load(tmp_path).problems, f"{table.file} cut at {cut} passed as whole"


def test_a_missing_file_is_named_and_the_others_are_read(folder: Path) -> None:
    (folder / "sources.csv").unlink()
    loaded = load(folder)
    assert loaded.unread == ("sources.csv",)
    assert "sources.csv: file: the file cannot be read (no such file or directory)" in messages(
        folder
    )
    assert "claims.csv: source: 4 rows refer to sources.csv, which could not be read" in messages(
        folder
    )
    assert len(loaded.dataset.routes) == 2


def test_bytes_of_another_encoding_name_row_and_field(folder: Path) -> None:
    path = folder / "sources.csv"
    path.write_bytes(
        path.read_bytes().replace(b"The council", "Le Conseil d’État".encode("cp1252"))
    )
    assert "sources.csv:3 (council): name: the value is not UTF-8 text" in messages(folder)
    assert list(load(folder).dataset.sources.index) == ["ministry", "agency"]


def test_utf_16_is_refused_with_what_to_do(folder: Path) -> None:
    path = folder / "claims.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("utf-16"))
    assert "claims.csv: encoding: the file is not UTF-8 text; save it as UTF-8" in messages(folder)


def test_one_nul_costs_no_file(folder: Path) -> None:
    path = folder / "sources.csv"
    path.write_bytes(path.read_bytes().replace(b"The council", b"The\0council"))
    assert messages(folder).startswith("sources.csv:3 (council): name: U+0000 cannot be shown")
    assert len(load(folder).dataset.sources) == 3


def test_a_byte_order_mark_of_a_spreadsheet_is_no_problem(folder: Path) -> None:
    path = folder / "claims.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert messages(folder) == ""


def test_wrong_columns_are_named(folder: Path) -> None:
    path = folder / "claims.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("note", "remark", 1), encoding="utf-8")
    assert "claims.csv:1: remark: unknown column; it is kept and exported" in notices(folder)
    assert messages(folder) == ""
    path.write_text(text.replace("note", "notes", 1), encoding="utf-8")
    assert "claims.csv:1: note: the column is missing; rename the column “notes”" in messages(
        folder
    )
    path.write_text(text.replace("relayed_by", "through", 1), encoding="utf-8")
    assert "claims.csv:1: relayed_by: the column is missing" in messages(folder)
    path.write_text(text.replace("excerpt,", "words,", 1), encoding="utf-8")
    assert "claims.csv:1: excerpt: the required column is missing" in messages(folder)


def test_a_row_with_too_many_cells_is_left_out_alone(folder: Path) -> None:
    path = folder / "allegations.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace("Shells move.", "Shells, move."), encoding="utf-8"
    )
    assert "allegations.csv:2 (shells): row: the row has 5 cells, but the header has 4" in messages(
        folder
    )
    assert list(load(folder).dataset.allegations.index) == ["horses"]


def test_rows_keep_the_line_numbers_of_the_file(folder: Path) -> None:
    path = folder / "sources.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[1] = '"ministry","The\nministry",government,PRK,'
    lines[3] = lines[3].replace("media", "rumour")
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    assert "sources.csv:5 (agency): kind: “rumour” is not one of" in messages(folder)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"type": "FeatureCollection"}', "features: the file is not a GeoJSON FeatureCollection"),
        ("[" * 100_000, "nested too deeply"),
        (
            '{"features": [{"properties": {"id": NaN}}]}',
            "places.geojson:1 (feature 1): id: the value is not a number that JSON allows",
        ),
        (
            '{"features": [7]}',
            "places.geojson:1 (feature 1): properties: the item is not a GeoJSON feature",
        ),
        ('{"features": [{"properties": {"id": "x"}, "geometry": null}]}', "geometry"),
        (
            '{"features": [{"properties": {"id": "x"}, "geometry": {"type": "Blob"}}]}',
            "not a valid Point",
        ),
    ],
)
def test_json_that_is_no_geojson_is_named(text: str, message: str, folder: Path) -> None:
    (folder / "places.geojson").write_text(text, encoding="utf-8")
    assert message in messages(folder)


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        pytest.param('"Point"', '"point"', id="type in lower case"),
        pytest.param("[130.6, 42.4]", '["130.6", "42.4"]', id="numbers as text"),
        pytest.param("[130.6, 42.4]", "[[130.6, 42.4]]", id="a list too many"),
    ],
)
def test_geometry_that_other_readers_of_geojson_refuse_is_named(
    written: str, instead: str, folder: Path
) -> None:
    path = folder / "places.geojson"
    path.write_text(path.read_text(encoding="utf-8").replace(written, instead, 1), encoding="utf-8")
    assert (
        "places.geojson:1 (feature 1, north): geometry: the geometry is not a valid Point"
        in messages(folder)
    )
