"""Two claim sources compared: what only one says, what both say, and where they contradict."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from routemap.data.codes import Bools, Ints
from routemap.model.vocabulary import STANCES
from routemap.questions.selection import Selection

VERDICTS: Final = ("first", "second", "both", "contradicting")


@dataclass(frozen=True)
class Verdict:
    """The stances of two claim sources on one allegation.

    Attributes
    ----------
    allegation, statement
        Id and statement of the allegation.
    first, second
        The stances of each source as labels, ``No claim`` if it has none.
    verdict
        A key of :data:`routemap.model.comparisons.COMPARISONS`.
    """

    allegation: str
    statement: str
    first: str
    second: str
    verdict: str


def compared_codes(selection: Selection) -> Ints:
    """Return, per feature, how the claims of two sources about it compare.

    Parameters
    ----------
    selection
        A selection whose query names two claim sources in ``compare``.

    Returns
    -------
    ndarray
        Positions in :data:`VERDICTS`, -1 if neither source makes a claim about the feature.
    """
    dataset, codes = selection.dataset, selection.dataset.codes
    claim, feature = dataset.about
    kept = selection.mask[claim]
    first, second = (kept & (codes.source[claim] == source) for source in _pair(selection))
    speaks = np.zeros((2, len(dataset.features)), dtype=bool)
    speaks[0, feature[first]] = speaks[1, feature[second]] = True
    against = _against(
        codes.topic, len(codes.topic_feature), (first, second), (codes.affirms, codes.denies)
    )
    against &= codes.topic_allegation >= 0
    found = np.full(len(dataset.features), -1, dtype=np.int64)
    for place, there in enumerate((speaks[0], speaks[1], speaks.all(axis=0))):
        found[there] = place
    found[codes.topic_feature[against]] = VERDICTS.index("contradicting")
    return found


def compared_allegations(selection: Selection) -> tuple[Verdict, ...]:
    """Return the stances of the two sources on every allegation that either makes a claim about.

    Allegations are in file order.
    """
    dataset, codes = selection.dataset, selection.dataset.codes
    positions = selection.positions[codes.allegation[selection.positions] >= 0]
    allegation, source = codes.allegation[positions], codes.source[positions]
    stance = codes.stance[positions]
    sides = codes.affirming[positions], codes.denying[positions]
    first, second = (source == who for who in _pair(selection))
    against = _against(allegation, len(dataset.allegations), (first, second), sides)
    found = []
    for place, (key, statement) in enumerate(dataset.allegations["statement"].items()):
        own = allegation == place
        mine, theirs = stance[own & first], stance[own & second]
        if not own.any():
            continue
        verdict = (
            "first"
            if not len(theirs)
            else "second"
            if not len(mine)
            else "contradicting"
            if against[place]
            else "both"
        )
        found.append(Verdict(str(key), statement, _in_words(mine), _in_words(theirs), verdict))
    return tuple(found)


def _pair(selection: Selection) -> tuple[int, int]:
    sources = selection.dataset.sources.index
    first, second = sources.get_indexer(pd.Index(selection.query.compare)).tolist()
    return first, second


def _against(
    subject: Ints, size: int, speaks: tuple[Bools, Bools], sides: tuple[Bools, Bools]
) -> Bools:
    """Return, per feature or allegation, whether one source affirms what the other denies.

    ``speaks`` and ``sides`` are masks: who makes the claim, and whether it affirms or denies.
    """
    said = np.zeros((2, 2, size), dtype=bool)
    for who, own in enumerate(speaks):
        for side, taken in enumerate(sides):
            said[who, side, subject[own & taken]] = True
    against: Bools = (said[0, 0] & said[1, 1]) | (said[0, 1] & said[1, 0])
    return against


def _in_words(stance: Ints) -> str:
    labels = (STANCES.label(STANCES.keys[code]) for code in dict.fromkeys(stance.tolist()))
    return ", ".join(labels) or "No claim"
