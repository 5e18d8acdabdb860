"""Quotations compared with the texts of saved pages, for several commands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from routemap.data.checks.quotations import (
    Match,
    Result,
    articles_with_quotations,
    compare_quotations,
)
from routemap.data.load import Loaded

_NAMED: Final = 5  # articles


def compared(texts: Mapping[str, str], loaded: Loaded) -> list[Result]:
    """Return the result of each quotation of some articles, given their texts by id."""
    claims, rows = loaded.dataset.claims, loaded.rows["claims"]
    return [
        result
        for article, text in texts.items()
        for result in compare_quotations(claims, rows, article, text)
    ]


def summary(results: Iterable[Result], texts: Collection[str], loaded: Loaded, without: str) -> str:
    """Return how many quotations had which result, and which articles had no text.

    ``without`` says what these articles lack.
    """
    numbers = Counter(result.outcome for result in results)
    line = "quotations: " + ", ".join(f"{numbers[outcome]} {outcome}" for outcome in Match)
    quoted = articles_with_quotations(loaded.dataset.claims)
    left = [article for article in quoted if article not in texts]
    named = ", ".join(left[:_NAMED]) + (", …" if len(left) > _NAMED else "")
    number = f"{len(left)} ({named})" if left else "none"
    return f"{line}\narticles with quotations but {without}: {number}"
