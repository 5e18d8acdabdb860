"""Natural Earth as TopoJSON: countries whose common borders are the same arcs.

The files are those of the npm package world-atlas (https://github.com/topojson/world-atlas): that
of scale 1:50m is included, that of scale 1:10m can be given instead. Source of the format:
https://github.com/topojson/topojson-specification.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import iso3166
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

INCLUDED: Final = Path(__file__).parent / "countries-50m.json"
# degrees: a turn to the west, none, and a turn to the east
_SHIFTS: Final = ((-360.0, 0.0), (0.0, 0.0), (360.0, 0.0))
Arc = NDArray[np.float64]
"""Points of an arc or ring: rows of longitude and latitude in degrees."""


@dataclass(frozen=True)
class Country:
    """A country: its name, its ISO 3166-1 alpha-3 code if it has one, and its polygons' arcs."""

    name: str
    code: str
    polygons: list[list[list[int]]]


@dataclass(frozen=True)
class Topology:
    """Countries, and the arcs of their coasts and borders in degrees.

    ``scale`` is that of the data, such as ``1:50m``.
    """

    arcs: tuple[Arc, ...]
    countries: tuple[Country, ...]
    scale: str

    @cached_property
    def shared(self) -> tuple[int, ...]:
        """Numbers of the arcs that two countries share."""
        uses = Counter(
            number if number >= 0 else ~number
            for country in self.countries
            for rings in country.polygons
            for ring in rings
            for number in ring
        )
        return tuple(number for number, times in uses.items() if times > 1)

    def area(self, country: Country, arcs: tuple[Arc, ...]) -> BaseGeometry:
        """Return the area of a country with given arcs.

        It is repeated a turn to the west and to the east, for regions that cross 180°.
        """
        found = []
        for rings in country.polygons:
            outer, *holes = (_unwrapped(_ring(numbers, arcs)) for numbers in rings)
            if len(outer) < 4:
                continue
            polygon = shapely.Polygon(outer, [hole for hole in holes if len(hole) > 3])
            found.append(polygon if polygon.is_valid else polygon.buffer(0))
        parts = shapely.get_parts(repeated(found))
        return shapely.multipolygons(parts[~shapely.is_empty(parts)])


def repeated(shapes: Sequence[BaseGeometry]) -> NDArray[np.object_]:
    """Return each shape a turn to the west, as it is, and a turn to the east."""
    given = np.array(shapes, dtype=object)
    moved = [shapely.transform(given, lambda at, shift=shift: at + shift) for shift in _SHIFTS]
    return np.column_stack(moved).ravel()


def read_topology(path: Path = INCLUDED) -> Topology:
    """Return the countries of a file of world-atlas.

    Raises
    ------
    ValueError
        If the file is not such a file. The message says what to give.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        geometries = document["objects"]["countries"]["geometries"]
        countries = tuple(_country(geometry) for geometry in geometries)
        arcs = tuple(_decoded(document))
    except (UnicodeDecodeError, ValueError, LookupError, TypeError) as error:
        raise ValueError(
            "the file is not TopoJSON with countries; give countries-10m.json or "
            "countries-50m.json of the npm package world-atlas"
        ) from error
    return Topology(arcs, countries, "1:10m" if "10m" in path.name else "1:50m")


def _country(geometry: Mapping[str, Any]) -> Country:
    number = str(geometry.get("id", ""))
    known = iso3166.countries_by_numeric.get(number)
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    return Country(str(geometry["properties"]["name"]), known.alpha3 if known else "", polygons)


def _decoded(document: Mapping[str, Any]) -> Iterator[Arc]:
    """Yield the arcs of a TopoJSON file in degrees."""
    scale, translate = document["transform"]["scale"], document["transform"]["translate"]
    for arc in document["arcs"]:
        yield np.cumsum(arc, axis=0) * scale + translate


def _ring(numbers: Sequence[int], arcs: Sequence[Arc]) -> Arc:
    """Return the ring of some arcs; ``~number`` is an arc in reverse."""
    parts = [arcs[number] if number >= 0 else arcs[~number][::-1] for number in numbers]
    return np.concatenate([parts[0], *(part[1:] for part in parts[1:])])


def _unwrapped(ring: Arc) -> Arc:
    """Return a ring without the jump from 180° to -180°."""
    return np.column_stack([np.unwrap(ring[:, 0], period=360), ring[:, 1]])
