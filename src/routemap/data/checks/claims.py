"""Rules between the columns of one claim, and between claims."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

from routemap.data.checks.report import Report
from routemap.data.reading.records import Record
from routemap.model.findings import Effect
from routemap.model.tables import ALLEGATIONS, ARTICLES, CLAIMS, MAX_QUOTATION

_DEEPEST: Final = 20  # allegations of which one is a part
_SENTENCE: Final = 8  # words; names may follow an excerpt, sentences cannot
_ANCHOR: Final = 200  # characters of a prefix or suffix; a few words are enough
# a word in small letters and a full stop, so that neither “U.S.” nor “Gen.” counts
_SENTENCE_ENDS: Final = re.compile(r"[^\W\d_]{4,}[.!?]$")
_TRACKERS: Final = ("utm_", "fbclid=", "gclid=")  # parameters that lead to the same page


def check_broader(allegations: Iterable[Record], report: Report) -> None:
    """Report allegations that are part of themselves, and empty their ``part_of``."""
    broader = {record.values["id"]: record.values["part_of"] for record in allegations}
    for record in allegations:
        seen, key = {record.values["id"]}, record.values["part_of"]
        while key and key not in seen and len(seen) <= _DEEPEST:
            seen.add(key)
            key = broader[key]
        if key:
            circle = key in seen
            fault = "goes round in a circle" if circle else f"part of more than {_DEEPEST} others"
            report.add(
                ALLEGATIONS,
                record,
                "part_of",
                fault,
                "allegation-chain",
                effect=Effect.VALUE,
                outcome="taken as unknown",
            )
            record.values["part_of"] = broader[record.values["id"]] = ""


def check_claims(claims: Iterable[Record], report: Report) -> None:
    """Report claims whose columns contradict one another, and claims that say the same."""
    explained = {
        problem.row
        for problem in report.problems
        if problem.file == CLAIMS.file and problem.field == "allegation"
    }
    unread = None in explained  # the allegations could not be read
    seen: dict[tuple[str, ...], Record] = {}
    for record in claims:
        values = record.values
        if values["excerpt_kind"] == "quotation":
            _check_quotation(record, report)
        else:
            for key in ("prefix", "suffix"):
                if values[key]:
                    message = "only a quotation has words before and after it; is the row shifted?"
                    report.add(CLAIMS, record, key, message, "quotation-anchor")
        background = values["stance"] == "background"
        missing = not background and not values["allegation"]
        if missing and not unread and record.row not in explained:
            message = f"a claim that {values['stance']} needs an allegation"
            report.add(CLAIMS, record, "allegation", message, "allegation-missing")
        if background and values["allegation"]:
            message = "background supports and disputes nothing; empty it, or change the stance"
            report.add(CLAIMS, record, "allegation", message, "allegation-background")
        same = tuple(
            values[key] for key in ("article", "source", "allegation", "stance", "excerpt")
        )
        if same in seen:
            first = seen[same]
            message = f"says the same as row {first.row} ({first.values['id']})"
            report.add(CLAIMS, record, "id", message, "claim-twice")
        seen.setdefault(same, record)


def _check_quotation(record: Record, report: Report) -> None:
    excerpt, prefix, suffix = (record.values[key] for key in ("excerpt", "prefix", "suffix"))
    if not (prefix or suffix):
        message = "a quotation needs the words before or after it"
        report.add(CLAIMS, record, "prefix", message, "quotation-anchor", value=excerpt)
    elif not (prefix and suffix):
        empty, side = ("suffix", "ends") if prefix else ("prefix", "begins")
        message = f"empty, as where the article {side} with the excerpt; else the row is shifted"
        report.add(CLAIMS, record, empty, message, "quotation-side")
    if len(excerpt) > MAX_QUOTATION:
        message = f"a quotation of more than {MAX_QUOTATION} characters"
        report.add(CLAIMS, record, "excerpt", message, "quotation-long")
    if excerpt[-1:].isalpha() and suffix[:1].isupper() and _is_sentence(suffix):
        message = "a whole sentence cannot go on where the excerpt ends; is the row shifted?"
        report.add(CLAIMS, record, "suffix", message, "row-shifted")
    for key, before, after in (("prefix", prefix, excerpt), ("suffix", excerpt, suffix)):
        text = record.values[key]
        if not text:
            continue
        if len(text) > _ANCHOR:
            message = f"longer than {_ANCHOR} characters; a few words are enough; is it shifted?"
            report.add(CLAIMS, record, key, message, "row-shifted")
        elif _SENTENCE_ENDS.search(before) and after[:1].islower():
            side = "before" if key == "prefix" else "after"
            message = (
                f"these words cannot be right {side} the excerpt, which goes on in small letters "
                "after the end of a sentence; is the row shifted?"
            )
            report.add(CLAIMS, record, key, message, "row-shifted")


def _is_sentence(text: str) -> bool:
    return text.endswith(".") and len(text.split()) >= _SENTENCE


def check_addresses(articles: Iterable[Record], report: Report) -> None:
    """Report articles that have the address of another one."""
    first: dict[str, Record] = {}
    for record in articles:
        address = _same_address(record.values["url"])
        if address in first:
            other = first[address]
            message = (
                f"row {other.row} ({other.values['id']}) has this address already; name that "
                "article in the claims, or write the address of this one"
            )
            report.add(ARTICLES, record, "url", message, "url-twice")
        first.setdefault(address, record)


def _same_address(url: str) -> str:
    """Return an address without what makes no other page of it."""
    parts = urlsplit(url)
    host = parts.netloc.lower().removeprefix("www.")
    asked = sorted(pair for pair in parts.query.split("&") if not pair.startswith(_TRACKERS))
    return f"{host}{parts.path.rstrip('/')}?{'&'.join(asked)}"
