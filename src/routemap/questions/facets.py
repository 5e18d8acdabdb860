"""Facets: how many claims each option of a filter would leave under the other filters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from routemap.data.codes import Ints
from routemap.data.dataset import Dataset
from routemap.model.vocabulary import SOURCE_KINDS
from routemap.questions.filters import FACETS, FILTERS
from routemap.questions.parameter import Parameter
from routemap.questions.parameter_values import FIRST_DAY
from routemap.questions.query import Query


@dataclass(frozen=True)
class Period:
    """A range of days that readers can choose at once; ``last`` is ``None`` if it has no end."""

    label: str
    first: date
    last: date | None


def tallies(dataset: Dataset, query: Query) -> Mapping[str, Ints]:
    """Return the counts of all facets, by key, each in the order of its ``options``.

    The count of an option is the number of claims that would pass all filters if the filter of its
    facet were set to this option alone. Filters that are not set share one set of claims.

    Examples
    --------
    >>> from routemap.data.load import SHIPPED, load
    >>> from routemap.questions.filters import PARAMETER
    >>> dataset = load(SHIPPED).dataset
    >>> stances = PARAMETER["stance"].options(dataset)
    >>> counts = tallies(dataset, Query(stance=("denies",), source=("kremlin",)))["stance"]
    >>> dict(zip(stances, counts.tolist(), strict=True))["denies"]
    1
    """
    failing = {
        row.field: (~row.keeps(dataset, query)).view(np.int8)
        for row in FILTERS
        if row.keeps and getattr(query, row.field)
    }
    failures = np.zeros(len(dataset.claims), dtype=np.int8)
    for mask in failing.values():
        failures += mask
    everything = np.flatnonzero(failures == 0) if failing else slice(None)
    found = {}
    for row in FACETS:
        own = failing.get(row.field)
        positions = everything if own is None else np.flatnonzero(failures == own)
        if row.tally:
            found[row.key] = row.tally(dataset, positions)
    return found


def recall_tallies(dataset: Dataset, query: Query) -> Mapping[str, Ints]:
    """Return :func:`tallies`, cached with the dataset because readers often ask the same."""
    return dataset.memo.get("tallies", query.filters(), lambda: tallies(dataset, query))


def ranking(dataset: Dataset, row: Parameter) -> Ints:
    """Return the offered options of a facet as positions in its ``options``, in display order.

    The order depends only on the data, so that filters move no option. Terms of a closed list
    have the order of the list. Records are sorted by their number of claims, then by name.
    """
    return dataset.memo.get("ranking", row.key, lambda: _ranking(dataset, row))


def _ranking(dataset: Dataset, row: Parameter) -> Ints:
    offered = row.offered(dataset)
    options = [str(key) for key in row.options(dataset)]
    there = [place for place, key in enumerate(options) if key in offered]
    if row.vocabulary is None:
        counts = recall_tallies(dataset, Query())[row.key]
        there.sort(key=lambda place: (-counts[place], offered[options[place]].casefold()))
    return np.array(there, dtype=np.int64)


def kind_ranks(dataset: Dataset) -> Ints:
    """Return, per claim source, the position of its kind in the closed list of kinds."""
    place = {kind: number for number, kind in enumerate(dataset.case.terms(SOURCE_KINDS).keys)}
    return dataset.memo.get(
        "kind ranks", (), lambda: np.array([place[kind] for kind in dataset.sources["kind"]])
    )


def periods(dataset: Dataset, by: str) -> tuple[Period, ...]:
    """Return the years of the data, the time since the first denial and the last 12 months.

    ``by`` is a key of :data:`routemap.model.vocabulary.DATE_MEANINGS`. Background claims and
    undated claims do not count.
    """
    return dataset.memo.get("periods", by, lambda: _periods(dataset, by))


def _periods(dataset: Dataset, by: str) -> tuple[Period, ...]:
    bounds, codes = dataset.bounds[by], dataset.codes
    counted = bounds.known & (codes.allegation >= 0) & (bounds.first >= FIRST_DAY.toordinal())
    if not counted.any():
        return ()
    days = [date.fromordinal(int(day)) for day in np.unique(bounds.first[counted])]
    last = days[-1]
    found = [
        Period(str(year), date(year, 1, 1), date(year, 12, 31))
        for year in sorted({day.year for day in days}, reverse=True)
    ]
    denials = counted & codes.denying
    if denials.any():
        first = date.fromordinal(int(bounds.first[denials].min()))
        found.append(Period("Since the first denial", first, None))
    year_before = date(last.year - 1, last.month, 1)
    found.append(Period("Last 12 months of the data", _next_month(year_before), last))
    return tuple(found)


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
