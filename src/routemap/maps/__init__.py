"""The map: how things look, the constant base map, and the evidence on it.

This is the only folder that imports folium. ``assets`` holds the scripts and the style sheet
that the server answers under ``map/``.
"""

from routemap.maps.base import BASEMAPS, Basemap, OfflineMap, base_map
from routemap.maps.evidence import HIDDEN, STATES, MapState, Theme, code, evidence_group
from routemap.maps.scripts import lone_map_script, map_script, tile_origins
from routemap.maps.style import Ground, Style, style_table

__all__ = [
    "BASEMAPS",
    "HIDDEN",
    "STATES",
    "Basemap",
    "Ground",
    "MapState",
    "OfflineMap",
    "Style",
    "Theme",
    "base_map",
    "code",
    "evidence_group",
    "lone_map_script",
    "map_script",
    "style_table",
    "tile_origins",
]
