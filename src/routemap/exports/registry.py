"""The export formats: one row each, for the Export page, the command line, the API and tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from routemap.exports.extract import Extract
from routemap.exports.linked.annotations import to_annotations
from routemap.exports.linked.ftm import to_ftm
from routemap.exports.picture import to_pdf, to_png, to_svg
from routemap.exports.references.bibtex import to_bibtex
from routemap.exports.references.csl import to_csl
from routemap.exports.references.ris import to_ris
from routemap.exports.spatial.geojson import to_geojson
from routemap.exports.spatial.geopackage import to_geopackage
from routemap.exports.spatial.kml import to_kml
from routemap.exports.standalone import to_html
from routemap.exports.tables.csv import to_csv
from routemap.exports.tables.package import to_package
from routemap.exports.tables.parquet import to_geoparquet, to_parquet
from routemap.model.errors import UnknownFormatError
from routemap.model.terms import Term, Vocabulary

PURPOSES: Final = Vocabulary(
    "purpose",
    (
        Term("map", "Map data", "Places and routes with the claims about them, for a map program."),
        Term("tables", "Tables", "Claims, sources and articles in rows and columns."),
        Term("citations", "Citations", "The articles, for a reference manager."),
        Term("linked", "Linked data", "Claims for tools that annotate or investigate."),
        Term("share", "A map to share", "One file that opens in any browser, offline."),
        Term("picture", "A picture", "The map as an image, for an article or for print."),
    ),
)


@dataclass(frozen=True)
class Format:
    """One export format.

    ``key`` is used in addresses and commands. ``opens_in`` lists programs that open the format.
    ``holds`` is the content that can be read back from a file: see :data:`CONTENTS`. ``purpose``
    is a key of :data:`PURPOSES`, the group on the Export page. ``make`` returns the complete
    file, and raises :class:`~routemap.model.errors.ExportCancelledError` if it is cancelled.
    """

    key: str
    label: str
    meaning: str
    opens_in: str
    extension: str
    media_type: str
    holds: frozenset[str]
    make: Callable[[Extract], bytes]
    purpose: str


CONTENTS: Final = ("claims", "features", "articles", "picture")
_CLAIMS, _FEATURES = frozenset({"claims"}), frozenset({"features"})
_PICTURE: Final = frozenset({"picture"})
_ARTICLES = frozenset({"articles"})

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
        "map",
    ),
    Format(
        "gpkg",
        "GeoPackage",
        "Layers of places and routes, styled by status, with related tables for all other data.",
        "QGIS, ArcGIS, GDAL",
        "gpkg",
        "application/geopackage+sqlite3",
        _CLAIMS | _FEATURES | _ARTICLES,
        to_geopackage,
        "map",
    ),
    Format(
        "kml",
        "KML",
        "Places and routes in folders by status, with claims in balloons and a time slider.",
        "Google Earth, QGIS",
        "kml",
        "application/vnd.google-earth.kml+xml",
        _CLAIMS | _FEATURES,
        to_kml,
        "map",
    ),
    Format(
        "geoparquet",
        "GeoParquet",
        "Places and routes with their status, each with the claims about it, in columns.",
        "geopandas, DuckDB, QGIS",
        "parquet",
        "application/vnd.apache.parquet",
        _CLAIMS | _FEATURES,
        to_geoparquet,
        "map",
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
        "tables",
    ),
    Format(
        "parquet",
        "Parquet",
        "One row per claim, with its source and article, in columns.",
        "pandas, DuckDB, R",
        "claims.parquet",
        "application/vnd.apache.parquet",
        _CLAIMS,
        to_parquet,
        "tables",
    ),
    Format(
        "package",
        "Data package",
        "A data folder of the selection, as a Frictionless Data Package in a zip file.",
        "frictionless, pandas, R, Route Map itself",
        "zip",
        "application/zip",
        _CLAIMS | _FEATURES | _ARTICLES,
        to_package,
        "tables",
    ),
    Format(
        "csl",
        "CSL-JSON",
        "The articles as references.",
        "Zotero, pandoc, Quarto",
        "csl.json",
        "application/vnd.citationstyles.csl+json",
        _ARTICLES,
        to_csl,
        "citations",
    ),
    Format(
        "ris",
        "RIS",
        "The articles as references.",
        "EndNote, Mendeley, Zotero",
        "ris",
        "application/x-research-info-systems",
        _ARTICLES,
        to_ris,
        "citations",
    ),
    Format(
        "bibtex",
        "BibTeX",
        "The articles as references.",
        "LaTeX, JabRef, Zotero",
        "bib",
        "application/x-bibtex",
        _ARTICLES,
        to_bibtex,
        "citations",
    ),
    Format(
        "annotations",
        "Web Annotations",
        "Each claim as an annotation of the quoted words, in JSON-LD.",
        "rdflib, other JSON-LD programs",
        "jsonld",
        'application/ld+json;profile="http://www.w3.org/ns/anno.jsonld"',
        _CLAIMS,
        to_annotations,
        "linked",
    ),
    Format(
        "ftm",
        "FollowTheMoney",
        "Ships, claim sources, articles, media and claims as entities, one per line.",
        "OpenAleph, followthemoney",
        "ftm.json",
        "application/json+ftm",
        _CLAIMS | _ARTICLES,
        to_ftm,
        "linked",
    ),
    Format(
        "html",
        "Map in one file",
        "The map with its legend, popups and filters; opens from disk, offline.",
        "Any browser",
        "html",
        "text/html",
        _CLAIMS | _FEATURES,
        to_html,
        "share",
    ),
    Format(
        "png",
        "PNG",
        "The map with title, legend and credits, in pixels.",
        "Any article, chat or slide",
        "png",
        "image/png",
        _PICTURE,
        to_png,
        "picture",
    ),
    Format(
        "svg",
        "SVG",
        "The same picture at any size, with editable lines and text.",
        "Illustrator, Inkscape, Figma, browsers",
        "svg",
        "image/svg+xml",
        _PICTURE,
        to_svg,
        "picture",
    ),
    Format(
        "pdf",
        "PDF",
        "The same picture as a page for print.",
        "Acrobat, Preview, printers",
        "pdf",
        "application/pdf",
        _PICTURE,
        to_pdf,
        "picture",
    ),
)


def format_named(key: str) -> Format:
    """Return the format with a key.

    Raises
    ------
    UnknownFormatError
        If the key is unknown. The message lists all known keys.
    """
    for row in FORMATS:
        if row.key == key:
            return row
    known = ", ".join(row.key for row in FORMATS)
    raise UnknownFormatError(f"unknown export format “{key}”; known formats: {known}")
