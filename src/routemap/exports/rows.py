"""The claims and features of an export as tables with the columns of ``fields.py``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import geopandas as gpd
import pandas as pd

from routemap.data.codes import Bools, Ints
from routemap.data.dataset import DateBounds
from routemap.data.frames import CRS
from routemap.exports.claim_fields import CLAIM_FIELDS, ClaimRows
from routemap.exports.feature_fields import FEATURE_FIELDS, FeatureRow, feature_fields
from routemap.exports.own_columns import claim_keys, feature_keys, own_of_claims, own_of_features
from routemap.exports.progress import CLAIMS_DONE, FEATURES_DONE, Watch, watched
from routemap.questions.claim import ClaimDetails
from routemap.questions.movement import pending_phases
from routemap.questions.selection import Selection
from routemap.questions.sentences import statements, status_sentence
from routemap.questions.statuses import STATUS_BY_CODE

_TYPES: Final = {"number": "float64", "count": "int64"}
_NUMBERS: Final = {row.key: _TYPES[row.holds] for row in FEATURE_FIELDS if row.holds in _TYPES}


def claims_table(
    selection: Selection, positions: Ints, selected: Bools, seen: Sequence[ClaimDetails]
) -> pd.DataFrame:
    """Return one row per claim with its source and article, in the columns of CLAIM_FIELDS.

    All values are text, except amounts: numbers, ``None`` where unknown. The team's own columns
    follow, under the keys of :func:`routemap.exports.own_columns.claim_keys`.

    Parameters
    ----------
    selection
        The selection that contains the claims.
    positions
        Positions of the claims in the dataset, in the order of the rows.
    selected
        For each row, whether the claim matches the reader's query.
    seen
        The claims as the dashboard displays them, in the same order.
    """
    dataset = selection.dataset
    rows = ClaimRows(
        claims=dataset.claims.iloc[positions],
        articles=dataset.articles.iloc[dataset.codes.article[positions]],
        details=seen,
        days=_days(dataset.bounds["happened"], positions),
        selected=selected.tolist(),
    )
    table = pd.DataFrame({row.key: list(row.of(rows)) for row in CLAIM_FIELDS}, dtype=object)
    own = own_of_claims(dataset, positions)
    for name, key in claim_keys(dataset).items():
        table[key] = list(own[name])
    return table


def features_table(
    selection: Selection, positions: Ints, about: Sequence[Ints], watch: Watch
) -> gpd.GeoDataFrame:
    """Return places and routes, places first, in the columns of ``feature_fields`` (EPSG:4326).

    All values are text except ``uncertainty_km`` (missing for routes) and ``claim_count``. The
    team's own properties follow, under the keys of
    :func:`routemap.exports.own_columns.feature_keys`.

    Parameters
    ----------
    selection
        The selection that contains the features.
    positions
        Positions of the features in ``dataset.features``, ascending; one row each.
    about
        For each feature, the positions of the claims about it.
    watch
        Called with the progress.
    """
    dataset = selection.dataset
    places = dataset.places.iloc[positions[positions < len(dataset.places)]]
    routes = dataset.routes.iloc[positions[positions >= len(dataset.places)] - len(dataset.places)]
    records = [
        *({"type": "place", **row} for row in places.reset_index().to_dict("records")),
        *({"type": "route", **row} for row in routes.reset_index().to_dict("records")),
    ]
    phases = pending_phases(selection)
    pairs = list(zip(records, positions.tolist(), about, strict=True))
    rows = [
        _feature(selection, record, place, claims, phases[place])
        for record, place, claims in watched(pairs, watch, CLAIMS_DONE, FEATURES_DONE)
    ]
    keys = [field.key for field in feature_fields(dataset.case)]
    frame = pd.DataFrame(rows, columns=keys, dtype=object)
    own = own_of_features(dataset, positions)
    for name, key in feature_keys(dataset).items():
        frame[key] = list(own[name])
    return gpd.GeoDataFrame(
        frame.astype(_NUMBERS),
        geometry=[record["geometry"] for record in records],
        crs=CRS,
    )


def _feature(
    selection: Selection, row: dict[Any, Any], place: int, claims: Ints, phase: str
) -> dict[str, Any]:
    dataset = selection.dataset
    status = str(STATUS_BY_CODE[selection.status_codes[place]])
    feature = FeatureRow(
        dataset=dataset,
        row=row,
        status=status,
        summary=status_sentence(
            status,
            statements(dataset, claims),
            hides_denials=bool(selection.hides_denials[place]),
            hides_assertions=bool(selection.hides_assertions[place]),
        ),
        claim_count=len(claims),
        phase=phase,
        days=_span(dataset.bounds["happened"], claims),
    )
    return {field.key: field.of(feature) for field in feature_fields(dataset.case)}


def _days(bounds: DateBounds, positions: Ints) -> list[tuple[str, str]]:
    known = bounds.known[positions]
    ends = zip(bounds.first[positions].tolist(), bounds.last[positions].tolist(), strict=True)
    return [
        (_day(first), _day(last)) if dated else ("", "")
        for (first, last), dated in zip(ends, known.tolist(), strict=True)
    ]


def _span(bounds: DateBounds, positions: Ints) -> tuple[str, str]:
    """Return first and last day of the dated claims at positions, ``""`` if open or undated."""
    dated = positions[bounds.known[positions]]
    if not len(dated):
        return "", ""
    return _day(int(bounds.first[dated].min())), _day(int(bounds.last[dated].max()))


def _day(ordinal: int) -> str:
    """Return a day in ISO 8601, or ``""`` for ordinals outside the calendar (an open bound)."""
    return date.fromordinal(ordinal).isoformat() if 0 < ordinal <= date.max.toordinal() else ""
