"""A stop of a new route, and a line that was drawn between stops."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import copysign
from typing import Final

import shapely
from pyproj import Geod
from shapely.geometry.base import BaseGeometry

Point = tuple[float, float]
"""Longitude and latitude in WGS 84, in degrees."""
GEOD: Final = Geod(ellps="WGS84")
_DECIMALS: Final = 5  # of a degree: 1 m


@dataclass(frozen=True)
class Stop:
    """A place of a new route.

    Attributes
    ----------
    name
        Its English name.
    point
        Longitude and latitude in WGS 84.
    radius_km
        The place is within this distance of the point.
    precision
        Key of :data:`routemap.model.vocabulary.PRECISIONS`.
    """

    name: str
    point: Point
    radius_km: float
    precision: str

    @property
    def is_area(self) -> bool:
        """Whether only a region or country is known."""
        return self.precision in ("region", "country")


@dataclass(frozen=True)
class Drawn:
    """A line for a new route.

    Attributes
    ----------
    geometry
        A LineString in WGS 84 longitude, latitude (EPSG:4326); a MultiLineString if it crosses
        180 degrees.
    basis
        Key of :data:`routemap.model.vocabulary.GEOMETRY_BASES`.
    sentence
        What was drawn and why, for the person who draws.
    source
        Proposed value of ``geometry_source``, with the credit of lines that were followed.
    """

    geometry: BaseGeometry
    basis: str
    sentence: str
    source: str


def distance_km(one: Point, other: Point) -> float:
    """Return the distance of two points on the Earth in km."""
    return float(GEOD.inv(*one, *other)[2]) / 1000


def distinct(points: Iterable[Point]) -> list[Point]:
    """Return rounded points without repetition of the point before."""
    found: list[Point] = []
    for x, y in points:
        point = round(x, _DECIMALS) + 0.0, round(y, _DECIMALS) + 0.0
        if found[-1:] != [point]:
            found.append(point)
    return found


def line_through(points: Sequence[Point]) -> BaseGeometry:
    """Return the line through at least two distinct points, cut where it crosses 180 degrees.

    Each stretch takes the shorter way around the Earth. Source of the cut: RFC 7946, section 3.1.9.

    Examples
    --------
    >>> line_through([(130, 42), (131, 43)]).wkt
    'LINESTRING (130 42, 131 43)'
    >>> line_through([(179, 50), (-179, 52)]).wkt
    'MULTILINESTRING ((179 50, 180 51), (-180 51, -179 52))'
    >>> line_through([(180, 50), (-180, 52)]).wkt
    'LINESTRING (-180 50, -180 52)'
    """
    parts = [[points[0]]]
    for (x, y), (to_x, to_y) in pairwise(points):
        if abs(to_x - x) > 180:
            edge = copysign(180, x)
            across = to_x + copysign(360, x) - x
            # a stretch along 180 degrees changes its side where it begins
            middle = y + (to_y - y) * (edge - x) / across if across else y
            parts[-1].append((edge, middle))
            parts.append([(-edge, middle)])
        parts[-1].append((to_x, to_y))
    lines = [shapely.LineString(part) for part in map(distinct, parts) if len(part) > 1]
    return lines[0] if len(lines) == 1 else shapely.MultiLineString(lines)
