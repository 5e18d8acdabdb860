"""The cells of new rows of ``places.geojson`` and ``routes.geojson``, as drafts have them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Final

from shapely.geometry import Point, mapping
from shapely.geometry.base import BaseGeometry

from routemap.data.dataset import Dataset
from routemap.data.lines.drawn import Stop, distinct
from routemap.data.lines.lines import line_between
from routemap.model.columns import SEPARATOR
from routemap.model.draft import GEOMETRY
from routemap.model.errors import CoordinateError
from routemap.model.suggest import suggestion
from routemap.model.vocabulary import PRECISIONS

_MOST_KM: Final = 20_000.0  # half of the way around the Earth


def route_cells(
    dataset: Dataset,
    mode: str,
    places: Sequence[str],
    new_places: Mapping[str, Stop] | None = None,
) -> dict[str, str]:
    """Return what a line between places says about a new route.

    Parameters
    ----------
    mode
        Key of :data:`routemap.model.vocabulary.MODES`.
    places
        Ids of at least two places in order: from, via, to.
    new_places
        Places that the data does not have yet, by id.

    Returns
    -------
    dict of str
        The text of the cells ``mode``, ``from``, ``via``, ``to``, ``geometry_basis``,
        ``geometry_source`` and ``note``, and under the key :data:`routemap.model.draft.GEOMETRY`
        the line as GeoJSON in WGS 84 longitude, latitude. The other columns are not known.

    Raises
    ------
    UnknownFeatureError
        If an id is that of no place.
    LineError
        If the mode is unknown, or there are no two different places in a row.

    Examples
    --------
    >>> from routemap.data.load import load
    >>> from routemap.data.paths import SHIPPED
    >>> cells = route_cells(load(SHIPPED).dataset, "air", ["pyongyang", "vladivostok"])
    >>> cells["geometry_basis"], cells["note"]
    ('schematic', 'No path was reported, so the line is straight between the two ends.')
    """
    drawn = line_between(dataset, mode, places, new_places)
    start, *via, end = places
    return {
        "mode": mode,
        "from": start,
        "via": SEPARATOR.join(via),
        "to": end,
        "geometry_basis": drawn.basis,
        "geometry_source": drawn.source,
        "note": drawn.sentence,
        GEOMETRY: _geojson(drawn.geometry),
    }


def place_cells(position: tuple[float, float], precision: str, radius_km: float) -> dict[str, str]:
    """Return what a position says about a new place.

    Parameters
    ----------
    position
        Longitude and latitude in WGS 84, in degrees.
    precision
        Key of :data:`routemap.model.vocabulary.PRECISIONS`.
    radius_km
        The place is within this distance of the position.

    Returns
    -------
    dict of str
        The text of the cells ``precision`` and ``uncertainty_km``, and under the key
        :data:`routemap.model.draft.GEOMETRY` the point as GeoJSON, rounded to 5 decimals (1 m).

    Raises
    ------
    CoordinateError
        If the position or the radius is not on the Earth, or the precision is unknown.

    Examples
    --------
    >>> place_cells((130.6449, 42.4301), "exact", 0.5)["uncertainty_km"]
    '0.5'
    """
    if precision not in PRECISIONS.keys:
        hint = suggestion(precision, PRECISIONS.keys)
        raise CoordinateError(
            f"“{precision}” is not a precision{hint}; use {', '.join(PRECISIONS.keys)}"
        )
    for name, value, most in zip(("longitude", "latitude"), position, (180, 90), strict=True):
        if not abs(value) <= most:  # also NaN
            raise CoordinateError(f"{name} {value:.10g} is outside -{most} to {most}")
    if not 0 <= radius_km <= _MOST_KM:
        raise CoordinateError(f"the radius {radius_km:.10g} km is outside 0 to {_MOST_KM:,.0f} km")
    (point,) = distinct([position])
    return {
        "precision": precision,
        "uncertainty_km": f"{radius_km:.10g}",
        GEOMETRY: _geojson(Point(point)),
    }


def _geojson(geometry: BaseGeometry) -> str:
    return json.dumps(mapping(geometry))
