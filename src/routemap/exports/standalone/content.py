"""What a map in one file knows, as plain values: what the browser filters by and shows.

The browser follows the rules of :mod:`routemap.selection` and :mod:`routemap.evidence` on
these values; a test holds both against each other.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from routemap.codes import Bools
from routemap.dataset import Dataset
from routemap.exports.extract import Extract
from routemap.exports.text import fit
from routemap.mapdata import POPUP_CLAIMS, features_document
from routemap.maps import code
from routemap.query import DATE_MEANINGS
from routemap.selection import STATUS_BY_CODE
from routemap.vocabulary import (
    AFFIRMING,
    DENYING,
    PLACE_KINDS,
    ROUTE_KINDS,
    SOURCE_KINDS,
    STATUSES,
    Status,
)


def content(extract: Extract) -> dict[str, Any]:
    """Return everything that the file's script reads.

    Returns
    -------
    dict
        ``map`` is the document that the server sends to the dashboard's map. ``features``
        are in its order: places, then routes, with the ends of routes that no claim of the
        extract speaks of. ``claims`` stand in the order in which they were said, ``row`` is
        their order in the data; in them ``source``, ``allegation`` (-1 for none) and
        ``features`` are positions, ``days`` are first and last day by what the date means,
        as proleptic ordinals, ``null`` where undated.
    """
    part = narrowed(extract)
    query = extract.query
    return {
        "provenance": extract.provenance,
        "map": features_document(part),
        "features": _features(extract, part),
        "claims": _claims(extract, part),
        "sources": extract.sources["name"].reset_index().to_dict("records"),
        "allegations": _allegations(extract),
        "statuses": [
            {
                "key": str(status),
                "label": STATUSES.label(status),
                "letter": code(status),
                "hiding": code(status, denials_hidden=True),
            }
            for status in STATUS_BY_CODE
        ],
        "affirms": sorted(AFFIRMING),
        "denies": sorted(DENYING),
        "page": POPUP_CLAIMS,
        "selected": query.feature if query.feature in part.features.index else None,
        "view": [query.view.latitude, query.view.longitude, query.view.zoom]
        if query.view
        else None,
    }


def narrowed(extract: Extract) -> Dataset:
    """Return the dataset with the places and routes of an extract alone.

    Places that its routes touch come along, because the lines are named after them.
    """
    dataset = extract.dataset
    shown = dataset.features.index[extract.selection.shown]
    routes = dataset.routes[dataset.routes.index.isin(shown)]
    touched = {*routes["from"], *routes["to"], *(key for cell in routes["via"] for key in cell)}
    places = dataset.places[dataset.places.index.isin({*shown, *touched})]
    return replace(dataset, places=places, routes=routes)


def groups(extract: Extract) -> list[dict[str, Any]]:
    """Return who says it by kind of source, in the order of screens, with numbers of claims."""
    said = Counter(extract.selection.claims["source"])
    sources = extract.dataset.sources
    ordered = sources[sources.index.isin(list(said))].sort_values(
        "name", key=lambda names: names.str.casefold()
    )
    return [
        {
            "key": kind.key,
            "label": kind.label,
            "sources": [
                {"id": key, "name": name, "claims": said[str(key)]}
                for key, name in ordered.loc[ordered["kind"] == kind.key, "name"].items()
            ],
        }
        for kind in SOURCE_KINDS.terms
        if (ordered["kind"] == kind.key).any()
    ]


def _features(extract: Extract, part: Dataset) -> list[dict[str, Any]]:
    whole, selection = extract.dataset, extract.selection
    contested = np.isin(
        selection.everything.status_codes,
        [STATUS_BY_CODE.index(Status.DISPUTED), STATUS_BY_CODE.index(Status.DENIED)],
    )
    claim, feature = whole.about
    left_out: Bools = ~selection.mask[claim]
    out = np.bincount(feature[left_out], minlength=len(whole.features))
    denials = np.bincount(feature[left_out & whole.codes.denies], minlength=len(whole.features))
    at = whole.features.index.get_indexer(part.features.index)
    rows = zip(part.features.index, part.features.to_dict("records"), at, strict=True)
    return [
        {
            "id": key,
            "name": row["name_en"],
            "kind": (PLACE_KINDS if row["type"] == "place" else ROUTE_KINDS).label(row["kind"]),
            "contested": bool(contested[place]),
            "left_out": [int(out[place]), int(denials[place])],
        }
        for key, row, place in rows
    ]


def _claims(extract: Extract, part: Dataset) -> list[dict[str, Any]]:
    dataset, positions = extract.dataset, extract.positions
    bounds = dataset.bounds
    feature = _numbers(part.features.index)
    source = _numbers(extract.sources.index)
    allegation = {"": -1, **_numbers(extract.allegations.index)}
    keys = dataset.claims.iloc[positions]
    meanings = DATE_MEANINGS.keys
    days = {
        by: [
            [int(first), int(last)] if known else None
            for first, last, known in zip(
                bounds[by].first[positions],
                bounds[by].last[positions],
                bounds[by].known[positions],
                strict=True,
            )
        ]
        for by in meanings
    }
    return [
        {
            "id": key,
            "selected": bool(extract.asked.mask[position]),
            "stance": item.stance,
            "stance_label": item.stance_label,
            "source": source[source_id],
            "relayed": item.relayed,
            "allegation": allegation[allegation_id],
            "date": item.said or item.happened,
            "excerpt": fit(item.excerpt),
            "quotation": item.quotation,
            "citation": fit(item.citation),
            "url": item.url,
            "note": fit(item.note),
            "features": [feature[name] for name in about],
            "row": int(position),
            "days": {by: days[by][number] for by in meanings},
        }
        for number, (key, position, item, source_id, allegation_id, about) in enumerate(
            zip(
                keys.index,
                positions,
                extract.exhibits,
                keys["source"],
                keys["allegation"],
                keys["features"],
                strict=True,
            )
        )
    ]


def _allegations(extract: Extract) -> list[dict[str, Any]]:
    position = _numbers(extract.allegations.index)
    return [
        {
            "id": key,
            "statement": statement,
            "broader": [position[parent] for parent in extract.dataset.broader[str(key)]],
        }
        for key, statement in extract.allegations["statement"].items()
    ]


def _numbers(keys: pd.Index) -> dict[str, int]:
    return {str(key): number for number, key in enumerate(keys)}
