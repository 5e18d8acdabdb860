"""The status of each feature, and the denials of each allegation.

In this module a status is a number: its position in :data:`STATUS_BY_CODE`.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from routemap.data.codes import Bools, Ints
from routemap.data.dataset import Dataset
from routemap.model.vocabulary import Status

STATUS_BY_CODE: Final = (
    Status.WITHDRAWN,
    Status.BACKGROUND,
    Status.DENIED,
    Status.ASSERTED,
    Status.DISPUTED,
)
WITHDRAWN: Final = STATUS_BY_CODE.index(Status.WITHDRAWN)
BACKGROUND: Final = STATUS_BY_CODE.index(Status.BACKGROUND)
DENIED: Final = STATUS_BY_CODE.index(Status.DENIED)
ASSERTED: Final = STATUS_BY_CODE.index(Status.ASSERTED)
DISPUTED: Final = STATUS_BY_CODE.index(Status.DISPUTED)
DENIAL: Final = (DENIED, DISPUTED)
ASSERTION: Final = (ASSERTED, DISPUTED)


def topic_key(dataset: Dataset, feature: Ints, allegation: Ints) -> Ints:
    """Return one number per pair of feature and allegation.

    The allegation -1 (none) counts as one more allegation after the last.
    """
    size = len(dataset.allegations) + 1
    return feature * size + np.where(allegation < 0, size - 1, allegation)


def topic_keys(dataset: Dataset, claim: Ints, feature: Ints) -> Ints:
    """Return :func:`topic_key` per mention: a pair of a claim and a feature."""
    return topic_key(dataset, feature, dataset.codes.allegation[claim])


def denied_broadly(dataset: Dataset, mask: Bools) -> Bools:
    """Return, per claim, whether a claim in ``mask`` denies a broader allegation than its own."""
    codes = dataset.codes
    denied = np.zeros(len(dataset.allegations) + 1, dtype=bool)
    denied[codes.allegation[mask & codes.denying]] = True
    denied[-1] = False
    in_denied = np.zeros(len(denied), dtype=bool)
    in_denied[codes.part[denied[codes.larger]]] = True
    return in_denied[codes.allegation]


def status_codes(dataset: Dataset, mask: Bools, mentions: Bools) -> Ints:
    """Return a status code per feature, -1 if no mention is about it.

    A feature is disputed if the same allegation is affirmed and denied. The denial of one
    allegation does not dispute another, but the denial of a broader allegation denies every
    part of it. Withdrawn claims affirm and deny nothing; a feature that no other claim is about
    is withdrawn.

    Parameters
    ----------
    dataset
        The data.
    mask
        Per claim: whether it is in the selection.
    mentions
        Per mention: whether it counts; see :attr:`.Selection.mentions`.
    """
    codes = dataset.codes
    claim, feature = dataset.about
    affirmed, denied = mentions & codes.affirms, mentions & codes.denies
    found = np.full(len(dataset.features), -1, dtype=np.int64)
    found[feature[mentions]] = WITHDRAWN
    found[feature[mentions & ~codes.withdrawn[claim]]] = BACKGROUND
    found[feature[denied]] = DENIED
    found[feature[affirmed]] = ASSERTED
    sides = np.zeros((2, len(codes.topic_feature)), dtype=bool)
    sides[0, codes.topic[affirmed]] = True
    sides[1, codes.topic[denied]] = True
    found[codes.topic_feature[sides.all(axis=0)]] = DISPUTED
    found[feature[affirmed & denied_broadly(dataset, mask)[claim]]] = DISPUTED
    return found


def denials_of(dataset: Dataset, positions: Ints) -> Bools:
    """Return, per claim, whether it denies an allegation of the claims at ``positions``.

    The denial of a broader allegation denies every part of it.
    """
    codes = dataset.codes
    wanted = with_broader(dataset, codes.allegation[positions])
    denials: Bools = codes.denying & wanted[codes.allegation]
    return denials


def with_broader(dataset: Dataset, allegations: Ints) -> Bools:
    """Return, per allegation, whether it is one of ``allegations`` or broader than one.

    The array has one more element, for claims without an allegation; it is false.
    """
    codes = dataset.codes
    wanted = np.zeros(len(dataset.allegations) + 1, dtype=bool)
    wanted[allegations] = True
    wanted[-1] = False
    wanted[codes.larger[wanted[codes.part]]] = True
    return wanted
