"""What a selection says about one feature, in the words that screens and exports show.

The evidence panel, the map's popups and the exports read the same
:class:`Evidence`, so they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from routemap.codes import Ints
from routemap.dataset import Dataset
from routemap.exhibit import Exhibit, exhibits, other_names
from routemap.selection import STATUS_BY_CODE, Selection
from routemap.vocabulary import (
    COUNTRIES,
    DENYING,
    GEOMETRY_BASES,
    MODES,
    PLACE_KINDS,
    PRECISIONS,
    ROUTE_KINDS,
    STANCES,
    STATUSES,
    Status,
)

Keys = NDArray[np.object_]

_STANCES = np.array(STANCES.keys, dtype=object)
_PARTICIPLES = {
    "asserts": "asserted",
    "denies": "denied",
    "reports": "reported",
    "estimates": "estimated",
}


@dataclass(frozen=True)
class Broader:
    """A broader allegation, and the names of the claim sources that deny it."""

    allegation: str
    statement: str
    deniers: tuple[str, ...]


@dataclass(frozen=True)
class Evidence:
    """One feature with the claims about it that a selection leaves, in date order.

    ``broader`` are denials of broader allegations, which deny what is affirmed here
    too. ``facts`` are pairs of label and text; ``hidden`` says what the filters
    hide, ``""`` where they hide nothing. ``exhibits`` is one page of the claims: it begins
    with claim number ``start``, counted from 0, of ``total``.
    """

    feature: str
    type: str
    kind: str
    name: str
    names: tuple[tuple[str, str], ...]
    status: str
    status_label: str
    sentence: str
    broader: tuple[Broader, ...]
    hidden: str
    facts: tuple[tuple[str, str], ...]
    note: str
    exhibits: tuple[Exhibit, ...]
    start: int
    total: int


def evidence(
    selection: Selection, feature: str, *, start: int = 0, count: int | None = None
) -> Evidence:
    """Return what ``selection`` says about a feature.

    Parameters
    ----------
    selection
        What a query leaves.
    feature
        Id of a place or route.
    start, count
        Which claims become exhibits: ``count`` of them from number ``start`` on, all of
        them by default. Status, sentence and the other parts speak of all claims.

    Raises
    ------
    UnknownFeatureError
        Where the dataset has no such place or route.
    """
    dataset, codes = selection.dataset, selection.dataset.codes
    row = dataset.feature(feature)
    place = int(dataset.features.index.get_indexer(pd.Index([feature]))[0])
    about = codes.claims_of(place)
    kept = selection.mask[about]
    shown = about[kept]
    status_code = selection.status_codes[place]
    status = str(STATUS_BY_CODE[status_code]) if status_code >= 0 else ""
    stance = _STANCES[codes.stance[shown]]
    allegation = codes.allegation[shown]
    affirmed = np.unique(allegation[~np.isin(stance, list(DENYING)) & (allegation >= 0)])
    ordered = in_order(dataset, shown)
    return Evidence(
        feature=feature,
        type="place" if feature in dataset.places.index else "route",
        kind=(PLACE_KINDS if feature in dataset.places.index else ROUTE_KINDS).label(row["kind"]),
        name=row["name_en"],
        names=other_names(row),
        status=status,
        status_label=STATUSES.label(status) if status else "Hidden",
        sentence=status_sentence(status, stance, codes.source[shown], allegation),
        broader=broader_denials(selection, affirmed.tolist()),
        hidden=_hidden_sentence(_STANCES[codes.stance[about[~kept]]]),
        facts=_facts(dataset, feature, row),
        note=row["note"],
        exhibits=exhibits(dataset, ordered[start : None if count is None else start + count]),
        start=start,
        total=len(ordered),
    )


def broader_denials(selection: Selection, allegations: Iterable[int]) -> tuple[Broader, ...]:
    """Return who denies, in this selection, what some allegations are part of.

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


def in_order(dataset: Dataset, positions: Ints) -> Ints:
    """Return positions of claims in the order of the days on which they were said."""
    said = dataset.bounds["said"].first[positions]
    return positions[np.argsort(said, kind="stable")]


def status_sentence(status: str, stance: Keys, source: Ints, allegation: Ints) -> str:
    """Return the status as a sentence that counts distinct claim sources by stance.

    Where the status is disputed only the allegations in dispute count; sources on
    other allegations are told apart.

    Parameters
    ----------
    status
        Key of a status, ``""`` where every claim is hidden.
    stance, source, allegation
        One value per claim: key of the stance, and any numbers of source and allegation.

    Examples
    --------
    >>> stance = np.array(["asserts", "denies"], dtype=object)
    >>> status_sentence("disputed", stance, np.array([1, 2]), np.array([7, 7]))
    'Disputed: asserted by 1 source, denied by 1.'
    """
    if not status:
        return "Your filters hide every claim about it."
    label = STATUSES.label(status)
    at_issue = stance != "background"
    if not at_issue.any():
        return f"{label}: context only, nobody here claims a movement."
    stance, source, allegation = stance[at_issue], source[at_issue], allegation[at_issue]
    denies = stance == "denies"
    if status != Status.DISPUTED:
        missing = "assertion" if status == Status.DENIED else "denial"
        denied_elsewhere = status != Status.DENIED and denies.any()
        same = " of the same allegation" if denied_elsewhere else ""
        counts = counted_sources(stance, source)
        return f"{counts[0].upper()}{counts[1:]}; no {missing}{same} in view."
    contested = np.isin(allegation, np.intersect1d(allegation[denies], allegation[~denies]))
    if not contested.any():
        counts = counted_sources(stance, source)
        return f"{label}: {counts}, and denied as part of a broader allegation."
    others = ~contested
    elsewhere = counted_sources(stance[others], source[others])
    beside = f" On other allegations: {elsewhere}." if elsewhere else ""
    return f"{label}: {counted_sources(stance[contested], source[contested])}.{beside}"


def counted_sources(stance: Keys, source: Ints) -> str:
    """Return how many distinct claim sources take each stance; background counts for none.

    Examples
    --------
    >>> counted_sources(np.array(["reports", "denies"], dtype=object), np.array([1, 2]))
    'denied by 1 source, reported by 1'
    """
    parts: list[str] = []
    for key, word in _PARTICIPLES.items():
        number = len(set(source[stance == key].tolist()))
        if number:
            noun = "" if parts else " source" if number == 1 else " sources"
            parts.append(f"{word} by {number}{noun}")
    return ", ".join(parts)


def route_sentence(dataset: Dataset, row: Mapping[str, Any]) -> str:
    """Return how a route runs: mode, ends, and stations on the way."""
    names = dataset.places["name_en"]
    via = f" via {', '.join(names[place] for place in row['via'])}" if row["via"] else ""
    mode = (
        "Means of transport not reported"
        if row["mode"] == "unspecified"
        else MODES.label(row["mode"])
    )
    return f"{mode}, {names[row['from']]} to {names[row['to']]}{via}"


def place_sentence(row: Mapping[str, Any]) -> str:
    """Return how closely a place is known."""
    country = COUNTRIES.label(row["country"])
    if row["kind"] == "country":
        return f"{PRECISIONS.label(row['precision'])}; the label marks no location"
    if row["precision"] == "exact":
        return f"{country}, known to about {row['uncertainty_km']:g} km"
    precision = PRECISIONS.label(row["precision"]).lower()
    return f"{country}, {precision}, within {row['uncertainty_km']:g} km"


def _hidden_sentence(stance: Keys) -> str:
    if not len(stance):
        return ""
    denials = int((stance == "denies").sum())
    claims = f"{len(stance)} more claim{'s' if len(stance) > 1 else ''}"
    of_which = (
        f", {denials} of them denials"
        if denials > 1
        else ", one of them a denial"
        if denials
        else ""
    )
    return f"Your filters hide {claims} about it{of_which}."


def _facts(dataset: Dataset, feature: str, row: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    if feature in dataset.places.index:
        return (("Location", place_sentence(row)), ("Coordinates from", row["coordinate_source"]))
    return (
        ("Moved by", route_sentence(dataset, row)),
        ("Drawn as", GEOMETRY_BASES.label(row["geometry_basis"])),
        ("Line from", row["geometry_source"]),
    )
