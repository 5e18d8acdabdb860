"""Checks of the values of one record, column by column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from routemap.data.checks.faults import Fault
from routemap.data.checks.formats import value_fault
from routemap.data.checks.geometry import geometry_fault
from routemap.data.checks.report import Report
from routemap.data.reading.records import Record
from routemap.model.columns import SEPARATOR, Column, Kind, Table, split_cell
from routemap.model.findings import Effect
from routemap.model.text import shows_nothing

_LISTED: Final = (Kind.TERM, Kind.EDTF, Kind.URL, Kind.SHA256)  # rarely valid by chance
# any text; references are checked between tables
_FREE: Final = (Kind.TEXT, Kind.QUANTITY, Kind.REFERENCE)


def check_values(table: Table, records: Sequence[Record], report: Report) -> list[Record]:
    """Return the valid records, with invalid optional values emptied."""
    suspects = _suspects(table, records)
    return [
        record
        for position, item in enumerate(records)
        if (record := _check_record(table, item, report) if position in suspects else item)
    ]


def _suspects(table: Table, records: Sequence[Record]) -> set[int]:
    """Return the positions of the few records that may be invalid.

    Each distinct value of a column is checked once.
    """
    suspects: set[int] = set()
    for column in table.columns:
        free = column.kind in _FREE
        if free and not column.required:
            continue
        texts = [record.values[column.key] for record in records]
        wrong = {text for text in set(texts) if fault_of(column, text)}
        if wrong:
            suspects.update(place for place, text in enumerate(texts) if text in wrong)
    if table.geometry:
        for place, record in enumerate(records):
            if geometry_fault(table.geometry, record.geometry):
                suspects.add(place)
    return suspects


def _check_record(table: Table, record: Record, report: Report) -> Record | None:
    values = dict(record.values)
    is_kept = True
    shifted = _shift(table, values)
    for column in table.columns:
        text = values[column.key]
        fault = fault_of(column, text)
        if fault is None:
            continue
        if fault.fixed is not None:
            message = f"{fault.message}; it is read as “{fault.fixed}”"
            report.add(table, record, column.key, message, fault.code)
            values[column.key] = fault.fixed
            continue
        if not shifted:
            outcome, effect = _outcome(table, is_kept=not column.required)
            report.add(
                table, record, column.key, fault.message, fault.code, effect=effect, outcome=outcome
            )
        is_kept = is_kept and not column.required
        values[column.key] = _without_faults(column, text)
    if shifted:
        outcome, effect = _outcome(table, is_kept=is_kept)
        message = f"{shifted[1]}; the row seems to be shifted"
        report.add(
            table, record, shifted[0], message, "row-shifted", effect=effect, outcome=outcome
        )
    if table.geometry and (wrong := geometry_fault(table.geometry, record.geometry)):
        outcome, effect = _outcome(table, is_kept=False)
        report.add(
            table, record, "geometry", wrong, "value-geometry", effect=effect, outcome=outcome
        )
        is_kept = False
    return replace(record, values=values) if is_kept else None


def _outcome(table: Table, *, is_kept: bool) -> tuple[str, Effect]:
    if is_kept:
        return "the value is treated as unknown", Effect.VALUE
    return f"the {table.record} is left out", Effect.RECORD


def _shift(table: Table, values: Mapping[str, str]) -> tuple[str, str] | None:
    """Return a field whose value belongs in an adjacent column, and the reason, else ``None``.

    One shifted row has many invalid values; the message should name their cause.
    """
    for column, neighbour in neighbours(table):
        text = values[column.key]
        wrong = column.kind in _FREE or (text and fault_of(column, text))
        if not (text and wrong) or neighbour.kind not in _LISTED or fault_of(neighbour, text):
            continue
        missing = fault_of(neighbour, values[neighbour.key])
        if missing or (not values[neighbour.key] and column.kind not in _FREE):
            return column.key, f"this is a value of the column {neighbour.key}"
    return None


def neighbours(table: Table) -> Iterable[tuple[Column, Column]]:
    """Yield each pair of adjacent columns of a CSV file, in both orders."""
    for left, right in pairwise(() if table.geometry else table.columns):
        yield left, right
        yield right, left


def fault_of(column: Column, text: str) -> Fault | None:
    """Return what is wrong with the text of a cell, ``None`` if it is valid.

    References are not looked up.

    Examples
    --------
    >>> fault_of(Column("said", "Said", "", Kind.EDTF), "2022-11") is None
    True
    >>> fault_of(Column("name", "Name", "", required=True), "").message
    'a required value is missing'
    """
    if not text:
        return Fault("value-missing", "a required value is missing") if column.required else None
    if column.kind in _FREE:
        blank = column.required and shows_nothing(text)
        return (
            Fault("value-missing", "a required value has only invisible characters")
            if blank
            else None
        )
    if not column.many:
        return value_fault(column, text)
    faults = [(part, value_fault(column, part)) for part in split_cell(text)]
    found = [fault for _, fault in faults if fault]
    if not found:
        return None
    if "," in text and (with_commas := _comma_fault(column, text)):
        return with_commas
    if all(fault.fixed is not None for fault in found):
        fixed = [
            part if not fault or fault.fixed is None else fault.fixed for part, fault in faults
        ]
        return replace(found[0], fixed=SEPARATOR.join(fixed))
    return next(fault for fault in found if fault.fixed is None)


def _comma_fault(column: Column, text: str) -> Fault | None:
    """Return that the values of a cell are separated by commas, and which of them is unknown.

    Addresses can have commas, terms and dates cannot.
    """
    parts = split_cell(text.replace(",", SEPARATOR))
    faults = [fault for part in parts if (fault := value_fault(column, part))]
    if column.kind is Kind.URL and faults:
        return None
    message = f"values are separated by {SEPARATOR}; write “{SEPARATOR.join(parts)}”"
    unknown = [fault.message for fault in faults if fault.fixed is None]
    return Fault("value-commas", "; ".join([message, *unknown[:1]]))


def _without_faults(column: Column, text: str) -> str:
    if not column.many:
        return ""
    parts = [(part, value_fault(column, part)) for part in split_cell(text)]
    kept = [fault.fixed if fault else part for part, fault in parts]
    return SEPARATOR.join(part for part in kept if part is not None)
