"""Two claim sources side by side: what only one says, what both say, where they contradict."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from routemap.selection import Selection
from routemap.vocabulary import AFFIRMING, DENYING, STANCES


@dataclass(frozen=True)
class Verdict:
    """How the two sources of a comparison stand to one allegation.

    ``first`` and ``second`` are stances in words, ``verdict`` is a key of
    :data:`routemap.model.COMPARISONS`.
    """

    statement: str
    first: str
    second: str
    verdict: str


def compared_features(selection: Selection) -> dict[str, str]:
    """Return a key of :data:`routemap.model.COMPARISONS` per feature of a comparison.

    Parameters
    ----------
    selection
        Of a query whose ``compare`` names two claim sources.

    Returns
    -------
    dict
        By feature id, for the features that either source speaks of.
    """
    claims = selection.claims
    about = claims.explode("features")
    return {
        str(feature): _verdict(selection, own)
        for feature, own in about.groupby("features", sort=False)
        if feature
    }


def compared_allegations(selection: Selection) -> tuple[Verdict, ...]:
    """Return how the two sources stand to every allegation that either speaks of."""
    first, second = selection.query.compare
    claims = selection.claims[selection.claims["allegation"] != ""]
    statements = selection.dataset.allegations["statement"]
    found = []
    for key in statements.index:
        own = claims[claims["allegation"] == key]
        if own.empty:
            continue
        found.append(
            Verdict(
                statement=statements[key],
                first=_stances(own[own["source"] == first]),
                second=_stances(own[own["source"] == second]),
                verdict=_verdict(selection, own),
            )
        )
    return tuple(found)


def _stances(claims: pd.DataFrame) -> str:
    return (
        ", ".join(STANCES.label(stance) for stance in dict.fromkeys(claims["stance"])) or "silent"
    )


def _verdict(selection: Selection, claims: pd.DataFrame) -> str:
    first, second = selection.query.compare
    mine, theirs = claims[claims["source"] == first], claims[claims["source"] == second]
    if theirs.empty:
        return "first"
    if mine.empty:
        return "second"
    against = (_sides(mine, AFFIRMING) & _sides(theirs, DENYING)) | (
        _sides(mine, DENYING) & _sides(theirs, AFFIRMING)
    )
    return "contradicting" if against else "both"


def _sides(claims: pd.DataFrame, stances: frozenset[str]) -> set[str]:
    return set(claims["allegation"][claims["stance"].isin(stances)]) - {""}
