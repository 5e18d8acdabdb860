"""The evidence for one feature, in the words that screens and exports show.

The evidence panel, the popups of the map and the exports all read :class:`Evidence`, so they
agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from routemap.data.dataset import Dataset
from routemap.model.columns import Shown
from routemap.model.countries import COUNTRIES
from routemap.model.dates import days_in_words
from routemap.model.feature_tables import AREAS, PLACES, ROUTES
from routemap.model.vocabulary import (
    MODES,
    PLACE_KINDS,
    PRECISIONS,
    ROUTE_KINDS,
)
from routemap.questions.claim import ClaimDetails, claim_details, other_names
from routemap.questions.facts import facts_of, shown_in
from routemap.questions.filter_sentences import counted_claims, hidden_sentence
from routemap.questions.independence import Independence, independence
from routemap.questions.quoting import quoted
from routemap.questions.selection import Selection
from routemap.questions.sentences import Statements, in_order, statements, status_sentence
from routemap.questions.statuses import STATUS_BY_CODE


@dataclass(frozen=True)
class Broader:
    """A broader allegation, and the names of the claim sources that deny it."""

    allegation: str
    statement: str
    deniers: tuple[str, ...]

    @property
    def quoted(self) -> str:
        """The statement in quotation marks, for use inside another sentence."""
        return quoted(self.statement)


@dataclass(frozen=True)
class Evidence:
    """One feature, and the claims of a selection about it in date order.

    Attributes
    ----------
    feature
        Id of the place or route.
    type
        ``place`` or ``route``.
    kind
        Its kind as a label, such as ``Railway station``.
    name, names
        Its English name, and its other names as pairs of language and name.
    status, sentence
        Its status, ``""`` if every claim is hidden, and the sentence that explains it.
    broader
        Denials of broader allegations, which also deny what is affirmed here.
    counts
        How many claims of each side are about it, in words.
    hidden
        How many claims the filters hide, by side; ``""`` if none.
    facts
        Pairs of label and text. The first is the location or the course of the route.
    note
        The editor's note.
    independence
        What the claim sources share.
    claim_details
        One page of the claims.
    start, total
        Number of the first claim on that page, counted from 0, and the number of all claims.
    """

    feature: str
    type: str
    kind: str
    name: str
    names: tuple[tuple[str, str], ...]
    status: str
    sentence: str
    broader: tuple[Broader, ...]
    counts: str
    hidden: str
    facts: tuple[tuple[str, str], ...]
    note: str
    independence: Independence
    claim_details: tuple[ClaimDetails, ...]
    start: int
    total: int


def evidence(
    selection: Selection, feature: str, *, start: int = 0, count: int | None = None
) -> Evidence:
    """Return the evidence that a selection has for a feature.

    Parameters
    ----------
    selection
        The selection of a query.
    feature
        Id of a place or route.
    start, count
        Which claims ``claim_details`` contains: ``count`` of them from number ``start`` on, by
        default all. Status, sentence and the other fields are always about all claims.

    Raises
    ------
    UnknownFeatureError
        If the dataset has no such place or route.
    """
    dataset = selection.dataset
    row = dataset.feature(feature)
    place = int(dataset.features.index.get_indexer(pd.Index([feature]))[0])
    status_code = selection.status_codes[place]
    status = str(STATUS_BY_CODE[status_code]) if status_code >= 0 else ""
    ordered = in_order(dataset, selection.claims_about(place))
    claims = statements(dataset, ordered)
    affirms = claims.takes_side & ~claims.denies
    affirmed = np.unique(claims.allegation[affirms & (claims.allegation >= 0)])
    return Evidence(
        feature=feature,
        type="place" if feature in dataset.places.index else "route",
        kind=kind_label(dataset, row["kind"]),
        name=row["name_en"],
        names=other_names(dataset, row),
        status=status,
        sentence=status_sentence(
            status,
            claims,
            hides_denials=bool(selection.hides_denials[place]),
            hides_assertions=bool(selection.hides_assertions[place]),
        ),
        broader=broader_denials(selection, affirmed.tolist()),
        counts=_counts(claims),
        hidden=hidden_sentence(*hidden_counts(selection, place)),
        facts=_facts(dataset, feature, row),
        note=row["note"],
        independence=independence(dataset, ordered),
        claim_details=claim_details(
            dataset,
            ordered[start : None if count is None else start + count],
            kept_denials=selection.kept_denials,
        ),
        start=start,
        total=len(ordered),
    )


def _counts(claims: Statements) -> str:
    denials, sided = int(claims.denies.sum()), int(claims.takes_side.sum())
    others = len(claims.stance) - sided - claims.withdrawn
    return counted_claims(sided - denials, denials, 0, others, claims.withdrawn)


def broader_denials(selection: Selection, allegations: Iterable[int]) -> tuple[Broader, ...]:
    """Return the denials, in a selection, of what some allegations are part of.

    ``allegations`` are positions in the table of allegations.
    """
    dataset = selection.dataset
    chains = (dataset.codes.broader[position].tolist() for position in allegations)
    found = []
    for key in dict.fromkeys(parent for chain in chains for parent in chain):
        if key in selection.deniers:
            names = dataset.sources["name"].iloc[selection.deniers[key]]
            statement = dataset.allegations["statement"].iloc[key]
            found.append(Broader(dataset.allegations.index[key], statement, tuple(names)))
    return tuple(found)


def route_sentence(dataset: Dataset, row: Mapping[str, Any]) -> str:
    """Return the course of a route in words: mode, both ends, and places on the way."""
    names = dataset.places["name_en"]
    via = f" via {', '.join(names[place] for place in row['via'])}" if row["via"] else ""
    mode = (
        "Means of transport not reported"
        if row["mode"] == "unspecified"
        else MODES.label(row["mode"])
    )
    return f"{mode}, {names[row['from']]} to {names[row['to']]}{via}"


def observed_sentence(row: Mapping[str, Any]) -> str:
    """Return when the track of a route was observed, ``""`` if its line is not such a track.

    Examples
    --------
    >>> observed_sentence({"geometry_basis": "observed", "observed_on": "2022-11-10/2022-11-12"})
    'observed 10 to 12 November 2022'
    """
    if row["geometry_basis"] != "observed":
        return ""
    days = row["observed_on"]
    return f"observed {days_in_words(days)}" if days else "observed"


def kind_label(dataset: Dataset, kind: str) -> str:
    """Return the label of a kind of place or route."""
    return {**dataset.case.terms(PLACE_KINDS).labels, **ROUTE_KINDS.labels}[kind]


def place_sentence(dataset: Dataset, key: str, row: Mapping[str, Any]) -> str:
    """Return the country of a place, and how precisely its location is known.

    ``key`` is the id of the place, and ``row`` has its values by column.
    """
    country = dataset.case.terms(COUNTRIES).label(row["country"])
    if row["kind"] == "country":
        return f"{PRECISIONS.label(row['precision'])}; the label marks no location"
    if key in dataset.areas.index:
        return f"{country}, within the outlined region"
    if row["precision"] == "exact":
        return f"{country}, known to about {row['uncertainty_km']:g} km"
    precision = PRECISIONS.label(row["precision"]).lower()
    return f"{country}, {precision}, within {row['uncertainty_km']:g} km"


def hidden_counts(selection: Selection, place: int) -> tuple[int, int, int, int, int]:
    """Return how many claims about a feature the filters hide, by side.

    ``place`` is the position of the feature in ``dataset.features``.

    Returns
    -------
    tuple
        Assertions, denials, denials of a broader allegation, claims that take no side, and
        withdrawn claims.
    """
    dataset, codes = selection.dataset, selection.dataset.codes
    hidden = selection.reference.mask & ~selection.mask
    about = codes.claims_of(place)
    affirmed = about[codes.affirming[about]]
    # one more element, for claims without an allegation
    parts = np.zeros(len(dataset.allegations) + 1, dtype=bool)
    parts[codes.allegation[affirmed]] = True
    parts[-1] = False
    broader = np.zeros(len(parts), dtype=bool)
    broader[codes.larger[parts[codes.part]]] = True
    of_broader = hidden & codes.denying & broader[codes.allegation]
    of_broader[about] = False
    out = about[hidden[about]]
    affirming, denying, withdrawn = (
        int(taken[out].sum()) for taken in (codes.affirming, codes.denying, codes.withdrawn)
    )
    others = len(out) - affirming - denying - withdrawn
    return affirming, denying, int(of_broader.sum()), others, withdrawn


def _facts(dataset: Dataset, feature: str, row: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    if feature in dataset.places.index:
        table, location = PLACES, ("Location", place_sentence(dataset, feature, row))
    else:
        table, location = ROUTES, ("Moved by", route_sentence(dataset, row))
    found = facts_of(dataset, table)(row)
    if feature in dataset.areas.index:
        found += facts_of(dataset, AREAS)(dict(dataset.areas.loc[feature]))
    return (location, *shown_in(found, Shown.PANEL))
