"""Write the land and borders around the overview of the offline map, from Natural Earth 1:50m.

    npm pack world-atlas@2.0.2 && tar -xzf world-atlas-2.0.2.tgz
    python scripts/basemap.py package/countries-50m.json

The npm package world-atlas contains Natural Earth as TopoJSON. Each arc is simplified once, so
neighbouring countries still share their borders.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
import shapely
from shapely import affinity

from routemap.map.base import BOUNDS, SURROUNDINGS

FILE: Final = Path(__file__).resolve().parents[1] / "geodata" / "basemap" / "far.geojson"
NEAR, FAR = 0.03, 0.12  # degrees; simplification inside and outside SURROUNDINGS
SMALLEST: Final = {True: 0.004, False: 0.05}  # square degrees; smaller islands are left out
GRID: Final = 0.01  # degrees; coordinates are rounded to it
((SOUTH, WEST), (NORTH, EAST)) = BOUNDS
TURN: Final = 360

Arc = list[list[float]]


def decoded(topology: dict[str, Any]) -> Iterator[Arc]:
    """Yield the arcs of a TopoJSON file in degrees."""
    scale, translate = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        yield (np.cumsum(arc, axis=0) * scale + translate).tolist()


def near(point: list[float]) -> bool:
    """Return whether a point is in the region that a first view can show."""
    (south, west), (north, east) = SURROUNDINGS
    return west <= point[0] <= east and south <= point[1] <= north


def simplified(arc: Arc) -> Arc:
    """Return an arc with fewer points: fewer still outside the region that a first view shows."""
    line: Arc = [arc[0]]
    for inside, stretch in groupby(pairwise(arc), key=lambda ends: near(ends[0])):
        points = [line[-1], *(end for _, end in stretch)]
        fine = shapely.LineString(points).simplify(NEAR if inside else FAR)
        line += shapely.get_coordinates(fine).tolist()[1:]
    return line


def ring(numbers: list[int], arcs: list[Arc]) -> Arc:
    """Return the ring of some arcs; ``~number`` is an arc in reverse."""
    points: Arc = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1 if points else 0 :]
    return points


def polygons(shape: dict[str, Any]) -> list[list[list[int]]]:
    """Return the rings of each polygon of a TopoJSON object, as numbers of arcs."""
    match shape["type"]:
        case "GeometryCollection":
            return [own for one in shape["geometries"] for own in polygons(one)]
        case "MultiPolygon":
            return list(shape["arcs"])
        case "Polygon":
            return [shape["arcs"]]
        case _:
            return []


def land(topology: dict[str, Any], arcs: list[Arc]) -> Any:
    """Return the land between BOUNDS; east of 180° the longitudes continue."""
    found = []
    for rings in polygons(topology["objects"]["land"]):
        outer, *holes = (_unwrapped(ring(numbers, arcs)) for numbers in rings)
        if len(outer) < 4:
            continue
        polygon = shapely.Polygon(outer, [hole for hole in holes if len(hole) > 3]).buffer(0)
        if polygon.area > SMALLEST[near(outer[0])]:
            found += [affinity.translate(polygon, turn) for turn in (-TURN, 0, TURN)]
    return _placed(shapely.union_all(found, grid_size=GRID))


def _unwrapped(points: Arc) -> Arc:
    """Return a ring without the jump from 180° to -180°."""
    longitudes, latitudes = np.transpose(points)
    found: Arc = np.column_stack([np.unwrap(longitudes, period=TURN), latitudes]).tolist()
    return found


def borders(topology: dict[str, Any], arcs: list[Arc]) -> Any:
    """Return the lines that two countries share, between BOUNDS."""
    used = Counter(
        number if number >= 0 else ~number
        for rings in polygons(topology["objects"]["countries"])
        for one in rings
        for number in one
    )
    shared = [shapely.LineString(arcs[number]) for number, uses in used.items() if uses > 1]
    return _placed(shapely.line_merge(shapely.union_all(shared)))


def _placed(shape: Any) -> Any:
    cut = shapely.clip_by_rect(shape, WEST, SOUTH, EAST, NORTH)
    return shapely.set_precision(cut, GRID, mode="valid_output")


def main(source: str) -> None:
    """Write ``geodata/basemap/far.geojson`` from a TopoJSON file of world-atlas."""
    topology = json.loads(Path(source).read_text(encoding="utf-8"))
    arcs = [simplified(arc) for arc in decoded(topology)]
    layers = {"continent": land(topology, arcs), "border": borders(topology, arcs)}
    document = {
        "type": "FeatureCollection",
        "name": "far",
        "licence": "public domain",
        "attribution": "Natural Earth 1:50m",
        "note": "From world-atlas 2.0.2, written by scripts/basemap.py.",
        "bbox": [WEST, SOUTH, EAST, NORTH],
        "features": [
            {
                "type": "Feature",
                "properties": {"layer": layer},
                "geometry": json.loads(shapely.to_geojson(shape), parse_float=_short),
            }
            for layer, shape in layers.items()
        ],
    }
    text = json.dumps(document, separators=(",", ":"), ensure_ascii=False)
    FILE.write_text(text + "\n", encoding="utf-8")


def _short(text: str) -> float:
    number = float(text)
    return int(number) if number.is_integer() else number


if __name__ == "__main__":
    main(*sys.argv[1:])
