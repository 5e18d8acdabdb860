"""The data of a map in one file, as plain JSON values for its filters and popups.

The script in the file applies the rules of :mod:`routemap.questions.selection` and
:mod:`routemap.questions.evidence` to these values. A test compares the results of both.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, astuple, replace
from typing import Any

import numpy as np
import pandas as pd

from routemap.data.codes import Bools, Ints
from routemap.data.dataset import Dataset
from routemap.exports.extract import Extract
from routemap.map import code
from routemap.map.payload import POPUP_CLAIMS, features_document
from routemap.model.claim_terms import PENDING, PHASES
from routemap.model.columns import Shown
from routemap.model.terms import Term
from routemap.model.vocabulary import (
    AFFIRMING,
    DATE_MEANINGS,
    DENYING,
    SOURCE_KINDS,
    STATUSES,
    date_meaning,
)
from routemap.questions.error_link import error_link
from routemap.questions.evidence import hidden_counts, kind_label
from routemap.questions.sentences import CLAUSES, PARTICIPLES
from routemap.questions.shared_sentences import KEPT_DENIALS, UNDATED, WITHDRAWN, swapped_dates
from routemap.questions.statuses import STATUS_BY_CODE


def content(extract: Extract) -> dict[str, Any]:
    """Return all data that the script in the file reads.

    Returns
    -------
    dict
        ``map`` is the document that the server sends to the dashboard's map. ``features`` are in
        the same order: places, then routes. They include the ends of routes, even those that no
        claim of the extract is about. ``claims`` are ordered by the day of the statement, else
        of publication. Their ``row`` is the position in the data, ``source``, ``allegation`` (-1
        for none) and ``features`` are positions in the lists of this document, and ``days`` are
        the first and last day by date meaning, as proleptic ordinals, ``null`` if undated.
    """
    part = narrowed(extract)
    query = extract.query
    return {
        "provenance": extract.provenance,
        "map": features_document(part),
        "features": _features(extract, part),
        "claims": _claims(extract, part),
        "sources": _sources(extract),
        "allegations": _allegations(extract),
        "statuses": [
            {
                "key": str(status),
                "label": STATUSES.label(status),
                "letters": [
                    [code(status, denials_hidden=d, assertions_hidden=a) for a in (False, True)]
                    for d in (False, True)
                ],
            }
            for status in STATUS_BY_CODE
        ],
        "participles": list(PARTICIPLES.items()),
        "clauses": list(CLAUSES.items()),
        "pending": [term.clause for term in PHASES.terms[: len(PENDING)]],
        "sentences": {
            "kept": astuple(KEPT_DENIALS),
            "undated": astuple(UNDATED),
            "withdrawn": astuple(WITHDRAWN),
            "swapped": swapped_dates(),
        },
        "affirms": sorted(AFFIRMING),
        "denies": sorted(DENYING),
        "page": POPUP_CLAIMS,
        "by": offered_meanings()[0].key,
        "sided": bool(query.source or query.allegation or query.stance or query.compare),
        "address": extract.address,
        "selected": query.feature if query.feature in part.features.index else None,
        "view": [query.view.latitude, query.view.longitude, query.view.zoom]
        if query.view
        else None,
    }


def offered_meanings() -> list[Term]:
    """Return the date meanings that the filter of the file offers.

    Meanings that exclude later denials are for playback, which the file does not have.
    """
    return [term for term in DATE_MEANINGS.terms if date_meaning(term.key).keeps_denials]


def narrowed(extract: Extract) -> Dataset:
    """Return the dataset reduced to the places, routes and media of an extract.

    Places that its routes touch are included, because the names of the lines contain them.
    """
    dataset = extract.dataset
    shown = dataset.features.index[extract.selection.shown]
    routes = dataset.routes[dataset.routes.index.isin(shown)]
    touched = {*routes["from"], *routes["to"], *(key for cell in routes["via"] for key in cell)}
    places = dataset.places[dataset.places.index.isin({*shown, *touched})]
    return replace(dataset, places=places, routes=routes, media=extract.media)


def groups(extract: Extract) -> list[dict[str, Any]]:
    """Return the claim sources by kind, in the order of the dashboard, with numbers of claims."""
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
        for kind in extract.dataset.case.terms(SOURCE_KINDS).terms
        if (ordered["kind"] == kind.key).any()
    ]


def _features(extract: Extract, part: Dataset) -> list[dict[str, Any]]:
    dataset, selection = extract.dataset, extract.selection
    reference = selection.reference
    number = _numbers(extract.allegations.index)

    def topics(place: int, claims: Bools, *, broader: bool) -> list[int]:
        """Return the allegations of given claims about a feature, as positions in the file."""
        about = dataset.codes.claims_of(place)
        own = [str(key) for key in dataset.claims["allegation"].iloc[about[claims[about]]]]
        parents = (parent for key in own if key and broader for parent in dataset.broader[key])
        keys = {*own, *parents}
        return sorted(number[key] for key in keys if key in number)

    at = dataset.features.index.get_indexer(part.features.index)
    rows = zip(part.features.index, part.features.to_dict("records"), at, strict=True)
    return [
        {
            "id": key,
            "name": row["name_en"],
            "kind": kind_label(dataset, row["kind"]),
            "full_status": int(reference.status_codes[place]),
            "denied": topics(int(place), reference.mask & dataset.codes.denying, broader=False),
            "affirmed": topics(int(place), reference.mask & dataset.codes.affirming, broader=True),
            "left_out": list(hidden_counts(selection, int(place))),
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
    directions = _directions(dataset, positions, feature)
    meanings = [term.key for term in offered_meanings()]
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
            "selected": bool(extract.matching.passing[position]),
            "stance": item.stance,
            "stance_label": item.stance_label,
            "source": source[source_id],
            "relayed": item.relayed,
            "allegation": allegation[allegation_id],
            "date": item.said or item.happened,
            "facts": item.shown_in(Shown.POPUP),
            "excerpt": item.excerpt,
            "quotation": item.quotation,
            "original": item.original,
            "original_language": item.original_language,
            "phase": int(dataset.codes.phase[position]),
            "citation": item.citation,
            "url": item.url,
            "note": item.note,
            "kept": item.kept,
            "article": asdict(item.article),
            "report": error_link(dataset.case, item.claim, dataset.revision, extract.address),
            "withdrawn": item.withdrawn,
            # a denial from outside the filters may name a feature that no claim here is about
            "features": [feature[name] for name in about if name in feature],
            "directions": directions[number],
            "row": int(position),
            "days": {by: days[by][number] for by in meanings},
        }
        for number, (key, position, item, source_id, allegation_id, about) in enumerate(
            zip(
                keys.index,
                positions,
                extract.claim_details,
                keys["source"],
                keys["allegation"],
                keys["features"],
                strict=True,
            )
        )
    ]


def _directions(dataset: Dataset, positions: Ints, number: dict[str, int]) -> list[list[int]]:
    """Return, per claim, the directions along each of its features that the file has."""
    claim, feature = dataset.about
    ends = (
        np.searchsorted(claim, positions, side="left"),
        np.searchsorted(claim, positions, "right"),
    )
    names = dataset.features.index
    return [
        [
            int(dataset.codes.direction[mention])
            for mention in range(first, last)
            if str(names[feature[mention]]) in number
        ]
        for first, last in zip(*ends, strict=True)
    ]


def _sources(extract: Extract) -> list[dict[str, Any]]:
    """Return id, name and body of each source; ``body`` is its position in the data."""
    dataset = extract.dataset
    at = dataset.sources.index.get_indexer(extract.sources.index)
    return [
        {"id": key, "name": name, "body": body, "of_government": is_government}
        for (key, name), (body, is_government) in zip(
            extract.sources["name"].items(),
            (dataset.source_bodies[position] for position in at),
            strict=True,
        )
    ]


def _allegations(extract: Extract) -> list[dict[str, Any]]:
    position = _numbers(extract.allegations.index)
    reference = extract.selection.reference
    denials = reference.mask & extract.dataset.codes.denying
    denied = set(extract.dataset.claims["allegation"][denials])
    return [
        {
            "id": key,
            "statement": statement,
            "broader": [position[parent] for parent in extract.dataset.broader[str(key)]],
            "denied_broadly": any(parent in denied for parent in extract.dataset.broader[str(key)]),
        }
        for key, statement in extract.allegations["statement"].items()
    ]


def _numbers(keys: pd.Index) -> dict[str, int]:
    return {str(key): number for number, key in enumerate(keys)}
