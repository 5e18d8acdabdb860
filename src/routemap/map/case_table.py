"""What the map in the browser receives about the case: once per revision, with the features."""

from __future__ import annotations

import html
import re
from dataclasses import asdict
from typing import Any, Final

from routemap.data.basemap import CLOSEUP
from routemap.data.dataset import Dataset
from routemap.map.style import added_place_styles
from routemap.map.zooms import MIN_ZOOM
from routemap.model.case import Bounds

_USUAL_MIN_ZOOM: Final = 4
_OPENSTREETMAP: Final = "https://www.openstreetmap.org/copyright"


def case_table(dataset: Dataset) -> dict[str, Any]:
    """Return the case as ``MapCase`` of ``assets/types.js``.

    Corners are pairs of latitude and longitude, south-west first.
    """
    case, basemap = dataset.case, dataset.basemap
    return {
        "home": _corners(case.home) if case.home else None,
        "bounds": _corners(basemap.bounds),
        "minZoom": MIN_ZOOM if _is_wide(basemap.bounds) else _USUAL_MIN_ZOOM,
        "closeup": basemap.has(CLOSEUP),
        "names": [[name.text, name.latitude, name.longitude] for name in dataset.map_names],
        "credit": _credit(basemap.authors),
        "places": [asdict(row) for row in added_place_styles(case)],
    }


def _is_wide(bounds: Bounds) -> bool:
    west, _, east, _ = bounds
    return east - west > 180


def _corners(bounds: Bounds) -> list[list[float]]:
    west, south, east, north = bounds
    return [[south, west], [north, east]]


def _credit(authors: str) -> str:
    """Return the authors of the basemap as HTML, with the link that OpenStreetMap asks for."""
    link = f'<a href="{_OPENSTREETMAP}" target="_blank" rel="noopener noreferrer">\\g<0></a>'
    written = re.sub("OpenStreetMap contributors", link, html.escape(authors))
    return f"Base map: {written}"
