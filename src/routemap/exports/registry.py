"""The export formats: one row each, for the Export page, the command line, the API and tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from routemap.errors import UnknownFormatError
from routemap.exports.extract import Extract
from routemap.exports.geojson import to_geojson
from routemap.exports.tables import to_csv


@dataclass(frozen=True)
class Format:
    """One export format.

    ``key`` stands in addresses and commands, ``opens_in`` names programs that read it,
    ``holds`` says what can be read back from it: see :data:`CONTENTS`.
    ``make`` returns the whole file; it may raise
    :class:`~routemap.errors.ExportCancelledError` where the extract's watch does.
    """

    key: str
    label: str
    meaning: str
    opens_in: str
    extension: str
    media_type: str
    holds: frozenset[str]
    make: Callable[[Extract], bytes]


CONTENTS: Final = ("claims", "features", "articles", "picture")
_CLAIMS, _FEATURES = frozenset({"claims"}), frozenset({"features"})

FORMATS: Final = (
    Format(
        "geojson",
        "GeoJSON",
        "Places and routes with their status, each with the claims about it.",
        "QGIS, kepler.gl, geojson.io",
        "geojson",
        "application/geo+json",
        _CLAIMS | _FEATURES,
        to_geojson,
    ),
    Format(
        "csv",
        "CSV",
        "One row per claim, with its source and article.",
        "Excel, LibreOffice, Google Sheets",
        "csv",
        "text/csv",
        _CLAIMS,
        to_csv,
    ),
)


def format_named(key: str) -> Format:
    """Return the format of a key.

    Raises
    ------
    UnknownFormatError
        Where there is none; the message names all that there are.
    """
    for row in FORMATS:
        if row.key == key:
            return row
    known = ", ".join(row.key for row in FORMATS)
    raise UnknownFormatError(f"there is no format “{key}”; choose one of {known}")
