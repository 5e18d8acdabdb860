"""The records that differ between two states of the data: added, removed and changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from routemap.data.dataset import Dataset
from routemap.data.tables import GEOMETRY
from routemap.model.case import CASE_FILE, Case
from routemap.model.columns import Table
from routemap.model.draft import Change

CASE: Final = CASE_FILE.removesuffix(".toml")
"""The table of the only record that describes the case; its fields are those of ``Case``."""


@dataclass(frozen=True)
class FieldChange:
    """A field of a record with its values before and after.

    A value is a text, a tuple of texts for columns with several values, a number, a shapely
    geometry in WGS 84 longitude, latitude, or a value of the case. ``""`` is an unknown value.
    """

    key: str
    old: Any
    new: Any


@dataclass(frozen=True)
class RecordChange:
    """A record that was added, removed or changed.

    Attributes
    ----------
    table, record
        Name of the table, and id of the record.
    change
        What happened to it.
    fields
        The fields that differ, in the order of the table, the team's own columns last. Of an
        added or removed record, all fields that have a value.
    """

    table: str
    record: str
    change: Change
    fields: tuple[FieldChange, ...]


def record_changes(old: Dataset, new: Dataset) -> tuple[RecordChange, ...]:
    """Return the records that differ between two states of the data.

    The order of records, line ends and the format of the files make no difference.

    Returns
    -------
    tuple of RecordChange
        In the order of the tables, the case last. Of a table: changed and removed records in the
        order of ``old``, then added ones in the order of ``new``.

    Examples
    --------
    >>> from routemap.data.load import SHIPPED, load
    >>> dataset = load(SHIPPED).dataset
    >>> record_changes(dataset, dataset)
    ()
    """
    if old is new:
        return ()
    found: list[RecordChange] = []
    names = {table.name: table for table in (*old.case.tables, *new.case.tables)}
    for name in names:
        found += _changes(_Columns.of(old, name), _Columns.of(new, name), name)
    if of_case := _case_fields(old.case, new.case):
        found.append(RecordChange(CASE, CASE, Change.CHANGED, of_case))
    return tuple(found)


@dataclass(frozen=True)
class _Columns:
    """The records of a table as one array per column."""

    index: pd.Index
    values: Mapping[str, NDArray[Any]]

    @classmethod
    def of(cls, dataset: Dataset, name: str) -> _Columns:
        table = next(table for table in dataset.case.tables if table.name == name)
        frame: pd.DataFrame = getattr(dataset, name)
        own = dataset.own[name]
        keys = [key for key in table.keys if key != "id"] + _geometry_of(table)
        values = {key: _array(frame[key]) for key in keys}
        values |= {key: _array(own[key]) for key in own.columns}
        return cls(frame.index, values)

    def at(self, key: str, rows: NDArray[np.int64]) -> NDArray[Any]:
        """Return the values of a column at some rows, ``""`` for a column that does not exist."""
        column = self.values.get(key)
        if column is None:
            return np.full(len(rows), "", dtype=object)
        is_whole = len(rows) == len(column) and bool((rows[1:] > rows[:-1]).all())
        return column if is_whole else column[rows]


def _array(column: pd.Series) -> NDArray[Any]:
    return column.to_numpy(dtype=object)


def _geometry_of(table: Table) -> list[str]:
    return [GEOMETRY] if table.geometry else []


def _changes(old: _Columns, new: _Columns, table: str) -> list[RecordChange]:
    place = np.asarray(new.index.get_indexer(old.index), dtype=np.int64)
    common = np.flatnonzero(place >= 0)
    gone = np.flatnonzero(place < 0)
    is_new = np.ones(len(new.index), dtype=bool)
    is_new[place[common]] = False
    fresh = np.flatnonzero(is_new)
    keys = [*old.values, *(key for key in new.values if key not in old.values)]
    changed: dict[int, list[FieldChange]] = {row: [] for row in gone.tolist()}
    added: dict[int, list[FieldChange]] = {row: [] for row in fresh.tolist()}
    for key in keys:
        before, after = old.at(key, common), new.at(key, place[common])
        for at in np.flatnonzero(before != after).tolist():
            change = FieldChange(key, before[at], after[at])
            changed.setdefault(int(common[at]), []).append(change)
        for row, value in zip(gone.tolist(), old.at(key, gone).tolist(), strict=True):
            if _has_value(value):
                changed[row].append(FieldChange(key, value, _empty(value)))
        for row, value in zip(fresh.tolist(), new.at(key, fresh).tolist(), strict=True):
            if _has_value(value):
                added[row].append(FieldChange(key, _empty(value), value))
    return [
        RecordChange(
            table,
            str(old.index[row]),
            Change.CHANGED if place[row] >= 0 else Change.REMOVED,
            tuple(changed[row]),
        )
        for row in sorted(changed)
    ] + [
        RecordChange(table, str(new.index[row]), Change.ADDED, tuple(own))
        for row, own in added.items()
    ]


def _has_value(value: Any) -> bool:
    return not isinstance(value, str | tuple) or bool(value)


def _empty(value: Any) -> Any:
    return () if isinstance(value, tuple) else ""


def _case_fields(old: Case, new: Case) -> tuple[FieldChange, ...]:
    return tuple(
        FieldChange(item.name, before, after)
        for item in fields(Case)
        if item.compare
        and (before := getattr(old, item.name)) != (after := getattr(new, item.name))
    )
