"""Rows of a file as written, including those that the checks leave out.

:mod:`routemap.data.losses` compares them with the records that could be read.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from routemap.data.reading.read_csv import read_table
from routemap.model.columns import Table
from routemap.model.findings import Effect

_OF_FEATURE: Final = ("type", "id", "bbox", "properties", "geometry")
_OF_COLLECTION: Final = ("type", "name", "crs", "bbox", "features")


@dataclass(frozen=True)
class WrittenRow:
    """One row or feature as written in the file.

    Attributes
    ----------
    row
        Row of a CSV file (the header is row 1) or number of a GeoJSON feature (from 1).
    key
        Its id, ``""`` if there is none.
    cells
        Text by column, own columns included, only of columns that the file has. A GeoJSON feature
        also has its geometry, under the key ``""``, because an own column can have any other name.
        Empty for a line that cannot be taken apart.
    text
        A line that is not the beginning of a record that can be read, or a JSON value that is not a
        feature, as written; otherwise ``""``.
    """

    row: int
    key: str
    cells: Mapping[str, str]
    text: str = ""


def written_rows(table: Table, content: bytes) -> list[WrittenRow]:
    """Return the rows of a file whose header, or whose JSON document, can be read."""
    return list(_features(table, content) if table.geometry else _lines(table, content))


def likeness(row: WrittenRow, old: WrittenRow) -> float:
    """Return the share, 0 to 1, of an earlier row's cells that are equal in a row.

    Ids and cells that were empty are not compared.
    """
    filled = [key for key, text in old.cells.items() if text and key != "id" and key in row.cells]
    return sum(row.cells[key] == old.cells[key] for key in filled) / max(1, len(filled))


def _lines(table: Table, content: bytes) -> Iterator[WrittenRow]:
    """Yield the rows of a CSV file; other lines, the header included, have only an id and text."""
    text = content.decode("utf-8-sig", "surrogateescape")
    header = [name.strip() for name in next(csv.reader(io.StringIO(text, newline="")), [])]
    raw = read_table(table, content)
    records = raw.records
    left_out = {
        (item.row, item.field): item.value
        for item in raw.problems
        if item.field in raw.own and item.effect is Effect.VALUE
    }
    for record in records:
        cells = {key: cell for key, cell in record.values.items() if key in header}
        for name, cell in zip(raw.own, record.own, strict=True):
            cells[name] = cell or left_out.get((record.row, name), "")
        yield WrittenRow(record.row, record.values["id"], cells)
    taken = {record.row for record in records}
    at = header.index("id") if "id" in header else 0
    for number, line in enumerate(io.StringIO(text, newline=""), start=1):
        if number not in taken and line.strip():
            cells_of_line = _cells(line) if number > 1 else []
            key = cells_of_line[at].strip() if len(cells_of_line) > at else ""
            yield WrittenRow(number, key, {}, line)


def _cells(line: str) -> list[str]:
    try:
        return next(csv.reader([line]), [])
    except csv.Error:
        return line.split(",")


def _features(table: Table, content: bytes) -> Iterator[WrittenRow]:
    """Yield the features of a GeoJSON file, and what is in it beside or inside of them."""
    document = json.loads(content.decode("utf-8-sig", "surrogateescape"), parse_int=str)
    raw = read_table(table, content)
    keys = {*table.keys, *raw.own}
    readable = {record.row for record in raw.records if record.values["id"]}
    for number, feature in enumerate(document["features"], start=1):
        properties = _properties(feature)
        cells = {key: _text(value) for key, value in properties.items()}
        known = {key: text for key, text in cells.items() if key in keys}
        text = "" if number in readable else _as_json(feature)
        yield WrittenRow(number, known.get("id", ""), {**known, "": _geometry(feature)}, text)
        if number in readable:
            yield from _unexpected(number, feature, _OF_FEATURE)
            yield from _unexpected(number, properties)
    yield from _unexpected(0, document, _OF_COLLECTION)


def _unexpected(
    row: int, members: Mapping[str, Any], known: tuple[str, ...] = ()
) -> Iterator[WrittenRow]:
    """Yield objects and lists where none belong: a feature may be in them."""
    for key, value in members.items():
        if key not in known and isinstance(value, dict | list):
            yield WrittenRow(row, "", {}, _as_json(value))


def _properties(feature: Any) -> Mapping[str, Any]:
    """Return the properties of a feature, also if the member has another name."""
    members = feature if isinstance(feature, dict) else {}
    if isinstance(found := members.get("properties"), dict):
        return found
    return next((item for item in members.values() if isinstance(item, dict) and "id" in item), {})


def _geometry(feature: Any) -> str:
    return json.dumps(feature.get("geometry")) if isinstance(feature, dict) else ""


def _as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value.strip() if isinstance(value, str) else json.dumps(value)
