"""A map to draw on, on which an editor places a new place and draws a new route.

It is the map of :mod:`routemap.map.base` with another state: the places and routes of the data are
quiet, and a click gives a position or a place. So its scripts and its base map are the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import shapely
from shapely.geometry.base import BaseGeometry

from routemap.data.dataset import Dataset
from routemap.map.map_state import MapState, Theme, code

_EXISTING: Final = code("existing")


@dataclass(frozen=True)
class Drawing:
    """What is drawn now, in WGS 84 longitude, latitude (EPSG:4326).

    Attributes
    ----------
    place
        A new place.
    radius_km
        The new place is within this distance of the point; ``None`` or 0 draws no ring.
    line
        A LineString or MultiLineString: the line of a new route.
    basis
        How its path is known, a key of :data:`routemap.model.vocabulary.GEOMETRY_BASES`.
    stops
        The points over which the new route goes, in order. They are drawn with their numbers, so
        that an editor sees the first one before there is a line.
    """

    place: tuple[float, float] | None = None
    radius_km: float | None = None
    line: BaseGeometry | None = None
    basis: str = "alignment"
    stops: tuple[tuple[float, float], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return it as ``Sketch`` of ``assets/types.js``."""
        return {
            "place": list(self.place) if self.place else None,
            "radius_km": self.radius_km,
            "line": shapely.geometry.mapping(self.line) if self.line is not None else None,
            "basis": self.basis,
            "stops": [list(stop) for stop in self.stops],
        }


def drawing_state(
    dataset: Dataset, drawing: Drawing, *, data_url: str, theme: Theme | None = None
) -> MapState:
    """Return the state of a map to draw on, with all places and routes of the data.

    Parameters
    ----------
    data_url
        Address of the features of the data; see :class:`routemap.map.MapState`.
    theme
        ``None`` follows the reader's system.
    """
    return MapState(
        data_url=data_url,
        ahead_url="",
        evidence_url="",
        shown=_EXISTING * len(dataset.features),
        looks="drawing",
        sketch=drawing.to_json(),
        theme=theme,
    )
