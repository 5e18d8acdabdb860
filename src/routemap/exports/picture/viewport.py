"""The view of the map of a picture, in Web Mercator: from the query, or fitted to the features."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Geod, Transformer

from routemap.data.frames import CRS
from routemap.map.zooms import MAX_ZOOM, MIN_ZOOM
from routemap.questions.parameter_values import MapView

Numbers = NDArray[np.float64]
Bounds = tuple[float, float, float, float]  # west, south, east, north in degrees

_TILE: Final = 256  # pixels of the world at zoom 0, as in Leaflet
_EARTH: Final = 2 * math.pi * 6_378_137.0  # metres around the equator of EPSG:3857
_FIT_ZOOM: Final = 11.0
_PADDING: Final = 36.0  # units around the fitted bounds
_GEOD: Final = Geod(ellps="WGS84")


@cache
def _mercator() -> Transformer:
    return Transformer.from_crs(CRS, "EPSG:3857", always_xy=True)


def world(degrees: Numbers) -> Numbers:
    """Return longitudes and latitudes (WGS 84) as pixels of the world at zoom 0, y down.

    Web Mercator (EPSG:3857) as on the dashboard's map; (0, 0) is its north-west corner.
    """
    east, north = _mercator().transform(degrees[:, 0], degrees[:, 1])
    return (
        np.column_stack([np.asarray(east) / _EARTH + 0.5, 0.5 - np.asarray(north) / _EARTH]) * _TILE
    )


def in_world(geometries: Any) -> NDArray[Any]:
    """Return geometries in WGS 84 as geometries in pixels of the world at zoom 0."""
    found: NDArray[Any] = shapely.transform(np.asarray(geometries, dtype=object), world)
    return found


@dataclass(frozen=True)
class MapFrame:
    """A view of the world through a box of the sheet.

    Attributes
    ----------
    left, top, width, height
        The box, in units of the sheet.
    zoom
        Zoom level as in Leaflet; one unit of the sheet is one pixel of Leaflet.
    x, y
        The centre of the box, in pixels of the world at zoom 0.
    """

    left: float
    top: float
    width: float
    height: float
    zoom: float
    x: float
    y: float

    @property
    def scale(self) -> float:
        """Units of the sheet per pixel of the world at zoom 0."""
        return float(2.0**self.zoom)

    @property
    def degree(self) -> float:
        """Units of the sheet per degree of longitude."""
        return _TILE / 360 * self.scale

    @property
    def box(self) -> tuple[float, float, float, float]:
        """The box as left, top, right and bottom, in units of the sheet."""
        return self.left, self.top, self.left + self.width, self.top + self.height

    @property
    def latitude(self) -> float:
        """Latitude of the centre, in degrees."""
        return self._degrees(self.x, self.y)[1]

    def placed(self, points: Numbers) -> Numbers:
        """Return points in pixels of the world at zoom 0 as points in units of the sheet."""
        middle = (self.left + self.width / 2, self.top + self.height / 2)
        return (points - (self.x, self.y)) * self.scale + middle

    def seen(self, margin: float = 0.0) -> tuple[float, float, float, float]:
        """Return the box and a margin around it, in pixels of the world at zoom 0.

        The margin is in units of the sheet. The result is left, top, right and bottom.
        """
        across, down = ((side / 2 + margin) / self.scale for side in (self.width, self.height))
        return self.x - across, self.y - down, self.x + across, self.y + down

    def metres(self) -> float:
        """Return the metres per unit of the sheet at the centre of the view (WGS 84)."""
        away = 50 / self.scale
        start, end = (self._degrees(self.x + step, self.y) for step in (-away, away))
        return float(_GEOD.inv(*start, *end)[2]) / 100

    @staticmethod
    def latitude_of(y: float) -> float:
        """Return the latitude of a row of the world at zoom 0, in degrees."""
        return MapFrame._degrees(0.0, y)[1]

    @staticmethod
    def _degrees(x: float, y: float) -> tuple[float, float]:
        metres = ((x / _TILE - 0.5) * _EARTH, (0.5 - y / _TILE) * _EARTH)
        longitude, latitude = _mercator().transform(*metres, direction="INVERSE")
        return float(longitude), float(latitude)


def at_view(box: tuple[float, float, float, float], view: MapView) -> MapFrame:
    """Return the frame for the view of a link; its zoom is limited to that of the map."""
    ((x, y),) = world(np.array([[view.longitude, view.latitude]]))
    zoom = min(max(view.zoom, MIN_ZOOM), MAX_ZOOM)
    return _through(box, zoom, x, y)


def fitting(box: tuple[float, float, float, float], bounds: Bounds) -> MapFrame:
    """Return the frame that shows bounds as large as possible, up to the zoom of a town."""
    west, south, east, north = bounds
    (left, top), (right, bottom) = world(np.array([[west, north], [east, south]]))
    inner = [max(1.0, side - 2 * _PADDING) for side in (box[2] - box[0], box[3] - box[1])]
    zooms = [
        math.log2(room / side)
        for room, side in zip(inner, (right - left, bottom - top), strict=True)
        if side > 0
    ]
    zoom = min(max(min([*zooms, _FIT_ZOOM]), MIN_ZOOM), MAX_ZOOM)
    return _through(box, zoom, (left + right) / 2, (top + bottom) / 2)


def _through(box: tuple[float, float, float, float], zoom: float, x: float, y: float) -> MapFrame:
    left, top, right, bottom = box
    return MapFrame(left, top, right - left, bottom - top, zoom, float(x), float(y))
