"""Checks of places and lines against the basemaps: countries, land, and straight tracks."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Geod
from shapely.geometry import Point, shape
from shapely.geometry.base import BaseGeometry
from shapely.ops import nearest_points

from routemap.data.basemap import COUNTRIES, OVERVIEW, Basemap, basemap_of
from routemap.data.checks.report import Report
from routemap.data.natural_earth.topology import read_topology
from routemap.data.paths import SHIPPED
from routemap.data.reading.records import Record
from routemap.model.feature_tables import PLACES, ROUTES

COUNTRY_TOLERANCE_KM: Final = 5.0
"""In Natural Earth 1:10m, Tumangang is 0.2 km inside Russia; at 1:50m, Dunai is 0.7 km at sea."""
_DRAWN_WITH: Final = {
    "GLP": "FRA", "GUF": "FRA", "MTQ": "FRA", "MYT": "FRA", "REU": "FRA",
    "BES": "NLD", "BVT": "NOR", "SJM": "NOR", "ESH": "MAR", "SYR": "ISR",
}  # fmt: skip
"""Codes of land that Natural Earth 1:50m draws as that of another country, all or in part."""
LAND_TOLERANCE_KM: Final = {"observed": 5.0, "waypoints": 5.0, "schematic": 20.0}
"""By geometry basis. The sea lanes of the shipped data cross at most 1.7 km of land: capes that the
basemap draws coarsely. A schematic line only connects its ends, which can be inland.
"""
STRAIGHT_KM: Final = 20.0
"""The longest straight stretch of the known track from Pyongyang to Khasan is 17.9 km."""
_BEND_KM: Final = 0.2
"""Smaller bends count as straight: vertices on a line or a wide arc do not make it a track."""
_BEND: Final = 0.001  # of the length of a short line
_PIECE: Final = 0.01  # degrees, a kilometre or less
_CELL: Final = 2.0  # degrees; size of a piece of land
_DEGREE_KM: Final = 111.2  # of latitude
_SHORT_KM: Final = 5.0
_END_KM: Final = 3.0
Floats = NDArray[np.float64]
_GEOD: Final = Geod(ellps="WGS84")


def check_places(kept: Mapping[str, list[Record]], report: Report, basemap: Basemap) -> None:
    """Report places outside their country, and lines that contradict the basis of their path.

    These are sea lanes over land, lines that follow no track, and observed tracks without days.
    """
    for record in kept["places"]:
        _check_country(record, report, basemap)
    places = {record.values["id"]: record for record in kept["places"]}
    for record in kept["routes"]:
        _check_days(record, report)
        if record.values["geometry_basis"] == "alignment":
            _check_track(record, report)
        elif record.values["mode"] == "sea":
            _check_lane(record, places, report, basemap)


def countries_at(
    longitude: float, latitude: float, basemap: Basemap | None = None
) -> tuple[str, ...]:
    """Return the codes of the countries at a point, two if the basemaps disagree.

    Examples
    --------
    >>> countries_at(125.7543, 39.0339), countries_at(132.0, 41.0)
    (('PRK',), ())
    """
    return _codes_at(_countries(basemap or basemap_of(SHIPPED)), Point(longitude, latitude))


def _codes_at(areas: Mapping[str, BaseGeometry], point: Point) -> tuple[str, ...]:
    return tuple(code for code, area in areas.items() if shapely.covers(area, point))


@cache
def _countries(basemap: Basemap) -> Mapping[str, BaseGeometry]:
    """Return the country polygons by code, united if there are two of a country."""
    found: dict[str, list[BaseGeometry]] = {}
    for name in (COUNTRIES, OVERVIEW):
        for feature in basemap.read(name)["features"]:
            if code := feature["properties"].get("a3"):
                found.setdefault(code, []).append(shape(feature["geometry"]))
    areas = {code: shapely.union_all(parts) for code, parts in found.items()}
    for area in areas.values():
        shapely.prepare(area)
    return areas


@cache
def _world() -> Mapping[str, BaseGeometry]:
    """Return the areas of all countries of Natural Earth 1:50m by code."""
    topology = read_topology()
    areas = {
        country.code: topology.area(country, topology.arcs)
        for country in topology.countries
        if country.code
    }
    for area in areas.values():
        shapely.prepare(area)
    return areas


@cache
def _land(basemap: Basemap) -> Any:
    """Return an index of the land of the overview, in small pieces.

    A line is compared only with the pieces near it.
    """
    features = basemap.read(OVERVIEW)["features"]
    parts = [shape(f["geometry"]) for f in features if f["properties"]["layer"] == "land"]
    land = shapely.union_all(parts)
    if land.is_empty:
        return shapely.STRtree([])
    west, south, east, north = np.floor(np.array(land.bounds) / _CELL).astype(int)
    corners = [
        (x * _CELL, y * _CELL) for x in range(west, east + 1) for y in range(south, north + 1)
    ]
    cells = [shapely.clip_by_rect(land, x, y, x + _CELL, y + _CELL) for x, y in corners]
    return shapely.STRtree([cell for cell in cells if not cell.is_empty])


def _on_land(line: BaseGeometry, basemap: Basemap) -> Any:
    """Return the stretches of a line that are on land, cut at the edges of the pieces."""
    index = _land(basemap)
    pieces = index.geometries[index.query(line, predicate="intersects")]
    parts = shapely.get_parts(shapely.intersection(pieces, line))
    return parts[shapely.length(parts) > 0]


def _check_country(record: Record, report: Report, basemap: Basemap) -> None:
    code, point = record.values["country"], record.geometry
    country = _countries(basemap).get(code)
    if not isinstance(point, Point) or (country and shapely.covers(country, point)):
        return
    allowed = COUNTRY_TOLERANCE_KM + float(record.values["uncertainty_km"])
    around = countries_at(point.x, point.y, basemap)
    if country is None:  # a basemap has only the countries around its region
        around = around or _codes_at(_world(), point)
        if not around or not {code, _DRAWN_WITH.get(code)}.isdisjoint(around):
            return
        country = _world().get(code)
    if country is None:
        areas = {**_world(), **_countries(basemap)}
        distance = min(_distance_km(point, areas[other].boundary) for other in around)
        where = f"in {' and '.join(around)}, {distance:,.0f} km from its border"
    else:
        distance = _distance_km(point, country)
        where = f"in {' and '.join(around)}, " if around else ""
        where += f"{distance:,.0f} km outside this country"
    if distance > allowed:
        message = (
            f"the point is {where}, more than {allowed:.0f} km; correct the country or the "
            "coordinates"
        )
        report.add(PLACES, record, "country", message, "place-country")


def _check_lane(
    record: Record, places: Mapping[str, Record], report: Report, basemap: Basemap
) -> None:
    line = record.geometry
    if line is None or not len(parts := _on_land(line, basemap)):
        return
    vertices, part = shapely.get_coordinates(shapely.segmentize(parts, _PIECE), return_index=True)
    start, end = (side[part[1:] == part[:-1]] for side in (vertices[:-1], vertices[1:]))
    middle, length = (start + end) / 2, _distances_km(start, end)
    for key in ("from", "to"):  # the ends of the line may be on land
        place = places[record.values[key]]
        at = np.broadcast_to(shapely.get_coordinates(place.geometry), middle.shape)
        inland = _distances_km(middle, at) > _END_KM + float(place.values["uncertainty_km"])
        middle, length = middle[inland], length[inland]
    basis = record.values["geometry_basis"]
    if length.sum() <= LAND_TOLERANCE_KM[basis]:
        return
    longitude, latitude = middle[int(np.searchsorted(length.cumsum(), length.sum() / 2))]
    message = (
        f"a line by sea crosses {length.sum():.0f} km of land, around "
        f"{latitude:.2f} N, {longitude:.2f} E; draw it around the land"
    )
    code = "route-land-schematic" if basis == "schematic" else "route-land"
    report.add(ROUTES, record, "geometry", message, code, value="")


def _check_days(record: Record, report: Report) -> None:
    values = record.values
    if (values["geometry_basis"] == "observed") == bool(values["observed_on"]):
        return
    if report.is_unknown(ROUTES, record, "observed_on"):
        return
    if values["observed_on"]:
        message = "only an observed track has days; use the basis observed, or remove the days"
        report.add(ROUTES, record, "observed_on", message, "observed-other")
    else:
        message = "an observed track needs the days on which it was seen, such as 2022-11-02"
        report.add(ROUTES, record, "observed_on", message, "observed-days")


def _check_track(record: Record, report: Report) -> None:
    mode, line = record.values["mode"], record.geometry
    if mode not in ("rail", "road"):
        message = "only rail and road can follow a track; use observed, waypoints or schematic"
        report.add(ROUTES, record, "geometry_basis", message, "route-track")
        return
    length = _length_km(line) if line is not None else 0.0
    bend = min(_BEND_KM, length * _BEND)
    parts = shapely.get_parts(shapely.line_merge(line))
    longest = max((_longest_km(part, bend) for part in parts), default=0.0)
    if longest > STRAIGHT_KM or (length > _SHORT_KM and longest > length / 2):
        message = (
            f"the line is straight for {longest:.0f} of {length:.0f} km, so it does not follow a "
            "track; use waypoints or schematic, or draw the track"
        )
        report.add(ROUTES, record, "geometry_basis", message, "route-track")


def _longest_km(line: BaseGeometry, bend: float) -> float:
    """Return the length of the longest stretch in km that has no larger bend than ``bend`` km."""
    vertices = shapely.get_coordinates(line)
    scale = _DEGREE_KM * np.array([np.cos(np.radians(vertices[:, 1].mean())), 1.0])
    kept = shapely.get_coordinates(shapely.simplify(shapely.linestrings(vertices * scale), bend))
    return float(max(_GEOD.line_lengths(*(kept / scale).T), default=0.0)) / 1000


def _length_km(line: BaseGeometry) -> float:
    return float(_GEOD.geometry_length(line)) / 1000


def _distances_km(ones: Floats, others: Floats) -> Floats:
    distances: Floats = _GEOD.inv(*ones.T, *others.T)[2] / 1000
    return distances


def _distance_km(one: BaseGeometry, other: BaseGeometry) -> float:
    """Return the distance in km to the point that is nearest in degrees (accurate enough)."""
    a, b = nearest_points(one, other)
    return float(_GEOD.inv(a.x, a.y, b.x, b.y)[2]) / 1000
