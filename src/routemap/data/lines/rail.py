"""Lines by rail: along the tracks that routes of the data follow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from routemap.data.dataset import Dataset
from routemap.data.lines.drawn import Drawn, Point, Stop, distance_km, distinct, line_through
from routemap.data.lines.shortest import shortest_path
from routemap.data.lines.straight import straight_line

TRACK_KM: Final = 3.0
"""How far a place may be from a track; the check of route ends allows it for every place."""
_Floats = NDArray[np.float64]


class _Tracks:
    """The tracks of some routes as a graph, to which stops are added."""

    def __init__(self, routes: gpd.GeoDataFrame) -> None:
        self._edges: dict[Point, dict[Point, tuple[float, str]]] = {}
        self._stretches: list[tuple[Point, Point, str]] = []
        for key, line in routes.geometry.items():
            for part in shapely.get_parts(line):
                for start, end in pairwise(distinct(part.coords)):
                    self._stretches.append((start, end, str(key)))
                    self._join(start, end, str(key))
        self._ends: _Floats = np.array([(start, end) for start, end, _ in self._stretches])
        self._added: dict[int, list[Point]] = {}

    def nearest(self, point: Point) -> tuple[Point, int]:
        """Return the nearest point of the tracks, and the position of its stretch."""
        scale = np.array([np.cos(np.radians(point[1])), 1.0])
        start, end = (side * scale for side in (self._ends[:, 0], self._ends[:, 1]))
        along, apart = end - start, np.array(point) * scale - start
        share = np.clip((along * apart).sum(axis=1) / (along**2).sum(axis=1), 0, 1)[:, None]
        at = int(np.argmin(np.hypot(*(apart - share * along).T)))
        (x, y), *_ = distinct([tuple((start[at] + share[at] * along[at]) / scale)])
        return (x, y), at

    def add(self, point: Point, at: int) -> None:
        """Add a point of a stretch to the graph."""
        start, end, key = self._stretches[at]
        for other in (start, end, *self._added.setdefault(at, [])):
            if other != point:
                self._join(point, other, key)
        self._added[at].append(point)

    def path(self, start: Point, goal: Point) -> list[Point]:
        """Return the shortest way on the tracks, an empty list if there is none."""
        return shortest_path(
            start,
            goal,
            lambda point: [(other, km) for other, (km, _) in self._edges[point].items()],
        )

    def keys(self, points: Iterable[Point]) -> list[str]:
        """Return the ids of the routes whose tracks a line follows, in order."""
        return list(dict.fromkeys(self._edges[one][other][1] for one, other in pairwise(points)))

    def _join(self, one: Point, other: Point, key: str) -> None:
        km = distance_km(one, other)
        for start, end in ((one, other), (other, one)):
            self._edges.setdefault(start, {}).setdefault(end, (km, key))


def rail_line(dataset: Dataset, stops: Sequence[Stop]) -> Drawn:
    """Return a line along the known tracks, or a straight one if they do not join the stops.

    The known tracks are the routes by rail whose basis is ``alignment``. Places of which only the
    region or country is known are not on a track. The result has the basis ``alignment`` only if
    all of it follows tracks.
    """
    routes = dataset.routes
    known = routes[(routes["mode"] == "rail") & (routes["geometry_basis"] == "alignment")]
    if not len(known):
        return straight_line(dataset, stops, "No track is known in this data")
    tracks, on_track = _Tracks(known), list[Point]()
    for stop in stops:
        if stop.is_area:
            fault = f"Of {stop.name} only the {stop.precision} is known"
            return straight_line(dataset, stops, fault)
        point, at = tracks.nearest(stop.point)
        if distance_km(point, stop.point) > TRACK_KM:
            fault = f"No known track is within {TRACK_KM:g} km of {stop.name}"
            return straight_line(dataset, stops, fault)
        tracks.add(point, at)
        on_track.append(point)
    points: list[Point] = []
    for (start, goal), (one, other) in zip(pairwise(on_track), pairwise(stops), strict=True):
        path = tracks.path(start, goal)
        if len(path) < 2:
            fault = f"No known track joins {one.name} and {other.name}"
            return straight_line(dataset, stops, fault)
        points += path
    followed = known.loc[tracks.keys(distinct(points))]
    names = ", ".join(f"“{name}”" for name in followed["name_en"])
    return Drawn(
        line_through(distinct(points)),
        "alignment",
        f"The line follows the known track of {names}.",
        " ".join(dict.fromkeys(followed["geometry_source"])),
    )
