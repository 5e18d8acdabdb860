"""Basemaps that readers can choose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

OFFLINE: Final = "offline"


@dataclass(frozen=True)
class Basemap:
    """A basemap that readers can choose.

    ``provider`` is a name of the xyzservices package, empty for the offline basemap. ``ground`` is
    ``light`` or ``dark`` and selects the colours of the evidence drawn on it; if it is empty, they
    follow the theme.
    """

    key: str
    label: str
    meaning: str
    provider: str = ""
    ground: str = ""


BASEMAPS: Final = (
    Basemap(
        OFFLINE, "Outline (offline)", "Land, borders, rivers and lakes, without network access."
    ),
    Basemap(
        "osm",
        "OpenStreetMap (online)",
        "Streets, railway tracks and names, fetched from openstreetmap.org.",
        "OpenStreetMap.Mapnik",
        "light",
    ),
    Basemap(
        "topo",
        "OpenTopoMap (online)",
        "Relief and contours, fetched from opentopomap.org.",
        "OpenTopoMap",
        "light",
    ),
    Basemap(
        "gray",
        "Esri light grey (online)",
        "A quiet background, fetched from arcgisonline.com.",
        "Esri.WorldGrayCanvas",
        "light",
    ),
    Basemap(
        "imagery",
        "Esri imagery (online)",
        "Satellite and aerial images, fetched from arcgisonline.com.",
        "Esri.WorldImagery",
        "dark",
    ),
)
