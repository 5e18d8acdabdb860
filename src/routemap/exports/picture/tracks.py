"""Routes that share a track, drawn side by side.

The algorithm is that of the dashboard's map (``map/assets/track.js``), so that each line is on
the same side in a picture and on the map.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Final

import numpy as np
import shapely

from routemap.data.dataset import Dataset
from routemap.map.drawing_rules import TRACK_RULE
from routemap.model.vocabulary import ROUTE_KINDS

GAP: Final = TRACK_RULE.gap
_ROW: Final = 100_000  # cells, more than between the poles
_CROSSING: Final = ROUTE_KINDS.keys[1]

# by row of the route: the rows of routes on its track, with 1 for the same direction, else -1
Neighbours = Mapping[int, Mapping[int, int]]


@dataclass(frozen=True)
class Lane:
    """The position of a route beside its track.

    ``offset`` is in units, positive to the right of its direction. ``share`` is its position
    among its neighbours, 0 to 1.
    """

    offset: float
    share: float


def neighbours(dataset: Dataset) -> Neighbours:
    """Return the routes that share a track, by row; border crossings are left out."""
    routes = dataset.routes
    lines = {
        row: _cells(geometry)
        for row, (kind, geometry) in enumerate(zip(routes["kind"], routes.geometry, strict=True))
        if kind != _CROSSING
    }
    users: dict[int, list[int]] = defaultdict(list)
    for row, cells in lines.items():
        for cell in cells:
            users[cell].append(row)
    common: dict[tuple[int, int], list[int]] = defaultdict(list)
    for cell, rows in users.items():
        for pair in combinations(rows, 2):
            common[pair].append(cell)
    found: dict[int, dict[int, int]] = {row: {} for row in lines}
    for (a, b), cells_of_both in common.items():
        if len(cells_of_both) < TRACK_RULE.shared:
            continue
        along = sorted((lines[a][cell], lines[b][cell]) for cell in cells_of_both)
        found[a][b] = found[b][a] = 1 if along[-1][1] >= along[0][1] else -1
    return found


def _cells(geometry: Any) -> dict[int, int]:
    """Return the grid cells that a line passes, with their order along the line."""
    points = shapely.get_coordinates(shapely.segmentize(geometry, TRACK_RULE.cell))
    cells = np.floor(points / TRACK_RULE.cell + 0.5).astype(np.int64)
    keys = cells[:, 0] * _ROW + cells[:, 1]
    return {key: order for order, key in enumerate(dict.fromkeys(keys.tolist()))}


def lanes(found: Neighbours, shown: Iterable[int]) -> dict[int, Lane]:
    """Return the lanes of the routes that are shown, by row."""
    wanted = set(shown)
    placed: dict[int, Lane] = {}
    for root in sorted(wanted):
        if root in placed:
            continue
        members = {root: 1}
        waiting = [root]
        while waiting:
            row = waiting.pop(0)
            for other, same in found[row].items():
                if other in wanted and other not in members:
                    members[other] = members[row] * same
                    waiting.append(other)
        slots: dict[int, int] = {}
        for row in sorted(members):
            used = {slots[other] for other in found[row] if other in slots}
            slots[row] = next(slot for slot in range(len(members)) if slot not in used)
        last = max(slots.values())
        for row, slot in slots.items():
            offset = (slot - last / 2) * GAP * members[row]
            placed[row] = Lane(offset, slot / last if last else 0.5)
    return placed


def offset_line(line: Any, offset: float) -> Any:
    """Return a line moved sideways, to the right of its direction on the sheet."""
    if not offset:
        return line
    moved = shapely.offset_curve(line, offset, join_style="mitre", mitre_limit=1.6)
    # a tightly curved line can vanish when it is moved; it is then drawn on the track
    return moved if shapely.length(moved) > 0 else line


@dataclass(frozen=True)
class Spot:
    """A point on a line, and the direction there in degrees, clockwise from east."""

    x: float
    y: float
    angle: float


def spot(line: Any, distance: float, reach: float = 1.0) -> Spot:
    """Return the point at a distance along a line.

    Its direction is measured between the points ``reach`` before and after it.
    """
    length = float(shapely.length(line))
    steps = [distance, max(0.0, distance - reach), min(length, distance + reach)]
    (x, y), back, ahead = shapely.get_coordinates(shapely.line_interpolate_point(line, steps))
    across, down = (ahead - back).tolist()
    return Spot(float(x), float(y), math.degrees(math.atan2(down, across)))
