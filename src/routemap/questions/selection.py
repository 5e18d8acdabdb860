"""What a query leaves of a dataset: claims, and the features that they are about.

Filters are of two kinds. Filters of content (dates, words, cargo, mode, article, publisher)
never part an allegation from its denials: a denial that such a filter would leave out stays
if a claim in view affirms what it denies. Filters of side (claim source, stance, allegation,
comparison) do part them, because the reader asked for a side; :attr:`Selection.hides_denials`
and :attr:`Selection.hides_assertions` then tell what is missing.
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
    AFFIRMS,
    ASSERTED,
    ASSERTION,
    BACKGROUND,
    DENIAL,
    DENIED,
    DENIES,
    STATUS_BY_CODE,
    denials_of,
    denied_broadly,
    status_codes,
    topic_key,
    topic_keys,
    with_broader,
)


@dataclass(frozen=True, eq=False)
class Selection:
    """What a query leaves.

    Attributes
    ----------
    query, dataset
        The question and the data it was put to.
    mask
        Per claim of the dataset: is it in the selection?
    kept_denials
        Per claim: is it a denial that does not pass the filters itself and is in the selection
        only because a claim that passes affirms what it denies?
    undated
        How many claims a date filter leaves out for want of a date of the kind that
        ``query.by`` names.
    """

    query: Query
    dataset: Dataset
    mask: Bools
    kept_denials: Bools
    undated: int

    @cached_property
    def positions(self) -> Ints:
        """Positions in the dataset of the claims that remain, in file order."""
        return np.flatnonzero(self.mask)

    @cached_property
    def claims(self) -> pd.DataFrame:
        """The claims that remain, in file order."""
        return self.dataset.claims.iloc[self.positions]

    @cached_property
    def articles(self) -> pd.DataFrame:
        """The articles that the remaining claims were read in, as :func:`articles_of` has them."""
        return articles_of(self.dataset, np.unique(self.dataset.codes.article[self.positions]))

    @cached_property
    def mentions(self) -> Bools:
        """Per mention (a pair of ``Dataset.about``): whether it is in view.

        A denial that is kept from outside the filters is in view only at features of which a
        claim that passes affirms what it denies, or a part of it: it adds no feature.
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
        """Return keys of feature and allegation for what some mentions affirm, broader included."""
        dataset, codes = self.dataset, self.dataset.codes
        claim, feature = (pairs[mentions] for pairs in dataset.about)
        allegation = codes.allegation[claim]
        feature, allegation = feature[allegation >= 0], allegation[allegation >= 0]
        own = np.unique(topic_key(dataset, feature, allegation))
        size = len(dataset.allegations) + 1
        feature, allegation = own // size, own % size
        number = np.bincount(codes.part, minlength=size)[allegation]
        start = np.searchsorted(codes.part, allegation)
        # positions in ``codes.larger`` of the broader allegations of each, one after the other
        at = np.repeat(start - (np.cumsum(number) - number), number) + np.arange(number.sum())
        broader = topic_key(dataset, np.repeat(feature, number), codes.larger[at])
        return np.unique(np.concatenate([own, broader]))

    def claims_about(self, feature: int) -> Ints:
        """Return positions of the claims in view about the feature at a position, in file order."""
        codes = self.dataset.codes
        about = codes.claims_of(feature)
        passing = about[self.passing[about]]
        if not self.kept_denials[about].any():
            return passing
        affirmed = passing[AFFIRMS[codes.stance[passing]]]
        wanted = with_broader(self.dataset, codes.allegation[affirmed])
        kept: Ints = about[
            self.passing[about] | (self.kept_denials[about] & wanted[codes.allegation[about]])
        ]
        return kept

    @cached_property
    def status_codes(self) -> Ints:
        """Per feature: a position in :data:`STATUS_BY_CODE`, -1 if no claim in view is about it."""
        return status_codes(self.dataset, self.mask, self.mentions)

    @cached_property
    def shown(self) -> Ints:
        """Positions in ``dataset.features`` of the features that claims speak of."""
        return np.flatnonzero(self.status_codes >= 0)

    @cached_property
    def status(self) -> pd.Series:
        """Status by feature id, of the features that the remaining claims speak of."""
        values = [STATUS_BY_CODE[code] for code in self.status_codes[self.shown]]
        return pd.Series(values, index=self.dataset.features.index[self.shown], dtype=object)

    @cached_property
    def hides_denials(self) -> Bools:
        """Per feature: whether what is asserted of it is denied in :attr:`reference` only.

        A feature with background alone hides denials if a filter of side is set and the
        reference has a denial of it.
        """
        codes, reference = self.dataset.codes, self.reference
        claim, feature = self.dataset.about
        keys = topic_keys(self.dataset, claim, feature)
        affirmed = self.mentions & codes.affirms & (codes.allegation[claim] >= 0)
        denied = np.unique(keys[reference.mask[claim] & codes.denies])
        disputed = np.isin(keys, denied) | denied_broadly(self.dataset, reference.mask)[claim]
        hidden = np.zeros(len(self.status_codes), dtype=bool)
        hidden[feature[affirmed & disputed]] = True
        hidden &= self.status_codes == ASSERTED
        return hidden | self._background_hides(DENIAL)

    @cached_property
    def hides_assertions(self) -> Bools:
        """Per feature: whether what is only denied here is asserted in :attr:`reference`.

        A feature with background alone hides assertions if a filter of side is set and the
        reference has an assertion of it.
        """
        codes, reference = self.dataset.codes, self.reference
        claim, feature = self.dataset.about
        affirmed = self._affirmed(reference.mask[claim] & codes.affirms)
        denied = self.mentions & codes.denies
        keys = topic_keys(self.dataset, claim, feature)
        hidden = np.zeros(len(self.status_codes), dtype=bool)
        hidden[feature[denied & np.isin(keys, affirmed)]] = True
        hidden &= self.status_codes == DENIED
        return hidden | self._background_hides(ASSERTION)

    def _background_hides(self, statuses: tuple[int, ...]) -> Bools:
        if not chooses_side(self.query):
            return np.zeros(len(self.status_codes), dtype=bool)
        hidden: Bools = (self.status_codes == BACKGROUND) & np.isin(
            self.reference.status_codes, statuses
        )
        return hidden

    @cached_property
    def passing(self) -> Bools:
        """Per claim: whether it passes every filter itself."""
        passing: Bools = self.mask & ~self.kept_denials
        return passing

    @cached_property
    def reference(self) -> Selection:
        """What nothing is hidden from: everything, or all that had been said at the time."""
        if date_meaning(self.query.by).keeps_denials:
            return self.everything
        return recall(self.dataset, Query(by=self.query.by, last=self.query.last))

    @cached_property
    def everything(self) -> Selection:
        """What no filter leaves: every claim of the dataset."""
        return recall(self.dataset, Query())

    @cached_property
    def deniers(self) -> dict[int, Ints]:
        """Positions of the sources that deny it, by position of the allegation.

        Sources are in the order in which their denials stand in the file.
        """
        codes = self.dataset.codes
        denials = self.positions[DENIES[codes.stance[self.positions]]]
        by_allegation: dict[int, dict[int, None]] = {}
        for allegation, source in zip(
            codes.allegation[denials].tolist(), codes.source[denials].tolist(), strict=True
        ):
            by_allegation.setdefault(allegation, {})[source] = None
        return {key: np.array(list(found)) for key, found in by_allegation.items() if key >= 0}

    def count(self, feature_type: str) -> int:
        """Return how many features of a type, ``place`` or ``route``, remain."""
        places = int(np.searchsorted(self.shown, len(self.dataset.places)))
        return places if feature_type == "place" else len(self.shown) - places


def articles_of(dataset: Dataset, positions: Ints) -> pd.DataFrame:
    """Return articles, by their positions in the dataset, newest first.

    A reprint stands after its original where both are among them.
    """
    codes, articles = dataset.codes, dataset.articles
    original = codes.reprint_of[positions]
    original = np.where(np.isin(original, positions), original, positions)
    name = np.argsort(np.argsort(articles.index))
    order = np.lexsort((original != positions, -name[original], -codes.published[original]))
    return articles.iloc[positions[order]]


def select(dataset: Dataset, query: Query) -> Selection:
    """Select the claims that a query leaves; features, articles and sources follow.

    Parameters
    ----------
    dataset
        Checked data.
    query
        Any query; ids that the data does not have match nothing.

    Returns
    -------
    Selection
        Pure: the same arguments give an equal selection.
    """
    side = passing(dataset, query, Part.SIDE)
    undated_too = side & passing(dataset, query, Part.CONTENT)
    passes = undated_too & passing(dataset, query, Part.DATES)
    kept_denials = np.zeros(len(passes), dtype=bool)
    if date_meaning(query.by).keeps_denials:
        affirming = passes & AFFIRMS[dataset.codes.stance]
        kept_denials = side & ~passes & denials_of(dataset, np.flatnonzero(affirming))
    mask = passes | kept_denials
    undated = 0
    if query.first or query.last:
        undated = int((undated_too & ~mask & ~dataset.bounds[query.by].known).sum())
    return Selection(query, dataset, mask, kept_denials, undated)


def recall(dataset: Dataset, query: Query) -> Selection:
    """Return :func:`select`, remembered with the dataset: readers often ask the same."""
    return dataset.memo.get("selection", query, lambda: select(dataset, query))
