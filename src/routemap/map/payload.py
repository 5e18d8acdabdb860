"""The data that the map in the browser receives: features, statuses and evidence.

Geometry is sent once per data revision (:func:`feature_collection`). After that, each change of
the query sends one character per feature (:func:`shown_string`). Large collections are sent in
a compact format: see :mod:`routemap.map.compact`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from routemap.data.dataset import Dataset
from routemap.map import code
from routemap.map.case_table import case_table
from routemap.map.compact import AREA_DIGITS, compact_document, is_large
from routemap.map.footprints import footprints
from routemap.map.spots import spots
from routemap.model.columns import Shown
from routemap.model.differences import DIFFERENCES
from routemap.questions.changes import Changes
from routemap.questions.compare import VERDICTS, compared_codes
from routemap.questions.differences import difference_codes
from routemap.questions.evidence import (
    Evidence,
    observed_sentence,
    place_sentence,
    route_sentence,
)
from routemap.questions.place_areas import area_json
from routemap.questions.selection import Selection
from routemap.questions.statuses import STATUS_BY_CODE

POPUP_CLAIMS: Final = 5


def _letters(looks: Sequence[str]) -> NDArray[np.str_]:
    """Return the characters, indexed by denials hidden, assertions hidden, and look.

    The last look is that of a feature that is not shown, so that the index -1 selects it.
    """
    return np.array(
        [
            [
                [code(look, denials_hidden=d, assertions_hidden=a) for look in (*looks, "")]
                for a in (False, True)
            ]
            for d in (False, True)
        ]
    )


_STATUS_LETTERS: Final = _letters(STATUS_BY_CODE)
_COMPARISON_LETTERS: Final = _letters(VERDICTS)
_DIFFERENCE_LETTERS: Final = np.array([*map(code, DIFFERENCES.keys), code("")])


def features_document(dataset: Dataset) -> dict[str, Any]:
    """Return all features as GeoJSON, or compact if the collection is large, and the case.

    The member ``footprints`` has the result of :func:`routemap.map.footprints.footprints`.
    """
    document = compact_document(dataset) if is_large(dataset) else feature_collection(dataset)
    return document | {"case": case_table(dataset), "footprints": footprints(dataset)}


def feature_collection(dataset: Dataset) -> dict[str, Any]:
    """Return all features as GeoJSON (RFC 7946), in the order of ``dataset.features``.

    The foreign member ``spots`` contains groups of places on one spot, as positions in
    ``features``; see :func:`routemap.map.spots.spots`.
    """
    names, local = dataset.places["name_en"], dataset.name_columns[1:]
    features = []
    for key, row in dataset.places.to_dict("index").items():
        own = {
            "precision": row["precision"],
            "uncertainty_km": row["uncertainty_km"],
            "label": place_sentence(dataset, str(key), row),
        }
        if area := area_json(dataset, str(key), AREA_DIGITS):
            own["area"] = area
        features.append(_feature(str(key), "place", row, own, local))
    for key, row in dataset.routes.to_dict("index").items():
        own = {
            "mode": row["mode"],
            "geometry_basis": row["geometry_basis"],
            "observed": observed_sentence(row),
            "from_name": names[row["from"]],
            "to_name": names[row["to"]],
            "label": route_sentence(dataset, row),
        }
        features.append(_feature(str(key), "route", row, own, local))
    return {"type": "FeatureCollection", "features": features, "spots": spots(dataset)}


def _feature(
    key: str, kind: str, row: Mapping[str, Any], own: dict[str, Any], local: Sequence[str]
) -> dict[str, Any]:
    properties = {
        "id": key,
        "type": kind,
        "kind": row["kind"],
        "name": row["name_en"],
        "local_names": [row[key] for key in local if row[key]],
        **own,
    }
    geometry = shapely.geometry.mapping(row["geometry"])
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def shown_string(selection: Selection) -> str:
    """Return one character per feature, in the order of ``dataset.features``.

    :data:`routemap.map.STATES` has the meaning of the characters.
    """
    comparing = bool(selection.query.compare)
    table = _COMPARISON_LETTERS if comparing else _STATUS_LETTERS
    looks = compared_codes(selection) if comparing else selection.status_codes
    hides_denials = selection.hides_denials.astype(np.int64)
    hides_assertions = selection.hides_assertions.astype(np.int64)
    return "".join(table[hides_denials, hides_assertions, looks].tolist())


def difference_string(found: Changes) -> str:
    """Return one character per feature of the new state, as :func:`shown_string` does."""
    return "".join(_DIFFERENCE_LETTERS[difference_codes(found)].tolist())


def _no_link(_claim: str) -> str:
    return ""


def popup(found: Evidence, report_of: Callable[[str], str] = _no_link) -> dict[str, Any]:
    """Return one page of the evidence of a feature for the map's popup, as plain text.

    ``start`` is the position of the first claim among ``total`` claims, ``more`` the number of
    claims after the page. ``report_of`` returns the link to report an error in a claim, given its
    id.
    """
    claims = [
        {
            "stance": claim.stance,
            "stance_label": claim.stance_label,
            "source": claim.source,
            "relayed": claim.relayed,
            "date": claim.said or claim.happened,
            "facts": claim.shown_in(Shown.POPUP),
            "excerpt": claim.excerpt,
            "quotation": claim.quotation,
            "original": claim.original,
            "original_language": claim.original_language,
            "citation": claim.citation,
            "url": claim.url,
            "note": claim.note,
            "kept": claim.kept,
            "article": asdict(claim.article),
            "allegation": claim.allegation,
            "allegation_id": claim.allegation_id,
            "report": report_of(claim.claim),
        }
        for claim in found.claim_details[:POPUP_CLAIMS]
    ]
    return {
        "title": found.name,
        "kind": found.kind,
        "status": found.status,
        "sentence": " ".join(
            [
                found.sentence,
                *(f"{b.quoted} is denied by {', '.join(b.deniers)}." for b in found.broader),
            ]
        ),
        "counts": found.counts
        + ("; denied as part of a broader allegation" if found.broader else ""),
        "claims": claims,
        "start": found.start,
        "total": found.total,
        "more": found.total - found.start - len(claims),
        "hidden": found.hidden or None,
    }
