"""What a query leaves of a dataset: claims, and the features that they speak of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import pandas as pd

from routemap.dataset import Bools, Dataset, Ints, fold
from routemap.dates import parse
from routemap.query import FIRST_DAY, Query
from routemap.vocabulary import Status


@dataclass(frozen=True)
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
    def claims(self) -> pd.DataFrame:
        """The claims that remain, in file order."""
        return self.dataset.claims[self.mask]

    @cached_property
    def articles(self) -> pd.DataFrame:
        """The articles that the remaining claims were read in.

        Newest first; a reprint stands after its original where both remain.
        """
        articles = self.dataset.articles
        kept = articles[articles.index.isin(set(self.claims["article"]))]
        day = {key: parse(text).first for key, text in articles["published"].items()}
        group = kept["reprint_of"].where(
            kept["reprint_of"].isin(kept.index), kept.index.to_series()
        )
        newest = [
            (day[original] or FIRST_DAY, str(original), original == key)
            for key, original in group.items()
        ]
        order = sorted(range(len(kept)), key=lambda place: newest[place], reverse=True)
        return kept.iloc[order]

    @cached_property
    def status(self) -> pd.Series:
        """Status by feature id, of the features that the remaining claims speak of."""
        codes = _status_codes(self.dataset, self.mask)
        shown = codes >= 0
        values = [_STATUS_BY_CODE[code] for code in codes[shown]]
        return pd.Series(values, index=self.dataset.features.index[shown], dtype=object)

    @cached_property
    def denial_hidden(self) -> frozenset[str]:
        """Features that look undisputed here although the whole data has them disputed."""
        whole = _status_codes(self.dataset, self.everything.mask)
        here = _status_codes(self.dataset, self.mask)
        disputed = _STATUS_BY_CODE.index(Status.DISPUTED)
        denied = _STATUS_BY_CODE.index(Status.DENIED)
        hidden = (here >= 0) & (here != disputed) & (here != denied)
        hidden &= (whole == disputed) | (whole == denied)
        return frozenset(self.dataset.features.index[hidden])

    @cached_property
    def everything(self) -> Selection:
        """What no filter leaves: every claim of the dataset."""
        return select(self.dataset, Query())

    def count(self, feature_type: str) -> int:
        """Return how many features of a type, ``place`` or ``route``, remain."""
        return int((self.dataset.features["type"].loc[self.status.index] == feature_type).sum())


_STATUS_BY_CODE: Final = (Status.BACKGROUND, Status.DENIED, Status.ASSERTED, Status.DISPUTED)


def _status_codes(dataset: Dataset, mask: Bools) -> Ints:
    """Return a status code per feature, -1 where no claim of ``mask`` speaks of it.

    Disputed is decided per allegation: a denial of one does not dispute another, but
    whoever denies a broader allegation denies every part of it.
    """
    denied_anywhere = set(dataset.claims["allegation"][mask & dataset.denies]) - {""}
    claim, feature = dataset.about
    kept = mask[claim]
    claim, feature = claim[kept], feature[kept]
    codes = np.full(len(dataset.features), -1, dtype=np.int64)
    codes[feature] = 0
    affirmed, denied = dataset.affirms[claim], dataset.denies[claim]
    codes[feature[denied]] = 1
    codes[feature[affirmed]] = 2
    spread = int(dataset.allegation_codes.max(initial=0)) + 1
    pair = feature * spread + dataset.allegation_codes[claim]
    both = np.intersect1d(pair[affirmed], pair[denied])
    codes[both // spread] = 3
    if denied_anywhere:
        disputed_parts = {
            key for key, chain in dataset.broader.items() if denied_anywhere.intersection(chain)
        }
        in_part = np.asarray(dataset.claims["allegation"].isin(disputed_parts), dtype=bool)
        codes[feature[affirmed & in_part[claim]]] = 3
    return codes


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
    claims = dataset.claims
    mask = np.ones(len(claims), dtype=bool)
    for column in ("source", "allegation", "article", "stance"):
        if wanted := getattr(query, column):
            mask &= np.asarray(claims[column].isin(wanted), dtype=bool)
    if query.compare:
        mask &= np.asarray(claims["source"].isin(query.compare), dtype=bool)
    if query.publisher:
        publishers = claims["article"].map(dataset.articles["publisher"])
        mask &= np.asarray(publishers.isin(query.publisher), dtype=bool)
    if query.cargo:
        wanted_cargo = set(query.cargo)
        mask &= np.array(
            [not wanted_cargo.isdisjoint(cargo) for cargo in claims["cargo"]], dtype=bool
        )
    if query.mode:
        claim, feature = dataset.about
        on_mode = np.asarray(dataset.features["mode"].isin(query.mode), dtype=bool)
        of_mode = np.zeros(len(claims), dtype=bool)
        of_mode[claim[on_mode[feature]]] = True
        mask &= of_mode
    for word in fold(query.text).split():
        mask &= np.array([word in text for text in dataset.search_text], dtype=bool)
    bounds = dataset.bounds[query.by]
    undated = int((mask & ~bounds.known).sum())
    if query.first:
        mask &= ~bounds.known | (bounds.last >= query.first.toordinal())
    if query.last:
        mask &= ~bounds.known | (bounds.first <= query.last.toordinal())
    return Selection(query, dataset, mask, undated)
