"""The claims that pass the filters of a query, and the features that these claims are about.

There are two kinds of filters. Filters of content (dates, words, cargo, mode, article, publisher)
never separate an allegation from its denials: a denial that does not pass them is kept if a claim
that passes affirms what it denies. Filters of side (claim source, stance, allegation, comparison)
do separate them, because the reader asked for one side. :attr:`Selection.hides_denials` and
:attr:`Selection.hides_assertions` then say what is missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from routemap.data.codes import Bools, Ints
from routemap.data.dataset import Dataset
from routemap.model.vocabulary import (
    date_meaning,
)
from routemap.questions.filters import chooses_side, passing
from routemap.questions.parameter import Part
from routemap.questions.query import Query
from routemap.questions.statuses import (
    ASSERTION,
    BACKGROUND,
    DENIAL,
    STATUS_BY_CODE,
    WITHDRAWN,
    denials_of,
    denied_broadly,
    status_codes,
    topic_key,
    topic_keys,
    with_broader,
)


@dataclass(frozen=True, eq=False)
class Selection:
    """The claims of a dataset that pass the filters of a query, and what follows from them.

    Attributes
    ----------
    query, dataset
        The query, and the data that it was applied to.
    mask
        Per claim of the dataset: whether it is in the selection.
    kept_denials
        Per claim: whether it is a denial that does not pass the filters, and is in the selection
        only because a claim that passes affirms what it denies.
    undated
        The number of claims that a date filter leaves out because they have no date of the kind
        ``query.by``.
    """

    query: Query
    dataset: Dataset
    mask: Bools
    kept_denials: Bools
    undated: int

    @cached_property
    def positions(self) -> Ints:
        """Positions of the selected claims in the dataset, in file order."""
        return np.flatnonzero(self.mask)

    @cached_property
    def claims(self) -> pd.DataFrame:
        """The selected claims, in file order."""
        return self.dataset.claims.iloc[self.positions]

    @cached_property
    def articles(self) -> pd.DataFrame:
        """The articles of the selected claims, in the order of :func:`articles_of`."""
        return articles_of(self.dataset, np.unique(self.dataset.codes.article[self.positions]))

    @cached_property
    def mentions(self) -> Bools:
        """Per mention (a pair of claim and feature, see ``Dataset.about``): whether it is shown.

        A kept denial is shown only at features about which a claim that passes the filters
        affirms what it denies, or a part of it. It never adds a feature.
        """
        claim, feature = self.dataset.about
        passing = self.passing[claim]
        if not self.kept_denials.any():
            return passing
        affirmed = self._affirmed(passing & self.dataset.codes.affirms)
        keys = topic_keys(self.dataset, claim, feature)
        in_view: Bools = passing | (self.kept_denials[claim] & np.isin(keys, affirmed))
        return in_view

    def _affirmed(self, mentions: Ints | Bools) -> Ints:
        """Return the keys of feature and allegation that some mentions affirm.

        Broader allegations are included. Keys are those of :func:`.topic_key`.
        """
        dataset, codes = self.dataset, self.dataset.codes
        claim, feature = (pairs[mentions] for pairs in dataset.about)
        allegation = codes.allegation[claim]
        feature, allegation = feature[allegation >= 0], allegation[allegation >= 0]
        own = np.unique(topic_key(dataset, feature, allegation))
        size = len(dataset.allegations) + 1
        feature, allegation = own // size, own % size
        number = np.bincount(codes.part, minlength=size)[allegation]
        start = np.searchsorted(codes.part, allegation)
        # positions in ``codes.larger`` of the broader allegations of each key, concatenated
        at = np.repeat(start - (np.cumsum(number) - number), number) + np.arange(number.sum())
        broader = topic_key(dataset, np.repeat(feature, number), codes.larger[at])
        return np.unique(np.concatenate([own, broader]))

    def claims_about(self, feature: int) -> Ints:
        """Return the positions of the shown claims about a feature, in file order.

        ``feature`` is a position in ``dataset.features``.
        """
        codes = self.dataset.codes
        about = codes.claims_of(feature)
        passing = about[self.passing[about]]
        if not self.kept_denials[about].any():
            return passing
        affirmed = passing[codes.affirming[passing]]
        wanted = with_broader(self.dataset, codes.allegation[affirmed])
        kept: Ints = about[
            self.passing[about] | (self.kept_denials[about] & wanted[codes.allegation[about]])
        ]
        return kept

    @cached_property
    def status_codes(self) -> Ints:
        """Per feature: a position in :data:`STATUS_BY_CODE`, -1 if no shown claim is about it."""
        return status_codes(self.dataset, self.mask, self.mentions)

    @cached_property
    def shown(self) -> Ints:
        """Positions in ``dataset.features`` of the features that shown claims are about."""
        return np.flatnonzero(self.status_codes >= 0)

    @cached_property
    def status(self) -> pd.Series:
        """Status by feature id, for the features that shown claims are about."""
        values = [STATUS_BY_CODE[code] for code in self.status_codes[self.shown]]
        return pd.Series(values, index=self.dataset.features.index[self.shown], dtype=object)

    @cached_property
    def hides_denials(self) -> Bools:
        """Per feature: whether an allegation is asserted here, and denied in the reference only.

        The reference is :attr:`reference`. A feature whose claims take no side hides denials if a
        filter of side is set and the reference has a denial about it.
        """
        codes, everything = self.dataset.codes, self.reference.mask
        claim, feature = self.dataset.about
        affirmed = self.mentions & codes.affirms & (codes.allegation[claim] >= 0)
        disputed = self._denied(everything[claim], everything)
        disputed &= ~self._denied(self.mentions, self.mask)
        hidden = np.zeros(len(self.status_codes), dtype=bool)
        hidden[feature[affirmed & disputed]] = True
        return hidden | self._sideless_hides(DENIAL)

    def _denied(self, mentions: Bools, mask: Bools) -> Bools:
        """Return, per mention, whether some mentions, or claims in ``mask`` broadly, deny it."""
        claim, feature = self.dataset.about
        keys = topic_keys(self.dataset, claim, feature)
        denied = np.unique(keys[mentions & self.dataset.codes.denies])
        found: Bools = np.isin(keys, denied) | denied_broadly(self.dataset, mask)[claim]
        return found

    @cached_property
    def hides_assertions(self) -> Bools:
        """Per feature: whether an allegation is denied here, and asserted in the reference only.

        The reference is :attr:`reference`. A feature whose claims take no side hides assertions if
        a filter of side is set and the reference has an assertion about it.
        """
        codes, reference = self.dataset.codes, self.reference
        claim, feature = self.dataset.about
        keys = topic_keys(self.dataset, claim, feature)
        affirmed = np.isin(keys, self._affirmed(reference.mask[claim] & codes.affirms))
        affirmed &= ~np.isin(keys, self._affirmed(self.mentions & codes.affirms))
        hidden = np.zeros(len(self.status_codes), dtype=bool)
        hidden[feature[self.mentions & codes.denies & affirmed]] = True
        return hidden | self._sideless_hides(ASSERTION)

    def _sideless_hides(self, statuses: tuple[int, ...]) -> Bools:
        if not chooses_side(self.query):
            return np.zeros(len(self.status_codes), dtype=bool)
        sideless = np.isin(self.status_codes, (BACKGROUND, WITHDRAWN))
        hidden: Bools = sideless & np.isin(self.reference.status_codes, statuses)
        return hidden

    @cached_property
    def passing(self) -> Bools:
        """Per claim: whether it passes every filter, which a kept denial does not."""
        passing: Bools = self.mask & ~self.kept_denials
        return passing

    @cached_property
    def reference(self) -> Selection:
        """The selection that hides nothing: every claim, or every claim made by that time.

        The latter applies if ``query.by`` is ``known``, as in playback.
        """
        if date_meaning(self.query.by).keeps_denials:
            return self.everything
        return recall(self.dataset, Query(by=self.query.by, last=self.query.last))

    @cached_property
    def everything(self) -> Selection:
        """The selection without filters: every claim of the dataset."""
        return recall(self.dataset, Query())

    @cached_property
    def deniers(self) -> dict[int, Ints]:
        """Positions of the claim sources that deny an allegation, by position of the allegation.

        Sources are in the file order of their denials.
        """
        codes = self.dataset.codes
        denials = self.positions[codes.denying[self.positions]]
        by_allegation: dict[int, dict[int, None]] = {}
        for allegation, source in zip(
            codes.allegation[denials].tolist(), codes.source[denials].tolist(), strict=True
        ):
            by_allegation.setdefault(allegation, {})[source] = None
        return {key: np.array(list(found)) for key, found in by_allegation.items() if key >= 0}

    def count(self, feature_type: str) -> int:
        """Return the number of shown features of a type, ``place`` or ``route``."""
        places = int(np.searchsorted(self.shown, len(self.dataset.places)))
        return places if feature_type == "place" else len(self.shown) - places


def articles_of(dataset: Dataset, positions: Ints) -> pd.DataFrame:
    """Return the articles at some positions of the dataset, newest first.

    A reprint follows its original if both are among them.
    """
    codes, articles = dataset.codes, dataset.articles
    original = codes.reprint_of[positions]
    original = np.where(np.isin(original, positions), original, positions)
    name = np.argsort(np.argsort(articles.index))
    order = np.lexsort((original != positions, -name[original], -codes.published[original]))
    return articles.iloc[positions[order]]


def select(dataset: Dataset, query: Query) -> Selection:
    """Return the selection of a query: its claims, from which features and articles follow.

    The function is pure: the same arguments give an equal selection.

    Parameters
    ----------
    dataset
        Checked data.
    query
        Any query. Ids that the data does not have match nothing.

    Examples
    --------
    >>> from routemap.data.load import SHIPPED, load
    >>> selection = select(load(SHIPPED).dataset, Query(stance=("denies",)))
    >>> set(selection.claims["stance"])
    {'denies'}
    """
    side = passing(dataset, query, Part.SIDE)
    undated_too = side & passing(dataset, query, Part.CONTENT)
    passes = undated_too & passing(dataset, query, Part.DATES)
    affirming = passes & dataset.codes.affirming
    kept_denials = side & ~passes & denials_of(dataset, np.flatnonzero(affirming))
    if not date_meaning(query.by).keeps_denials:
        kept_denials &= passing(dataset, query, Part.DATES)
    mask = passes | kept_denials
    undated = 0
    if query.first or query.last:
        undated = int((undated_too & ~mask & ~dataset.bounds[query.by].known).sum())
    return Selection(query, dataset, mask, kept_denials, undated)


def recall(dataset: Dataset, query: Query) -> Selection:
    """Return :func:`select`, cached with the dataset because readers often ask the same."""
    return dataset.memo.get("selection", query, lambda: select(dataset, query))
