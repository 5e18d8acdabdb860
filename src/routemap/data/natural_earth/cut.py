"""Cut the files of the offline basemap from Natural Earth, for the region of a case."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from routemap.data.basemap import COUNTRIES, FAR, OVERVIEW
from routemap.data.natural_earth.topology import Arc, Topology, repeated
from routemap.model.case import Bounds

WORLD: Final[Bounds] = (-180.0, -75.0, 180.0, 82.0)
_AROUND: Final = 0.5  # of the width and height of the region, on each side of the overview
_BEYOND: Final = 45.0  # degrees around the overview, where the land ends
_WIDEST: Final = 70.0  # degrees; a wider region has no overview, because the file would be large
_FINE, _NEAR, _FAR = 0.003, 0.03, 0.12  # degrees; simplification of overview, around it, elsewhere
# square degrees; smaller islands around the overview and elsewhere are left out
_SMALLEST_NEAR, _SMALLEST_FAR = 0.0, 0.05
# degrees; simplification of the areas by which places are checked, with and without an overview
_AREA: Final = {True: 0.02, False: 0.08}
_DIGITS: Final = {FAR: 2, OVERVIEW: 3, COUNTRIES: 2}  # of coordinates, after the point
Feature = tuple[dict[str, str], BaseGeometry]


@dataclass(frozen=True)
class Region:
    """The boxes of a basemap: the overview (``None`` if the region is too wide), and all land."""

    overview: Bounds | None
    far: Bounds


def region_of(home: Bounds) -> Region:
    """Return the boxes for the region of a first view.

    Examples
    --------
    >>> region_of((5.0, 50.0, 9.0, 54.0)).overview
    (3.0, 48.0, 11.0, 56.0)
    >>> region_of(WORLD)
    Region(overview=None, far=(-180.0, -75.0, 180.0, 82.0))
    """
    west, south, east, north = home
    if east - west > _WIDEST:
        return Region(None, WORLD)
    across, down = (east - west) * _AROUND, (north - south) * _AROUND
    near = _within(west - across, south - down, east + across, north + down)
    west, south, east, north = near
    far = _within(west - _BEYOND, south - _BEYOND, east + _BEYOND, north + _BEYOND)
    return Region(near, far)


def _within(west: float, south: float, east: float, north: float) -> Bounds:
    return west, max(south, WORLD[1]), east, min(north, WORLD[3])


def cut_basemap(topology: Topology, home: Bounds) -> dict[str, str]:
    """Return the files of a basemap as GeoJSON by name, without ``.geojson``.

    Parameters
    ----------
    topology
        Countries of the world.
    home
        Region of the first view of the case.
    """
    region = region_of(home)
    near = region.overview
    overview = _overview(topology, near) if near else []
    return {
        FAR: _written(FAR, topology, region.far, _far(topology, region), _names(topology, near)),
        OVERVIEW: _written(OVERVIEW, topology, near or region.far, overview),
        COUNTRIES: _written(COUNTRIES, topology, region.far, _countries(topology, region)),
    }


def _far(topology: Topology, region: Region) -> Iterable[Feature]:
    """Return land and borders in the box of a region; more detailed around its overview."""
    around = shapely.box(*region.overview).buffer(10) if region.overview else shapely.Point()
    shapely.prepare(around)
    arcs = tuple(_near_and_far(arc, around) for arc in topology.arcs)
    land = shapely.get_parts([topology.area(country, arcs) for country in topology.countries])
    smallest = np.where(shapely.intersects(around, land), _SMALLEST_NEAR, _SMALLEST_FAR)
    grid = 10.0 ** -_DIGITS[FAR]
    united = shapely.union_all(land[shapely.area(land) > smallest], grid_size=grid)
    lines = [arcs[number] for number in topology.shared if len(arcs[number]) > 1]
    for layer, shape in (("continent", united), ("border", _lines(lines))):
        cut = shapely.make_valid(shapely.intersection(shape, shapely.box(*region.far)))
        yield {"layer": layer}, shapely.set_precision(cut, grid, mode="valid_output")


def _lines(lines: Sequence[Arc]) -> BaseGeometry:
    """Return lines, repeated a turn to the west and to the east."""
    merged = shapely.line_merge(shapely.union_all([shapely.LineString(line) for line in lines]))
    return shapely.union_all(repeated([merged]))


def _near_and_far(arc: Arc, around: BaseGeometry) -> Arc:
    """Return an arc with fewer points, and still fewer outside a region."""
    inside = shapely.contains_xy(around, arc[:-1])
    ends = [0, *(np.flatnonzero(inside[1:] != inside[:-1]) + 1), len(arc) - 1]
    parts = [
        _simplified(arc[first : last + 1], _NEAR if inside[first] else _FAR)
        for first, last in pairwise(ends)
    ]
    return np.concatenate([arc[:1], *(part[1:] for part in parts)])


def _simplified(arc: Arc, tolerance: float) -> Arc:
    found: Arc = shapely.get_coordinates(shapely.LineString(arc).simplify(tolerance))
    return found


def _overview(topology: Topology, box: Bounds) -> Iterable[Feature]:
    """Yield the countries and their borders in a box. Neighbours have the same points."""
    arcs = tuple(_simplified(arc, _FINE) for arc in topology.arcs)
    for country in topology.countries:
        area = shapely.clip_by_rect(topology.area(country, arcs), *box)
        if not area.is_empty:
            code = {"a3": country.code} if country.code else {}
            yield {"layer": "land", "name": country.name, **code}, area
    lines = [arcs[number] for number in topology.shared]
    yield {"layer": "border"}, shapely.clip_by_rect(_lines(lines), *box)


def _countries(topology: Topology, region: Region) -> Iterable[Feature]:
    """Yield the areas of the countries that meet the box of a region."""
    tolerance, box = _AREA[region.overview is not None], shapely.box(*region.far)
    arcs = tuple(_simplified(arc, tolerance) for arc in topology.arcs)
    for country in topology.countries:
        area = topology.area(country, arcs)
        if country.code and area.intersects(box):
            parts = [part for part in shapely.get_parts(area) if part.centroid.within(_ONCE)]
            named = {"layer": "country", "name": country.name, "a3": country.code}
            yield named, shapely.MultiPolygon(parts)


_ONCE: Final = shapely.box(-180.0, -90.0, 190.0, 90.0)


def _names(topology: Topology, box: Bounds | None) -> list[list[object]]:
    """Return names of countries with longitude and latitude of a point in the box."""
    found: list[list[object]] = []
    if box is None:
        return found
    for country in topology.countries:
        area = shapely.clip_by_rect(topology.area(country, topology.arcs), *box)
        if area.is_empty:
            continue
        largest = max(shapely.get_parts(area), key=lambda part: part.area)
        point = largest.representative_point()
        found.append([country.name, round(point.x, 1), round(point.y, 1)])
    return found


def _written(
    name: str,
    topology: Topology,
    box: Bounds,
    features: Iterable[Feature],
    names: list[list[object]] | None = None,
) -> str:
    digits = _DIGITS[name]
    document: dict[str, Any] = {
        "type": "FeatureCollection",
        "name": name,
        "licence": "public domain",
        "attribution": "Natural Earth",
        "note": f"Natural Earth {topology.scale} from world-atlas, written by routemap basemap.",
        "bbox": list(box),
        **({"names": names} if names else {}),
        "features": [
            {"type": "Feature", "properties": properties, "geometry": _rounded(shape, digits)}
            for properties, shape in features
            if not shape.is_empty
        ],
    }
    return json.dumps(document, separators=(",", ":"), ensure_ascii=False) + "\n"


def _rounded(shape: BaseGeometry, digits: int) -> Mapping[str, Any]:
    """Return a geometry as GeoJSON with rounded coordinates."""

    def number(text: str) -> float:
        value = round(float(text), digits)
        return int(value) if value.is_integer() else value

    return json.loads(shapely.to_geojson(shape), parse_float=number)  # type: ignore[no-any-return]
