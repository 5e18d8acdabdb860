"""The scripts of the map as one, with what never changes for them."""

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
from routemap.map.base import (
    BOUNDS,
    CENTRE,
    CLOSEUP_ZOOM,
    CREDIT,
    FIRST_ZOOM,
    HOME,
    MAX_ZOOM,
    MIN_ZOOM,
    NAMES,
)
from routemap.map.layer import STATES
from routemap.map.style import style_table
from routemap.model.basemaps import BASEMAPS, Basemap

ASSETS: Final = Path(__file__).parent / "assets"
_AROUND: Final = ("link.js", "embed.js")  # what needs the page around the map
SCRIPTS: Final = (
    "load.js",
    "palette.js",
    "basemap.js",
    "track.js",
    "line.js",
    "place.js",
    "spots.js",
    "declutter.js",
    "pager.js",
    "popup.js",
    "legend.js",
    *_AROUND,
    "feature.js",
    "few.js",
    "look.js",
    "evidence.js",
    "start.js",
)
CROWD_SCRIPTS: Final = (
    "vendor/supercluster.min.js",
    "arcs.js",
    "tally.js",
    "crowd_entries.js",
    "crowd_lines.js",
    "counts.js",
    "clusters.js",
    "listing.js",
    "crowd.js",
)


@cache
def map_script() -> str:
    """Return the scripts of the dashboard's map.

    The constants (style table, basemaps, names on the offline one) are fetched once by the
    browser, because streamlit-folium sends the script of the map itself with every rerun.
    """
    limits = {"bytes": LONGEST_ADDRESS.number(), "parameters": MOST_PARAMETERS.number()}
    return _joined(BASEMAPS, SCRIPTS, {"addressLimits": limits})


@cache
def lone_map_script(*, crowd: bool) -> str:
    """Return the scripts of a map without a server: one basemap, and no address to follow.

    Whoever takes them defines ``routemap.load``, ``addLink``, ``quietly`` and ``followLink``.
    ``crowd`` adds what draws a large collection, which the dashboard fetches when it is needed.
    """
    own = tuple(name for name in SCRIPTS if name not in _AROUND)
    return _joined(BASEMAPS[:1], (*own, *(CROWD_SCRIPTS if crowd else ())), {})


def _joined(basemaps: Sequence[Basemap], names: Sequence[str], more: Mapping[str, object]) -> str:
    constants = {
        "style": style_table(),
        "states": STATES,
        "basemaps": [_browser_row(row) for row in basemaps],
        "names": [[row.text, row.latitude, row.longitude] for row in NAMES],
        "credit": CREDIT,
        "closeupZoom": CLOSEUP_ZOOM,
        "home": HOME,
        "crowdScripts": CROWD_SCRIPTS,
        "frame": {
            "center": CENTRE,
            "zoom": FIRST_ZOOM,
            "minZoom": MIN_ZOOM,
            "maxZoom": MAX_ZOOM,
            "maxBounds": BOUNDS,
        },
        **more,
    }
    text = json.dumps(constants, ensure_ascii=False, separators=(",", ":"))
    first = f"(window.routemap = window.routemap || {{}}).constants = {text};"
    return "\n".join([first, *((ASSETS / name).read_text(encoding="utf-8") for name in names)])


def tile_origins() -> tuple[str, ...]:
    """Return the origins from which the online basemaps come, each once.

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
        plain["maxNativeZoom"] = tiles.get("max_zoom", MAX_ZOOM)
    return plain
