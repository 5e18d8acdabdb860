"""The attribute tables of a GeoPackage, with column descriptions and relations.

GDAL writes the layers. It cannot declare keys between tables, so these tables are written with
SQL. Source: OGC GeoPackage 1.2 (https://www.geopackage.org/spec121/), with its extensions
Schema and Related Tables (https://docs.ogc.org/is/18-000/18-000.html).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from routemap.exports.fields import Field

# every other field is text
_SQL_TYPES: Final = {"day": "DATE", "number": "REAL", "count": "INTEGER"}
_SCHEMA: Final = "http://www.geopackage.org/spec121/#extension_schema"
_RELATED: Final = "http://docs.opengeospatial.org/is/18-000/18-000.html"
_EXTENSIONS: Final = """
CREATE TABLE IF NOT EXISTS gpkg_extensions (
    table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL,
    scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name)
);
CREATE TABLE gpkg_data_columns (
    table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT,
    mime_type TEXT, constraint_name TEXT,
    CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name),
    CONSTRAINT gdc_tn UNIQUE (table_name, name)
);
CREATE TABLE gpkg_data_column_constraints (
    constraint_name TEXT NOT NULL, constraint_type TEXT NOT NULL, value TEXT, min NUMERIC,
    min_is_inclusive BOOLEAN, max NUMERIC, max_is_inclusive BOOLEAN, description TEXT,
    CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value)
);
CREATE TABLE gpkgext_relations (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    base_table_name TEXT NOT NULL, base_primary_column TEXT NOT NULL DEFAULT 'id',
    related_table_name TEXT NOT NULL, related_primary_column TEXT NOT NULL DEFAULT 'id',
    relation_name TEXT NOT NULL, mapping_table_name TEXT NOT NULL UNIQUE
);
"""


@dataclass(frozen=True)
class AttributeTable:
    """A table without geometry. ``refers_to`` maps a column to the table whose ids it contains."""

    name: str
    meaning: str
    fields: Sequence[Field]
    refers_to: Mapping[str, str] = field(default_factory=dict)


def begin_tables(database: sqlite3.Connection) -> None:
    """Create the system tables for column descriptions and relations in a GeoPackage."""
    database.executescript(_EXTENSIONS)
    for name in ("gpkg_data_columns", "gpkg_data_column_constraints"):
        _extend(database, name, "gpkg_schema", _SCHEMA)
    _extend(database, "gpkgext_relations", "gpkg_related_tables", _RELATED)


def write_table(
    database: sqlite3.Connection, table: AttributeTable, rows: Iterable[Sequence[Any]]
) -> None:
    """Write a table. ``fid`` numbers the rows from 1; empty text becomes NULL."""
    register(database, table.name, table.meaning)
    columns = ["fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL"]
    for item in table.fields:
        target = table.refers_to.get(item.key)
        key = " NOT NULL UNIQUE" if item.key == "id" else ""
        refers = f' REFERENCES "{target}" ("id")' if target else ""
        columns.append(f"{_quoted(item.key)} {_SQL_TYPES.get(item.holds, 'TEXT')}{key}{refers}")
    database.execute(f'CREATE TABLE "{table.name}" ({", ".join(columns)})')
    places = ", ".join("?" * len(table.fields))
    names = ", ".join(_quoted(item.key) for item in table.fields)
    database.executemany(
        f'INSERT INTO "{table.name}" ({names}) VALUES ({places})',  # noqa: S608
        ([None if value == "" else value for value in row] for row in rows),
    )
    describe_columns(database, table.name, table.fields)


def _quoted(name: str) -> str:
    """Return a name as a quoted SQL identifier; names of own columns can contain any character."""
    doubled = name.replace('"', '""')
    return f'"{doubled}"'


def register(database: sqlite3.Connection, table: str, meaning: str) -> None:
    """Register a table without geometry in ``gpkg_contents``."""
    database.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) "
        "VALUES (?, 'attributes', ?, ?, 0)",
        (table, table, meaning),
    )


def describe_columns(database: sqlite3.Connection, table: str, fields: Iterable[Field]) -> None:
    """Write labels and descriptions of the columns of a table or layer."""
    database.executemany(
        "INSERT INTO gpkg_data_columns (table_name, column_name, name, title, description) "
        "VALUES (?, ?, ?, ?, ?)",
        [(table, item.key, item.label, item.label, item.meaning) for item in fields],
    )


def relate(database: sqlite3.Connection, base: str, related: str, mapping: str) -> None:
    """Declare a table with ``base_id`` and ``related_id`` as a many-to-many relation."""
    database.execute(
        "INSERT INTO gpkgext_relations (base_table_name, base_primary_column, "
        "related_table_name, related_primary_column, relation_name, mapping_table_name) "
        "VALUES (?, 'fid', ?, 'fid', 'attributes', ?)",
        (base, related, mapping),
    )
    _extend(database, mapping, "gpkg_related_tables", _RELATED)


def _extend(database: sqlite3.Connection, table: str, name: str, definition: str) -> None:
    database.execute(
        "INSERT INTO gpkg_extensions VALUES (?, NULL, ?, ?, 'read-write')",
        (table, name, definition),
    )
