"""Check only what an edit can have changed, for large data that was checked before.

The changed records, those that refer to them and those that share a value with them are checked by
:func:`routemap.data.checks.check.check_tables`, together with all records that these name. Findings
about all other records stay. A law (``tests/laws/test_recheck_laws.py``) compares the result with a
check of everything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from routemap.data.basemap import Basemap
from routemap.data.checks.check import check_tables
from routemap.data.checks.usage import NAMING, UNUSED, used_ids
from routemap.data.checks.values import neighbours
from routemap.data.page_address import usual_address
from routemap.data.reading.records import RawTable, Record
from routemap.data.tables import GEOMETRY, OWN, ROW, own_names
from routemap.model.case import Case
from routemap.model.columns import Column, Kind, Table, split_cell
from routemap.model.findings import Effect
from routemap.model.problem import Problem

Tables = Mapping[str, pa.Table]
Chosen = dict[str, set[str]]
"""Ids by table."""
_MOST: Final = 20_000  # records; more are not faster than a check of everything
_FIRST_LINE: Final = 4  # of a canonical GeoJSON file; feature 1 is on the next line
_NAMES_ANOTHER: Final = ("claim-twice", "url-twice", "url-alike", "passage-differs", "vessel-twice")
"""Codes of findings whose message has the row of another record."""
_UNUSED: Final = frozenset(code for _, code, _ in UNUSED)


@dataclass(frozen=True)
class Peers:
    """Records that are compared with each other, because they share values.

    Attributes
    ----------
    table, columns
        The table, and the columns whose values they share.
    value
        What is compared of each value.
    """

    table: str
    columns: tuple[str, ...]
    value: Callable[[str], str] = str


PEERS: Final = (
    Peers("claims", ("article", "excerpt")),
    Peers("articles", ("url",), usual_address),
    Peers("vessels", ("imo",)),
    Peers("vessels", ("mmsi",)),
)


@dataclass(frozen=True)
class Checked:
    """Canonical tables and what the checks found in them; every record and value was kept."""

    tables: Tables
    findings: tuple[Problem, ...]


def recheck(old: Checked, new: Tables, case: Case, basemap: Basemap) -> tuple[Problem, ...] | None:
    """Return the findings about tables, given those about an earlier state of them.

    Parameters
    ----------
    old
        The earlier state.
    new
        The canonical tables to check, which may share tables with ``old``.
    case, basemap
        As for :func:`routemap.data.checks.check.check_tables`; the same as for ``old``.

    Returns
    -------
    tuple of Problem or None
        ``None`` if everything must be checked: too much has changed, or a record or value would
        be left out.
    """
    touched: Chosen = {}
    for table in case.tables:
        ids = _touched(old.tables[table.name], new[table.name])
        if ids is None or (ids and _counts_own(table, old.findings)):
            return None
        touched[table.name] = ids
    subjects = _subjects(old, new, case, touched)
    context = _with_named(new, case, subjects)
    if sum(map(len, context.values())) > _MOST:
        return None
    raws = {table.name: _raw(table, new[table.name], context[table.name]) for table in case.tables}
    _, found = check_tables(raws, case, basemap)
    if any(item.effect is not Effect.NONE for item in found):
        return None
    file = {table.file: table.name for table in case.tables}
    fresh = [
        item
        for item in found
        if item.record in subjects[file[item.file]] and item.code not in _UNUSED
    ]
    kept = [
        item
        for item in old.findings
        if item.code not in _UNUSED
        and not (item.record and item.record in subjects[file[item.file]])
    ]
    order = {table.file: at for at, table in enumerate(case.tables)}
    every = [*_moved(kept, new, file), *fresh, *_unused(new)]
    return tuple(sorted(every, key=lambda item: (order[item.file], item.row or 0)))


def _counts_own(table: Table, findings: Iterable[Problem]) -> bool:
    """Return whether a finding counts the features with a property, which may have changed."""
    return bool(table.geometry) and any(
        item.file == table.file and item.code == "column-unknown" for item in findings
    )


def _touched(old: pa.Table, new: pa.Table) -> set[str] | None:
    """Return the ids of records that were added, changed or removed, ``None`` if it is unclear."""
    if old is new:
        return set()
    if old.schema != new.schema:
        return None
    before, after = pd.Index(old["id"].to_pylist()), pd.Index(new["id"].to_pylist())
    if not (before.is_unique and after.is_unique):
        return None
    place = before.get_indexer(after)
    common = place >= 0
    if (np.diff(place[common]) < 0).any():
        return None  # the order decides which of two records is the first
    was, now = old.take(pa.array(place[common])), new.filter(pa.array(common))
    differs = np.zeros(len(now), dtype=bool)
    for name in new.schema.names:
        if name != ROW:
            differs |= pc.not_equal(was[name], now[name]).to_numpy(zero_copy_only=False)
    gone = before.difference(after)
    return {*after[~common], *after[common][differs], *gone}


def _subjects(old: Checked, new: Tables, case: Case, touched: Chosen) -> Chosen:
    """Return the ids of the records whose findings may be others now."""
    subjects = {name: set(ids) for name, ids in touched.items()}
    for item in old.findings:
        if item.code in _NAMES_ANOTHER:
            (name,) = (table.name for table in case.tables if table.file == item.file)
            subjects[name].add(item.record)
    for row in PEERS:
        for tables in (old.tables, new):  # what a record was like before, too
            subjects[row.table] |= _peers(row, tables[row.table], new[row.table], subjects)
    for table in case.tables:
        for column in table.columns:
            if column.refers_to:
                named = set().union(*(touched[name] for name in column.refers_to))
                subjects[table.name] |= _naming(new[table.name], column, named)
        for column, neighbour in neighbours(table):  # texts that look like an id
            if column.is_text and neighbour.kind is Kind.REFERENCE:
                named = set().union(*(touched[name] for name in neighbour.refers_to))
                subjects[table.name] |= _naming(new[table.name], column, named)
    return subjects


def _peers(row: Peers, of: pa.Table, among: pa.Table, subjects: Chosen) -> set[str]:
    chosen = of.filter(pc.is_in(of["id"], pa.array(sorted(subjects[row.table]), pa.string())))
    mask = np.ones(len(among), dtype=bool)
    for column in row.columns:
        wanted = {row.value(text) for text in chosen[column].to_pylist()} - {""}
        cells = among[column]
        if row.value is not str:
            cells = pa.chunked_array([[row.value(text) for text in cells.to_pylist()]], pa.string())
        mask &= _is_in(cells, wanted)
    return set(among["id"].filter(pa.array(mask)).to_pylist())


def _is_in(cells: pa.ChunkedArray, wanted: Iterable[str]) -> np.ndarray:
    found = pc.is_in(cells, pa.array(sorted(wanted), pa.string()))
    return np.asarray(found.to_numpy(zero_copy_only=False), dtype=bool)


def _naming(rows: pa.Table, column: Column, ids: set[str]) -> set[str]:
    """Return the ids of the records that name one of some ids in a column."""
    if not ids:
        return set()
    wanted = ids
    if column.many:
        wanted = {
            cell
            for cell in pc.unique(rows[column.key]).to_pylist()
            if not ids.isdisjoint(split_cell(cell))
        }
    return set(rows["id"].filter(pa.array(_is_in(rows[column.key], wanted))).to_pylist())


def _with_named(new: Tables, case: Case, subjects: Chosen) -> Chosen:
    """Return ids together with those of all records that they name, directly or not."""
    chosen = {name: set(ids) for name, ids in subjects.items()}
    waiting = {name: set(ids) for name, ids in subjects.items()}
    while any(waiting.values()):
        found: Chosen = {name: set() for name in chosen}
        for table in case.tables:
            rows = new[table.name]
            rows = rows.filter(pa.array(_is_in(rows["id"], waiting[table.name])))
            for column in table.columns:
                for name in column.refers_to:
                    for cell in pc.unique(rows[column.key]).to_pylist():
                        found[name].update(split_cell(cell))
            for column, neighbour in neighbours(table):
                if column.is_text and neighbour.kind is Kind.REFERENCE:
                    for name in neighbour.refers_to:
                        found[name].update(rows[column.key].to_pylist())
        waiting = {name: found[name] - chosen[name] for name in chosen}
        for name, ids in waiting.items():
            chosen[name] |= ids
    return chosen


def _raw(table: Table, rows: pa.Table, ids: set[str]) -> RawTable:
    """Return some records of a canonical table as a reader of its file returns them."""
    raw = RawTable(table)
    if table.geometry:
        raw.lines = partial(range, _FIRST_LINE + 1, _FIRST_LINE + 1 + len(rows))
    raw.own = own_names(rows.schema)
    chosen = rows.filter(pa.array(_is_in(rows["id"], ids)))
    columns = [chosen[key].to_pylist() for key in table.keys]
    own = [chosen[f"{OWN}{name}"].to_pylist() for name in raw.own]
    shapes = shapely.from_wkb(chosen[GEOMETRY].to_pylist()) if table.geometry else None
    for at, row in enumerate(chosen[ROW].to_pylist()):
        values = {key: cells[at] for key, cells in zip(table.keys, columns, strict=True)}
        shape = None if shapes is None else shapes[at]
        raw.take(Record(row, values, shape, tuple(cells[at] for cells in own)), odd=True)
    return raw.close()


def _moved(findings: Iterable[Problem], new: Tables, names: Mapping[str, str]) -> Iterable[Problem]:
    """Yield findings with the rows that their records have now."""
    found = list(findings)
    wanted = {item.record for item in found if item.row is not None}
    rows: dict[tuple[str, str], int] = {}
    for name in {names[item.file] for item in found}:
        chosen = new[name].filter(pa.array(_is_in(new[name]["id"], wanted)))
        pairs = zip(chosen["id"].to_pylist(), chosen[ROW].to_pylist(), strict=True)
        rows |= {(name, key): row for key, row in pairs}
    for item in found:
        row = rows.get((names[item.file], item.record), item.row)
        yield replace(item, row=row, line=_line(item.line, row))


def _line(line: int | None, row: int | None) -> int | None:
    return line if line is None or row is None else _FIRST_LINE + row


def _unused(new: Tables) -> Iterable[Problem]:
    """Yield findings about the records of all tables that nothing refers to."""

    def values(name: str, *keys: str) -> Iterable[dict[str, str]]:
        columns = [new[name][key].to_pylist() for key in keys]
        return (dict(zip(keys, cells, strict=True)) for cells in zip(*columns, strict=True))

    used = used_ids(
        {key: set(pc.unique(new["claims"][key]).to_pylist()) for key in NAMING},
        values("routes", "id", "from", "via", "to"),
        values("articles", "reprint_of", "corrected_by"),
        {
            name: {row["id"]: row["part_of"] for row in values(name, "id", "part_of")}
            for name in ("sources", "allegations")
        },
    )
    for table, code, message in UNUSED:
        rows = new[table.name]
        unused = rows.filter(pa.array(~_is_in(rows["id"], used[table.name])))
        for key, row in zip(unused["id"].to_pylist(), unused[ROW].to_pylist(), strict=True):
            line = _FIRST_LINE + row if table.geometry else None
            yield Problem(table.file, row, "id", key, message, code=code, record=key, line=line)
