"""Checked records as Arrow tables: the form in which they are kept between starts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import pyarrow as pa
import shapely

from routemap.data.reading.records import Record
from routemap.model.columns import Kind, Table
from routemap.model.dates import parse
from routemap.model.tables import TABLES

ROW: Final = "row"
GEOMETRY: Final = "geometry"
DATES: Final = "dates"
OWN: Final = "own:"
"""Stands before the names of own columns, which could be those of others otherwise."""
EARLIEST: Final = 0
LATEST: Final = 10**7
"""Ordinals of days that mean an open bound."""


def tabulate(table: Table, records: Sequence[Record], own: Sequence[str] = ()) -> pa.Table:
    """Return checked records as an Arrow table.

    All columns of the table as text, then ``row`` and, as WKB, ``geometry``, then the team's own
    columns as text, with :data:`OWN` before their names.

    Parameters
    ----------
    table
        Which table the records are of.
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
    """Return the schema of a table of :func:`tabulate` without columns of text for own columns."""
    return pa.schema(
        field for field in schema if not (field.name.startswith(OWN) and field.type == pa.string())
    )


def tabulate_dates(records: Mapping[str, Iterable[Record]]) -> pa.Table:
    """Return every distinct date of checked records, by table name, with its days."""
    texts = {
        record.values[column.key]
        for table in TABLES
        for column in table.columns
        if column.kind is Kind.EDTF
        for record in records.get(table.name, ())
    }
    dates = [parse(text) for text in sorted(texts - {""})]
    first = [date.first.toordinal() if date.first else EARLIEST for date in dates]
    last = [date.last.toordinal() if date.last else LATEST for date in dates]
    return pa.table(
        {
            "text": pa.array([date.text for date in dates], pa.string()),
            "first": pa.array(first, pa.int64()),
            "last": pa.array(last, pa.int64()),
        }
    )


def _strings(texts: list[str]) -> pa.Array:
    try:
        return pa.array(texts, pa.string())
    except UnicodeEncodeError:  # a lone surrogate, which JSON can name and no page can show
        return pa.array([text.encode("utf-8", "replace").decode() for text in texts], pa.string())
