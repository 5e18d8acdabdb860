"""Checks for texts that a program has damaged: encodings, spreadsheets, shifted cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from routemap.data.checks.report import Report
from routemap.data.checks.spreadsheet_cells import ERRORS, QUANTITIES, spreadsheet_fault
from routemap.data.checks.values import fault_of, neighbours
from routemap.data.reading.mojibake import encoding_fault, lost_word, may_be_mojibake
from routemap.data.reading.records import Record
from routemap.model.columns import Column, Kind, Table, split_cell

# what spreadsheets execute: see OWASP, CSV Injection, which also lists the wide forms of these
_FORMULA_SIGNS: Final = frozenset("=-+@＝＋－＠")
_FORMULA: Final = re.compile(r"[=＝]|[-+@＋－＠].*[(|!]", re.DOTALL)

Fault = tuple[str, str]


def check_texts(
    tables: Sequence[Table],
    kept: Mapping[str, list[Record]],
    own: Mapping[str, Sequence[str]],
    report: Report,
) -> None:
    """Report texts that cannot be what the editor wrote.

    Parameters
    ----------
    tables
        The tables of the case.
    kept
        The records of each table.
    own
        Names of the own columns of each table.
    report
        Receives the findings.
    """
    replaced = {
        (problem.file, problem.row, problem.field)
        for problem in report.problems
        if problem.code in ("value-characters", "value-encoding")
    }
    for table in tables:
        records = kept[table.name]
        columns = [
            (column.key, column.kind, [record.values[column.key] for record in records])
            for column in table.columns
            if column.is_text
        ]
        columns += [
            (name, Kind.TEXT, [record.own[position] for record in records])
            for position, name in enumerate(own[table.name])
        ]
        for key, kind, texts in columns:
            judges = tuple(_judges(table, kind))
            for record, text in zip(records, texts, strict=True):
                if not text or (kind is Kind.TEXT and _is_plain(text)):
                    continue
                fault = next(filter(None, (judge(text) for judge in judges)), None)
                if fault and (table.file, record.row, key) not in replaced:
                    report.add(table, record, key, fault[0], fault[1], value=text)
    check_shifted(tables, kept, report)


def _is_plain(text: str) -> bool:
    """Return whether a text is certainly valid, as nearly all are; faster than all checks."""
    if "#" in text or "??" in text or text[0] in _FORMULA_SIGNS:
        return False
    return text.isascii() or not may_be_mojibake(text)


def _judges(table: Table, kind: Kind) -> Iterable[Callable[[str], Fault | None]]:
    yield _encoding_fault
    yield _lost_word
    yield _spreadsheet_fault
    if not table.geometry:  # spreadsheets open only CSV
        yield _formula_fault
    if kind is Kind.QUANTITY:
        yield _quantity_fault


def _encoding_fault(text: str) -> Fault | None:
    fault = encoding_fault(text)
    return (fault, "value-encoding") if fault else None


def _lost_word(text: str) -> Fault | None:
    fault = lost_word(text)
    return (fault, "value-lost-word") if fault else None


def _spreadsheet_fault(text: str) -> Fault | None:
    fault = spreadsheet_fault(text, ERRORS) if text.startswith("#") else None
    return (fault, "value-spreadsheet") if fault else None


def _quantity_fault(text: str) -> Fault | None:
    fault = spreadsheet_fault(text, QUANTITIES)
    return (fault, "value-spreadsheet") if fault else None


def _formula_fault(text: str) -> Fault | None:
    if text[:1] in _FORMULA_SIGNS and _FORMULA.match(text):
        return (
            "the text begins like a formula, which a spreadsheet executes; put a word before it",
            ("value-formula"),
        )
    return None


def check_shifted(
    tables: Sequence[Table], kept: Mapping[str, list[Record]], report: Report
) -> None:
    """Report texts that belong in an adjacent column whose own value is missing."""
    known = {table.name: {record.values["id"] for record in kept[table.name]} for table in tables}
    for table in tables:
        for column, neighbour in neighbours(table):
            if not column.is_text or neighbour.kind not in (Kind.TERM, Kind.REFERENCE):
                continue
            for record in kept[table.name]:
                text = record.values[column.key]
                if record.values[neighbour.key] or text in ("", record.values["id"]):
                    continue  # a record does not refer to itself
                if report.is_unknown(table, record, neighbour.key):
                    continue
                if _fits(neighbour, text, known):
                    message = (
                        f"this is a value of the column {neighbour.key}, which is empty; "
                        "the row seems to be shifted"
                    )
                    report.add(table, record, column.key, message, "row-shifted")


def _fits(column: Column, text: str, known: Mapping[str, set[str]]) -> bool:
    if column.kind is Kind.TERM:
        return fault_of(column, text) is None
    parts = split_cell(text) if column.many else (text,)
    return all(any(part in known[name] for name in column.refers_to) for part in parts)
