"""The scripts of the map: all modules and their constants in one file."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import xyzservices
import xyzservices.providers

from routemap.data.settings import LONGEST_ADDRESS, MOST_PARAMETERS
from routemap.map.drawing_rules import rule_table
from routemap.map.join_modules import join_modules
from routemap.map.map_state import STATES
from routemap.map.style import style_table
from routemap.map.zooms import (
    CLOSEUP_ZOOM,
    MAX_ZOOM,
    MIN_ZOOM,
    TILES_ZOOM,
)
from routemap.model.basemaps import BASEMAPS, Basemap
from routemap.model.claim_terms import PENDING, PHASES
from routemap.questions.shared_sentences import KEPT_DENIAL

ASSETS: Final = Path(__file__).parent / "assets"
_CLUSTERING: Final = ASSETS / "vendor" / "supercluster.min.js"


@cache
def map_script() -> str:
    """Return the script of the dashboard's map.

    It includes the constants (style table, drawing rules, basemaps), so that the
    browser fetches them once. streamlit-folium would send constants in the generated script with
    every rerun.
    """
    limits = {"bytes": LONGEST_ADDRESS.number(), "parameters": MOST_PARAMETERS.number()}
    return _joined(ASSETS / "main.js", BASEMAPS, {"addressLimits": limits})


@cache
def offline_script(first: Path) -> str:
    """Return the script of a map without a server, with the offline basemap only.

    ``first`` is the main module; its imports are included.
    """
    return _joined(first, BASEMAPS[:1], {})


def _joined(first: Path, basemaps: Sequence[Basemap], more: Mapping[str, object]) -> str:
    """Return a module, its imports and the constants as one script.

    Its only global is ``routemap``, with ``constants``, ``modules`` and the exports of ``first``.
    Leaflet and supercluster have their own globals.
    """
    constants = {
        "style": style_table(),
        "rules": rule_table(),
        "states": STATES,
        "pending": [{"key": key, "label": PHASES.label(key)} for key in PENDING],
        "basemaps": [_browser_row(row) for row in basemaps],
        "keptDenial": KEPT_DENIAL,
        "closeupZoom": CLOSEUP_ZOOM,
        "frame": {
            "center": [0, 0],
            "zoom": MIN_ZOOM,
            "minZoom": MIN_ZOOM,
            "maxZoom": MAX_ZOOM,
            "maxBoundsViscosity": 1,
        },
        "tilesZoom": TILES_ZOOM,
        **more,
    }
    text = json.dumps(constants, ensure_ascii=False, separators=(",", ":"))
    return "\n".join(
        (
            _CLUSTERING.read_text(encoding="utf-8"),
            f"window.routemap = {{ modules: {{}}, constants: {text} }};",
            join_modules(first),
            f'Object.assign(routemap, routemap.modules["{first.name}"]);',
        )
    )


def tile_origins() -> tuple[str, ...]:
    """Return the origins of the online basemaps, without duplicates.

    Examples
    --------
    >>> tile_origins()[0]
    'https://tile.openstreetmap.org'
    """
    found: dict[str, None] = {}
    for row in map(_browser_row, BASEMAPS):
        if "url" in row:
            parts = urlsplit(str(row["url"]))
            for name in str(row["subdomains"]):
                found[f"{parts.scheme}://{parts.netloc.replace('{s}', name)}"] = None
    return tuple(found)


def _browser_row(row: Basemap) -> dict[str, object]:
    plain: dict[str, object] = {"key": row.key, "label": row.label, "ground": row.ground}
    if row.provider:
        tiles: xyzservices.TileProvider = xyzservices.providers.query_name(row.provider)
        plain["url"] = tiles.build_url(x="{x}", y="{y}", z="{z}", fill_subdomain=False)
        plain["attribution"] = tiles.html_attribution
        plain["subdomains"] = tiles.get("subdomains", "abc")
        plain["maxNativeZoom"] = tiles.get("max_zoom", TILES_ZOOM)
    return plain
