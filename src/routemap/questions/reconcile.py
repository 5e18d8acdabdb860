"""Values of a query that one state of the data does not have."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final
from urllib.parse import quote, urlencode

from routemap.data.dataset import Dataset
from routemap.model.text import shortened
from routemap.questions.filters import FILTERS, PARAMETERS
from routemap.questions.parameter import Parameter
from routemap.questions.query import Query

_SEPARATORS: Final = re.compile("[;,|]")


def missing(query: Query, dataset: Dataset) -> dict[Parameter, tuple[str, ...]]:
    """Return the values of a query that this data does not have, by parameter in table order."""
    found = {}
    for parameter in PARAMETERS:
        value = getattr(query, parameter.field)
        known = parameter.known(dataset) if value else None
        if known is None:
            continue
        wanted = value if isinstance(value, tuple) else (value,)
        if absent := tuple(item for item in wanted if item not in known):
            found[parameter] = absent
    return found


def reconcile(query: Query, dataset: Dataset) -> tuple[Query, list[str]]:
    """Return a query without values that this data does not have, and a notice for each.

    Returns
    -------
    query, notices
        The query, in which every id exists and no list contains every value (see
        :func:`without_full_lists`), and one sentence per parameter with dropped values.
    """
    nothing = Query()
    changes: dict[str, Any] = {}
    notices = []
    for parameter, absent in missing(query, dataset).items():
        notices.append(
            f"{parameter.label} {listed(absent)} in the link is not in this data and was ignored."
            f"{how_to_repeat(parameter, absent, dataset)}"
        )
        value = getattr(query, parameter.field)
        kept = () if parameter.field == "compare" else tuple(v for v in value if v not in absent)
        changes[parameter.field] = (
            kept if isinstance(value, tuple) else getattr(nothing, parameter.field)
        )
    return without_full_lists(replace(query, **changes), dataset), notices


def without_full_lists(query: Query, dataset: Dataset) -> Query:
    """Return a query without lists of values that filter out no claim of this data.

    Choosing every publisher is the same as choosing none. A list is dropped if it contains every
    value of the data and every claim has one of these values. A list of every allegation is
    therefore kept while some claims have no allegation.
    """
    full: dict[str, Any] = {
        row.field: ()
        for row in FILTERS
        if (chosen := getattr(query, row.field)) and row.is_everything(dataset, chosen)
    }
    return replace(query, **full) if full else query


def how_to_repeat(parameter: Parameter, absent: Sequence[str], dataset: Dataset) -> str:
    """Return how to write a list of known values that was given as one, ``""`` if there is none.

    Links repeat a parameter for each value, because a publisher can have a comma in its name.
    """
    known = parameter.known(dataset) or ()
    takes_several = isinstance(getattr(Query(), parameter.field), tuple)
    for value in absent if takes_several else ():
        parts = [part.strip() for part in _SEPARATORS.split(value)]
        if len(parts) > 1 and all(part in known for part in parts):
            fix = urlencode({parameter.key: parts}, doseq=True, quote_via=quote)
            return f" To choose several, write {shortened(fix, 200)}."
    return ""


def listed(values: Sequence[str]) -> str:
    """Return values as text for a sentence: the first five in quotation marks, and how many more.

    Examples
    --------
    >>> listed(["a", "b"]), listed(list("abcdefg"))
    ('“a”, “b”', '“a”, “b”, “c”, “d”, “e” and 2 more')
    """
    more = f" and {len(values) - 5} more" if len(values) > 5 else ""
    return ", ".join(f"“{shortened(value, 60)}”" for value in values[:5]) + more
