"""How many rows of a long answer fit on one page.

A page carries every denial of what it alleges, so a hundred rows may bring thousands of claims
with them. A page therefore ends where it would become too large, and its “next” link leads on:
OGC API - Features lets a server give fewer than ``limit``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from typing import Final

import numpy as np
import shapely

from routemap.data.codes import Ints
from routemap.exports.extract import Extract
from routemap.questions.statuses import denials_of

LARGEST: Final = 2_000_000  # bytes of JSON, about; a single row may be larger
_CLAIM: Final = 1_000  # bytes of a claim besides its texts
_FEATURE: Final = 1_200  # bytes of a place or route besides its geometry and claims
_VERTEX: Final = 40  # bytes of a pair of coordinates


def fitting_claims(extracted: Extract, page: Ints) -> Ints:
    """Return the claims with which a page begins and that fit on it, at least one.

    Parameters
    ----------
    extracted
        What the claims belong to.
    page
        Positions of claims in the dataset.
    """
    weights = _weights(extracted)

    def size(count: int) -> int:
        given = page[:count]
        return int(weights[given].sum() + weights[_beside(extracted, given)].sum())

    return page[: _most(len(page), size)]


def fitting_features(extracted: Extract, page: Ints) -> tuple[Ints, tuple[Ints, ...]]:
    """Return the places and routes with which a page begins and that fit on it, at least one.

    Parameters
    ----------
    extracted
        What they belong to.
    page
        Positions in ``dataset.features``.

    Returns
    -------
    features, about
        Positions in ``dataset.features``, and for each those of the claims about it: all of them,
        or the first ones of a single place or route that alone would be too large.
    """
    weights, about = _weights(extracted), extracted.about_at(page)
    dataset = extracted.dataset
    geometries = np.concatenate([dataset.places.geometry.values, dataset.routes.geometry.values])
    shapes = _FEATURE + _VERTEX * shapely.get_num_coordinates(geometries[page])

    def size(count: int) -> int:
        given = np.concatenate(about[:count])
        beside = weights[_beside(extracted, np.unique(given))].sum()
        return int(shapes[:count].sum() + weights[given].sum() + beside)

    count = _most(len(page), size)
    if count == 1 and size(1) > LARGEST:
        return page[:1], (fitting_claims(extracted, about[0]),)
    return page[:count], about[:count]


def _most(rows: int, size: Callable[[int], int]) -> int:
    """Return how many of some rows fit, where ``size`` tells the bytes of the first ones."""
    return max(min(rows, 1), bisect_right(range(1, rows + 1), LARGEST, key=size))


def _beside(extracted: Extract, claims: Ints) -> Ints:
    """Return the positions of the denials that come with a page and are not on it."""
    denials = denials_of(extracted.dataset, claims)
    denials[claims] = False
    return np.flatnonzero(denials)


def _weights(extracted: Extract) -> Ints:
    """Return, per claim, about how many bytes it takes as JSON."""
    dataset = extracted.dataset

    def measured() -> Ints:
        texts = (dataset.claims[column] for column in ("excerpt", "note"))
        bytes_of = [[len(text.encode()) for text in column] for column in texts]
        weights: Ints = np.sum(bytes_of, axis=0) + _CLAIM
        return weights

    return dataset.memo.get("weights", (), measured)
