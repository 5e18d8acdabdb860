"""Bytes of one file -> records with their row numbers, and what could not be read.

Nothing here judges values; that is :mod:`routemap.check`. A record that cannot be
told apart from its neighbours (a broken row) becomes a :class:`Problem`; the rest
of the file is still read.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, NoReturn, TextIO

from shapely.errors import ShapelyError
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from routemap.model import Column, Problem, Table

csv.field_size_limit(16 * 1024 * 1024)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Record:
    """One row or feature as text: every column is present, unknown values are ``""``."""

    row: int
    values: dict[str, str]
    geometry: BaseGeometry | None = None


@dataclass
class RawTable:
    """The records of one file. ``readable`` is false where the file as a whole failed."""

    table: Table
    records: list[Record] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    readable: bool = True

    def report(self, row: int | None, field_name: str, value: str, message: str) -> None:
        """Add a problem of this file."""
        self.problems.append(Problem(self.table.file, row, field_name, value, message))

    def fail(self, row: int | None, field_name: str, value: str, message: str) -> RawTable:
        """Add a problem that leaves the whole file unread, and return the table."""
        self.report(row, field_name, value, message)
        self.readable = False
        self.records.clear()
        return self


def read_table(table: Table, content: bytes) -> RawTable:
    """Read one file of the data folder.

    Parameters
    ----------
    table
        Which table the file holds.
    content
        Bytes of the file, whatever they are.

    Returns
    -------
    RawTable
        Records and problems; never raises for bad content.
    """
    raw = RawTable(table)
    if content.startswith(_UTF16) or b"\x00" in content[:4096]:
        return raw.fail(None, "encoding", "", "the file is not UTF-8 text; save it as UTF-8")
    if not content.strip():
        return raw.fail(None, "file", "", "the file is empty, perhaps half-written")
    return _read_geojson(raw, content) if table.geometry else _read_csv(raw, content)


def _read_csv(raw: RawTable, content: bytes) -> RawTable:
    doubtful = not _is_utf_8(content)
    # surrogateescape keeps undecodable bytes in their cell, so that row and field can be named
    text = io.TextIOWrapper(io.BytesIO(content), "utf-8-sig", "surrogateescape", newline="")
    lines = _csv_rows(raw, text)
    header_row, header = next(lines, (1, []))
    if not _check_header(raw, header_row, header):
        return raw
    # a column that is missing is read from an empty cell added at the end
    keys = raw.table.keys
    in_order = itemgetter(*(header.index(key) if key in header else -1 for key in keys))
    for row, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            raw.report(
                row,
                "row",
                "; ".join(cells),
                f"{len(cells)} cells where the header has {len(header)}; the row is left out",
            )
            continue
        broken = next((at for at, cell in enumerate(cells) if doubtful and _undecodable(cell)), -1)
        if broken >= 0:
            shown = cells[broken].encode("utf-8", "surrogateescape").decode("utf-8", "replace")
            message = "not UTF-8 text; save the file as UTF-8; the row is left out"
            raw.report(row, header[broken], shown, message)
            continue
        cells.append("")
        values = dict(zip(keys, map(str.strip, in_order(cells)), strict=True))
        raw.records.append(Record(row, values))
    if not content.endswith((b"\n", b"\r")):
        hint = "the file ends without a line break and may be half-written; if it is whole, add one"
        raw.report(content.count(b"\n") + 1, "row", "", hint)
    return raw


def _is_utf_8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _csv_rows(raw: RawTable, text: TextIO) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(text, strict=True)
    while True:
        row = reader.line_num + 1
        try:
            yield row, next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            hint = "; the file may be half-written" if "end of data" in str(error) else ""
            raw.report(row, "row", "", f"not readable as CSV ({error}){hint}; the row is left out")


def _check_header(raw: RawTable, row: int, header: list[str]) -> bool:
    header[:] = [name.strip() for name in header]
    known = {column.key: column for column in raw.table.columns}
    for name in sorted({name for name in header if header.count(name) > 1}):
        raw.fail(row, name, "", "the column stands twice in the header; the file is left out")
    for name in header:
        if name not in known:
            expected = ", ".join(known)
            raw.report(row, name, "", f"unknown column, ignored; the columns are {expected}")
    for column in raw.table.columns:
        if column.key not in header:
            _report_missing(raw, row, column)
    return raw.readable


def _report_missing(raw: RawTable, row: int, column: Column) -> None:
    if column.required:
        raw.fail(row, column.key, "", "the required column is missing; the file is left out")
    else:
        raw.report(row, column.key, "", "the column is missing; its values stay unknown")


def _undecodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:  # a lone surrogate stands for a byte that is no UTF-8
        return True
    return False


def _read_geojson(raw: RawTable, content: bytes) -> RawTable:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        return raw.fail(row, "encoding", "", "not UTF-8 text; save the file as UTF-8")
    try:
        document = json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        return raw.fail(
            error.lineno, "file", "", f"not valid JSON ({error.msg}), perhaps half-written"
        )
    except RecursionError:
        return raw.fail(None, "file", "", "not valid JSON (nested too deeply)")
    except ValueError as error:
        return raw.fail(None, "file", "", f"not valid JSON ({error})")
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list):
        return raw.fail(None, "features", "", "not a GeoJSON FeatureCollection (RFC 7946)")
    for row, feature in enumerate(features, start=1):
        _read_feature(raw, row, feature)
    return raw


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON number")


def _read_feature(raw: RawTable, row: int, feature: Any) -> None:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(properties, dict):
        raw.report(row, "properties", "", "not a GeoJSON feature with properties; it is left out")
        return
    for name in sorted(set(properties) - set(raw.table.keys)):
        raw.report(row, name, "", "unknown property, ignored")
    values = {key: _as_text(properties.get(key)) for key in raw.table.keys}
    broken = next((key for key, value in values.items() if _undecodable(value)), None)
    if broken is not None:
        message = f"half of a surrogate pair, not text; the {raw.table.record} is left out"
        raw.report(row, broken, values[broken], message)
        return
    try:
        geometry = _strict_shape(feature["geometry"])
    except (
        ShapelyError,
        ValueError,
        TypeError,
        LookupError,
        ArithmeticError,
        AttributeError,
        RecursionError,
    ):
        raw.report(
            row,
            "geometry",
            values["id"],
            f"not a readable {' or '.join(raw.table.geometry)}; the {raw.table.record} is left out",
        )
        return
    raw.records.append(Record(row, values, geometry))


def _strict_shape(value: Any) -> BaseGeometry:
    geometry: BaseGeometry = shape(value)
    if mapping(geometry) != _as_tuples(value):  # shapely takes more than RFC 7946 allows
        raise ValueError("not GeoJSON")
    return geometry


def _as_tuples(value: Any) -> Any:
    if isinstance(value, dict):
        return {"type": value.get("type"), "coordinates": _as_tuples(value.get("coordinates"))}
    return tuple(map(_as_tuples, value)) if isinstance(value, list) else value


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    return value.strip() if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
