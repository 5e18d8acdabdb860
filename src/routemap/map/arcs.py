"""Lines split into arcs, so that each shared stretch is stored and drawn once.

The model is that of TopoJSON (https://github.com/topojson/topojson-specification): a line is
a list of arcs, and an arc that several lines share is stored once, independent of direction.
Lines share a stretch if they have its vertices in common, on the grid of :data:`GRID`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

GRID: Final = 100_000
"""Steps per degree. One step is 1.1 m of latitude, finer than the accuracy of all lines."""

Grid = NDArray[np.int64]


@dataclass(frozen=True)
class Topology:
    """Lines as lists of arcs.

    Attributes
    ----------
    vertices
        Vertices of all arcs in sequence, with shape ``(n, 2)``: steps of longitude and latitude
        (WGS 84 degrees times :data:`GRID`).
    ends
        For each arc, the end of its vertices in ``vertices``. It starts at the end of the
        previous arc.
    lines
        For each geometry and each of its parts, the numbers of its arcs in order; ``~number``
        (negative) is the reversed arc.
    """

    vertices: Grid
    ends: Grid
    lines: tuple[tuple[tuple[int, ...], ...], ...]

    def arc(self, number: int) -> Grid:
        """Return the vertices of an arc, reversed if its number is negative."""
        forward = number if number >= 0 else ~number
        start = self.ends[forward - 1] if forward else 0
        found = self.vertices[start : self.ends[forward]]
        return found if number >= 0 else found[::-1]


def topology(geometries: Sequence[Any]) -> Topology:
    """Split lines where the set of lines that share a stretch changes.

    Parameters
    ----------
    geometries
        LineStrings and MultiLineStrings in WGS 84 longitude, latitude.

    Returns
    -------
    Topology
        Every segment between two vertices belongs to exactly one arc. The arcs, and the
        direction of each, do not depend on the order of ``geometries``; their numbers do.
    """
    if not len(geometries):
        return Topology(np.empty((0, 2), dtype=np.int64), np.empty(0, dtype=np.int64), ())
    shapes = np.empty(len(geometries), dtype=object)
    shapes[:] = list(geometries)
    vertices, part, owner = _on_grid(shapes)
    points, point = np.unique(vertices[:, 0] * (1 << 32) + vertices[:, 1], return_inverse=True)
    step = np.flatnonzero(part[:-1] == part[1:])
    start, end = point[step], point[step + 1]
    low, high = np.minimum(start, end), np.maximum(start, end)
    segment = np.unique(low * len(points) + high, return_inverse=True)[1]

    within = part[step][:-1] == part[step][1:]
    before = np.concatenate([[-1], np.where(within, segment[:-1], -1)])
    after = np.concatenate([np.where(within, segment[1:], -1), [-1]])
    here, there = 2 * segment + (start > end), 2 * segment + (end > start)
    halves = np.concatenate([here, there])
    loose = _ends_here(halves, np.concatenate([before, after]))
    cut = np.concatenate([[True], ~within | loose[there[:-1]] | loose[here[1:]]])

    first = np.flatnonzero(cut)
    last = np.append(first[1:], len(step)) - 1
    a, b = start[first], end[last]
    # the direction of a ring is decided by the second vertex from either end
    backwards = (a > b) | ((a == b) & (end[first] > start[last]))
    key = np.minimum.reduceat(segment, first)
    _, shown_at, arc = np.unique(key, return_index=True, return_inverse=True)
    number = np.empty(len(shown_at), dtype=np.int64)
    number[np.argsort(shown_at)] = np.arange(len(shown_at))
    arc = number[arc]
    pieces = np.sort(shown_at)
    return Topology(
        *_vertices(vertices, step[first[pieces]], step[last[pieces]] + 1, backwards[pieces]),
        _lines(len(shapes), owner, part[step[first]], np.where(backwards, ~arc, arc)),
    )


def _on_grid(shapes: NDArray[Any]) -> tuple[Grid, Grid, Grid]:
    """Return the vertices, the part of each vertex, and the geometry of each part.

    Repeated vertices are left out. A part shorter than one step keeps two vertices.
    """
    parts, owner = shapely.get_parts(shapes, return_index=True)
    degrees, part = shapely.get_coordinates(parts, return_index=True)
    vertices = np.rint(degrees * GRID).astype(np.int64)
    fresh = np.ones(len(part), dtype=bool)
    fresh[1:] = (part[1:] != part[:-1]) | (vertices[1:] != vertices[:-1]).any(axis=1)
    lengths = np.bincount(part[fresh], minlength=len(parts))
    final = np.append(part[1:] != part[:-1], True) if len(part) else fresh
    fresh |= final & (lengths[part] == 1)
    return vertices[fresh], part[fresh], owner


def _ends_here(halves: Grid, partners: Grid) -> NDArray[np.bool_]:
    """Return, for each half of a segment, whether arcs end there.

    Arcs continue only if every line on this half continues to the same other segment. The
    partner -1 means the end of a line.
    """
    size = int(halves.max(initial=-1)) + 1
    least = np.full(size, np.iinfo(np.int64).max, dtype=np.int64)
    most = np.full(size, -1, dtype=np.int64)
    np.minimum.at(least, halves, partners)
    np.maximum.at(most, halves, partners)
    loose: NDArray[np.bool_] = (least != most) | (least < 0) | (least == np.arange(size) // 2)
    return loose


def _vertices(
    vertices: Grid, start: Grid, end: Grid, backwards: NDArray[np.bool_]
) -> tuple[Grid, Grid]:
    lengths = end - start + 1
    ends = np.cumsum(lengths)
    place = np.arange(int(lengths.sum())) - np.repeat(ends - lengths, lengths)
    turned = np.repeat(backwards, lengths)
    taken = np.where(turned, np.repeat(end, lengths) - place, np.repeat(start, lengths) + place)
    return vertices[taken], ends


def _lines(
    count: int, owner: Grid, part: Grid, references: Grid
) -> tuple[tuple[tuple[int, ...], ...], ...]:
    lines: list[list[tuple[int, ...]]] = [[] for _ in range(count)]
    bounds = np.flatnonzero(np.diff(part, prepend=-1, append=-1)).tolist()
    plain = references.tolist()
    for begin, stop in pairwise(bounds):
        lines[owner[part[begin]]].append(tuple(plain[begin:stop]))
    return tuple(map(tuple, lines))
