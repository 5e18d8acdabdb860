"""Checks of geometry: valid, with coordinates on the Earth, and ending at the named places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import numpy as np
import shapely
from pyproj import Geod
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from routemap.data.checks.report import Report
from routemap.data.reading.records import Record
from routemap.model.feature_tables import ROUTES

MAX_VERTICES: Final = 100_000
"""Vertices of one line; browsers cannot draw more."""
_GEOD: Final = Geod(ellps="WGS84")
_END_TOLERANCE_KM: Final = 3.0


def geometry_fault(types: Sequence[str], geometry: BaseGeometry | None) -> str | None:
    """Return what is wrong with a geometry of one of some types, ``None`` if it is valid.

    Examples
    --------
    >>> geometry_fault(("Point",), Point(39.0, 125.7))
    'latitude 125.7 is outside -90 to 90; longitude and latitude look swapped'
    """
    if geometry is not None and geometry.geom_type not in types:
        return f"the geometry is a {geometry.geom_type}; it must be a {' or '.join(types)}"
    if geometry is None or geometry.is_empty:
        return "the geometry is empty"
    number = int(shapely.get_num_coordinates(geometry))
    if number > MAX_VERTICES:
        return f"the geometry has {number:,} vertices, more than {MAX_VERTICES:,}; simplify it"
    longitude, latitude = shapely.get_coordinates(geometry).T
    if not (np.isfinite(longitude).all() and np.isfinite(latitude).all()):
        return "a coordinate is not a finite number"
    wrong = np.abs(latitude) > 90
    if wrong.any():
        first = int(np.argmax(wrong))
        found = f"latitude {latitude[first]:g} is outside -90 to 90"
        swapped = abs(longitude[first]) <= 90 and abs(latitude[first]) <= 180
        return f"{found}; longitude and latitude look swapped" if swapped else found
    wrong = np.abs(longitude) > 180
    if wrong.any():
        return f"longitude {longitude[int(np.argmax(wrong))]:g} is outside -180 to 180"
    if not geometry.is_valid:
        return f"the geometry is not valid ({shapely.is_valid_reason(geometry)})"
    return _antimeridian_fault(geometry) if np.ptp(longitude) > 180 else None


def _antimeridian_fault(geometry: BaseGeometry) -> str | None:
    """Return where a line or outline jumps around the Earth, ``None`` if nowhere.

    Source: RFC 7946, section 3.1.9.
    """
    flat = shapely.get_dimensions(geometry) == 2
    name, parts = ("outline", "MultiPolygon") if flat else ("line", "MultiLineString")
    for part in shapely.get_rings(geometry) if flat else shapely.get_parts(geometry):
        longitude = shapely.get_coordinates(part)[:, 0]
        jumps = np.flatnonzero(np.abs(np.diff(longitude)) > 180)
        if len(jumps):
            before, after = longitude[jumps[0]], longitude[jumps[0] + 1]
            return (
                f"the {name} jumps from longitude {before:g} to {after:g}; "
                f"cut the {name} at 180 degrees into a {parts}"
            )
    return None


def check_route_ends(kept: Mapping[str, list[Record]], report: Report) -> None:
    """Report routes that do not end at the places that they name."""
    places = {record.values["id"]: record for record in kept["places"]}
    for record in kept["routes"]:
        vertices = shapely.get_coordinates(record.geometry)
        for key, vertex in (("from", vertices[0]), ("to", vertices[-1])):
            place = places[record.values[key]]
            distance = _distance_km(place.geometry, vertex)
            allowed = _END_TOLERANCE_KM + float(place.values["uncertainty_km"])
            if distance > allowed:
                message = (
                    f"the line ends {distance:.0f} km from this place, more than {allowed:.0f} km"
                )
                report.add(ROUTES, record, key, message, "route-end")


def _distance_km(point: BaseGeometry | None, vertex: Iterable[float]) -> float:
    if not isinstance(point, Point):
        raise TypeError("a place is a point")
    longitude, latitude = vertex
    return float(_GEOD.inv(point.x, point.y, longitude, latitude)[2]) / 1000
