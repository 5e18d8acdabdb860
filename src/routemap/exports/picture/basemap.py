"""The base map of a picture: land, sea, borders and rivers from the files of the offline map."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from routemap.data.basemap import CLOSEUP, FAR, OVERVIEW, Basemap
from routemap.exports.picture.free_space import OccupiedBoxes, around
from routemap.exports.picture.paths import area_path, box_path, line_path
from routemap.exports.picture.sheet import Box, Line, Point, Sheet, TextStyle
from routemap.exports.picture.symbols import Marks
from routemap.exports.picture.typesetting import SANS, width
from routemap.exports.picture.viewport import MapFrame, in_world
from routemap.map.themes import ThemeColors
from routemap.map.zooms import CLOSEUP_ZOOM
from routemap.model.case import MapName

Shapes = NDArray[Any]
Written = tuple[str, float, float]

_MARGIN: Final = 8.0  # units around the map, so that the edges of clipped shapes are outside it
_FINE: Final = 0.3  # units; smaller details are not visible
_BORDER_DASH: Final = (6.0, 3.0, 1.5, 3.0)
_NAME_SIZE: Final = 11.0
_NAME_GAP: Final = 1.8
_NEAR: Final = 150_000  # metres; names on the base map are hidden if another name is closer
_LAST_NAMED_ZOOM: Final = 8


@dataclass(frozen=True)
class Layer:
    """Shapes of one kind from one file, in pixels of the world at zoom 0.

    ``close`` layers are drawn only at zooms that show the close-up, ``coarse`` layers only at
    smaller zooms.
    """

    kind: str
    shapes: Shapes
    coarse: bool = False
    close: bool = False


@cache
def layers(basemap: Basemap) -> tuple[Layer, ...]:
    """Return the layers from bottom to top; they are read once per process."""
    far, overview, closeup = (_read(basemap, name) for name in (FAR, OVERVIEW, CLOSEUP))
    (_, shore) = _framed([shape for kind, _, shape in far if kind == "continent"])
    land = [shape for kind, _, shape in overview if kind == "land"]
    own = overview
    if land:
        (frame, coast) = _framed(land)
        own = [("sea", False, frame), *overview, ("coast", False, coast)]
    order = ("sea", "land", "lake", "river", "coast", "border")
    far.append(("coast", False, shore))
    found = [_layer(far, kind, coarse=False) for kind in ("continent", "coast", "border")]
    found += [_layer(own, kind, coarse=coarse) for kind in order for coarse in (False, True)]
    found.append(_layer(closeup, "border", coarse=False, close=True))
    return tuple(layer for layer in found if len(layer.shapes))


def _read(basemap: Basemap, name: str) -> list[tuple[str, bool, Any]]:
    features = basemap.read(name)["features"]
    return [
        (
            feature["properties"]["layer"],
            feature["properties"].get("inside_closeup") is True,
            shapely.geometry.shape(feature["geometry"]),
        )
        for feature in features
    ]


def _layer(
    features: list[tuple[str, bool, Any]], kind: str, *, coarse: bool, close: bool = False
) -> Layer:
    shapes = [shape for own, rough, shape in features if own == kind and rough == coarse]
    placed = in_world(shapes) if shapes else np.empty(0, dtype=object)
    return Layer(kind, shapely.get_parts(placed), coarse, close)


def _framed(land: list[Any]) -> tuple[Any, Any]:
    """Return the bounding box of land, and its coast.

    Segments on the box are not coast, because the land continues beyond it.
    Segments that two countries share are borders, not coast.
    """
    west, south, east, north = shapely.total_bounds(land)
    rings = [
        [(x, y) for x, y in shapely.get_coordinates(ring).tolist()]
        for ring in shapely.get_rings(shapely.get_parts(land))
    ]
    uses = Counter(frozenset(stretch) for ring in rings for stretch in pairwise(ring))

    def inner(a: Point, b: Point) -> bool:
        cut = (a[0] == b[0] and a[0] in {west, east}) or (a[1] == b[1] and a[1] in {south, north})
        return not cut and uses[frozenset((a, b))] == 1

    coast: list[list[Point]] = []
    for ring in rings:
        line: list[Point] = []
        for a, b in pairwise(ring):
            if inner(a, b):
                line = line or [a]
                line.append(b)
            elif line:
                coast.append(line)
                line = []
        if line:
            coast.append(line)
    return shapely.box(west, south, east, north), shapely.MultiLineString(coast)


def draw_ground(sheet: Sheet, frame: MapFrame, ground: ThemeColors, basemap: Basemap) -> None:
    """Draw the base map into the frame of the map."""
    sheet.fill(box_path(frame.box), ground.outside)
    near = frame.zoom >= CLOSEUP_ZOOM
    for layer in layers(basemap):
        if (layer.close and not near) or (layer.coarse and near):
            continue
        shapes = _in_view(layer.shapes, frame)
        if len(shapes):
            _draw(sheet, layer.kind, shapes, ground)


def _in_view(shapes: Shapes, frame: MapFrame) -> Shapes:
    """Return the shapes in view, clipped and simplified, in units of the sheet."""
    seen = frame.seen(_MARGIN)
    bounds = shapely.bounds(shapes)
    meets = (bounds[:, :2] <= seen[2:]).all(axis=1) & (bounds[:, 2:] >= seen[:2]).all(axis=1)
    fine = shapely.simplify(shapes[meets], _FINE / frame.scale)
    cut = shapely.get_parts(shapely.clip_by_rect(fine, *seen))
    return np.asarray(shapely.transform(cut, frame.placed))


def _draw(sheet: Sheet, kind: str, shapes: Shapes, ground: ThemeColors) -> None:
    if kind in {"sea", "continent", "land", "lake"}:
        path = area_path(shapes)
        sheet.fill(path, ground.land if kind in {"continent", "land"} else ground.sea)
        if kind == "land":  # a stroke in the same colour closes the gaps between countries
            sheet.stroke(path, Line(ground.land, 1.0))
        if kind == "lake":
            sheet.stroke(path, Line(ground.river, 0.6))
        return
    path = line_path(shapely.get_coordinates(shape) for shape in shapes)
    match kind:
        case "river":
            sheet.stroke(path, Line(ground.river, 1.0))
        case "coast":
            sheet.stroke(path, Line(ground.coast, 0.8))
        case _:
            sheet.stroke(path, Line(ground.border, 1.1, _BORDER_DASH, cap="butt"))


def draw_names(
    marks: Marks,
    frame: MapFrame,
    names: Sequence[MapName],
    written: Sequence[Written],
    reserved: Sequence[Box],
) -> None:
    """Draw names on the base map, except next to names that are already drawn.

    ``written`` are names that are already drawn, with the position of their centre on the sheet.
    ``reserved`` are boxes that other elements occupy.
    """
    sheet, ground = marks.sheet, marks.ground
    if frame.zoom > _LAST_NAMED_ZOOM:
        return
    if not names:
        return
    free = OccupiedBoxes(frame.box, reserved)
    points = in_world(shapely.points([(name.longitude, name.latitude) for name in names]))
    near = _NEAR / frame.metres()
    for name, (x, y) in zip(
        names, frame.placed(shapely.get_coordinates(points)).tolist(), strict=True
    ):
        if any(own == name.text or math.hypot(x - a, y - b) < near for own, a, b in written):
            continue
        letters = name.text.upper()
        steps = [width(letter, SANS, _NAME_SIZE) + _NAME_GAP for letter in letters]
        half = (sum(steps) - _NAME_GAP) / 2
        if free.fits(around(x, y, half, _NAME_SIZE / 2)):
            for letter, step in zip(letters, accumulate(steps, initial=x - half), strict=False):
                sheet.write((step, y + 4), letter, TextStyle(SANS, _NAME_SIZE, ground.name))
