"""What the shown claims say about the movement on each feature: how far it went, and which way.

Only claims that affirm count. The map draws a route lighter if none of them says that something
moved, and its arrows as they say. See docs/decisions/questions.md.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from routemap.data.codes import Ints
from routemap.model.claim_terms import PENDING, PHASES
from routemap.questions.selection import Selection

_DIRECTIONS: Final = 4
"""The number of phases with a mark, and the step between two directions in :func:`marks`."""


def furthest_phase(selection: Selection) -> Ints:
    """Return, per feature, the furthest phase that a shown claim affirms; -1 if none affirms.

    Phases are positions in :data:`routemap.model.claim_terms.PHASES`.
    """
    dataset = selection.dataset
    claim, feature = dataset.about
    affirmed = selection.mentions & dataset.codes.affirms
    found = np.full(len(dataset.features), -1, dtype=np.int64)
    np.maximum.at(found, feature[affirmed], dataset.codes.phase[claim[affirmed]])
    return found


def pending_phases(selection: Selection) -> list[str]:
    """Return, per feature, its phase if nothing is said to have moved on it, else ``""``.

    Phases are keys of :data:`routemap.model.claim_terms.PHASES`.
    """
    found = furthest_phase(selection).tolist()
    return [PHASES.keys[at] if 0 <= at < len(PENDING) else "" for at in found]


def directions(selection: Selection) -> Ints:
    """Return, per feature, the bits of the directions that shown claims affirm; 0 for none.

    The bits are :data:`routemap.data.codes.FORWARD` and :data:`routemap.data.codes.BACKWARD`.
    """
    dataset = selection.dataset
    affirmed = selection.mentions & dataset.codes.affirms & (dataset.codes.direction > 0)
    found = np.zeros(len(dataset.features), dtype=np.int64)
    np.bitwise_or.at(found, dataset.about[1][affirmed], dataset.codes.direction[affirmed])
    return found


def marks(selection: Selection) -> str:
    """Return one hexadecimal digit per feature: its phase and its directions.

    The two low bits are 0 if something moved (or nobody says so), else 1 plus the position in
    :data:`routemap.model.claim_terms.PENDING`. The two high bits are those of
    :func:`directions`. The result is ``""`` if all digits are 0.
    """
    phase = furthest_phase(selection) + 1
    phase[phase > len(PENDING)] = 0
    found = phase + _DIRECTIONS * directions(selection)
    return "".join(map("{:x}".format, found.tolist())) if found.any() else ""
