"""The land and water of an offline basemap, and the shortest way over the water."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import box, shape
from shapely.geometry.base import BaseGeometry

from routemap.data.basemap import FAR, OVERVIEW, Basemap
from routemap.data.lines.drawn import GEOD, Point, distance_km
from routemap.data.lines.shortest import shortest_path

RIM: Final = 1e-4
"""Degrees by which corners are outside the land, so that lines do not touch it."""
_ASHORE: Final = 3.0  # a km between a place and the water counts as this many, so that it is short
_Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Land:
    """Land with a clearance, simplified, and the water around it.

    Attributes
    ----------
    area, rim
        The land, and the outline a little outside of it, in WGS 84 longitude, latitude.
    corners
        The corners of the outline.
    capes
        The corners that point into the water, at which alone a shortest way bends. Each is a point
        and the ways to the corners before and after it.
    waters
        An index of the separate waters.
    """

    area: BaseGeometry
    rim: BaseGeometry
    corners: _Floats
    capes: _Floats
    waters: Any


class Water:
    """The water in a frame (west, south, east, north) as a graph: which points see each other.

    ``ends`` are the two stops, and ``shores`` where each of them can reach the water.
    """

    def __init__(
        self,
        land: Land,
        frame: tuple[float, float, float, float],
        ends: Sequence[Point],
        shores: Sequence[Sequence[Point]],
    ) -> None:
        self._land = shapely.clip_by_rect(land.area, *frame)
        shapely.prepare(self._land)
        self._ends, self._shores = ends, shores
        west, south, east, north = frame
        x, y = land.capes[:, 0].T
        inside = (west < x) & (x < east) & (south < y) & (y < north)
        ashore = np.array([[point, (0, 0), (0, 0)] for shore in shores for point in shore])
        self._points, *self._sides = np.moveaxis(np.concatenate([land.capes[inside], ashore]), 1, 0)
        self._index = {(x, y): at for at, (x, y) in enumerate(self._points.tolist())}
        self._left = np.ones(len(self._points), bool)

    def path(self) -> list[Point]:
        """Return the shortest way between the ends, an empty list if there is none in the frame."""
        start, goal = self._ends
        return shortest_path(start, goal, self._edges, lambda point: distance_km(point, goal))

    def _edges(self, point: Point) -> Iterable[tuple[Point, float]]:
        for end, shore in zip(self._ends, self._shores, strict=True):
            if point == end and point not in shore:
                yield from ((other, _ASHORE * distance_km(point, other)) for other in shore)
                return
            if point in shore and point != end:
                yield end, _ASHORE * distance_km(point, end)
        at = self._index[point]
        self._left[at] = False
        ways = self._points - point
        ahead = self._left.copy()
        # a shortest way touches the land at both of its ends, and does not run into it
        for one, other in ([side[at] for side in self._sides], self._sides):
            ahead &= _cross(ways, one) * _cross(ways, other) >= 0
        there = self._points[ahead]
        lines = np.stack(np.broadcast_arrays(np.array(point), there), axis=1)
        seen = there[~shapely.intersects(self._land, shapely.linestrings(lines))]
        kms = distances_km(seen, point)
        yield from zip(map(tuple, seen.tolist()), kms.tolist(), strict=True)


def _cross(ones: _Floats, others: _Floats) -> _Floats:
    found: _Floats = ones[:, 0] * others[..., 1] - ones[:, 1] * others[..., 0]
    return found


@cache
def land_of(basemap: Basemap, clearance: float) -> Land:
    """Return the land with a clearance in degrees, kept per basemap.

    Outside the detailed overview it is that of the less detailed map.
    """
    detailed, coarse = basemap.read(OVERVIEW), basemap.read(FAR)
    near = _union(detailed, "land")
    frame = detailed.get("bbox") or near.bounds
    far = _union(coarse, "continent")
    if not near.is_empty:
        far = far.difference(box(*frame))
    area = shapely.union_all([near, far]).buffer(clearance).simplify(clearance / 2)
    rim = area.buffer(RIM, join_style="mitre")
    corners = np.concatenate([np.empty((0, 3, 2)), *map(_corners, _rings(rim))])
    return Land(
        area,
        rim.boundary,
        corners[:, 0],
        corners[_cross(-corners[:, 1], corners[:, 2]) > 0],
        shapely.STRtree(shapely.get_parts(box(*basemap.bounds).difference(area))),
    )


def _union(document: dict[str, Any], layer: str) -> BaseGeometry:
    features = document["features"]
    parts = [shape(one["geometry"]) for one in features if one["properties"]["layer"] == layer]
    return shapely.union_all(parts)


def _rings(area: BaseGeometry) -> Iterable[_Floats]:
    """Yield the rings of an area with the land on their left, without the repeated last corner."""
    for polygon in shapely.get_parts(shapely.orient_polygons(area)):
        for ring in (polygon.exterior, *polygon.interiors):
            yield np.asarray(ring.coords)[:-1]


def _corners(ring: _Floats) -> _Floats:
    """Return, per corner of a ring, its point and the ways to the corners before and after it."""
    before, after = np.roll(ring, 1, axis=0) - ring, np.roll(ring, -1, axis=0) - ring
    return np.stack([ring, before, after], axis=1)


def distances_km(points: _Floats, to: Point) -> _Floats:
    """Return the distances of points to another one, in km."""
    there = np.broadcast_to(np.array(to), points.shape)
    kms: _Floats = GEOD.inv(*points.T, *there.T)[2] / 1000
    return kms
