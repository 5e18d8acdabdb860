"""Checked records as Arrow tables, the form in which the cache stores them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import pandas as pd
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


def tabulate_days(dates: pd.DataFrame) -> pa.Table:
    """Return the dates of a dataset as :func:`tabulate_dates` returns them."""
    return pa.table(
        {
            "text": pa.array(dates.index.tolist(), pa.string()),
            "first": pa.array(dates["first"].to_numpy(), pa.int64()),
            "last": pa.array(dates["last"].to_numpy(), pa.int64()),
        }
    )


def _strings(texts: list[str]) -> pa.Array:
    try:
        return pa.array(texts, pa.string())
    except UnicodeEncodeError:  # a lone surrogate, allowed by JSON but not in a page
        return pa.array([text.encode("utf-8", "replace").decode() for text in texts], pa.string())
