"""The backgrounds of the map that readers can choose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

OFFLINE: Final = "offline"


@dataclass(frozen=True)
class Basemap:
    """A background that the reader can choose.

    ``provider`` is a name of xyzservices, empty for the one that needs no network;
    ``ground`` says whether evidence on it takes the colours for light or dark grounds,
    empty where that follows the theme.
    """

    key: str
    label: str
    meaning: str
    provider: str = ""
    ground: str = ""


BASEMAPS: Final = (
    Basemap(
        OFFLINE, "Outline (offline)", "Land, borders, rivers and lakes, drawn without a network."
    ),
    Basemap(
        "osm",
        "OpenStreetMap (online)",
        "Streets, tracks and names, fetched from openstreetmap.org.",
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
