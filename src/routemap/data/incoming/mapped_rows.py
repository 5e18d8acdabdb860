"""Rows of foreign tables as records of the data: columns and values are mapped."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from routemap.data.incoming.column_mapping import TableMapping
from routemap.data.incoming.foreign_table import ForeignRow, ForeignTable, Intake
from routemap.data.incoming.incoming_record import IncomingRecord
from routemap.data.incoming.json_rows import GEOMETRY_KEY
from routemap.data.own_columns import MAX_OWN, json_text, name_fault
from routemap.data.reading.read_geojson import BAD_SHAPE, strict_shape, undecodable
from routemap.data.reading.records import MAX_CELL
from routemap.model.columns import SEPARATOR, Column, Kind
from routemap.model.draft import GEOMETRY
from routemap.model.problem import Problem
from routemap.model.suggest import suggestion
from routemap.model.text import line_feeds, one_line

_MAX_GEOMETRY: Final = 2_000_000  # characters


class _ValueFaultError(Exception):
    """A value that cannot be taken, with the code of the finding."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class _Plan:
    """Which columns of a foreign table become which columns of the data.

    ``targets`` are those of the data by foreign column, ``unknown`` foreign columns without one.
    """

    mapping: TableMapping
    targets: Mapping[str, tuple[str, ...]]
    unknown: tuple[str, ...]


def mapped_rows(
    table: ForeignTable,
    mappings: Collection[TableMapping],
    own: Mapping[str, Collection[str]],
    intake: Intake,
) -> Iterator[IncomingRecord]:
    """Yield the records of a foreign table, and report what cannot be taken.

    Parameters
    ----------
    table
        The foreign table.
    mappings
        The tables of the data that it has records of; a row can give a record of each.
    own
        The own columns that the data already has, by name of the table; they are known.
    intake
        Gets the problems, and a notice for each column that is left out.
    """
    plans = [_plan(table, mapping, own.get(mapping.table.name, ()), intake) for mapping in mappings]
    _report_unknown(table, plans, intake)
    for plan in plans:
        for row in table.rows:
            if record := _record(table, row, plan, intake):
                yield record


def _plan(
    table: ForeignTable, mapping: TableMapping, own: Collection[str], intake: Intake
) -> _Plan:
    keys = mapping.table.keys
    taken = {key for targets in mapping.columns.values() for key in targets}
    targets: dict[str, tuple[str, ...]] = {}
    unknown = []
    for name in table.columns:
        if name in mapping.columns:
            targets[name] = mapping.columns[name]
        elif name in mapping.point or (mapping.table.geometry and name.lower() == GEOMETRY_KEY):
            continue
        else:
            key = name.lower() if name.lower() in keys else name
            if key not in taken and (key in keys or key in own or mapping.keeps(key)):
                targets[name] = (key,)
            else:
                unknown.append(name)
    for name in (*mapping.columns, *mapping.point):
        if name not in table.columns:
            fault = f"the mapping names this column, which is missing{_hint(name, table.columns)}"
            intake.report(Problem(table.file, table.header, name, "", fault, code="column-missing"))
    kept = [key for found in targets.values() for key in found if key not in keys]
    for name in kept:
        if why := name_fault(name):
            intake.report(Problem(table.file, table.header, name, "", why, code="column-name"))
    if len(kept) > MAX_OWN:
        fault = f"the file has {len(kept)} columns of your own; keep at most {MAX_OWN}"
        intake.report(Problem(table.file, table.header, "row", "", fault, code="column-many"))
    return _Plan(mapping, targets, tuple(unknown))


def _hint(name: str, known: Collection[str]) -> str:
    return suggestion(name, tuple(known)) or f"; the file has {', '.join(known)}"


def _report_unknown(table: ForeignTable, plans: Collection[_Plan], intake: Intake) -> None:
    """Add a notice for each column that no table of the data takes."""
    for name in table.columns:
        if plans and all(name in plan.unknown for plan in plans):
            keys = [key for plan in plans for key in plan.mapping.table.keys]
            fault = (
                f"unknown column; it is left out{suggestion(name, keys)}; name it in a mapping to "
                "take it as another column, or to keep it as one of your own"
            )
            problem = Problem(table.file, table.header, name, "", fault, code="column-unknown")
            intake.notices.append(problem)


def _record(
    table: ForeignTable, row: ForeignRow, plan: _Plan, intake: Intake
) -> IncomingRecord | None:
    """Return the record of a row, ``None`` if it was reported."""
    own_table = plan.mapping.table
    cells, faults = _cells(row, plan)
    key = cells.pop("id", "")
    if not key:
        missing = f"the id of the {own_table.record} is missing; add it"
        faults.append(("id", "", _ValueFaultError("value-missing", missing)))
    elif key != one_line(key):
        faults.append(
            ("id", key, _ValueFaultError("value-id", "an id is one line; delete the line breaks"))
        )
    for name, found, fault in faults:
        intake.report(
            Problem(
                table.file, row.row, name, found, str(fault),
                code=fault.code, record=key, line=row.line,
            )
        )  # fmt: skip
    if faults:
        return None
    return IncomingRecord(own_table.name, key, cells, table.file, row.row, row.line)


def _cells(
    row: ForeignRow, plan: _Plan
) -> tuple[dict[str, str], list[tuple[str, str, _ValueFaultError]]]:
    """Return the cells, and the columns, values and faults that cannot be taken."""
    mapping = plan.mapping
    cells: dict[str, str] = {}
    faults: list[tuple[str, str, _ValueFaultError]] = []
    for name, value in row.values.items():
        for key in plan.targets.get(name, ()):
            try:
                cells[key] = _cell(mapping, key, value)
            except _ValueFaultError as fault:
                faults.append((name, str(value), fault))
    for key, text in mapping.constants.items():
        cells[key] = cells.get(key) or text
    if mapping.table.geometry:
        try:
            cells |= _geometry(row, mapping)
        except _ValueFaultError as fault:
            faults.append((GEOMETRY_KEY, "", fault))
    return cells, faults


def _cell(mapping: TableMapping, key: str, value: Any) -> str:
    """Return a value as the text of a cell of the data."""
    column = next((column for column in mapping.table.columns if column.key == key), None)
    parts = [_text(part, column) for part in (value if _is_list(column, value) else [value])]
    if _is_list(column, value):
        if any(SEPARATOR in part for part in parts):
            raise _ValueFaultError(
                "value-type", f"a value of the list has “{SEPARATOR}”, which separates"
            )
    elif separator := mapping.separators.get(key):
        parts = [part.strip() for part in parts[0].split(separator)]
    elif column and column.many and key in mapping.values:
        parts = [part.strip() for part in parts[0].split(SEPARATOR)]
    known = mapping.values.get(key, {})
    text = SEPARATOR.join(filter(None, (known.get(part, part) for part in parts)))
    if undecodable(text):
        raise _ValueFaultError(
            "row-encoding", "the value has half of a surrogate pair; type it again"
        )
    if len(text) > MAX_CELL:
        raise _ValueFaultError(
            "value-long", f"the value is longer than {MAX_CELL:,} characters; shorten it"
        )
    return text


def _is_list(column: Column | None, value: Any) -> bool:
    return isinstance(value, list) and column is not None and column.many


def _text(value: Any, column: Column | None) -> str:
    """Return a parsed JSON value as text; own columns and GeoJSON can have any."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, list | dict) and column and column.kind is not Kind.GEOJSON:
        what = "an object" if isinstance(value, dict) else "a list"
        raise _ValueFaultError("value-type", f"the value is {what}; write a text")
    try:
        return json_text(value)
    except (ValueError, RecursionError) as error:
        raise _ValueFaultError(
            "value-type", "the value cannot be kept as JSON; write a text"
        ) from error


def _geometry(row: ForeignRow, mapping: TableMapping) -> dict[str, str]:
    """Return the geometry of a row under its key, ``{}`` if the row has none."""
    found = row.values.get(GEOMETRY)
    if found is None and mapping.point:
        at = [_degrees(row.values.get(name)) for name in mapping.point]
        found = {"type": "Point", "coordinates": at}
    if found is None:
        cell = next((row.values[name] for name in row.values if name.lower() == GEOMETRY_KEY), "")
        found = _parsed(cell) if cell else None
    if found is None:
        return {}
    try:
        strict_shape(found)
        text = json.dumps(found, allow_nan=False)
    except BAD_SHAPE as error:
        kinds = " or ".join(mapping.table.geometry)
        raise _ValueFaultError("value-geometry", f"the geometry is not a valid {kinds}") from error
    if len(text) > _MAX_GEOMETRY:
        message = f"the geometry has more than {_MAX_GEOMETRY:,} characters; simplify it"
        raise _ValueFaultError("value-geometry", message)
    return {GEOMETRY: text}


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, TypeError, RecursionError) as error:
        raise _ValueFaultError("value-geometry", "the text is not a GeoJSON geometry") from error


def _degrees(value: Any) -> float:
    try:
        return float(line_feeds(str(value)).strip())
    except ValueError as error:
        message = f"“{value!s:.40}” is not a number of degrees; write a number such as 25.5"
        raise _ValueFaultError("value-number", message) from error
