"""Losses of an edit: records and values that are still in the files but can no longer be read.

A record whose row was deleted, or a cell that was emptied, is a decision of the editor. A record or
value that could be read before, and is still in its file but can no longer be read, is treated as a
mistake. So is a cell of references that was emptied, because references decide what a line says:
only a draft can do this, or the removal of what the cell named.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from routemap.data.left_out import LeftOut
from routemap.data.load import Loaded
from routemap.data.reading.written_rows import WrittenRow, likeness, written_rows
from routemap.model.columns import SEPARATOR, Column, Kind, Table, split_cell
from routemap.model.draft import Cell
from routemap.model.loss import Loss
from routemap.model.problem import Problem
from routemap.model.text import shortened

Emptied = Callable[[datetime], Collection[Cell]]
"""Returns the cells that published drafts have emptied since a time."""


def no_drafts(_since: datetime) -> Collection[Cell]:
    """Return nothing, where no drafts are published."""
    return ()


def losses(good: Loaded, new: Loaded, emptied: Emptied = no_drafts) -> tuple[Loss, ...]:
    """Return what is in the files of ``new`` but can only be read in ``good``.

    Parameters
    ----------
    good
        The last good state of a folder.
    new
        A later state of the same folder, in which every file could be read.
    emptied
        Returns the cells that published drafts have emptied, which are no losses. It is only called
        if a cell of references is empty now.

    Returns
    -------
    tuple of Loss
        In the order of the tables: places first, claims last. Empty if every record and
        value of ``good`` can still be read or was removed from its file.
    """
    found = [
        loss
        for table in good.dataset.case.tables
        for loss in _Comparison(table, good, new).losses()
    ]
    if any(loss.emptied for loss in found):
        decided = emptied(good.loaded_at)
        found = [loss for loss in found if loss.emptied not in decided]
    return tuple(found)


class _Comparison:
    """One table in two states of a folder."""

    def __init__(self, table: Table, good: Loaded, new: Loaded) -> None:
        self._table, self._good, self._new = table, good, new
        self._before: pd.DataFrame = getattr(good.dataset, table.name)
        self._after: pd.DataFrame = getattr(new.dataset, table.name)
        self._own_before: pd.DataFrame = good.dataset.own[table.name]
        self._own_after: pd.DataFrame = new.dataset.own[table.name]
        self._is_same = self._before.index.equals(self._after.index)
        self._common = self._before.index.intersection(self._after.index, sort=False)
        self._problems = [item for item in new.problems if item.file == table.file]

    def losses(self) -> Iterator[Loss]:
        """Yield the losses of the table; the files are read again only if there may be any."""
        gone = self._before.index.difference(self._after.index, sort=False)
        fewer = {column: self._fewer(column) for column in self._table.columns}
        own = (_own_column(name) for name in self._own_before.columns)
        fewer |= {column: self._fewer_own(column.key) for column in own}
        if len(gone) or self._problems or any(map(len, fewer.values())):
            records = list(self._records([str(key) for key in gone]))
            yield from records
            named = {loss.record for loss in records}
            for column, keys in fewer.items():
                yield from self._values(column, [k for k in keys if self._name(k) not in named])

    def _fewer(self, column: Column) -> list[str]:
        """Return the ids of the records that have lost a value, or one of several values."""
        if column.kind in (Kind.ID, Kind.NUMBER) or (column.required and not column.many):
            return []  # such a record would be lost completely
        before = self._values_of(self._before, column.key)
        after = self._values_now(column.key)
        changed = np.flatnonzero(before != after).tolist()
        return [
            str(self._common[at])
            for at in changed
            if set(_parts(column, before[at])) - set(_parts(column, after[at]))
            and (column.many or not after[at])
        ]

    def _fewer_own(self, name: str) -> list[str]:
        """Return the ids of the records that have lost their value in an own column."""
        lost = self._values_of(self._own_before, name) != ""
        lost &= self._values_now(name) == ""
        return [str(self._common[at]) for at in np.flatnonzero(lost).tolist()]

    def _values_of(self, frame: pd.DataFrame, name: str) -> Any:
        """Return the values of a column for the records that both states have."""
        # looking the records up takes most of the time of a large table
        return (frame[name] if self._is_same else frame[name].loc[self._common]).to_numpy()

    def _values_now(self, name: str) -> Any:
        """Return the values of a column, which can be an own one since the case has changed."""
        for frame in (self._after, self._own_after):
            if name in frame.columns:
                return self._values_of(frame, name)
        return np.full(len(self._common), "", dtype=object)

    def _records(self, gone: Sequence[str]) -> Iterator[Loss]:
        """Yield the records that can no longer be read."""
        left_out = _left_out(self._rows, self._read)
        by_key = {row.key: row for row in reversed(left_out)}
        for key in gone:
            row = by_key.get(key) or self._among_left_out.find(self._old[key])
            if row:
                yield self._loss(row, key)
        for row in left_out:  # the id of this row is now the id of another row
            key = row.key
            if key in self._after.index and key in self._before.index:
                taken = next(other for other in self._rows if other.row == self._row_of[key])
                if likeness(row, self._old[key]) > likeness(taken, self._old[key]):
                    yield self._loss(row, key)

    def _values(self, column: Column, keys: Sequence[str]) -> Iterator[Loss]:
        """Yield the values of a column that can no longer be read."""
        rows = {row.row: row for row in reversed(self._rows)} if keys else {}
        absent = []
        for key in keys:
            row = rows[self._row_of[key]]
            known = column.key in self._table.keys
            if column.key not in row.cells:
                if known or not self._is_renamed(column.key, row, self._old[key]):
                    absent.append(row)
                continue
            has = _parts(column, self._after.at[key, column.key]) if known else ()
            unread = [part for part in _parts(column, row.cells[column.key]) if part not in has]
            if unread:
                yield self._loss(row, key, column.key, "; ".join(unread))
            elif column.kind is Kind.REFERENCE and not _parts(column, row.cells[column.key]):
                yield from self._emptied(column, row, key)
        if absent:
            what = "property" if self._table.geometry else "column"
            number = f"{len(absent):,} record{'' if len(absent) == 1 else 's'}"
            own = column.key in self._own_before.columns
            fix = "; to remove it, empty its values first" if own else ""
            yield Loss(
                self._table.file,
                absent[0].row if self._table.geometry else 1,
                self._name(absent[0].key) if len(absent) == 1 else "",
                column.key,
                "",
                f"the {what} is missing, but {number} had a value in it{fix}",
            )

    def _emptied(self, column: Column, row: WrittenRow, key: str) -> Iterator[Loss]:
        """Yield the loss of all references of a cell, unless nothing that it named is left."""
        named = _parts(column, self._before.at[key, column.key])
        frames = [getattr(self._new.dataset, name) for name in column.refers_to]
        if any(part in frame.index for part in named for frame in frames):
            yield Loss(
                self._table.file,
                row.row,
                self._name(key),
                column.key,
                "",
                f"the cell is empty, but it had “{shortened(SEPARATOR.join(named))}”; put it back, "
                "or empty it in a draft",
                (self._table.name, key, column.key),
            )

    def _is_renamed(self, name: str, row: WrittenRow, old: WrittenRow) -> bool:
        """Return whether the value of an own column is now in a column with another name."""
        text = old.cells.get(name, "")
        return any(cell == text != old.cells.get(key, "") for key, cell in row.cells.items())

    def _loss(self, row: WrittenRow, key: str, field: str = "", value: str = "") -> Loss:
        problem = self._problem(row.row, field)
        if problem is None:
            fault = "it cannot be read"
            if self._table.geometry and not row.cells:
                fault = "it is not an item of “features”"
            return Loss(self._table.file, row.row, self._name(key), field, value, fault)
        fields = {*self._table.keys, *self._own_before.columns, "geometry"}
        return Loss(
            self._table.file,
            row.row,
            self._name(key),
            problem.field if problem.field in fields else "",
            value or ("" if problem.field == "geometry" else problem.value),
            problem.fault,
        )

    def _problem(self, row: int, field: str) -> Problem | None:
        """Return the problem that best explains a fault of a row, or of a field of it."""
        optional = {column.key for column in self._table.columns if not column.required}
        optional |= set(self._own_before.columns)
        own = [item for item in self._problems if item.row == row]
        if field:
            return next((item for item in own if item.field == field), None)
        if not own and not self._table.geometry:
            # the row is inside another one, because of an opening quotation mark
            own = [item for item in self._problems if item.row and item.row < row][-1:]
        return min(own, key=lambda item: item.field in optional, default=None)

    def _name(self, key: str) -> str:
        return f"{self._table.record} “{key}”"

    @cached_property
    def _row_of(self) -> Mapping[str, int]:
        """The row of each record that can be read now, by id."""
        rows = self._new.rows[self._table.name].tolist()
        return dict(zip(map(str, self._after.index), rows, strict=True))

    @cached_property
    def _read(self) -> frozenset[int]:
        return frozenset(self._row_of.values())

    @cached_property
    def _among_left_out(self) -> LeftOut:
        """What is left out now, but for what was left out of the last good state as it is."""
        before = frozenset(self._good.rows[self._table.name].tolist())
        return LeftOut(_left_out(self._rows, self._read), _left_out(self._old_rows, before))

    @cached_property
    def _rows(self) -> list[WrittenRow]:
        return written_rows(self._table, self._new.files[self._table.file])

    @cached_property
    def _old(self) -> Mapping[str, WrittenRow]:
        """The rows of the last good state, by id; the first one if several have the same id."""
        return {row.key: row for row in reversed(self._old_rows)}

    @cached_property
    def _old_rows(self) -> list[WrittenRow]:
        return written_rows(self._table, self._good.files[self._table.file])


def _left_out(rows: Sequence[WrittenRow], read: Collection[int]) -> list[WrittenRow]:
    return [row for row in rows if row.row not in read or not row.cells]


def _own_column(name: str) -> Column:
    return Column(name, name, "")


def _parts(column: Column, cell: Any) -> tuple[str, ...]:
    if isinstance(cell, tuple):
        return cell
    return split_cell(cell) if column.many else (cell,) if cell else ()
