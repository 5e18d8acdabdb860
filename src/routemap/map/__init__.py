"""The map: its style table, the constant base map, and its state for a query.

This is the only folder that imports folium, and only its module ``base`` does, which takes half a
second and is not imported here: commands and exports draw no folium map. ``assets`` contains the
scripts and the style sheet that the server serves under ``map/``.
"""

from routemap.map.map_state import HIDDEN, STATES, MapState, Theme, code
from routemap.map.scripts import map_script, tile_origins
from routemap.map.style import Style, style_table
from routemap.map.themes import ThemeColors

__all__ = [
    "HIDDEN",
    "STATES",
    "MapState",
    "Style",
    "Theme",
    "ThemeColors",
    "code",
    "map_script",
    "style_table",
    "tile_origins",
]
