"""The values of the filters that a query sets, one by one, so that readers can remove each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from routemap.questions.filters import FILTERS, PARAMETER
from routemap.questions.query import Query
from routemap.questions.quoting import without_full_stop
from routemap.questions.selection import Selection


@dataclass(frozen=True)
class Chip:
    """One value of a filter.

    Attributes
    ----------
    key, value
        The key of the parameter, and the value as in a link; ``""`` if the value can only be
        removed together with the others of the filter.
    label, text
        The name of the filter and of the value.
    """

    key: str
    value: str
    label: str
    text: str


def chips(selection: Selection) -> tuple[Chip, ...]:
    """Return a chip for each value of the filters that a query sets, in table order.

    A comparison of two claim sources is one chip.
    """
    dataset, query = selection.dataset, selection.query
    found = []
    for row in FILTERS:
        if not (value := getattr(query, row.field)):
            continue
        names = row.known(dataset) or {}
        said = {key: without_full_stop(names.get(key, key)) for key in row.write(value)}
        if row.field == "compare":
            found.append(Chip(row.key, "", row.label, " and ".join(said.values())))
        else:
            found += [Chip(row.key, key, row.label, text) for key, text in said.items()]
    return tuple(found)


def without_chip(query: Query, key: str, value: str) -> Query:
    """Return a query without one value of a filter; an unknown key changes nothing.

    Examples
    --------
    >>> without_chip(Query(stance=("asserts", "denies"), text="horses"), "stance", "denies")
    ... # doctest: +ELLIPSIS
    Query(...stance=('asserts',), ...text='horses', ...)
    """
    row = PARAMETER.get(key)
    if row is None or row.keeps is None:
        return query
    before: Any = getattr(query, row.field)
    several = isinstance(before, Sequence) and not isinstance(before, str)
    left = tuple(item for item in before if item != value) if several and value else None
    changed: dict[str, Any] = {row.field: left or getattr(Query(), row.field)}
    return replace(query, **changed)
