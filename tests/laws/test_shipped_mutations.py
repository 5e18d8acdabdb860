"""The shipped files, damaged in many ways: faults are reported, and the rest is kept."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import ReadWith, assert_it_can_be_shown, examples, shipped

from routemap.data.load import SHIPPED, Loaded
from routemap.model import tables
from routemap.model.columns import Table

TABLES = [table for table in tables.TABLES if (SHIPPED / table.file).exists()]
WHOLE = {table.file: (SHIPPED / table.file).read_bytes() for table in TABLES}
UNBROKEN = shipped()
CSV = [table for table in TABLES if not table.geometry]
GEOJSON = [table for table in TABLES if table.geometry]
Rows = list[list[str]]
ReadShipped = Callable[[str, bytes], Loaded]


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shipped")
    for file, content in WHOLE.items():
        (folder / file).write_bytes(content)
    return folder


@pytest.fixture
def read_shipped(shipped: Path, read_with: ReadWith) -> ReadShipped:
    """Read the shipped folder with one of its files replaced."""
    return partial(read_with, shipped)


def rows_of(table: Table) -> Rows:
    return list(csv.reader(io.StringIO(WHOLE[table.file].decode(), newline="")))


WITH_ROWS = [table for table in CSV if len(rows_of(table)) > 1]


def written(rows: Rows) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def ids(loaded: Loaded, table: Table) -> list[str]:
    return list(getattr(loaded.dataset, table.name).index)


def told(loaded: Loaded, table: Table) -> list[str]:
    return [str(problem) for problem in loaded.problems if problem.file == table.file]


def drop_cell(rows: Rows, at: int, cell: int) -> None:
    del rows[at][cell]


def double_cell(rows: Rows, at: int, cell: int) -> None:
    rows[at].insert(cell, rows[at][cell])


def double_row(rows: Rows, at: int, _cell: int) -> None:
    rows.append(list(rows[at]))


@pytest.mark.parametrize(
    "kind",
    [
        (drop_cell, "cells, but the header has", True),
        (double_cell, "cells, but the header has", True),
        (double_row, " has the same id", False),
    ],
)
@given(table=st.sampled_from(WITH_ROWS), data=st.data())
@examples(4)
def test_a_damaged_row_is_named_and_the_other_rows_stand(
    read_shipped: ReadShipped,
    kind: tuple[Callable[[Rows, int, int], None], str, bool],
    table: Table,
    data: st.DataObject,
) -> None:
    damage, message, lost = kind
    rows = rows_of(table)
    at = data.draw(st.integers(1, len(rows) - 1))
    damage(rows, at, data.draw(st.integers(0, len(rows[0]) - 1)))
    loaded = read_shipped(table.file, written(rows))
    assert_it_can_be_shown(loaded)
    assert any(message in line for line in told(loaded, table))
    own = rows_of(table)[at][0]
    gone = set(ids(UNBROKEN, table)) - set(ids(loaded, table))
    # a record that names the missing row as its broader allegation or its original is kept
    assert gone == ({own} if lost else set())


@given(table=st.sampled_from(WITH_ROWS), data=st.data())
@examples(8)
def test_cells_that_change_places_spoil_their_own_rows_at_most(
    read_shipped: ReadShipped, table: Table, data: st.DataObject
) -> None:
    rows = rows_of(table)
    places = st.tuples(st.integers(1, len(rows) - 1), st.integers(0, len(rows[0]) - 1))
    (one, first), (other, second) = data.draw(places), data.draw(places)
    rows[one][first], rows[other][second] = rows[other][second], rows[one][first]
    loaded = read_shipped(table.file, written(rows))
    assert_it_can_be_shown(loaded)
    spoilt = {row[0] for at in (one, other) for row in (rows_of(table)[at], rows[at])}
    assert set(ids(UNBROKEN, table)) - set(ids(loaded, table)) <= spoilt
    for problem in loaded.problems:
        assert problem.message
        assert problem.field


ENCODINGS: dict[str, Callable[[str], bytes]] = {
    "UTF-16": lambda text: text.encode("utf-16"),
    "UTF-16 without its mark": lambda text: text.encode("utf-16-le"),
    "UTF-32": lambda text: text.encode("utf-32"),
    "Korean, and what it lacks": lambda text: text.encode("cp949", "replace"),
    "Russian, and what it lacks": lambda text: text.encode("cp1251", "replace"),
    "Latin": lambda text: text.replace("’", "é").encode("latin-1", "replace"),
    "two marks": lambda text: f"\ufeff\ufeff{text}".encode(),
}


# the two kinds of files; `make thorough` tries all
ONE_OF_EACH = [
    pytest.param(
        table, marks=() if table.file in ("claims.csv", "places.geojson") else pytest.mark.thorough
    )
    for table in TABLES
]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("table", ONE_OF_EACH, ids=lambda table: table.file)
def test_another_encoding_is_named_unless_all_letters_are_the_same(
    read_shipped: ReadShipped, encoding: str, table: Table
) -> None:
    content = ENCODINGS[encoding](WHOLE[table.file].decode())
    loaded = read_shipped(table.file, content)
    assert_it_can_be_shown(loaded)
    plain = content.isascii() or content == WHOLE[table.file]
    assert plain or told(loaded, table)
    for other in TABLES:
        if table.file in loaded.unread and other not in (table, *refer_to(table)):
            assert ids(loaded, other) == ids(UNBROKEN, other)


def refer_to(table: Table) -> list[Table]:
    """The tables that lose records if a table is unread."""
    lost = {table.name}
    for other in [*TABLES, *TABLES]:
        if any(c.required and lost & set(c.refers_to) for c in other.columns):
            lost.add(other.name)
    return [other for other in TABLES if other.name in lost]


@pytest.mark.parametrize(
    "breaks", [*(pytest.param(one, marks=pytest.mark.thorough) for one in ("\r", "\r\n")), "mixed"]
)
@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.file)
def test_line_breaks_of_any_kind_change_nothing(
    read_shipped: ReadShipped, breaks: str, table: Table
) -> None:
    lines = WHOLE[table.file].decode().replace("\r\n", "\n").split("\n")
    kinds = ("\n", "\r\n", "\r") if breaks == "mixed" else (breaks,)
    mixed = "".join(line + kinds[at % len(kinds)] for at, line in enumerate(lines[:-1])) + lines[-1]
    loaded = read_shipped(table.file, mixed.encode())
    assert loaded.problems == ()
    assert ids(loaded, table) == ids(UNBROKEN, table)


NUMBERS = ["NaN", "Infinity", "-Infinity", "1e400", "-1e400", "9" * 5_000, '"much"', "null", "[]"]


@pytest.mark.parametrize("number", NUMBERS, ids=lambda number: number[:12])
@pytest.mark.parametrize(
    "member", ["uncertainty_km", "longitude", pytest.param("latitude", marks=pytest.mark.thorough)]
)
def test_a_number_that_is_none_costs_one_place_and_is_named(
    read_shipped: ReadShipped, member: str, number: str
) -> None:
    document = json.loads(WHOLE["places.geojson"])
    third = document["features"][2]
    if member == "uncertainty_km":
        third["properties"][member] = "HERE"
    else:
        third["geometry"]["coordinates"][member == "latitude"] = "HERE"
    content = json.dumps(document).replace('"HERE"', number).encode()
    loaded = read_shipped("places.geojson", content)
    assert_it_can_be_shown(loaded)
    places = GEOJSON[0]
    own = third["properties"]["id"]
    assert set(ids(UNBROKEN, places)) - set(ids(loaded, places)) == {own}
    field = "uncertainty_km" if member == "uncertainty_km" else "geometry"
    assert any(f"(feature 3, {own}): {field}: " in line for line in told(loaded, places))


def line(*vertices: Any) -> dict[str, Any]:
    return {"type": "LineString", "coordinates": list(vertices)}


ENDS = [[130.6449, 42.4301], [130.6081, 42.4214]]  # of the first route
SHAPES = [
    pytest.param(
        line(ENDS[0], [131, 42], [130, 43], [130, 42], ENDS[1]), True, id="crosses itself"
    ),
    pytest.param(line([*ENDS[0], 12], [*ENDS[1], 1e9]), True, id="with heights"),
    pytest.param(line(ENDS[0], [179.9, 50], [-179.9, 50], ENDS[1]), False, id="round the Earth"),
    pytest.param(line(), False, id="empty"),
    pytest.param(line(ENDS[0]), False, id="one vertex"),
    pytest.param(line(ENDS[0], ENDS[0]), False, id="no length"),
    pytest.param(line(ENDS[0], [float("nan"), 42], ENDS[1]), False, id="NaN within"),
    pytest.param(line(ENDS[0], [130], ENDS[1]), False, id="half a vertex"),
    pytest.param(line(*[ENDS[0], ENDS[1]] * 60_000), False, id="too many vertices"),
    pytest.param({"type": "MultiLineString", "coordinates": [[], ENDS]}, None, id="an empty part"),
    pytest.param({"type": "MultiLineString", "coordinates": []}, False, id="no part"),
    pytest.param(
        {"type": "GeometryCollection", "geometries": [line(*ENDS)]}, False, id="collected"
    ),
    pytest.param(
        {"type": "Polygon", "coordinates": [[*ENDS, [131, 42], ENDS[0]]]}, False, id="area"
    ),
]


@pytest.mark.parametrize(("geometry", "stands"), SHAPES)
def test_a_line_that_cannot_be_drawn_costs_one_route_and_is_named(
    read_shipped: ReadShipped, geometry: dict[str, Any], stands: bool | None
) -> None:
    document = json.loads(WHOLE["routes.geojson"])
    document["features"][0]["geometry"] = geometry
    loaded = read_shipped("routes.geojson", json.dumps(document).encode())
    assert_it_can_be_shown(loaded)
    routes = GEOJSON[1]
    own = document["features"][0]["properties"]["id"]
    gone = set(ids(UNBROKEN, routes)) - set(ids(loaded, routes))
    assert gone <= {own}
    if stands is not None:
        assert (gone == set()) == stands
    named = any(
        "(feature 1, khasan-tumen-river-crossing): geometry: " in line
        for line in told(loaded, routes)
    )
    assert named == (own in gone)
    if not gone:
        assert not loaded.dataset.routes.geometry.has_z.any()


def test_a_member_that_stands_twice_is_named(read_shipped: ReadShipped) -> None:
    text = WHOLE["places.geojson"].decode()
    text = text.replace('"country": "PRK"', '"country": "RUS", "country": "PRK"', 1)
    text = text.replace('"type": "Point"', '"type": "Polygon", "type": "Point"', 1)
    loaded = read_shipped("places.geojson", text.encode())
    assert ids(loaded, GEOJSON[0]) == ids(UNBROKEN, GEOJSON[0])
    assert told(loaded, GEOJSON[0]) == [
        "places.geojson:5 (feature 1, pyongyang-factories): country: the member appears twice in "
        "one JSON object; the last one is used",
        "places.geojson:5 (feature 1, pyongyang-factories): type: the member appears twice in "
        "one JSON object; the last one is used",
    ]


@given(file=st.sampled_from(sorted(WHOLE)), data=st.data())
@examples(8)
def test_bytes_torn_out_anywhere_leave_what_can_be_shown(
    read_shipped: ReadShipped, file: str, data: st.DataObject
) -> None:
    content = WHOLE[file]
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(content)))
        end = data.draw(st.integers(start, min(len(content), start + 400)))
        again = data.draw(st.sampled_from([b"", content[start:end] * 2, content[start:end][::-1]]))
        content = content[:start] + again + content[end:]
    loaded = read_shipped(file, content)
    assert_it_can_be_shown(loaded)
    for problem in loaded.problems:
        assert problem.message
        assert problem.file in WHOLE
