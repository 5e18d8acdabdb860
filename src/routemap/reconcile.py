"""A question against one state of the data: what it asks for and the data does not have."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from routemap.dataset import Dataset
from routemap.model import shortened
from routemap.query import PARAMETERS, Parameter, Query
from routemap.vocabulary import CARGO, MODES, STANCES


def missing(
    query: Query, dataset: Dataset, basemaps: Iterable[str]
) -> dict[Parameter, tuple[str, ...]]:
    """Return what a query asks for and this data does not have, by parameter in table order."""
    known: dict[str, Iterable[str]] = {
        "source": dataset.sources.index,
        "compare": dataset.sources.index,
        "allegation": dataset.allegations.index,
        "article": dataset.articles.index,
        "publisher": dataset.articles["publisher"],
        "stance": STANCES.keys,
        "cargo": CARGO.keys,
        "mode": MODES.keys,
        "feature": dataset.features.index,
        "basemap": basemaps,
    }
    found = {}
    for parameter in PARAMETERS:
        value = getattr(query, parameter.field)
        if parameter.field not in known or not value:
            continue
        have = set(known[parameter.field])
        asked = value if isinstance(value, tuple) else (value,)
        absent = tuple(item for item in asked if item not in have)
        if absent:
            found[parameter] = absent
    return found


def reconcile(query: Query, dataset: Dataset, basemaps: Iterable[str]) -> tuple[Query, list[str]]:
    """Drop what this data does not have from a query, and say so by name.

    Returns
    -------
    query, notices
        A query whose every id exists, and one sentence per value dropped.
    """
    nothing = Query()
    changes: dict[str, Any] = {}
    notices = []
    for parameter, absent in missing(query, dataset, basemaps).items():
        notices.append(
            f"{parameter.label} {listed(absent)} in the link is not in this data and was ignored."
        )
        value = getattr(query, parameter.field)
        kept = () if parameter.field == "compare" else tuple(v for v in value if v not in absent)
        changes[parameter.field] = (
            kept if isinstance(value, tuple) else getattr(nothing, parameter.field)
        )
    return replace(query, **changes), notices


def listed(values: Sequence[str]) -> str:
    """Return values as they stand in a sentence: the first five, and how many more.

    Examples
    --------
    >>> listed(["a", "b"]), listed(list("abcdefg"))
    ('“a”, “b”', '“a”, “b”, “c”, “d”, “e” and 2 more')
    """
    more = f" and {len(values) - 5} more" if len(values) > 5 else ""
    return ", ".join(f"“{shortened(value, 60)}”" for value in values[:5]) + more
