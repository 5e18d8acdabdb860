"""Check that quotations are in their article word for word."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from routemap.data.checks.nearest import Page
from routemap.model.problem import Problem
from routemap.model.text import visible


class Match(StrEnum):
    """Result of comparing a quotation; the value follows a number in a summary."""

    VERIFIED = "verified"
    NEARLY = "nearly verbatim"
    MISPLACED = "not between prefix and suffix"
    MISSING = "not found"


@dataclass(frozen=True)
class Result:
    """The result of one quotation, with a problem unless it was verified."""

    outcome: Match
    problem: Problem | None = None


def compare_quotations(
    claims: pd.DataFrame, rows: Iterable[int], article: str, text: str
) -> list[Result]:
    """Return, for each quotation of an article, whether it is in the text, verbatim and in place.

    Invisible characters, the number of spaces and the Unicode normal form are ignored. A quotation
    with other quotation marks or dashes than the article is nearly verbatim.

    Parameters
    ----------
    claims
        Checked claims, of any article.
    rows
        The row of each claim in its file.
    article
        Id of the article whose quotations are checked.
    text
        The article as plain text.

    Returns
    -------
    list of Result
        One per quotation, in the order of the file.
    """
    page = Page(_canonical(text))
    results = []
    records = claims.reset_index().to_dict("records")
    for row, values in zip(map(int, rows), records, strict=True):
        if values["article"] == article and values["excerpt_kind"] == "quotation":
            results.append(_compared(row, values, article, page))
    return results


def no_longer_verified(
    old: pd.DataFrame, new: pd.DataFrame, texts: Mapping[str, str]
) -> tuple[str, ...]:
    """Return the ids of the claims whose quotation was verbatim before, or not there, and is not.

    Parameters
    ----------
    old, new
        The claims of two states of the data, indexed by id.
    texts
        The text of saved articles by article id; the quotations of others are not compared.
    """

    def verified(claims: pd.DataFrame, article: str, text: str) -> dict[str, bool]:
        own = claims[(claims["article"] == article) & (claims["excerpt_kind"] == "quotation")]
        found = compare_quotations(own, range(len(own)), article, text)
        return {
            str(key): result.outcome is Match.VERIFIED
            for key, result in zip(own.index, found, strict=True)
        }

    lost: list[str] = []
    for article, text in texts.items():
        before, after = (verified(claims, article, text) for claims in (old, new))
        lost += [key for key, is_right in after.items() if not is_right and before.get(key, True)]
    return tuple(lost)


def articles_with_quotations(claims: pd.DataFrame) -> list[str]:
    """Return the ids of the articles that claims quote, in the order of the file."""
    return list(dict.fromkeys(claims.loc[claims["excerpt_kind"] == "quotation", "article"]))


def _compared(row: int, claim: Mapping[Hashable, str], article: str, page: Page) -> Result:
    parts = {key: _canonical(claim[key]) for key in ("prefix", "excerpt", "suffix")}
    excerpt = parts["excerpt"]

    def result(outcome: Match, field: str, message: str) -> Result:
        problem = Problem(
            "claims.csv", row, field, excerpt, message, code="quotation-text", record=claim["id"]
        )
        return Result(outcome, problem)

    if excerpt not in page.text:
        near = page.nearest(excerpt)
        if near:
            return result(
                Match.NEARLY, "excerpt", f"the quotation is nearly verbatim in {article}; it {near}"
            )
        return result(
            Match.MISSING, "excerpt", f"the quotation was not found verbatim in {article}"
        )
    places = len(re.findall(r"\s?".join(map(re.escape, parts.values())), page.text))
    if places == 1:
        return Result(Match.VERIFIED)
    if places:
        return result(
            Match.MISPLACED,
            "prefix",
            f"the quotation with this prefix and suffix occurs more than once in {article}",
        )
    message = f"the quotation is not between its prefix and suffix in {article}"
    for anchor in ("prefix", "suffix"):
        near = None if parts[anchor] in page.text else page.nearest(parts[anchor])
        if near:
            return result(Match.MISPLACED, anchor, f"{message}; the {anchor} {near}")
    return result(Match.MISPLACED, "prefix", message)


def _canonical(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", visible(text)).split())
