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
from typing import Final

import numpy as np
import pandas as pd

from routemap.data.codes import Bools, Ints, members
from routemap.data.dataset import Dataset
from routemap.model.vocabulary import (
    AFFIRMING,
    DENYING,
    STANCES,
    Status,
    date_meaning,
)
from routemap.questions.filters import chooses_side, passing
from routemap.questions.parameter import Part
from routemap.questions.query import Query

STATUS_BY_CODE: Final = (Status.BACKGROUND, Status.DENIED, Status.ASSERTED, Status.DISPUTED)
_BACKGROUND: Final = STATUS_BY_CODE.index(Status.BACKGROUND)
_DENIED: Final = STATUS_BY_CODE.index(Status.DENIED)
_ASSERTED: Final = STATUS_BY_CODE.index(Status.ASSERTED)
_DISPUTED: Final = STATUS_BY_CODE.index(Status.DISPUTED)
_DENIAL: Final = (_DENIED, _DISPUTED)
_ASSERTION: Final = (_ASSERTED, _DISPUTED)
AFFIRMS: Final = members(AFFIRMING, STANCES.keys)
DENIES: Final = members(DENYING, STANCES.keys)


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
        keys = _topic_keys(self.dataset, claim, feature)
        in_view: Bools = passing | (self.kept_denials[claim] & np.isin(keys, affirmed))
        return in_view

    def _affirmed(self, mentions: Ints | Bools) -> Ints:
        """Return keys of feature and allegation for what some mentions affirm, broader included."""
        dataset, codes = self.dataset, self.dataset.codes
        claim, feature = (pairs[mentions] for pairs in dataset.about)
        allegation = codes.allegation[claim]
        feature, allegation = feature[allegation >= 0], allegation[allegation >= 0]
        own = np.unique(_key(dataset, feature, allegation))
        size = len(dataset.allegations) + 1
        feature, allegation = own // size, own % size
        number = np.bincount(codes.part, minlength=size)[allegation]
        start = np.searchsorted(codes.part, allegation)
        # positions in ``codes.larger`` of the broader allegations of each, one after the other
        at = np.repeat(start - (np.cumsum(number) - number), number) + np.arange(number.sum())
        broader = _key(dataset, np.repeat(feature, number), codes.larger[at])
        return np.unique(np.concatenate([own, broader]))

    def claims_about(self, feature: int) -> Ints:
        """Return positions of the claims in view about the feature at a position, in file order."""
        codes = self.dataset.codes
        about = codes.claims_of(feature)
        passing = about[self.passing[about]]
        if not self.kept_denials[about].any():
            return passing
        affirmed = passing[AFFIRMS[codes.stance[passing]]]
        wanted = _with_broader(self.dataset, codes.allegation[affirmed])
        kept: Ints = about[
            self.passing[about] | (self.kept_denials[about] & wanted[codes.allegation[about]])
        ]
        return kept

    @cached_property
    def status_codes(self) -> Ints:
        """Per feature: a position in :data:`STATUS_BY_CODE`, -1 if no claim in view is about it."""
        return _status_codes(self.dataset, self.mask, self.mentions)

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
        keys = _topic_keys(self.dataset, claim, feature)
        affirmed = self.mentions & codes.affirms & (codes.allegation[claim] >= 0)
        denied = np.unique(keys[reference.mask[claim] & codes.denies])
        disputed = np.isin(keys, denied) | _denied_broadly(self.dataset, reference.mask)[claim]
        hidden = np.zeros(len(self.status_codes), dtype=bool)
        hidden[feature[affirmed & disputed]] = True
        hidden &= self.status_codes == _ASSERTED
        return hidden | self._background_hides(_DENIAL)

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
        keys = _topic_keys(self.dataset, claim, feature)
        hidden = np.zeros(len(self.status_codes), dtype=bool)
        hidden[feature[denied & np.isin(keys, affirmed)]] = True
        hidden &= self.status_codes == _DENIED
        return hidden | self._background_hides(_ASSERTION)

    def _background_hides(self, statuses: tuple[int, ...]) -> Bools:
        if not chooses_side(self.query):
            return np.zeros(len(self.status_codes), dtype=bool)
        hidden: Bools = (self.status_codes == _BACKGROUND) & np.isin(
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


def _key(dataset: Dataset, feature: Ints, allegation: Ints) -> Ints:
    """Return one number per pair of a feature and an allegation, -1 counting as the last one."""
    size = len(dataset.allegations) + 1
    return feature * size + np.where(allegation < 0, size - 1, allegation)


def _topic_keys(dataset: Dataset, claim: Ints, feature: Ints) -> Ints:
    """Return the number of the feature and the allegation per mention."""
    return _key(dataset, feature, dataset.codes.allegation[claim])


def _denied_broadly(dataset: Dataset, mask: Bools) -> Bools:
    """Return, per claim, whether a claim of a mask denies a broader allegation than its own."""
    codes = dataset.codes
    denied = np.zeros(len(dataset.allegations) + 1, dtype=bool)
    denied[codes.allegation[mask & DENIES[codes.stance]]] = True
    denied[-1] = False
    in_denied = np.zeros(len(denied), dtype=bool)
    in_denied[codes.part[denied[codes.larger]]] = True
    return in_denied[codes.allegation]


def _status_codes(dataset: Dataset, mask: Bools, mentions: Bools) -> Ints:
    """Return a status code per feature, -1 if no mention in view is about it.

    Disputed is decided per allegation: a denial of one does not dispute another, but
    whoever denies a broader allegation denies every part of it.
    """
    codes = dataset.codes
    claim, feature = dataset.about
    affirmed, denied = mentions & codes.affirms, mentions & codes.denies
    found = np.full(len(dataset.features), -1, dtype=np.int64)
    found[feature[mentions]] = _BACKGROUND
    found[feature[denied]] = _DENIED
    found[feature[affirmed]] = _ASSERTED
    sides = np.zeros((2, len(codes.topic_feature)), dtype=bool)
    sides[0, codes.topic[affirmed]] = True
    sides[1, codes.topic[denied]] = True
    found[codes.topic_feature[sides.all(axis=0)]] = _DISPUTED
    found[feature[affirmed & _denied_broadly(dataset, mask)[claim]]] = _DISPUTED
    return found


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
    return dataset.recent.get("selection", query, lambda: select(dataset, query))


def denials_of(dataset: Dataset, positions: Ints) -> Bools:
    """Return, per claim of a dataset, whether it denies what the claims at ``positions`` allege.

    Whoever denies a broader allegation denies every part of it.
    """
    codes = dataset.codes
    wanted = _with_broader(dataset, codes.allegation[positions])
    denials: Bools = DENIES[codes.stance] & wanted[codes.allegation]
    return denials


def _with_broader(dataset: Dataset, allegations: Ints) -> Bools:
    """Return, per allegation and once more for none, whether it is among some or broader."""
    codes = dataset.codes
    wanted = np.zeros(len(dataset.allegations) + 1, dtype=bool)
    wanted[allegations] = True
    wanted[-1] = False
    wanted[codes.larger[wanted[codes.part]]] = True
    return wanted
