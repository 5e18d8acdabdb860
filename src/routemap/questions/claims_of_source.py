"""The claims of one claim source about one allegation, found by one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from routemap.data.codes import Ints
from routemap.questions.matrix import AllegationSummary
from routemap.questions.quoting import quoted


@dataclass(frozen=True)
class ClaimsOfSource:
    """The claims of one claim source about one allegation.

    Attributes
    ----------
    allegation
        Id of the allegation.
    caption
        Who says what, in words that affirm nothing.
    positions
        Positions of the claims in the dataset, in the order in which they were said.
    first
        Id of the first of them.
    """

    allegation: str
    caption: str
    positions: Ints
    first: str


def claims_of_source(
    found: Sequence[AllegationSummary], claim: str, *, both_sides: bool
) -> ClaimsOfSource | None:
    """Return the claims that a claim belongs to, ``None`` if no summary counts this claim.

    Parameters
    ----------
    found
        The summaries that are shown.
    claim
        Id of a claim.
    both_sides
        Whether to return the claims of its source on both sides, or only those on its own.
    """
    dataset = found[0].dataset if found else None
    if dataset is None or claim not in dataset.claims.index:
        return None
    position = int(dataset.claims.index.get_indexer(pd.Index([claim]))[0])
    about = dataset.claims["allegation"].iloc[position]
    item = next((item for item in found if item.allegation == about), None)
    at = np.flatnonzero(item.positions == position) if item else ()
    if item is None or not len(at):
        return None
    codes = dataset.codes
    source, denies = codes.source[item.positions], codes.denying[item.positions]
    undecided = codes.undecided[item.positions]
    own = source == codes.source[position]
    if not both_sides:
        own &= (denies == denies[at]) & (undecided == undecided[at])
    verbs = [
        verb
        for verb, taken in (
            ("affirms", own & ~denies & ~undecided),
            ("denies", own & denies),
            ("takes no side on", own & undecided),
        )
        if taken.any()
    ]
    name = dataset.source_names[codes.source[position]]
    positions = item.positions[own]
    return ClaimsOfSource(
        item.allegation,
        f"{name} {' and '.join(verbs)} {quoted(item.statement)}",
        positions,
        str(dataset.claims.index[positions[0]]),
    )
