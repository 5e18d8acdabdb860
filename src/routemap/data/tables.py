"""Checked records as Arrow tables, the form in which the cache stores them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc
import shapely

from routemap.data.reading.records import Record
from routemap.model.columns import Kind, Table
from routemap.model.dates import parse
from routemap.model.tables import TABLES

ROW: Final = "row"
GEOMETRY: Final = "geometry"
DATES: Final = "dates"
OWN: Final = "own:"
"""Prefix of the names of own columns, so that they differ from all other names."""
EARLIEST: Final = 0
LATEST: Final = 10**7
"""Ordinals of days that represent an open bound."""


def tabulate(table: Table, records: Sequence[Record], own: Sequence[str] = ()) -> pa.Table:
    """Return checked records as an Arrow table.

    All columns of the table as text, then ``row`` and, as WKB, ``geometry``, then the team's own
    columns as text, with the prefix :data:`OWN`.

    Parameters
    ----------
    table
        The table of the records.
    records
        The records, in the order of the rows.
    own
        Names of the own columns, in the order of :attr:`routemap.data.reading.records.Record.own`.
    """
    columns: dict[str, pa.Array] = {
        key: _strings([record.values[key] for record in records]) for key in table.keys
    }
    columns[ROW] = pa.array([record.row for record in records], pa.int32())
    if table.geometry:
        columns[GEOMETRY] = pa.array(
            shapely.to_wkb([record.geometry for record in records]), pa.binary()
        )
    for position, name in enumerate(own):
        columns[f"{OWN}{name}"] = _strings([record.own[position] for record in records])
    return pa.table(columns)


def own_names(schema: pa.Schema) -> tuple[str, ...]:
    """Return the names of the own columns of a table of :func:`tabulate`."""
    return tuple(name.removeprefix(OWN) for name in schema.names if name.startswith(OWN))


def without_own(schema: pa.Schema) -> pa.Schema:
    """Return the schema of a table of :func:`tabulate` without own columns that contain text."""
    return pa.schema(
        field for field in schema if not (field.name.startswith(OWN) and field.type == pa.string())
    )


def tabulate_dates(records: Mapping[str, Iterable[Record]]) -> pa.Table:
    """Return the distinct dates of checked records (by table name), with first and last day."""
    texts = {
        record.values[column.key]
        for table in TABLES
        for column in table.columns
        if column.kind is Kind.EDTF
        for record in records.get(table.name, ())
    }
    return _dates_table(texts - {""}, {})


def _dates_table(texts: set[str], known: Mapping[str, tuple[int, int]]) -> pa.Table:
    days = {text: known.get(text) or _days(text) for text in sorted(texts)}
    return pa.table(
        {
            "text": pa.array(days, pa.string()),
            "first": pa.array([first for first, _ in days.values()], pa.int64()),
            "last": pa.array([last for _, last in days.values()], pa.int64()),
        }
    )


def _days(text: str) -> tuple[int, int]:
    date = parse(text)
    return (
        date.first.toordinal() if date.first else EARLIEST,
        date.last.toordinal() if date.last else LATEST,
    )


def dates_of(rows: Mapping[str, pa.Table], tables: Sequence[Table], known: pa.Table) -> pa.Table:
    """Return the distinct dates of tables of text, with first and last day.

    Parameters
    ----------
    rows
        Records as text, by table.
    tables
        The definitions of the tables.
    known
        Dates of :func:`tabulate_dates`, which are not parsed again.
    """
    texts = {
        text
        for table in tables
        for column in table.columns
        if column.kind is Kind.EDTF
        for text in pc.unique(rows[table.name][column.key]).to_pylist()
    }
    columns = (known[name].to_pylist() for name in ("text", "first", "last"))
    days = {text: (first, last) for text, first, last in zip(*columns, strict=True)}
    return _dates_table(texts - {""}, days)


def _strings(texts: list[str]) -> pa.Array:
    try:
        return pa.array(texts, pa.string())
    except UnicodeEncodeError:  # a lone surrogate, allowed by JSON but not in a page
        return pa.array([text.encode("utf-8", "replace").decode() for text in texts], pa.string())
