"""One parameter of a link: how it is read and written, and which claims it keeps.

The table of all parameters is in :mod:`routemap.questions.filters`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from routemap.data.codes import Bits, Bools, Ints, bits_of, members
from routemap.data.dataset import Dataset
from routemap.model.terms import Vocabulary
from routemap.questions.parameter_values import read_choice, read_many, write_one

if TYPE_CHECKING:
    from routemap.questions.query import Query

Names = Mapping[str, str]
Options = Sequence[str] | pd.Index
PerClaim = Callable[[Dataset], Ints]
Tally = Callable[[Dataset, Ints | slice], Ints]


class Part(Enum):
    """The kind of a filter, which decides whether denials are kept.

    Filters of content and of dates keep denials together with what they deny. Filters of side
    can separate them. See :mod:`routemap.questions.selection`.
    """

    SIDE = "side"
    CONTENT = "content"
    DATES = "dates"


class Control(Enum):
    """The kind of control in the sidebar that sets a parameter."""

    DAY = "a day"
    CHOICE = "one of a closed list"
    TEXT = "words"
    FACET = "several options, each with a number of claims"
    PAIR = "two records"


@dataclass(frozen=True)
class Parameter:
    """One parameter of a link.

    Attributes
    ----------
    key, field
        Its name in links, and the field of :class:`routemap.questions.query.Query`.
    label, meaning
        Its name on screens, and what it does in one sentence.
    read, write
        Functions that convert the values of a link into the value of the query, and back.
        ``read`` raises :class:`routemap.model.errors.ParameterError`.
    unread
        Returns a sentence about the part of the values that is not used, ``""`` if all is.
    names
        Returns the names of its values in a dataset, by value, in file order. ``None`` if any
        value is allowed.
    sorted_by_name
        Whether screens list the values by name.
    details
        Returns what distinguishes values of the same name, by value.
    keeps
        Returns per claim whether it passes. ``None`` for a parameter that filters nothing. Called
        only if the query has a value.
    part
        The kind of the filter.
    is_everything
        Returns whether some values leave out no claim of the data, and so filter nothing.
    used
        Returns the values of a closed list that the data uses.
    vocabulary
        The closed list of its values, without the terms of a case: see :meth:`terms`.
    options
        Returns all values that claims can have, in the order of ``tally``.
    tally
        Returns how many of the claims at some positions have each of the options.
    control
        The control that sets it in the sidebar.
    """

    key: str
    field: str
    label: str
    meaning: str
    read: Callable[[Sequence[str]], Any]
    write: Callable[[Any], list[str]]
    unread: Callable[[Sequence[str]], str] = lambda _values: ""
    names: Callable[[Dataset], Names] | None = None
    sorted_by_name: bool = False
    details: Callable[[Dataset], Names] = lambda _dataset: {}
    keeps: Callable[[Dataset, Query], Bools] | None = None
    part: Part = Part.CONTENT
    is_everything: Callable[[Dataset, Collection[str]], bool] = lambda _dataset, _chosen: False
    used: Callable[[Dataset], Collection[str]] | None = None
    vocabulary: Vocabulary | None = None
    options: Callable[[Dataset], Options] = lambda _dataset: ()
    tally: Tally | None = None
    control: Control | None = None

    def terms(self, dataset: Dataset) -> Vocabulary | None:
        """Return the closed list of its values, with the terms that the case adds."""
        return dataset.case.terms(self.vocabulary) if self.vocabulary else None

    def known(self, dataset: Dataset) -> Names | None:
        """Return ``names`` for a dataset, cached with it; ``None`` if any value is allowed."""
        names = self.names
        return dataset.memo.get("names", self.key, lambda: names(dataset)) if names else None

    def offered(self, dataset: Dataset) -> Names:
        """Return the names that are offered; of a closed list only those that the data uses."""
        known, used = self.known(dataset) or {}, self.used
        if used is None:
            order = sorted(known, key=lambda key: known[key].casefold())
            return {key: known[key] for key in order} if self.sorted_by_name else known
        there = dataset.memo.get("used", self.key, lambda: set(used(dataset)))
        return {key: name for key, name in known.items() if key in there}


def named(column: pd.Series) -> Names:
    """Return the values of a column by id."""
    return {str(key): str(name) for key, name in column.items()}


def by_choice(
    key: str, label: str, meaning: str, vocabulary: Vocabulary, control: Control | None = None
) -> Parameter:
    """Return a parameter with one value of a closed list, which filters nothing."""
    return Parameter(
        key, key, label, meaning, read_choice(vocabulary), write_one,
        names=lambda dataset: dataset.case.terms(vocabulary).labels, vocabulary=vocabulary,
        control=control,
    )  # fmt: skip


def by_records(
    key: str,
    label: str,
    meaning: str,
    *,
    names: Callable[[Dataset], Names],
    keys: Callable[[Dataset], Options],
    per_claim: PerClaim,
    part: Part = Part.CONTENT,
    sorted_by_name: bool = False,
    details: Callable[[Dataset], Names] = lambda _dataset: {},
) -> Parameter:
    """Return a filter by records.

    ``per_claim`` returns per claim the position of its record in ``keys``, -1 for none.
    """

    def keeps(dataset: Dataset, query: Query) -> Bools:
        kept: Bools = members(getattr(query, key), keys(dataset))[per_claim(dataset)]
        return kept

    def is_everything(dataset: Dataset, chosen: Collection[str]) -> bool:
        return set(chosen) >= set(keys(dataset)) and bool((per_claim(dataset) >= 0).all())

    def tally(dataset: Dataset, positions: Ints | slice) -> Ints:
        # the first count is that of claims without a record
        found = per_claim(dataset)[positions] + 1
        counts: Ints = np.bincount(found, minlength=len(keys(dataset)) + 1)[1:]
        return counts

    return Parameter(
        key, key, label, meaning, read_many, list, names=names, sorted_by_name=sorted_by_name,
        details=details, keeps=keeps, part=part, is_everything=is_everything, options=keys,
        tally=tally, control=Control.FACET,
    )  # fmt: skip


def by_terms(
    key: str,
    label: str,
    meaning: str,
    vocabulary: Vocabulary,
    *,
    bits: Callable[[Dataset], Bits],
    used: Callable[[Dataset], Collection[str]],
    part: Part = Part.CONTENT,
) -> Parameter:
    """Return a filter by a closed list.

    ``bits`` returns per claim an integer with one bit for each of its values.
    """

    def terms(dataset: Dataset) -> Vocabulary:
        return dataset.case.terms(vocabulary)

    def keeps(dataset: Dataset, query: Query) -> Bools:
        kept: Bools = (bits(dataset) & bits_of(getattr(query, key), terms(dataset))) > 0
        return kept

    def is_everything(dataset: Dataset, chosen: Collection[str]) -> bool:
        per_claim, wanted = bits(dataset), bits_of(chosen, terms(dataset))
        return bool(wanted and (per_claim > 0).all() and not (per_claim & ~wanted).any())

    def tally(dataset: Dataset, positions: Ints | slice) -> Ints:
        # few combinations of values occur, so these are counted instead of the values
        combinations, of_claim = dataset.memo.get(
            "combinations", key, lambda: np.unique(bits(dataset), return_inverse=True)
        )
        often = np.bincount(of_claim[positions], minlength=len(combinations))
        places = np.arange(len(terms(dataset).keys), dtype=np.uint64)
        has = (combinations[:, None] >> places) & np.uint64(1)
        counts: Ints = often @ has.astype(np.int64)
        return counts

    return Parameter(
        key, key, label, meaning, read_many, list, names=lambda dataset: terms(dataset).labels,
        keeps=keeps, part=part, is_everything=is_everything, used=used, vocabulary=vocabulary,
        options=lambda dataset: terms(dataset).keys, tally=tally, control=Control.FACET,
    )  # fmt: skip


def by_mentions(
    key: str,
    label: str,
    meaning: str,
    *,
    names: Callable[[Dataset], Names],
    keys: Callable[[Dataset], pd.Index],
    pairs: Callable[[Dataset], tuple[Ints, Ints]],
    details: Callable[[Dataset], Names] = lambda _dataset: {},
) -> Parameter:
    """Return a filter by records of which a claim can name several.

    ``pairs`` returns positions of claims and of the records in ``keys``, one pair per mention.
    """

    def keeps(dataset: Dataset, query: Query) -> Bools:
        claim, record = pairs(dataset)
        kept = np.zeros(len(dataset.claims), dtype=bool)
        kept[claim[members(getattr(query, key), keys(dataset))[record]]] = True
        return kept

    def is_everything(dataset: Dataset, chosen: Collection[str]) -> bool:
        names_any = len(np.unique(pairs(dataset)[0])) == len(dataset.claims)
        return names_any and set(chosen) >= set(keys(dataset))

    def tally(dataset: Dataset, positions: Ints | slice) -> Ints:
        claim, record = pairs(dataset)
        counted = np.zeros(len(dataset.claims), dtype=bool)
        counted[positions] = True
        counts: Ints = np.bincount(record[counted[claim]], minlength=len(keys(dataset)))
        return counts

    return Parameter(
        key, key, label, meaning, read_many, list, names=names, sorted_by_name=True,
        details=details, keeps=keeps, is_everything=is_everything, options=keys,
        tally=tally, control=Control.FACET,
    )  # fmt: skip
