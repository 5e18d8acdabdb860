"""Write records into a store: a whole folder, or the edits of a draft."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa
import shapely

from routemap.data.store.connection import Connection
from routemap.data.store.ddl import name, type_of
from routemap.data.tables import GEOMETRY, OWN, own_names
from routemap.model.columns import Column, Table, split_cell
from routemap.model.draft import GEOMETRY as SHAPE
from routemap.model.draft import Change, RecordEdit

_SRID = 4326


def begin(connection: Connection, author: str, message: str) -> int:
    """Begin a revision in a transaction, wait for other writers, and return its number."""
    row = connection.execute("SELECT routemap.begin_revision(%s, %s)", (author, message)).fetchone()
    assert row is not None  # a function returns a row  # noqa: S101
    return int(row[0])


def replace_all(
    connection: Connection,
    tables: Sequence[Table],
    rows: Mapping[str, pa.Table],
    others: Mapping[str, bytes],
) -> None:
    """Make the records of a store those of canonical tables; equal records are not touched.

    Parameters
    ----------
    connection
        A connection in a transaction in which a revision has begun.
    tables
        The tables of the case.
    rows
        Canonical tables by name.
    others
        The other files by name.
    """
    files = [(key, at, content.decode()) for at, (key, content) in enumerate(others.items(), 1)]
    _put(connection, "files", ("content",), {"content": "text"}, files)
    own = [
        (f"{table.name}/{key}", at, table.name, key)
        for table in tables
        for at, key in enumerate(own_names(rows[table.name].schema), 1)
    ]
    plain = {"of_table": "text", "name": "text"}
    _put(connection, "own_columns", tuple(plain), plain, own)
    for table in tables:
        kinds = {column.key: type_of(column) for column in table.columns if column.key != "id"}
        kinds["own"] = "jsonb"
        if table.geometry:
            kinds["geometry"] = "geometry"
        _put(connection, table.name, tuple(kinds), kinds, _records(table, rows[table.name]))
    for table in reversed(tables):  # what others name is removed last
        _remove_others(connection, table.name)
    for plain_name in ("files", "own_columns"):
        _remove_others(connection, plain_name)


def _put(
    connection: Connection,
    table: str,
    keys: Sequence[str],
    kinds: Mapping[str, str],
    records: Any,
) -> None:
    """Add and change the records of a table; a temporary table has all of them."""
    target, fresh = f"routemap.{name(table)}", name(f"new {table}")
    columns = ", ".join(map(name, ("id", "position", *keys)))
    typed = ", ".join(f"{name(key)} {kinds[key]}" for key in keys)
    connection.execute(
        f"CREATE TEMPORARY TABLE {fresh} (id text, position bigint, {typed}) ON COMMIT DROP"
    )
    with connection.cursor().copy(f"COPY {fresh} ({columns}) FROM STDIN") as copy:
        for record in records:
            copy.write_row(record)
    setting = ", ".join(f"{name(key)} = excluded.{name(key)}" for key in ("position", *keys))
    now = ", ".join(f"t.{name(key)}" for key in ("position", *keys))
    new = ", ".join(f"excluded.{name(key)}" for key in ("position", *keys))
    connection.execute(
        f"INSERT INTO {target} AS t ({columns}) SELECT {columns} FROM {fresh} ORDER BY position "
        f"ON CONFLICT (id) DO UPDATE SET {setting} WHERE ({now}) IS DISTINCT FROM ({new})"
    )
    connection.execute(
        "SELECT setval(pg_get_serial_sequence(%s, 'position'), "
        f"greatest((SELECT max(position) FROM {target}), 1))",
        (target,),
    )


def _remove_others(connection: Connection, table: str) -> None:
    connection.execute(
        f"DELETE FROM routemap.{name(table)} t "
        f"WHERE NOT EXISTS (SELECT FROM {name(f'new {table}')} n WHERE n.id = t.id)"
    )


def _records(table: Table, rows: pa.Table) -> Iterator[tuple[Any, ...]]:
    """Yield records as id, position and columns."""
    keys = [column for column in table.columns if column.key != "id"]
    texts = [rows[column.key].to_pylist() for column in keys]
    names = own_names(rows.schema)
    own = [rows[f"{OWN}{key}"].to_pylist() for key in names]
    shapes = (
        shapely.to_wkb(
            shapely.set_srid(shapely.from_wkb(rows[GEOMETRY].to_pylist()), _SRID),
            hex=True,
            include_srid=True,
        ).tolist()
        if table.geometry
        else ()
    )
    for at, key in enumerate(rows["id"].to_pylist()):
        cells = [
            _value(column, column_texts[at])
            for column, column_texts in zip(keys, texts, strict=True)
        ]
        pairs = {key: values[at] for key, values in zip(names, own, strict=True) if values[at]}
        cells.append(json.dumps(pairs, ensure_ascii=False))
        if table.geometry:
            cells.append(shapes[at])
        yield (key, at + 1, *cells)


def _value(column: Column, text: str) -> Any:
    if not text:
        return None
    return list(split_cell(text)) if column.many else text


def apply(connection: Connection, tables: Sequence[Table], edits: Sequence[RecordEdit]) -> None:
    """Apply the edits of a draft: first what is added, then changes, then what is removed.

    Raises
    ------
    psycopg.Error
        If the store refuses one. The transaction must be given up then.
    """
    order = {change: at for at, change in enumerate((Change.ADDED, Change.CHANGED, Change.REMOVED))}
    place = {table.name: at for at, table in enumerate(tables)}
    known = {table.name: table for table in tables}

    def turn(edit: RecordEdit) -> tuple[int, int]:
        at = place[edit.table]
        return order[edit.change], -at if edit.change is Change.REMOVED else at

    for edit in sorted(edits, key=turn):
        _apply(connection, known[edit.table], edit)


def _apply(connection: Connection, table: Table, edit: RecordEdit) -> None:
    target = f"routemap.{name(table.name)}"
    if edit.change is Change.REMOVED:
        connection.execute(f"DELETE FROM {target} WHERE id = %s", (edit.record,))
        return
    values: dict[str, tuple[str, Any]] = {}
    own: dict[str, str] = {}
    columns = {column.key: column for column in table.columns}
    for field in edit.fields:
        if field.key == SHAPE:
            values["geometry"] = (
                f"ST_SetSRID(ST_GeomFromGeoJSON(%s), {_SRID})",
                field.new or None,
            )
        elif field.key in columns:
            column = columns[field.key]
            values[field.key] = (f"%s::{type_of(column)}", _value(column, field.new))
        else:
            own[field.key] = field.new
            _add_own(connection, table, field.key)
    keys = list(values)
    if edit.change is Change.ADDED:
        names = ", ".join(map(name, ("id", *keys, "own")))
        marks = ", ".join(["%s", *(values[key][0] for key in keys), "%s::jsonb"])
        connection.execute(
            f"INSERT INTO {target} ({names}) VALUES ({marks})",
            (edit.record, *(values[key][1] for key in keys), json.dumps(own)),
        )
        return
    setting = [f"{name(key)} = {values[key][0]}" for key in keys] + ["own = own || %s::jsonb"]
    connection.execute(
        f"UPDATE {target} SET {', '.join(setting)} WHERE id = %s",
        (*(values[key][1] for key in keys), json.dumps(own), edit.record),
    )


def _add_own(connection: Connection, table: Table, key: str) -> None:
    """Add an own column that a table does not have yet."""
    connection.execute(
        "INSERT INTO routemap.own_columns (id, of_table, name) VALUES (%s, %s, %s) "
        "ON CONFLICT (id) DO NOTHING",
        (f"{table.name}/{key}", table.name, key),
    )
