"""The canonical form of a data folder: one way to write the same records.

A store gives its records in this form, so a folder that was put into a store and taken out again
has the same bytes as its canonical form, and the same revision. CSV is as RFC 4180 says, in UTF-8
with line feeds and quotation marks only where they are needed; GeoJSON (RFC 7946) has one feature
per line. Numbers are written as decimals, lists with ``;`` and without white space. Every table has
its file, also without records.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from routemap.data.load import Loaded
from routemap.data.own_columns import json_text
from routemap.data.reading.read_csv import read_table
from routemap.data.tables import GEOMETRY, OWN, ROW, own_names
from routemap.model.case import Case
from routemap.model.columns import SEPARATOR, Column, Kind, Table, split_cell

NUMBERS: Final = (Kind.NUMBER, Kind.AMOUNT)


def plain_number(text: str) -> str:
    """Return a number as a decimal without exponent, as SQL writes a ``numeric``.

    Examples
    --------
    >>> plain_number("1e3"), plain_number("007.50"), plain_number("")
    ('1000', '7.50', '')
    """
    if not text:
        return ""
    number = Decimal(text)
    return f"{abs(number) if number == 0 else number:f}"


def _json_number(text: str) -> str:
    """Return a number as JSON writes it, so that it is the same after reading it again."""
    return json.dumps(json.loads(plain_number(text))) if text else ""


def canonical_table(table: Table, rows: pa.Table) -> pa.Table:
    """Return checked records in canonical form; their rows are those of the canonical file.

    Parameters
    ----------
    table
        The table.
    rows
        Records as :func:`routemap.data.tables.tabulate` returns them.
    """
    columns: dict[str, pa.Array] = {}
    for column in table.columns:
        columns[column.key] = _canonical(table, column, rows[column.key].combine_chunks())
    own = {f"{OWN}{name}": rows[f"{OWN}{name}"].combine_chunks() for name in own_names(rows.schema)}
    columns[ROW] = _row_numbers(table, {**columns, **own}, len(rows))
    if table.geometry:
        columns[GEOMETRY] = rows[GEOMETRY].combine_chunks()
    return pa.table({**columns, **own})


def numbered(table: Table, rows: pa.Table) -> pa.Table:
    """Return records in canonical form with their rows in the canonical file."""
    texts = {
        key: rows[key].combine_chunks() for key in rows.column_names if key not in (ROW, GEOMETRY)
    }
    return rows.set_column(rows.column_names.index(ROW), ROW, _row_numbers(table, texts, len(rows)))


def _canonical(table: Table, column: Column, cells: pa.Array) -> pa.Array:
    if column.many:
        return _each(cells, lambda text: SEPARATOR.join(split_cell(text)))
    if column.kind in NUMBERS:
        return _each(cells, _json_number if table.geometry else plain_number)
    return cells


def _each(cells: pa.Array, write: Any) -> pa.Array:
    """Return texts after a function, called once per distinct text."""
    encoded = cells.dictionary_encode()
    texts = pa.array([write(text) for text in encoded.dictionary.to_pylist()], pa.string())
    return texts.take(encoded.indices)


def _row_numbers(table: Table, columns: Mapping[str, pa.Array], length: int) -> pa.Array:
    """Return the number of each feature from 1, or the line of each row; the header is line 1."""
    if table.geometry:
        return pa.array(np.arange(1, length + 1), pa.int32())
    lines = np.ones(length, dtype=np.int64)
    for cells in columns.values():
        lines += pc.count_substring(cells, "\n").to_numpy(zero_copy_only=False)
    return pa.array(2 + np.cumsum(lines) - lines, pa.int32())


def canonical_tables(loaded: Loaded) -> dict[str, pa.Table]:
    """Return the records of a checked folder in canonical form, by table."""
    return {
        table.name: canonical_table(table, _rows(table, loaded))
        for table in loaded.dataset.case.tables
    }


def _rows(table: Table, loaded: Loaded) -> pa.Table:
    """Return the checked records of a table as text, from the frames of the dataset."""
    frame = getattr(loaded.dataset, table.name)
    texts: dict[str, Any] = {"id": frame.index.to_numpy()}
    rows = loaded.rows[table.name].tolist()
    as_written: dict[int, dict[str, str]] = {}
    if any(column.kind is Kind.NUMBER for column in table.columns):
        raw = read_table(table, loaded.files.get(table.file, b""))
        as_written = {record.row: record.values for record in raw.records}
    for column in table.columns[1:]:
        cells = frame[column.key].to_numpy()
        if column.many:
            texts[column.key] = [SEPARATOR.join(cell) for cell in cells]
        elif column.kind is Kind.NUMBER:  # a frame has it as a float
            texts[column.key] = [as_written[row][column.key] for row in rows]
        else:
            texts[column.key] = cells
    found = {key: pa.array(list(values), pa.string()) for key, values in texts.items()}
    found[ROW] = pa.array(rows, pa.int32())
    if table.geometry:
        found[GEOMETRY] = pa.array(shapely.to_wkb(frame.geometry.to_numpy()), pa.binary())
    own = loaded.dataset.own[table.name]
    found |= {f"{OWN}{name}": pa.array(list(own[name]), pa.string()) for name in own.columns}
    return pa.table(found)


def canonical_files(
    case: Case, tables: Mapping[str, pa.Table], others: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Return the files of canonical tables, by name.

    Parameters
    ----------
    case
        The case, which decides on the columns.
    tables
        Tables of :func:`canonical_table` by name.
    others
        The other files, such as ``case.toml``.
    """
    files = dict(others)
    for table in case.tables:
        files[table.file] = canonical_file(table, tables[table.name])
    return files


def canonical_file(table: Table, rows: pa.Table) -> bytes:
    """Return the file of one canonical table."""
    return _geojson(table, rows) if table.geometry else _csv(table, rows)


def _csv(table: Table, rows: pa.Table) -> bytes:
    own = own_names(rows.schema)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*table.keys, *own])
    texts = [rows[key].to_pylist() for key in (*table.keys, *(f"{OWN}{name}" for name in own))]
    writer.writerows(zip(*texts, strict=True))
    return out.getvalue().encode()


def _geojson(table: Table, rows: pa.Table) -> bytes:
    names = own_names(rows.schema)
    shapes = shapely.from_wkb(rows[GEOMETRY].to_pylist())
    known = [(column, rows[column.key].to_pylist()) for column in table.columns]
    own = [(name, rows[f"{OWN}{name}"].to_pylist()) for name in names]
    features = []
    for at, shape in enumerate(shapes):
        properties = {column.key: _property(column, cells[at]) for column, cells in known}
        properties |= {name: _own(cells[at]) for name, cells in own}
        feature = {
            "type": "Feature",
            "properties": properties,
            "geometry": shapely.geometry.mapping(shape),
        }
        features.append(json.dumps(feature, ensure_ascii=False))
    return feature_file(table.name, features)


def feature_file(name: str, features: Sequence[str]) -> bytes:
    """Return a FeatureCollection of features that are JSON already, one per line."""
    head = f'{{\n"type": "FeatureCollection",\n"name": {json.dumps(name)},\n"features": [\n'
    body = ",\n".join(features)
    return f"{head}{body}{chr(10) if features else ''}]\n}}\n".encode()


def _property(column: Column, text: str) -> Any:
    if column.kind in NUMBERS and not column.many:
        return json.loads(text) if text else None
    return text


def _own(text: str) -> Any:
    """Return the value of an own property: what JSON would read as the same text."""
    if not text:
        return ""
    try:
        value = json.loads(text)
        return text if isinstance(value, str) or json_text(value) != text else value
    except (ValueError, RecursionError):
        return text
