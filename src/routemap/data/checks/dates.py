"""Checks for impossible dates: out of range, or in an impossible order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Final

from routemap.data.checks.report import Report
from routemap.data.reading.records import Record
from routemap.model.claim_table import CLAIMS
from routemap.model.columns import Column, Kind, Table
from routemap.model.dates import Bounds, parse
from routemap.model.problem import Problem
from routemap.model.tables import TABLES
from routemap.model.vocabulary import AFFIRMING

EARLIEST: Final = date(1900, 1, 1)
_ABOUT: Final = timedelta(days=366)
_ABROAD: Final = timedelta(days=1)  # it may already be tomorrow in another time zone
FUTURE: Final = "date-future"


def check_dates(kept: Mapping[str, list[Record]], today: date, report: Report) -> None:
    """Report dates after today or before 1900, and dates in an impossible order.

    Only certain faults are reported: ``2022-11`` is not after ``2022-11-02``, and a date that is
    marked as approximate or uncertain can be wrong by a year.
    """
    impossible: set[str] = set()
    for table in TABLES:
        for column in table.columns:
            if column.kind is Kind.EDTF:
                impossible |= _check_range(table, column, kept[table.name], today, report)
    published = {record.values["id"]: record.values["published"] for record in kept["articles"]}
    ranges: dict[str, Bounds] = {}
    for record in kept["claims"]:
        values = record.values
        texts = (values["happened"], values["said"], published[values["article"]])
        for text in texts:
            if text and text not in ranges:
                ranges[text] = certain(text)
        if impossible.isdisjoint(
            texts
        ):  # otherwise the order is wrong because of an impossible date
            _check_order(record, texts, ranges, report)


def outdated(problem: Problem, today: date) -> bool:
    """Return whether a problem reports a future date that is no longer in the future."""
    return problem.code == FUTURE and not _after(problem.value, today)


def _check_range(
    table: Table, column: Column, records: Iterable[Record], today: date, report: Report
) -> set[str]:
    """Report dates out of range, and return their texts."""
    faults: dict[str, tuple[str, str] | None] = {"": None}
    for record in records:
        text = record.values[column.key]
        if text not in faults:
            faults[text] = _range_fault(text, today)
        if fault := faults[text]:
            report.add(table, record, column.key, fault[0], fault[1])
    return {text for text, fault in faults.items() if fault}


def _range_fault(text: str, today: date) -> tuple[str, str] | None:
    if _after(text, today):
        return f"the date is after today, {today:%Y-%m-%d}", FUTURE
    first, last = certain(text)
    if (last and last < EARLIEST) or (first and first.year < EARLIEST.year - 1):
        return f"the date is before {EARLIEST.year}", "date-early"
    return None


def _after(text: str, today: date) -> bool:
    """Return whether a date, or either end of an interval, begins after today."""
    begins = [parse(end).first for end in text.split("/") if end not in ("", "..")]
    return any(first and first > today + _ABROAD for first in begins)


def _check_order(
    record: Record, texts: tuple[str, str, str], ranges: Mapping[str, Bounds], report: Report
) -> None:
    happened, said, published = texts
    if said and is_after(ranges[said], ranges[published]):
        message = f"the statement is dated after its article, published {published}"
        report.add(CLAIMS, record, "said", message, "date-said")
    affirms = record.values["stance"] in AFFIRMING
    if happened and affirms and is_after(ranges[happened], ranges[said or published]):
        what = f"said {said}" if said else f"published {published}"
        message = f"the event is dated after the statement that affirms it, {what}"
        report.add(CLAIMS, record, "happened", message, "date-happened")


def is_after(one: Bounds, other: Bounds) -> bool:
    """Return whether every day of one date is after every day of another."""
    first, last = one[0], other[1]
    return first is not None and last is not None and first > last


def certain(text: str) -> Bounds:
    """Return the first and last day that a date can refer to, ``None`` if open."""
    first, last = parse(text).first, parse(text).last
    if any(sign in text for sign in "~?%"):
        first = first - _ABOUT if first and first.year > 1 else None
        last = last + _ABOUT if last and last.year < 9999 else None
    return first, last
