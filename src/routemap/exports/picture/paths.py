"""Shapes as matplotlib paths: geometries, circles, and icons of the style table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, Final

import numpy as np
import shapely
from fontTools.pens.recordingPen import RecordingPen
from fontTools.svgLib.path import parse_path
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

Point = tuple[float, float]
Box = tuple[float, float, float, float]

NOTHING: Final = Path(np.empty((0, 2)))
_CODES: Final = {
    "moveTo": Path.MOVETO,
    "lineTo": Path.LINETO,
    "curveTo": Path.CURVE4,
    "qCurveTo": Path.CURVE3,
    "closePath": Path.CLOSEPOLY,
}
_ICON: Final = 16.0  # width and height of the box of an icon


def line_path(lines: Iterable[Any]) -> Path:
    """Return lines of points as one path, ``NOTHING`` if there are none."""
    parts = [np.asarray(line, dtype=np.float64) for line in lines]
    parts = [part for part in parts if len(part) > 1]
    if not parts:
        return NOTHING
    lengths = [len(part) for part in parts]
    codes = np.full(sum(lengths), Path.LINETO, dtype=Path.code_type)
    codes[np.cumsum([0, *lengths[:-1]])] = Path.MOVETO
    return Path(np.concatenate(parts), codes)


def area_path(geometries: Any) -> Path:
    """Return the rings of polygons as one path of closed parts, ``NOTHING`` if there are none."""
    points, ring = shapely.get_coordinates(shapely.get_rings(geometries), return_index=True)
    if not len(points):
        return NOTHING
    codes = np.full(len(points), Path.LINETO, dtype=Path.code_type)
    codes[np.flatnonzero(np.diff(ring, prepend=-1))] = Path.MOVETO
    codes[np.flatnonzero(np.diff(ring, append=-1))] = Path.CLOSEPOLY
    return Path(points, codes)


def box_path(box: Box) -> Path:
    """Return a rectangle."""
    left, top, right, bottom = box
    return closed([(left, top), (right, top), (right, bottom), (left, bottom)])


def closed(points: Sequence[Point]) -> Path:
    """Return a polygon with the given corners."""
    return Path([*points, points[0]], closed=True)


def circle(x: float, y: float, radius: float) -> Path:
    """Return a circle."""
    return Path.circle((x, y), radius)


def arc(at: Point, radius: float, start: float, end: float) -> Path:
    """Return an arc, clockwise between two angles in degrees, where 0 is to the right."""
    return Affine2D().scale(radius).translate(*at).transform_path(Path.arc(start, end))


def rounded(box: Box, radius: float) -> Path:
    """Return a rectangle with round corners."""
    left, top, right, bottom = box
    r = radius
    return drawn(
        f"M{left + r} {top}H{right - r}a{r} {r} 0 0 1 {r} {r}V{bottom - r}a{r} {r} 0 0 1 -{r} {r}"
        f"H{left + r}a{r} {r} 0 0 1 -{r} -{r}V{top + r}a{r} {r} 0 0 1 {r} -{r}z"
    )


@lru_cache(512)
def drawn(data: str) -> Path:
    """Return SVG path data as a path."""
    pen = RecordingPen()
    parse_path(data, pen)
    points: list[Point] = []
    codes: list[int] = []
    for step, given in pen.value:
        if step in _CODES:
            ends = points[-1:] if step == "closePath" else given
            points += ends
            codes += [int(_CODES[step])] * len(ends)
    return Path(points, codes)


def icon(data: str, x: float, y: float, size: float, turned: float = 0.0) -> Path:
    """Return an icon of the style table around a point, turned clockwise by some degrees."""
    middle = Affine2D().translate(-_ICON / 2, -_ICON / 2)
    return middle.scale(size / _ICON).rotate_deg(turned).translate(x, y).transform_path(drawn(data))
