"""Read the tables of a store, now or at an earlier revision, in canonical form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from pyarrow import csv

from routemap.data.canonical import canonical_table, numbered
from routemap.data.store.connection import Connection
from routemap.data.store.ddl import literal, name, type_of
from routemap.data.tables import GEOMETRY, OWN, ROW
from routemap.model.columns import SEPARATOR, Table

_BLOCK: Final = 1 << 20  # bytes; smaller tables are read as one block
_MOST_CHANGED: Final = 50  # records; the place of each takes a pass over the table


@dataclass(frozen=True)
class Moment:
    """A state of the store: what is there now, or what was there at a revision.

    Attributes
    ----------
    number
        Number of the revision, ``None`` for the present state.
    """

    number: int | None = None

    def rows(self, table: str, columns: str) -> str:
        """Return a query for columns of a table, in the order of the file."""
        if self.number is None:
            return f"SELECT {columns} FROM routemap.{name(table)} ORDER BY position, id"
        at = int(self.number)
        return (
            f"SELECT {columns} FROM routemap_history.{name(table)} WHERE valid_from <= {at} "
            f"AND (valid_to IS NULL OR valid_to > {at}) ORDER BY position, id"
        )


NOW: Final = Moment()


def read_files(connection: Connection, moment: Moment) -> dict[str, bytes]:
    """Return the files that are not tables, such as ``case.toml``, by name."""
    rows = connection.execute(moment.rows("files", "id, content")).fetchall()
    return {key: content.encode() for key, content in rows}


def read_own(connection: Connection, moment: Moment) -> dict[str, tuple[str, ...]]:
    """Return the names of the own columns by table, in the order of the file."""
    found: dict[str, tuple[str, ...]] = {}
    for table, key in connection.execute(moment.rows("own_columns", "of_table, name")).fetchall():
        found[table] = (*found.get(table, ()), key)
    return found


@dataclass(frozen=True)
class CsvRows:
    """The records of a table without geometry.

    Attributes
    ----------
    content
        The bytes of the canonical CSV file.
    ends
        The position in ``content`` after the header, and after each record.
    rows
        The records as text columns.
    """

    content: bytes
    ends: NDArray[np.int64]
    rows: pa.Table


def read_csv(connection: Connection, table: Table, own: Sequence[str], moment: Moment) -> CsvRows:
    """Return the records of a table without geometry."""
    return _copied(connection, table, own, moment.rows(table.name, _listed(table, own)))


def changed_csv(
    connection: Connection, table: Table, own: Sequence[str], since: int, old: CsvRows
) -> CsvRows | None:
    """Return the present records, of which only those that were changed are read.

    Parameters
    ----------
    since
        Number of the revision of ``old``, which has the same columns.
    old
        The records at that revision.

    Returns
    -------
    CsvRows or None
        ``None`` if so many were changed that all should be read.
    """
    past, now = f"routemap_history.{name(table.name)}", f"routemap.{name(table.name)}"
    changed = [
        key
        for (key,) in connection.execute(
            f"SELECT DISTINCT id FROM {past} WHERE valid_from > %s OR valid_to > %s LIMIT %s",
            (since, since, _MOST_CHANGED + 1),
        ).fetchall()
    ]
    if len(changed) > _MOST_CHANGED:
        return None
    places = connection.execute(
        f"SELECT (SELECT count(*) FROM {now} b WHERE (b.position, b.id) < (c.position, c.id)) "
        f"FROM {now} c WHERE id = ANY(%s) ORDER BY position, id",
        (changed,),
    ).fetchall()
    columns = _listed(table, own).replace("%", "%%")  # of names of own columns
    query = f"SELECT {columns} FROM {now} WHERE id = ANY(%s) ORDER BY position, id"
    fresh = _copied(connection, table, own, query, (changed,))
    is_kept = ~pc.is_in(old.rows["id"], pa.array(changed, pa.string())).to_numpy()
    return _merged(table, old, np.flatnonzero(is_kept), fresh, [place for (place,) in places])


def _merged(
    table: Table, old: CsvRows, kept: NDArray[np.int64], fresh: CsvRows, places: Sequence[int]
) -> CsvRows:
    """Return records with fresh ones at some places, and kept ones of the old at the others."""
    length = len(kept) + len(places)
    # where each record is: in the old ones or, after a gap that ends each run, in the fresh ones
    gap = len(old.rows) + 1
    origin = np.empty(length, dtype=np.int64)
    is_fresh = np.zeros(length, dtype=bool)
    is_fresh[places] = True
    origin[is_fresh] = gap + np.arange(len(places))
    origin[~is_fresh] = kept
    header = int(old.ends[0])
    parts, tables, sizes = [old.content[:header]], [old.rows.slice(0, 0)], [np.array([header])]
    for run in np.split(origin, np.flatnonzero(np.diff(origin) != 1) + 1) if length else []:
        source, at = (old, 0) if run[0] < gap else (fresh, gap)
        first, last = int(run[0]) - at, int(run[-1]) - at
        ends = source.ends[first : last + 2]
        parts.append(source.content[ends[0] : ends[-1]])
        tables.append(source.rows.slice(first, last + 1 - first))
        sizes.append(np.diff(ends))
    rows = numbered(table, pa.concat_tables(tables).combine_chunks())
    return CsvRows(b"".join(parts), np.cumsum(np.concatenate(sizes)), rows)


def _copied(
    connection: Connection,
    table: Table,
    own: Sequence[str],
    query: str,
    values: Sequence[object] | None = None,
) -> CsvRows:
    with connection.cursor().copy(f"COPY ({query}) TO STDOUT (FORMAT csv, HEADER)", values) as copy:
        lines = [bytes(line) for line in copy]  # PostgreSQL sends one record at a time
    content = b"".join(lines)
    keys = [*table.keys, *(f"{OWN}{key}" for key in own)]
    found = csv.read_csv(
        pa.BufferReader(content),
        csv.ReadOptions(column_names=keys, skip_rows=1, block_size=max(len(content), _BLOCK)),
        csv.ParseOptions(newlines_in_values=True),
        csv.ConvertOptions(
            column_types=dict.fromkeys(keys, pa.string()), strings_can_be_null=False
        ),
    )
    ends = np.cumsum(np.fromiter(map(len, lines), dtype=np.int64, count=len(lines)))
    return CsvRows(content, ends, canonical_table(table, found))


def _listed(table: Table, own: Sequence[str]) -> str:
    return ", ".join([*_columns(table), *(_own(key) for key in own)])


def read_features(
    connection: Connection, table: Table, own: Sequence[str], moment: Moment
) -> pa.Table:
    """Return a table with geometry as text columns and WKB."""
    columns = ", ".join(
        [*_columns(table), "ST_AsBinary(ST_Force2D(geometry), 'NDR')", *(_own(key) for key in own)]
    )
    rows = connection.execute(moment.rows(table.name, columns)).fetchall()
    cells: list[Sequence[Any]] = [*zip(*rows, strict=True)]
    width = len(table.keys) + 1 + len(own)
    cells = cells or [()] * width
    found = {
        key: pa.array([text or "" for text in cells[at]], pa.string())
        for at, key in enumerate(table.keys)
    }
    found[ROW] = pa.array(np.arange(1, len(rows) + 1), pa.int32())
    found[GEOMETRY] = pa.array(map(bytes, cells[len(table.keys)]), pa.binary())
    for at, key in enumerate(own, start=len(table.keys) + 1):
        found[f"{OWN}{key}"] = pa.array([text or "" for text in cells[at]], pa.string())
    return canonical_table(table, pa.table(found))


def _columns(table: Table) -> list[str]:
    """Return the columns of a table as text; what is unknown is NULL, which is an empty cell."""
    found = []
    for column in table.columns:
        key, kind = name(column.key), type_of(column)
        texts = {
            "text": f"nullif({key}, '')",
            "text[]": f"nullif(array_to_string({key}, {literal(SEPARATOR)}), '')",
            "numeric": f"{key}::text",
        }
        found.append(f"{texts[kind]} AS {key}")
    return found


def _own(key: str) -> str:
    return f"nullif(own ->> {literal(key)}, '') AS {name(key)}"
