"""Lines by sea: the shortest way over the water of the offline basemap."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np
import shapely
from shapely.ops import nearest_points

from routemap.data.basemap import Basemap
from routemap.data.dataset import Dataset
from routemap.data.lines.drawn import Drawn, Point, Stop, distinct, line_through
from routemap.data.lines.straight import basis_of, straight_line
from routemap.data.lines.water import RIM, Land, Water, distances_km, land_of

SHORE_KM: Final = 3.0
"""How far a place may be from the water, besides its radius; the check of lanes allows it too."""
_CLEARANCES: Final = (0.02, 0.004)
"""Distances to the land in degrees; the second one, for narrow water, if the first finds no way."""
_MARGINS: Final = (0.5, 2.0, 400.0)
"""Parts of the extent of a lane by which the searched area is larger, until there is a way."""
_LEAST_MARGIN: Final = 1.0  # degrees
_SHORES: Final = 40  # points of a coast that are tried; the nearest to a large country


def sea_line(dataset: Dataset, stops: Sequence[Stop]) -> Drawn:
    """Return the shortest line over all stops that keeps to the water, or a straight one.

    It starts and ends at the points of the stops. Of a region or country it is the point at the
    coast, chosen so that the lane and the way over land are short. Between stops it keeps
    a kilometre or two from the land of the basemap where the water is wide enough.
    """
    west, south, east, north = dataset.basemap.bounds
    points: list[Point] = []
    for stop in stops:
        x, y = _continued(stop.point, west)
        if not (west <= x <= east and south <= y <= north):
            fault = f"{stop.name} is outside the base map"
            return straight_line(dataset, stops, fault)
    for one, other in pairwise(stops):
        path, shores = _leg(dataset.basemap, one, other)
        if not path:
            fault = f"The base map has no way over water from {one.name} to {other.name}"
            return straight_line(dataset, stops, fault)
        at_coast = one is stops[0] and one.is_area and path[1] in shores[0]
        to_coast = other is stops[-1] and other.is_area and path[-2] in shores[1]
        points += path[1 if at_coast else 0 : -1 if to_coast else None]
    normal = distinct((x - 360 if x > 180 else x, y) for x, y in points)
    if len(normal) < 2:
        return straight_line(dataset, stops, "The base map has no water between the places")
    return Drawn(
        line_through(normal),
        basis_of(stops),
        "The line is the shortest way that keeps to the water; the path was not reported.",
        "Drawn for this map: the shortest way over the water of the base map.",
    )


def _continued(point: Point, west: float) -> Point:
    """Return a point whose longitude is not west of the basemap, which can pass 180 degrees."""
    x, y = point
    return (x + 360 if x < west else x), y


def _leg(basemap: Basemap, one: Stop, other: Stop) -> tuple[list[Point], list[list[Point]]]:
    """Return the shortest way from one stop to the next, and the shores of both.

    The way is empty if there is none.
    """
    ends = [_continued(stop.point, basemap.bounds[0]) for stop in (one, other)]
    for clearance in _CLEARANCES:
        land = land_of(basemap, clearance)
        shores = _joined(
            land, [_shore(land, stop, end) for stop, end in zip((one, other), ends, strict=True)]
        )
        if not all(shores):
            continue
        among = np.concatenate([ends, *shores])
        (west, south), (east, north) = among.min(axis=0), among.max(axis=0)
        for part in _MARGINS:
            margin = max(_LEAST_MARGIN, part * max(east - west, north - south))
            frame = (west - margin, south - margin, east + margin, north + margin)
            if path := Water(land, frame, ends, shores).path():
                return path, shores
    return [], []


def _shore(land: Land, stop: Stop, at: Point) -> list[Point]:
    """Return where a stop can reach the water: at itself, or at corners of the coast nearby."""
    point = shapely.Point(at)
    if not shapely.dwithin(land.area, point, 2 * RIM):
        return [at]
    near = nearest_points(land.rim, point)[0]
    candidates = np.concatenate([[(near.x, near.y)], land.corners])
    kms = distances_km(candidates, at)
    nearest = np.argsort(kms, kind="stable")[:_SHORES]
    reached = nearest[kms[nearest] <= SHORE_KM + stop.radius_km]
    return [(x, y) for x, y in candidates[reached].tolist()]


def _joined(land: Land, shores: Sequence[Sequence[Point]]) -> list[list[Point]]:
    """Return the points of both shores that are at the same waters."""
    waters = []
    for shore in shores:
        points = shapely.points(np.array(shore).reshape(-1, 2))
        point, water = land.waters.query(points, predicate="intersects")
        waters.append(dict(zip(point.tolist(), water.tolist(), strict=True)))
    common = set(waters[0].values()) & set(waters[1].values())
    return [
        [point for at, point in enumerate(shore) if found.get(at) in common]
        for shore, found in zip(shores, waters, strict=True)
    ]
