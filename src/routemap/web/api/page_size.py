"""The number of rows that fit on one page.

A page includes every denial of its allegations, so 100 rows can include thousands of claims. A
page therefore ends before it becomes too large, and links to the next page: OGC API - Features
allows a server to return fewer rows than ``limit``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from typing import Final

import numpy as np
import shapely

from routemap.data.codes import Ints
from routemap.exports.claim_fields import CLAIM_FIELDS
from routemap.exports.extract import Extract
from routemap.model.claim_table import CLAIMS
from routemap.questions.statuses import denials_of

LARGEST: Final = 2_000_000  # approximate bytes of JSON; a single row can be larger
# bytes of a claim without its texts: keys with their punctuation, ids, names, dates and citation
_CLAIM: Final = 900 + sum(len(field.key) + 8 for field in CLAIM_FIELDS)
_TEXTS: Final = tuple(column.key for column in CLAIMS.columns if column.is_text)
_FEATURE: Final = 1_200  # bytes of a place or route without its geometry and claims
_VERTEX: Final = 40  # bytes of a pair of coordinates


def fitting_claims(extracted: Extract, page: Ints) -> Ints:
    """Return the first claims of a page that fit on it, at least one.

    Parameters
    ----------
    extracted
        The extract of the claims.
    page
        Positions of claims in the dataset.
    """
    weights = _weights(extracted)

    def size(count: int) -> int:
        given = page[:count]
        return int(weights[given].sum() + weights[_added_denials(extracted, given)].sum())

    return page[: _most(len(page), size)]


def fitting_features(extracted: Extract, page: Ints) -> tuple[Ints, tuple[Ints, ...]]:
    """Return the first places and routes of a page that fit on it, at least one.

    Parameters
    ----------
    extracted
        The extract of the features.
    page
        Positions in ``dataset.features``.

    Returns
    -------
    features, about
        Positions in ``dataset.features``, and for each the positions of the claims about it: all
        of them, or only the first ones if a single feature is larger than a page.
    """
    weights, about = _weights(extracted), extracted.about_at(page)
    dataset = extracted.dataset
    geometries = np.concatenate([dataset.places.geometry.values, dataset.routes.geometry.values])
    areas = dataset.areas.geometry.reindex(dataset.features.index).to_numpy()
    vertices = shapely.get_num_coordinates(geometries) + shapely.get_num_coordinates(areas)
    shapes = _FEATURE + _VERTEX * vertices[page]

    def size(count: int) -> int:
        given = np.concatenate(about[:count])
        added = weights[_added_denials(extracted, np.unique(given))].sum()
        return int(shapes[:count].sum() + weights[given].sum() + added)

    count = _most(len(page), size)
    if count == 1 and size(1) > LARGEST:
        return page[:1], (fitting_claims(extracted, about[0]),)
    return page[:count], about[:count]


def _most(rows: int, size: Callable[[int], int]) -> int:
    """Return how many rows fit, at least one; ``size`` returns the bytes of the first n rows."""
    return max(min(rows, 1), bisect_right(range(1, rows + 1), LARGEST, key=size))


def _added_denials(extracted: Extract, claims: Ints) -> Ints:
    """Return the positions of the denials that are added to a page of claims."""
    denials = denials_of(extracted.dataset, claims)
    denials[claims] = False
    return np.flatnonzero(denials)


def _weights(extracted: Extract) -> Ints:
    """Return the approximate size of each claim as JSON, in bytes."""
    dataset = extracted.dataset

    def measured() -> Ints:
        texts = (dataset.claims[column] for column in _TEXTS)
        bytes_of = [[len(text.encode()) for text in column] for column in texts]
        weights: Ints = np.sum(bytes_of, axis=0) + _CLAIM
        return weights

    return dataset.memo.get("weights", (), measured)
