"""Checks of what a claim says about amounts, originals and inference, and of shared passages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from routemap.data.checks.report import Report
from routemap.data.reading.records import Record
from routemap.model.claim_table import CLAIMS
from routemap.model.claim_terms import UNITS
from routemap.model.columns import split_cell
from routemap.model.tables import VESSELS

# one passage has one form: what the article prints does not depend on who says it
_OF_PASSAGE: Final = (
    "excerpt_kind",
    "prefix",
    "suffix",
    "original",
    "original_language",
    "translated_by",
)
# a case can add units, whose amounts can have decimals
_COUNTED: Final = frozenset(term.key for term in UNITS.terms if term.is_counted)


def check_statements(claims: Iterable[Record], report: Report) -> None:
    """Report claims with contradictory amounts, originals or inference, and uneven passages.

    Claims with the same article and excerpt are one passage. They can differ in source and
    allegation, but not in the words and what surrounds them.
    """
    passages: dict[tuple[str, str], Record] = {}
    for record in claims:
        values = record.values
        _check_amount(record, report)
        _check_original(record, report)
        _check_names(record, report)
        if values["inferred"]:
            _check_inferred(record, report)
        first = passages.setdefault((values["article"], values["excerpt"]), record)
        if first is not record:
            _check_passage(first, record, report)


def check_vessels(vessels: Iterable[Record], report: Report) -> None:
    """Report ships with the same number: a number belongs to one ship."""
    for key in ("imo", "mmsi"):
        first: dict[str, Record] = {}
        for record in vessels:
            number = record.values[key]
            if not number:
                continue
            other = first.setdefault(number, record)
            if other is not record:
                message = (
                    f"row {other.row} ({other.values['id']}) has the same number; use one ship in "
                    "the claims, or correct the number"
                )
                report.add(VESSELS, record, key, message, "vessel-twice")


def _check_amount(record: Record, report: Report) -> None:
    least, most, unit = (record.values[key] for key in ("amount_min", "amount_max", "unit"))
    if not (least or most or unit):
        return
    if least and most and float(least) > float(most):
        message = f"the least amount is larger than the most, {most}; exchange the two"
        report.add(CLAIMS, record, "amount_min", message, "amount-order")
    unknown = report.is_unknown(CLAIMS, record, "amount_min", "amount_max")
    if unit and not (least or most or unknown):
        message = "a unit needs a number in amount_min or amount_max"
        report.add(CLAIMS, record, "unit", message, "amount-unit")
    if unit in _COUNTED:
        for key, amount in (("amount_min", least), ("amount_max", most)):
            if amount and not float(amount).is_integer():
                message = f"{UNITS.label(unit)} are counted; write a whole number, or another unit"
                report.add(CLAIMS, record, key, message, "amount-whole")
    if (least or most) and not (unit or report.is_unknown(CLAIMS, record, "unit")):
        message = "the amount needs a unit; if none fits, empty the amount and use quantity"
        report.add(CLAIMS, record, "unit", message, "amount-unit")


def _check_original(record: Record, report: Report) -> None:
    words, language = record.values["original"], record.values["original_language"]
    unknown = report.is_unknown(CLAIMS, record, "original")
    if record.values["translated_by"] and not (words or unknown):
        message = "a translator is named, but no original words; fill in original or empty this"
        report.add(CLAIMS, record, "translated_by", message, "original-language")
    if words and not (language or report.is_unknown(CLAIMS, record, "original_language")):
        message = "the original words need a language such as ru; fill in original_language"
        report.add(CLAIMS, record, "original_language", message, "original-language")
    if language and not (words or unknown):
        message = "a language is given, but no original words; fill in original or empty this"
        report.add(CLAIMS, record, "original_language", message, "original-language")


def _check_names(record: Record, report: Report) -> None:
    values = record.values
    if values["article"] in split_cell(values["also_in"]):
        message = "this is the article of the claim itself; name only further articles"
        report.add(CLAIMS, record, "also_in", message, "also-in-itself")
    if values["checked_by"] and values["checked_by"] == values["coded_by"]:
        message = "the second reader is the coder; empty it until somebody else has checked it"
        report.add(CLAIMS, record, "checked_by", message, "checked-by-coder")


def _check_inferred(record: Record, report: Report) -> None:
    for key in split_cell(record.values["inferred"]):
        if not (record.values[key] or report.is_unknown(CLAIMS, record, key)):
            message = f"“{key}” is named as inferred, but the column {key} is empty"
            report.add(CLAIMS, record, "inferred", message, "inferred-empty", value=key)


def _check_passage(first: Record, record: Record, report: Report) -> None:
    for key in _OF_PASSAGE:
        if record.values[key] != first.values[key]:
            if any(report.is_unknown(CLAIMS, item, key) for item in (first, record)):
                continue
            message = (
                f"row {first.row} ({first.values['id']}) has the same words of the same article, "
                f"but “{first.values[key]}” here; write the same in both"
            )
            report.add(CLAIMS, record, key, message, "passage-differs")
