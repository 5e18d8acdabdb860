"""Rows of JSON Lines, and features of GeoJSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from routemap.data.incoming.foreign_table import ForeignRow, ForeignTable, Intake, Source
from routemap.data.reading.feature_lines import feature_lines
from routemap.data.reading.foreign_crs import foreign_crs
from routemap.data.reading.records import MAX_VALUES
from routemap.model.draft import GEOMETRY
from routemap.model.errors import IncomingFileError
from routemap.model.problem import Problem

TABLE_KEY: Final = "table"
GEOMETRY_KEY: Final = "geometry"
_DIGITS: Final = 400


def parsed(content: bytes) -> Any:
    """Return a JSON document, numbers and members as RFC 8259 requires them of careful writers.

    Raises
    ------
    IncomingFileError
        If it is not UTF-8, not valid JSON, has a member twice, or too many values.
    """
    # parsed JSON takes ten times the memory of its text, and for "[],[]," a hundred times
    if sum(map(content.count, (b",", b"[", b"{"))) > MAX_VALUES:
        raise IncomingFileError(f"the file has more than {MAX_VALUES:,} values; split it")
    try:
        return json.loads(
            content.decode("utf-8-sig"),
            object_pairs_hook=_members,
            parse_int=_integer,
            parse_constant=_constant,
        )
    except UnicodeDecodeError as error:
        raise IncomingFileError("the text is not UTF-8; save the file as UTF-8") from error
    except json.JSONDecodeError as error:
        raise IncomingFileError(
            f"the text is not valid JSON ({error.msg}, line {error.lineno}); correct it"
        ) from error
    except (ValueError, RecursionError) as error:
        raise IncomingFileError(f"the text is not valid JSON ({error}); correct it") from error


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"the member “{twice:.100}” appears twice in an object")
    return found


def _integer(digits: str) -> int:
    if len(digits) > _DIGITS:  # Python takes quadratic time for longer ones
        raise ValueError("a number is too long")
    return int(digits)


def _constant(name: str) -> Any:
    raise ValueError(f"{name} is not a number")


def json_lines(source: Source, intake: Intake) -> list[ForeignTable]:
    """Return the tables of a file with one JSON object per line, by its member ``table``.

    A member ``geometry`` is a GeoJSON geometry. Lines that cannot be read are reported.
    """
    rows: dict[str, list[ForeignRow]] = {}
    for number, line in enumerate(source.content.splitlines(), start=1):
        if not line.strip():
            continue
        intake.count_row()
        try:
            table, found = _record(line)
        except IncomingFileError as error:
            problem = Problem(source.name, number, "row", "", str(error), code="row-unreadable")
            intake.report(problem)
            continue
        rows.setdefault(table, []).append(ForeignRow(number, found))
    return [
        ForeignTable(
            source.name, table.lower() or source.stem, _columns(found), tuple(found), declared=table
        )
        for table, found in rows.items()
    ]


def _record(line: bytes) -> tuple[str, dict[str, Any]]:
    """Return the table and the values of a line."""
    found = parsed(line)
    if not isinstance(found, dict):
        raise IncomingFileError("the line is not a JSON object; write one per line")
    table = found.pop(TABLE_KEY, "")
    if not isinstance(table, str):
        raise IncomingFileError("“table” must be the name of a table in quotation marks")
    if GEOMETRY_KEY in found:
        found[GEOMETRY] = found.pop(GEOMETRY_KEY)
    return table, found


def features(source: Source, intake: Intake) -> ForeignTable:
    """Return the features of a GeoJSON FeatureCollection (RFC 7946) in WGS 84.

    Raises
    ------
    IncomingFileError
        If the file is no FeatureCollection, or in another coordinate reference system.
    """
    document = parsed(source.content)
    found = document.get("features") if isinstance(document, dict) else None
    if not isinstance(found, list):
        raise IncomingFileError("the file is not a GeoJSON FeatureCollection (RFC 7946)")
    if crs := foreign_crs(document):
        raise IncomingFileError(
            f"the coordinates are not WGS 84 longitude, latitude, but “{crs[1]:.100}”; export the "
            "file in EPSG:4326"
        )
    lines = feature_lines(source.content)
    rows = []
    for number, feature in enumerate(found, start=1):
        intake.count_row()
        line = lines[number - 1] if number <= len(lines) else None
        properties = feature.get("properties") if isinstance(feature, dict) else None
        if not isinstance(properties, dict):
            fault = "the item is not a GeoJSON feature with properties; correct it"
            intake.report(
                Problem(source.name, number, "row", "", fault, code="row-unreadable", line=line)
            )
            continue
        values = {**properties, GEOMETRY: feature.get(GEOMETRY_KEY)}
        rows.append(ForeignRow(number, values, line))
    return ForeignTable(source.name, source.stem, _columns(rows), tuple(rows))


def _columns(rows: Sequence[ForeignRow]) -> tuple[str, ...]:
    """Return the keys of all rows, without the geometry."""
    keys = dict.fromkeys(key for row in rows for key in row.values)
    return tuple(key for key in keys if key != GEOMETRY)
