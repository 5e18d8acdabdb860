"""The zooms of the maps: how many times the width of the world was doubled from 256 pixels."""

from __future__ import annotations

from typing import Final

MIN_ZOOM: Final = 2
MAX_ZOOM: Final = 14
"""The largest zoom of the offline map. Its lines are accurate to 30 m, which are 4 pixels there."""
TILES_ZOOM: Final = 16
"""The largest zoom of the online basemaps."""
CLOSEUP_ZOOM: Final = 9
