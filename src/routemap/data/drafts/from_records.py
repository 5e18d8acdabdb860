"""Edits from records of files: what is new, the same, or differs from the present data."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from routemap.data.drafts.conflicts import Row, records_of, same
from routemap.data.drafts.draft_file import TABLE
from routemap.data.incoming.incoming_record import IncomingRecord
from routemap.data.reading.read_geojson import BAD_SHAPE, strict_shape
from routemap.model.columns import Column, Kind, Table, split_cell
from routemap.model.draft import GEOMETRY, Change, FieldEdit, RecordEdit
from routemap.model.text import shortened

_NUMBERS: Final = (Kind.NUMBER, Kind.AMOUNT)


@dataclass(frozen=True)
class Difference:
    """A field of a record that has another value in the file than in the data.

    ``key`` is ``""`` for a geometry.
    """

    record: IncomingRecord
    key: str
    published: str
    incoming: str

    def __str__(self) -> str:
        now, new = (
            f"“{shortened(text)}”" if text else "empty" for text in (self.published, self.incoming)
        )
        name = self.key or "geometry"
        return (
            f"{self.record.place} ({self.record.record}): {name}: it is {new} in the file, and "
            f"{now} in the data"
        )


@dataclass(frozen=True)
class Incoming:
    """Records of files compared with the present data.

    Attributes
    ----------
    edits
        What a draft of them does, in the order of the tables.
    new, same, different
        The records by what they are: not in the data, equal to it, or with other values.
    differences
        The fields of the different ones.
    """

    edits: tuple[RecordEdit, ...]
    new: tuple[IncomingRecord, ...]
    same: tuple[IncomingRecord, ...]
    different: tuple[IncomingRecord, ...]
    differences: tuple[Difference, ...]


def edits_from(
    files: Mapping[str, bytes], records: Sequence[IncomingRecord], *, update: bool = False
) -> Incoming:
    """Compare records of files with the present data, by record and field.

    A record that the data has is compared in the columns that the file has; an empty cell there
    is a value like any other.

    Parameters
    ----------
    files
        The files of a data folder.
    records
        The records, each id of a table once.
    update
        Whether other values of records that exist become changes; otherwise they become nothing.
    """
    rows = {table: records_of(files, table) for table in {item.table for item in records}}
    new, equal, different = [], [], []
    differences: list[Difference] = []
    edits: list[RecordEdit] = []
    for record in records:
        row = rows[record.table].get(record.record)
        if row is None:
            new.append(record)
            edits.append(_added(record))
        elif found := _differences(record, row):
            different.append(record)
            differences += found
            if update:
                edits.append(_changed(record, found))
        else:
            equal.append(record)
    order = {name: place for place, name in enumerate(TABLE)}
    edits.sort(key=lambda edit: order[edit.table])
    return Incoming(tuple(edits), tuple(new), tuple(equal), tuple(different), tuple(differences))


def _added(record: IncomingRecord) -> RecordEdit:
    fields = tuple(FieldEdit(key, "", text) for key, text in record.cells.items() if text)
    return RecordEdit(record.table, record.record, Change.ADDED, fields)


def _changed(record: IncomingRecord, found: Sequence[Difference]) -> RecordEdit:
    fields = tuple(FieldEdit(item.key, item.published, item.incoming) for item in found)
    return RecordEdit(record.table, record.record, Change.CHANGED, fields)


def _differences(record: IncomingRecord, row: Row) -> list[Difference]:
    table = TABLE[record.table]
    return [
        Difference(record, key, row.get(key, ""), text)
        for key, text in record.cells.items()
        if not _is_same(table, key, row.get(key, ""), text)
    ]


def _is_same(table: Table, key: str, one: str, other: str) -> bool:
    """Return whether two texts of a field mean the same, however they are written."""
    if one == other or same(key, one, other):
        return True
    if key == GEOMETRY:
        return _is_same_shape(one, other)
    column: Column | None = next((item for item in table.columns if item.key == key), None)
    if column is None or column.kind is Kind.GEOJSON:
        # the text of a list in a file has its whole numbers as text
        values = [_parsed(text, parse_int=str) for text in (one, other)]
        return isinstance(values[0], list | dict) and bool(values[0] == values[1])
    if column.kind in _NUMBERS:
        numbers = [_parsed(text) for text in (one, other)]
        return isinstance(numbers[0], int | float) and bool(numbers[0] == numbers[1])
    return column.many and split_cell(one) == split_cell(other)


def _is_same_shape(one: str, other: str) -> bool:
    """Return whether two geometries are equal in WGS 84 longitude and latitude; heights not."""
    try:
        first, second = (strict_shape(_parsed(text)) for text in (one, other))
    except BAD_SHAPE:
        return False
    return bool(first == second)


def _parsed(text: str, parse_int: Callable[[str], Any] | None = None) -> Any:
    try:
        return json.loads(text, parse_int=parse_int)
    except (ValueError, RecursionError):
        return None
