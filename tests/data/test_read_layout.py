"""Files with a layout changed by a spreadsheet or GIS."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from routemap.data.load import load
from routemap.model.problem import folded
from routemap.model.tables import TABLES

CSV = [table.file for table in TABLES if not table.geometry]
Cells = list[list[str]]


def told(folder: Path) -> list[str]:
    return [str(group) for group in folded(load(folder).problems)]


def rewrite(path: Path, change: Callable[[Cells], object], separator: str = ",") -> None:
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
    change(rows)
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator).writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8")


def widen(*cells: str) -> Callable[[Cells], object]:
    """Add cells to the header, and empty ones to each row."""
    return lambda rows: [
        row.extend(cells if at == 0 else [""] * len(cells)) for at, row in enumerate(rows)
    ]


@pytest.mark.parametrize("file", CSV)
@pytest.mark.parametrize(
    ("separator", "name"), [(";", "semicolons"), ("\t", "tabs"), ("|", "vertical bars")]
)
def test_another_separator_is_one_problem_that_names_it(
    file: str, separator: str, name: str, folder: Path
) -> None:
    rewrite(folder / file, lambda rows: rows, separator)
    (line,) = told(folder)
    expected = f"{file}:1: header: the columns are separated by {name}; save the file with commas"
    assert line.startswith(expected)


@pytest.mark.parametrize("file", CSV)
@pytest.mark.parametrize("title", [["Reports of the team"], ["Reports", "", ""], [""], ["a", "b"]])
def test_a_title_above_the_header_is_one_problem_that_names_the_line(
    file: str, title: list[str], folder: Path
) -> None:
    rewrite(folder / file, lambda rows: rows.insert(0, title))
    (line,) = told(folder)
    assert line.startswith(f"{file}:2: header: the header is on line 2; delete the line above it")
    header = ",".join(next(table.keys for table in TABLES if table.file == file))
    assert f"expected on line 1: {header}" in line


def test_a_title_and_another_separator_are_one_problem(folder: Path) -> None:
    path = folder / "sources.csv"
    rewrite(path, lambda rows: rows, ";")
    path.write_text("sep=;\n\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    (line,) = told(folder)
    assert line.startswith(
        "sources.csv:3: header: the header is on line 3 and the columns are separated by "
        "semicolons; delete the lines above it and save the file with commas as separators"
    )


def test_a_file_without_a_header_is_one_problem(folder: Path) -> None:
    rewrite(folder / "claims.csv", lambda rows: rows.pop(0))
    (line,) = told(folder)
    assert line.startswith("claims.csv:1: header: the first line does not contain the columns")


@pytest.mark.parametrize("file", CSV)
def test_columns_without_name_and_content_are_ignored(file: str, folder: Path) -> None:
    rewrite(folder / file, widen("", " ", ""))
    loaded = load(folder)
    assert (loaded.problems, loaded.notices) == ((), ())
    assert loaded.counts["claims"] == 4


def test_a_column_without_a_name_that_has_content_is_named_by_its_position(folder: Path) -> None:
    rewrite(folder / "sources.csv", widen("", ""))
    rewrite(folder / "sources.csv", lambda rows: rows[2].__setitem__(6, "seen"))
    assert told(folder) == [
        "sources.csv:3 (council): column 7: the column has values in 1 row "
        "but no name and is ignored; add a name"
    ]
    assert load(folder).counts["sources"] == 3


EMPTY = ["", "\u200b", "\ufeff ", "  "]


@pytest.mark.parametrize("blank", EMPTY)
@pytest.mark.parametrize("file", CSV)
def test_a_blank_column_of_the_header_alone_costs_no_row(
    file: str, blank: str, folder: Path
) -> None:
    counts = load(folder).counts
    rewrite(folder / file, lambda rows: rows[0].extend([blank, blank]))
    loaded = load(folder)
    assert (loaded.problems, loaded.notices, loaded.counts) == ((), (), counts)


@pytest.mark.parametrize("blank", EMPTY)
@pytest.mark.parametrize("file", ["sources.csv", "allegations.csv", "claims.csv"])
def test_blank_cells_of_the_rows_alone_cost_no_row(file: str, blank: str, folder: Path) -> None:
    counts = load(folder).counts
    rewrite(folder / file, lambda rows: [row.extend([blank] * 2) for row in rows[1:]])
    loaded = load(folder)
    assert [problem.message for problem in loaded.problems] == []
    assert (loaded.notices, loaded.counts) == ((), counts)


def test_a_value_beyond_the_header_is_named_by_its_position(folder: Path) -> None:
    rewrite(folder / "sources.csv", lambda rows: rows[2].extend(["", "seen", ""]))
    (line,) = (line for line in told(folder) if line.startswith("sources.csv:3 (council): row: "))
    assert "the row has 9 cells, but the header has 6, so column 8 has a value but no name" in line


def test_a_comma_without_quotation_marks_is_not_taken_for_a_blank_cell(folder: Path) -> None:
    rewrite(folder / "sources.csv", lambda rows: [row.extend(["", ""]) for row in rows[1:]])
    rewrite(folder / "sources.csv", lambda rows: rows[2].insert(2, "in Moscow"))
    (line,) = (line for line in told(folder) if line.startswith("sources.csv:3 (council): row: "))
    assert "the row has 9 cells, but the header has 6" in line
    assert load(folder).counts["sources"] == 2  # the others keep their blank cells


def test_one_row_with_a_blank_cell_more_is_left_out(folder: Path) -> None:
    rewrite(folder / "sources.csv", lambda rows: rows[2].append(""))
    (line,) = (line for line in told(folder) if line.startswith("sources.csv:3 (council): row: "))
    assert "the row has 7 cells, but the header has 6; put quotation marks" in line


def test_a_row_without_a_cell_of_a_named_column_is_still_left_out(folder: Path) -> None:
    rewrite(folder / "sources.csv", lambda rows: rows[2].pop())
    assert any("the row has 5 cells, but the header has 6" in line for line in told(folder))


def test_a_column_in_capital_letters_is_taken(folder: Path) -> None:
    rewrite(folder / "sources.csv", lambda rows: rows[0].__setitem__(1, "Name"))
    loaded = load(folder)
    assert loaded.problems == ()
    assert [str(notice) for notice in loaded.notices] == [
        "sources.csv:1: Name: read as “name”; use this spelling"
    ]
    assert loaded.dataset.sources.loc["council", "name"] == "The council"


def test_missing_columns_are_one_problem_that_offers_the_nearest(folder: Path) -> None:
    rewrite(folder / "claims.csv", lambda rows: rows[0].__setitem__(12, "excerp"))
    (line,) = told(folder)
    assert "excerpt: the required column is missing; rename the column “excerp”" in line


def test_an_unknown_property_is_told_once_and_not_once_a_feature(folder: Path) -> None:
    path = folder / "places.geojson"
    document = json.loads(path.read_text(encoding="utf-8"))
    for feature in document["features"]:
        feature["properties"]["fid"] = 7
    path.write_text(json.dumps(document), encoding="utf-8")
    loaded = load(folder)
    assert loaded.problems == ()
    assert [str(notice) for notice in loaded.notices] == [
        "places.geojson: fid: unknown property (in 3 features); it is kept and exported unchanged"
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"PK\x03\x04" + bytes(range(200)), "the file is a spreadsheet"),
        (b"\xd0\xcf\x11\xe0" + bytes(range(200)), "the file is an old spreadsheet"),
        (b"<!DOCTYPE html><title>Sign in</title>", "the file is a web page"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:1\n", "run git lfs pull"),
    ],
)
@pytest.mark.parametrize("file", ["claims.csv", "places.geojson"])
def test_a_file_of_another_kind_is_named(
    content: bytes, message: str, file: str, folder: Path
) -> None:
    (folder / file).write_bytes(content)
    (line,) = told(folder)
    assert line.startswith(f"{file}: file: ")
    assert message in line


def test_a_merge_that_is_not_finished_is_named(folder: Path) -> None:
    rewrite(folder / "claims.csv", lambda rows: rows.insert(2, ["<<<<<<< HEAD"]))
    (line,) = told(folder)
    assert "a conflict marker of an unfinished merge" in line


def named(name: object) -> dict[str, object]:
    return {"type": "name", "properties": {"name": name}}


def with_member(folder: Path, where: str, member: str, value: object) -> list[str]:
    path = folder / "places.geojson"
    document = json.loads(path.read_text(encoding="utf-8"))
    feature = document["features"][1]
    {"file": document, "feature": feature, "geometry": feature["geometry"]}[where][member] = value
    path.write_text(json.dumps(document), encoding="utf-8")
    return told(folder)


@pytest.mark.parametrize(
    ("member", "value", "found"),
    [
        ("crs", named("urn:ogc:def:crs:EPSG::4162"), "urn:ogc:def:crs:EPSG::4162"),
        ("crs", named("EPSG:3857"), "EPSG:3857"),
        ("crs", named("EPSG:43260"), "EPSG:43260"),
        ("crs", named(4326), "{"),
        ("crs", {"type": "link", "properties": {"href": "http://x.example/crs"}}, "x.example"),
        ("crs", "anything", "anything"),
        ("coordRefSys", "http://www.opengis.net/def/crs/EPSG/0/5186", "EPSG/0/5186"),
        ("coordRefSys", ["a", "b"], "a"),
    ],
)
@pytest.mark.parametrize("where", ["file", "feature", "geometry"])
def test_another_crs_is_one_problem_that_names_it(
    where: str, member: str, value: object, found: str, folder: Path
) -> None:
    (line,) = with_member(folder, where, member, value)
    assert f": {member}: the coordinates are not WGS 84" in line
    assert found in line
    loaded = load(folder)
    assert loaded.unread == (("places.geojson",) if where == "file" else ())
    assert "south" not in loaded.dataset.places.index
    assert ("north" in loaded.dataset.places.index) == (where != "file")


@pytest.mark.parametrize(
    "name",
    [
        "urn:ogc:def:crs:OGC:1.3:CRS84",
        "urn:ogc:def:crs:OGC::CRS84",
        "urn:ogc:def:crs:OGC:0:CRS84",
        "OGC:CRS84",
        "CRS84",
        "EPSG:4326",
        "epsg:4326",
        "urn:ogc:def:crs:EPSG::4326",
        "urn:ogc:def:crs:EPSG:6.9:4326",
        "urn:x-ogc:def:crs:EPSG:4326",
        "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
        "https://www.opengis.net/def/crs/OGC/0/CRS84",
        "http://www.opengis.net/def/crs/EPSG/0/4326",
    ],
)
@pytest.mark.parametrize("where", ["file", "feature", "geometry"])
def test_wgs_84_may_be_named_in_every_usual_way(name: str, where: str, folder: Path) -> None:
    assert with_member(folder, where, "crs", named(name)) == []
    assert with_member(folder, where, "coordRefSys", name) == []


@pytest.mark.parametrize(("member", "value"), [("crs", None), ("bbox", [1, 2, 3, 4])])
def test_members_that_change_no_meaning_pass(member: str, value: object, folder: Path) -> None:
    assert with_member(folder, "file", member, value) == []
