"""What claims lead to: further articles, ships, and other statements in the same words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from routemap.data.codes import Ints
from routemap.data.dataset import Dataset
from routemap.model.vocabulary import STANCES


@dataclass(frozen=True)
class SameWords:
    """Another claim that is made with the same words of the same article.

    ``allegation`` is the statement of its allegation, ``""`` if it has none.
    """

    claim: str
    source: str
    stance_label: str
    allegation: str


@dataclass(frozen=True)
class ClaimLinks:
    """What one claim leads to.

    Attributes
    ----------
    passage
        Id of the first claim with the same words of the same article, which may be this one.
    same_words
        The other claims with these words.
    ships
        Id and name of each ship that it names.
    also_in
        Id of each further article that carries the same statement.
    """

    passage: str
    same_words: tuple[SameWords, ...]
    ships: tuple[tuple[str, str], ...]
    also_in: tuple[str, ...]


def passages(dataset: Dataset) -> Ints:
    """Return, per claim, the position of the first claim with its article and excerpt.

    Claims with the same value are one passage that makes several statements.
    """

    def first() -> Ints:
        words, _ = pd.factorize(dataset.claims["excerpt"])
        key = words.astype(np.int64) * (len(dataset.articles) + 1) + dataset.codes.article
        _, begins, number = np.unique(key, return_index=True, return_inverse=True)
        found: Ints = begins[number]
        return found

    return dataset.memo.get("passages", (), first)


def links_of(dataset: Dataset, positions: Sequence[int]) -> list[ClaimLinks]:
    """Return what the claims at some positions lead to, in the same order."""
    claims, passage = dataset.claims, passages(dataset)
    order = dataset.memo.get("passage order", (), lambda: np.argsort(passage, kind="stable"))
    in_order = dataset.memo.get("passages in order", (), lambda: passage[order])
    names = dataset.vessels["name"].to_dict()
    ships, also_in = claims["vessels"].to_numpy(), claims["also_in"].to_numpy()
    found = []
    for position in positions:
        first = passage[position]
        begin, end = np.searchsorted(in_order, [first, first + 1])
        others = [at for at in order[begin:end].tolist() if at != position]
        found.append(
            ClaimLinks(
                passage=str(claims.index[first]),
                same_words=tuple(_same_words(dataset, other) for other in others),
                ships=tuple((key, names[key]) for key in ships[position]),
                also_in=also_in[position],
            )
        )
    return found


def _same_words(dataset: Dataset, position: int) -> SameWords:
    codes = dataset.codes
    allegation = codes.allegation[position]
    statements = dataset.allegations["statement"].to_numpy()
    return SameWords(
        claim=str(dataset.claims.index[position]),
        source=dataset.source_names[codes.source[position]],
        stance_label=STANCES.label(STANCES.keys[codes.stance[position]]),
        allegation=str(statements[allegation]) if allegation >= 0 else "",
    )
