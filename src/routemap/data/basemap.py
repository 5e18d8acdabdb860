"""The files of the offline basemap: those of a data folder, or the shipped ones.

They are in the folder ``basemap`` of the data folder. ``far`` has land and borders up to the edge
of the map, ``overview`` the region of the case in more detail, ``closeup`` (optional) borders for
large zooms, and ``countries`` the areas by which places are checked. ``routemap basemap`` writes
them. They do not belong to the revision: a running dashboard reads them once.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from routemap.data.paths import SHIPPED
from routemap.model.case import Bounds, MapName
from routemap.model.text import one_line, shown

_LOG: Final = logging.getLogger(__name__)
FOLDER: Final = "basemap"
FAR, OVERVIEW, CLOSEUP, COUNTRIES = "far", "overview", "closeup", "countries"
DRAWN: Final = (FAR, OVERVIEW, CLOSEUP)
"""The files that are drawn, the least detailed first."""


@dataclass(frozen=True)
class Basemap:
    """An offline basemap.

    Attributes
    ----------
    folder
        The folder of its files.
    bounds
        Where its land ends. East of 180° the longitudes continue.
    credit
        Authors and licences of the drawn files.
    authors
        The authors only, for the corner of the map.
    names
        Names of countries, for a case that names none itself.
    """

    folder: Path
    bounds: Bounds
    credit: str
    authors: str
    names: tuple[MapName, ...] = ()

    def has(self, name: str) -> bool:
        """Return whether there is a file with this name."""
        return self._path(name).is_file()

    def read(self, name: str) -> dict[str, Any]:
        """Return a file as GeoJSON, without features if it is missing."""
        if not self.has(name):
            return {"type": "FeatureCollection", "features": []}
        document: dict[str, Any] = json.loads(self._path(name).read_text(encoding="utf-8"))
        return document

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.geojson"


def basemap_folder(folder: Path) -> Path:
    """Return the folder of the basemap that a data folder uses."""
    own = folder / FOLDER
    return own if (own / f"{FAR}.geojson").is_file() else SHIPPED / FOLDER


@cache
def basemap_of(folder: Path) -> Basemap:
    """Return the basemap of a data folder; the shipped one if it has none or a faulty one."""
    place = basemap_folder(folder)
    if place == SHIPPED / FOLDER:
        return _shipped()
    try:
        return _opened(place)
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        _LOG.error("%s: the basemap cannot be used, the shipped one is (%s)", place, error)
        return _shipped()


def forget_basemaps() -> None:
    """Read basemaps again when they are next needed, because one was written."""
    basemap_of.cache_clear()
    _shipped.cache_clear()


@cache  # most folders use it, and parsing its files takes longer than reading a small folder
def _shipped() -> Basemap:
    return _opened(SHIPPED / FOLDER)


def _opened(place: Path) -> Basemap:
    paths = [place / f"{name}.geojson" for name in DRAWN]
    documents = [json.loads(path.read_text("utf-8")) for path in paths if path.is_file()]
    west, south, east, north = map(float, documents[0]["bbox"])
    for document in documents:
        _ = [feature["properties"]["layer"] for feature in document["features"]]
    authors = dict.fromkeys(_said(document, "attribution") for document in documents)
    credit = dict.fromkeys(map(_credit, documents))
    names = tuple(
        MapName(shown(one_line(str(text))), float(latitude), float(longitude))
        for text, longitude, latitude in documents[0].get("names", ())
    )
    bounds = west, south, east, north
    return Basemap(place, bounds, f"Base map: {', '.join(credit)}", ", ".join(authors), names)


def _credit(document: Mapping[str, object]) -> str:
    """Return author and licence; what is in the public domain needs no licence."""
    author, licence = _said(document, "attribution"), _said(document, "licence")
    return author if licence == "public domain" else f"{author} ({licence})"


def _said(document: Mapping[str, object], name: str) -> str:
    return shown(one_line(str(document.get(name, "")))) or "not stated"
