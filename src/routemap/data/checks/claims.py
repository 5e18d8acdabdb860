"""Checks between the columns of a claim, between claims, allegations and articles."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from routemap.data.checks.report import Report
from routemap.data.page_address import page_address, usual_address
from routemap.data.reading.records import Record
from routemap.model.claim_table import CLAIMS
from routemap.model.columns import Table
from routemap.model.findings import Effect
from routemap.model.tables import ARTICLES, MAX_QUOTATION

_DEEPEST: Final = 20  # records of which one is a part
_SENTENCE: Final = 8  # words; names can follow an excerpt, sentences cannot
_ANCHOR: Final = 200  # characters of a prefix or suffix; a few words are enough
# a lower-case word and a full stop, so that neither “U.S.” nor “Gen.” matches
_SENTENCE_ENDS: Final = re.compile(r"[^\W\d_]{4,}[.!?]$")


def check_chains(table: Table, records: Iterable[Record], report: Report) -> None:
    """Report records that are part of themselves, and empty their ``part_of``.

    Parameters
    ----------
    table
        A table with the column ``part_of``, which refers to the same table.
    records
        Its records; their values are changed.
    report
        Receives the findings.
    """
    broader = {record.values["id"]: record.values["part_of"] for record in records}
    for record in records:
        seen, key = {record.values["id"]}, record.values["part_of"]
        while key and key not in seen and len(seen) <= _DEEPEST:
            seen.add(key)
            key = broader[key]
        if key:
            circle = key in seen
            fault = (
                f"the {table.record} is part of itself"
                if circle
                else f"part of more than {_DEEPEST} others"
            )
            report.add(
                table,
                record,
                "part_of",
                fault,
                "allegation-chain",
                effect=Effect.VALUE,
                outcome="the value is treated as unknown",
            )
            record.values["part_of"] = broader[record.values["id"]] = ""


def check_claims(claims: Iterable[Record], report: Report) -> None:
    """Report claims whose columns contradict each other, and duplicate claims."""
    seen: dict[tuple[str, ...], Record] = {}
    for record in claims:
        values = record.values
        if values["excerpt_kind"] == "quotation":
            _check_quotation(record, report)
        else:
            for key in ("prefix", "suffix"):
                if values[key]:
                    message = "only a quotation has this value; empty it; is the row shifted?"
                    report.add(CLAIMS, record, key, message, "quotation-anchor")
        background = values["stance"] == "background"
        unknown = report.is_unknown(CLAIMS, record, "allegation")
        if not (background or values["allegation"] or unknown):
            message = f"a claim with the stance “{values['stance']}” needs an allegation"
            report.add(CLAIMS, record, "allegation", message, "allegation-missing")
        if background and values["allegation"]:
            message = "background has no allegation; empty the allegation, or change the stance"
            report.add(CLAIMS, record, "allegation", message, "allegation-background")
        same = tuple(
            values[key] for key in ("article", "source", "allegation", "stance", "excerpt")
        )
        if same in seen and not unknown:
            first = seen[same]
            message = f"the claim is a duplicate of row {first.row} ({first.values['id']})"
            report.add(CLAIMS, record, "id", message, "claim-twice")
        seen.setdefault(same, record)


def _check_quotation(record: Record, report: Report) -> None:
    excerpt, prefix, suffix = (record.values[key] for key in ("excerpt", "prefix", "suffix"))
    unknown = report.is_unknown(CLAIMS, record, "prefix", "suffix")
    if not (prefix or suffix or unknown):
        message = "a quotation needs a prefix or suffix: the words before or after it"
        report.add(CLAIMS, record, "prefix", message, "quotation-anchor", value=excerpt)
    elif not (prefix and suffix) and not unknown:
        empty, side = ("suffix", "ends") if prefix else ("prefix", "begins")
        message = (
            f"the {empty} is empty; correct if the article {side} with the excerpt, otherwise the "
            "row is shifted"
        )
        report.add(CLAIMS, record, empty, message, "quotation-side")
    if len(excerpt) > MAX_QUOTATION:
        message = f"the quotation has more than {MAX_QUOTATION} characters; shorten it"
        report.add(CLAIMS, record, "excerpt", message, "quotation-long")
    if excerpt[-1:].isalpha() and suffix[:1].isupper() and _is_sentence(suffix):
        message = "the suffix is a sentence, but the excerpt does not end one; is the row shifted?"
        report.add(CLAIMS, record, "suffix", message, "row-shifted")
    for key, before, after in (("prefix", prefix, excerpt), ("suffix", excerpt, suffix)):
        text = record.values[key]
        if not text:
            continue
        if len(text) > _ANCHOR:
            message = (
                f"longer than {_ANCHOR} characters; a few words are enough; is the row shifted?"
            )
            report.add(CLAIMS, record, key, message, "row-shifted")
        elif _SENTENCE_ENDS.search(before) and after[:1].islower():
            side = "before" if key == "prefix" else "after"
            message = (
                f"these words cannot be directly {side} the excerpt: it continues in lower case "
                "after the end of a sentence; is the row shifted?"
            )
            report.add(CLAIMS, record, key, message, "row-shifted")


def _is_sentence(text: str) -> bool:
    return text.endswith(".") and len(text.split()) >= _SENTENCE


def check_addresses(articles: Iterable[Record], report: Report) -> None:
    """Report articles that have the same address as another one, or nearly the same."""
    first: dict[str, Record] = {}
    alike: dict[str, Record] = {}
    for record in articles:
        address, usual = (read(record.values["url"]) for read in (page_address, usual_address))
        if other := first.get(address):
            message = (
                f"row {other.row} ({other.values['id']}) has the same address; use that "
                "article in the claims, or correct the address of this one"
            )
            report.add(ARTICLES, record, "url", message, "url-twice")
        elif other := alike.get(usual):
            message = (
                f"row {other.row} ({other.values['id']}) has nearly the same address, "
                f"{other.values['url']}; if both are one page, use that article in the claims"
            )
            report.add(ARTICLES, record, "url", message, "url-alike")
        first.setdefault(address, record)
        alike.setdefault(usual, record)
