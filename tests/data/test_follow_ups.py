"""A column or file that cannot be read is one problem; what follows from it is not repeated."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping

import pytest
from tests.conftest import Rows, WriteFolder, shipped, small_rows

from routemap.data.checks.check import check_tables
from routemap.data.load import load
from routemap.data.reading.read_csv import read_table
from routemap.data.reading.records import RawTable
from routemap.model.findings import Severity
from routemap.model.problem import Problem, folded
from routemap.model.tables import TABLES

Change = Callable[[str], str]
CSV = [table for table in TABLES if not table.geometry]
GEOJSON = [table for table in TABLES if table.geometry and not table.optional]
TITLE = "Our reports, 2022\n"


def separated(by: str, quoting: int = csv.QUOTE_MINIMAL) -> Change:
    def change(text: str) -> str:
        out = io.StringIO(newline="")
        rows = csv.reader(io.StringIO(text, newline=""))
        csv.writer(out, delimiter=by, quoting=quoting).writerows(rows)
        return out.getvalue()

    return change


def misspelt(key: str) -> str:
    return key[:2] + key[3:] if len(key) > 3 else f"{key}x"


def with_header(key: str) -> Change:
    def change(text: str) -> str:
        header, rest = text.split("\n", 1)
        cells = [misspelt(cell) if cell == key else cell for cell in header.split(",")]
        return "\n".join([",".join(cells), rest])

    return change


def with_property(key: str) -> Change:
    def change(text: str) -> str:
        document = json.loads(text)
        for feature in document["features"]:
            properties = feature["properties"]
            if key in properties:
                properties[misspelt(key)] = properties.pop(key)
        return json.dumps(document)

    return change


def without_property(key: str) -> Change:
    def change(text: str) -> str:
        document = json.loads(text)
        for feature in document["features"]:
            del feature["properties"][key]
        return json.dumps(document)

    return change


LAYOUTS: dict[str, Change] = {
    "semicolons": separated(";"),
    "quoted semicolons": separated(";", csv.QUOTE_ALL),
    "tabs": separated("\t"),
    "quoted tabs": separated("\t", csv.QUOTE_ALL),
    "bars": separated("|", csv.QUOTE_ALL),
    "line above": lambda text: TITLE + text,
    "line above and semicolons": lambda text: (
        '"Our" reports\n' + separated(";", csv.QUOTE_ALL)(text)
    ),
}
BROKEN = [
    *((table.file, name, change) for table in CSV for name, change in LAYOUTS.items()),
    *((table.file, key, with_header(key)) for table in CSV for key in table.keys),
    *(
        (table.file, key, with_property(key))
        for table in GEOJSON
        for key in table.keys
        if key != "observed_on"  # no shipped route has it
    ),
    *(
        (table.file, column.key, without_property(column.key))
        for table in GEOJSON
        for column in table.columns
        if column.required
    ),
]


def named_crs(text: str) -> str:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4162"}}
    return json.dumps({**json.loads(text), "crs": crs})


@pytest.fixture(scope="module")
def read() -> Mapping[str, RawTable]:
    files = shipped().files
    return {
        table.name: read_table(table, files[table.file]) for table in TABLES if table.file in files
    }


def listed(file: str, change: Change, read: Mapping[str, RawTable]) -> list[Problem]:
    """Return the problems and notices as they are listed, after a change of a shipped file."""
    text = change(shipped().files[file].decode("utf-8-sig"))
    raws = {table.name: RawTable(table) for table in TABLES} | {
        name: RawTable(raw.table, list(raw.records), own=raw.own, lines=raw.lines)
        for name, raw in read.items()
    }
    (table,) = (table for table in TABLES if table.file == file)
    raws[table.name] = read_table(table, text.encode())
    problems = check_tables(raws, shipped().dataset.case, shipped().dataset.basemap)[1]
    return [group.cause for group in folded(problems)]


@pytest.mark.parametrize(
    ("file", "name", "change"),
    [*BROKEN, ("places.geojson", "crs", named_crs), ("routes.geojson", "crs", named_crs)],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_follows_from_a_column_or_file_that_cannot_be_read_is_not_listed(
    file: str, name: str, change: Change, read: Mapping[str, RawTable]
) -> None:
    problems = listed(file, change, read)
    assert [(item.file, item.code) for item in problems] == [(file, problems[0].code)]
    if name in LAYOUTS:
        wanted = "file-title" if name == "line above" else "file-separator"
        assert problems[0].code == wanted
    elif problems[0].severity is Severity.PROBLEM and name != "crs":
        assert problems[0].code == "column-missing"


def test_a_row_that_is_not_valid_is_still_listed_in_a_file_with_commas(
    read: Mapping[str, RawTable],
) -> None:
    problems = listed("sources.csv", lambda text: f'{text}"x"y,z\n', read)
    assert [item.code for item in problems] == ["row-unreadable"]


def changed(
    write_folder: WriteFolder, change: Callable[[Rows], object], *, notices: bool = False
) -> list[str]:
    rows = small_rows()
    change(rows)
    loaded = load(write_folder(rows))
    return [item.code for item in (loaded.notices if notices else loaded.problems)]


@pytest.mark.parametrize(
    ("wrong", "values"),
    [
        ("value-date", {"said": "2022-13", "inferred": "said"}),
        ("value-number", {"amount_min": "many", "unit": "tonnes"}),
        ("value-term", {"amount_min": "8", "unit": "heaps"}),
        ("reference-unknown", {"vessels": "ghost", "inferred": "vessels"}),
        ("reference-unknown", {"features": "nowhere", "inferred": "features"}),
    ],
)
def test_what_follows_from_a_value_that_cannot_be_read_is_not_listed(
    wrong: str, values: dict[str, str], write_folder: WriteFolder
) -> None:
    assert changed(write_folder, lambda rows: rows["claims"][0].update(values)) == [wrong]


@pytest.mark.parametrize(
    ("wrong", "values"),
    [
        ("inferred-empty", {"inferred": "phase"}),
        ("amount-unit", {"unit": "tonnes"}),
        ("amount-unit", {"amount_min": "8"}),
        ("allegation-missing", {"allegation": ""}),
    ],
)
def test_a_value_that_is_empty_in_the_file_is_still_missed(
    wrong: str, values: dict[str, str], write_folder: WriteFolder
) -> None:
    assert changed(write_folder, lambda rows: rows["claims"][0].update(values)) == [wrong]
