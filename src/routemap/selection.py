"""What a query leaves of a dataset: claims, and the features that they speak of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import pandas as pd

from routemap.codes import Bools, Ints, bits_of, members
from routemap.dataset import Dataset
from routemap.query import Query
from routemap.text_search import claims_with
from routemap.vocabulary import CARGO, DENYING, MODES, STANCES, Status

STATUS_BY_CODE: Final = (Status.BACKGROUND, Status.DENIED, Status.ASSERTED, Status.DISPUTED)
_DENIED: Final = STATUS_BY_CODE.index(Status.DENIED)
_DISPUTED: Final = STATUS_BY_CODE.index(Status.DISPUTED)


@dataclass(frozen=True, eq=False)
class Selection:
    """What a query leaves.

    Attributes
    ----------
    query, dataset
        The question and the data it was put to.
    mask
        Per claim of the dataset: is it in the selection?
    undated
        How many claims in the selection have no date of the kind that ``query.by``
        names; a date filter leaves them in, because nothing says they lie outside.
    """

    query: Query
    dataset: Dataset
    mask: Bools
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
    def status_codes(self) -> Ints:
        """Per feature: a position in :data:`STATUS_BY_CODE`, -1 where no claim speaks of it."""
        return _status_codes(self.dataset, self.mask)

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
        """Per feature: whether it looks undisputed here and is disputed in the whole data."""
        whole = self.everything.status_codes
        here = self.status_codes
        undisputed = (here >= 0) & (here != _DISPUTED) & (here != _DENIED)
        hidden: Bools = undisputed & ((whole == _DISPUTED) | (whole == _DENIED))
        return hidden

    @cached_property
    def denial_hidden(self) -> frozenset[str]:
        """Ids of the features for which ``hides_denials`` holds."""
        return frozenset(self.dataset.features.index[self.hides_denials])

    @cached_property
    def everything(self) -> Selection:
        """What no filter leaves: every claim of the dataset."""
        return recall(self.dataset, Query())

    @cached_property
    def deniers(self) -> dict[int, Ints]:
        """Positions of the sources that deny it, by position of the allegation.

        Sources are in the order in which their denials stand in the file.
        """
        codes, denies = self.dataset.codes, members(DENYING, STANCES.keys)
        denials = self.positions[denies[codes.stance[self.positions]]]
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


def _status_codes(dataset: Dataset, mask: Bools) -> Ints:
    """Return a status code per feature, -1 where no claim of ``mask`` speaks of it.

    Disputed is decided per allegation: a denial of one does not dispute another, but
    whoever denies a broader allegation denies every part of it.
    """
    codes = dataset.codes
    claim, feature = dataset.about
    kept = mask[claim]
    affirmed, denied = kept & codes.affirms, kept & codes.denies
    found = np.full(len(dataset.features), -1, dtype=np.int64)
    found[feature[kept]] = STATUS_BY_CODE.index(Status.BACKGROUND)
    found[feature[denied]] = _DENIED
    found[feature[affirmed]] = STATUS_BY_CODE.index(Status.ASSERTED)
    sides = np.zeros((2, len(codes.topic_feature)), dtype=bool)
    sides[0, codes.topic[affirmed]] = True
    sides[1, codes.topic[denied]] = True
    found[codes.topic_feature[sides.all(axis=0)]] = _DISPUTED
    denials = mask & members(DENYING, STANCES.keys)[codes.stance]
    denied_anywhere = np.zeros(len(dataset.allegations) + 1, dtype=bool)
    denied_anywhere[codes.allegation[denials]] = True
    in_denied = np.array([denied_anywhere[chain].any() for chain in codes.broader] + [False])
    if in_denied.any():
        found[feature[affirmed & in_denied[codes.allegation[claim]]]] = _DISPUTED
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
    codes = dataset.codes
    mask = np.ones(len(dataset.claims), dtype=bool)
    columns = (
        (query.source, dataset.sources.index, codes.source),
        (query.compare, dataset.sources.index, codes.source),
        (query.allegation, dataset.allegations.index, codes.allegation),
        (query.article, dataset.articles.index, codes.article),
        (query.stance, STANCES.keys, codes.stance),
    )
    for wanted, known, column in columns:
        if wanted:
            mask &= members(wanted, known)[column]
    if query.publisher:
        mask &= members(query.publisher, codes.publishers)[codes.publisher][codes.article]
    if query.cargo:
        mask &= (codes.cargo & bits_of(query.cargo, CARGO)) > 0
    if query.mode:
        mask &= (codes.modes & bits_of(query.mode, MODES)) > 0
    if query.text:
        mask &= claims_with(dataset, query.text)
    bounds = dataset.bounds[query.by]
    undated = int((mask & ~bounds.known).sum())
    if query.first:
        mask &= ~bounds.known | (bounds.last >= query.first.toordinal())
    if query.last:
        mask &= ~bounds.known | (bounds.first <= query.last.toordinal())
    return Selection(query, dataset, mask, undated)


def recall(dataset: Dataset, query: Query) -> Selection:
    """Return :func:`select`, remembered with the dataset: readers often ask the same."""
    return dataset.recent.get("selection", query, lambda: select(dataset, query))


def denials_of(dataset: Dataset, positions: Ints) -> Bools:
    """Return, per claim of a dataset, whether it denies what the claims at ``positions`` allege.

    Whoever denies a broader allegation denies every part of it.
    """
    codes = dataset.codes
    alleged = np.unique(codes.allegation[positions])
    wanted = np.zeros(len(dataset.allegations), dtype=bool)
    for position in alleged[alleged >= 0].tolist():
        wanted[position] = True
        wanted[codes.broader[position]] = True
    about = codes.allegation >= 0
    denials: Bools = members(DENYING, STANCES.keys)[codes.stance] & about
    denials[about] &= wanted[codes.allegation[about]]
    return denials
