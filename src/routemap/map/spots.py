"""Places on one spot: groups of places that no zoom separates, and their positions side by side.

The coordinates of a place never change. The browser's map (``map/assets/spots.js``) and the
pictures move its marker by pixels and draw a line from the marker to its true position. The
distances are in :data:`routemap.map.drawing_rules.SPOT_RULE`.
"""

from __future__ import annotations

import math
from itertools import count
from typing import Any, Final

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from routemap.data.dataset import Dataset
from routemap.data.frames import CRS
from routemap.map.drawing_rules import SPOT_RULE
from routemap.map.zooms import MAX_ZOOM

_WORLD: Final = 2 * math.pi * 6_378_137.0  # metres around the equator of EPSG:3857
_PIXEL: Final = _WORLD / (256 * 2**MAX_ZOOM)  # metres of EPSG:3857 at the largest zoom
_NORTHERNMOST: Final = 85.05  # degrees; EPSG:3857 ends there

Spots = tuple[tuple[int, ...], ...]


def spots(dataset: Dataset) -> Spots:
    """Return groups of places that are closer than the width of a marker at the largest zoom.

    The result is computed once per dataset.

    Returns
    -------
    tuple
        For each group, its rows of ``dataset.places``, in ascending order. A place belongs to
        a group if it is close to one member. Places without others on their spot are in no group.
    """
    return dataset.memo.get("spots", (), lambda: _groups(dataset.places.geometry.array))


def _groups(geometry: Any) -> Spots:
    degrees = shapely.get_coordinates(geometry)
    own, at = np.unique(degrees, axis=0, return_inverse=True)
    north = np.clip(own[:, 1], -_NORTHERNMOST, _NORTHERNMOST)
    points = np.asarray(gpd.points_from_xy(own[:, 0], north, crs=CRS).to_crs("EPSG:3857"))
    component = _components(points, SPOT_RULE.together * _PIXEL)
    rows: dict[int, list[int]] = {}
    for row, number in enumerate(component[at.ravel()].tolist()):
        rows.setdefault(number, []).append(row)
    return tuple(tuple(group) for group in rows.values() if len(group) > 1)


def _components(points: NDArray[Any], reach: float) -> NDArray[np.int64]:
    """Return a number for each point, equal for points connected by steps of up to ``reach``."""
    component = np.arange(len(points))
    tree = shapely.STRtree(points)
    near = tree.query_nearest(points, max_distance=reach, exclusive=True, all_matches=False)
    done: set[int] = set()
    for first in np.unique(near[0]).tolist():
        if first in done:
            continue
        found = {first}
        fresh = [first]
        while fresh:
            reached = tree.query(points[fresh], predicate="dwithin", distance=reach)[1]
            fresh = sorted(set(reached.tolist()) - found)
            found.update(fresh)
        component[list(found)] = first
        done |= found
    return component


def seats(discs: int, names: int = 0) -> list[tuple[float, float]]:
    """Return the positions of the markers of one spot, relative to the spot.

    Discs are placed around the spot, clockwise from the upper left. Names of countries are
    stacked at the spot and above it; discs are then below them.

    Parameters
    ----------
    discs
        Number of discs.
    names
        Number of names of countries.

    Returns
    -------
    list
        Offsets in pixels, to the right and down: first the names, then the discs.

    Examples
    --------
    >>> seats(2)
    [(-15.0, -6.0), (15.0, -6.0)]
    >>> seats(1, 1)
    [(0.0, 0.0), (0.0, 30.0)]
    """
    stacked = [(0.0, 0.0 - SPOT_RULE.over * number) for number in range(names)]
    around = _around(discs)
    lower = SPOT_RULE.under - min((y for _, y in around), default=0.0) if names else 0.0
    return stacked + [(x, y + lower) for x, y in around]


def _around(discs: int) -> list[tuple[float, float]]:
    """Return the positions of discs around their spot: on one ring, or on evenly spaced rings."""
    rule = SPOT_RULE
    if discs == 1:
        return [(0.0, 0.0)]
    if discs == 2:
        return [(-rule.step / 2, -rule.lift), (rule.step / 2, -rule.lift)]
    found: list[tuple[float, float]] = []
    for ring in count(1):
        size = min(discs - len(found), rule.ring * ring)
        if size <= 0:
            break
        single = discs <= rule.ring
        radius = rule.step / 2 / math.sin(math.pi / size) if single else rule.step * ring
        for number in range(size):
            angle = math.pi * (1.5 + (2 * number - 1) / size)
            found.append((radius * math.cos(angle), radius * math.sin(angle)))
    return found
