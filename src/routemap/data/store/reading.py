"""Read the tables of a store, now or at an earlier revision, in canonical form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
from pyarrow import csv

from routemap.data.canonical import canonical_table
from routemap.data.store.connection import Connection
from routemap.data.store.ddl import literal, name, type_of
from routemap.data.tables import GEOMETRY, OWN, ROW
from routemap.model.columns import SEPARATOR, Table

_BLOCK: Final = 1 << 20  # bytes; smaller tables are read as one block


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


def read_csv(
    connection: Connection, table: Table, own: Sequence[str], moment: Moment
) -> tuple[bytes, pa.Table]:
    """Return a table as the bytes of its canonical CSV file, and as text columns."""
    columns = ", ".join([*_columns(table), *(_own(key) for key in own)])
    query = f"COPY ({moment.rows(table.name, columns)}) TO STDOUT (FORMAT csv, HEADER)"
    with connection.cursor().copy(query) as copy:
        content = b"".join(bytes(part) for part in copy)
    keys = [*table.keys, *(f"{OWN}{key}" for key in own)]
    found = csv.read_csv(
        pa.BufferReader(content),
        csv.ReadOptions(column_names=keys, skip_rows=1, block_size=max(len(content), _BLOCK)),
        csv.ParseOptions(newlines_in_values=True),
        csv.ConvertOptions(
            column_types=dict.fromkeys(keys, pa.string()), strings_can_be_null=False
        ),
    )
    return content, canonical_table(table, found)


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
