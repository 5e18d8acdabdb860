"""Readers for every export format, based on other libraries."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

import lxml.html
import pyarrow.parquet as pq
import pypdf
import shapely
from lxml import etree
from PIL import Image

from routemap.exports.provenance import ROW_PROVENANCE
from routemap.exports.tables.csv import safe_cell
from tests.exports.found import Found, by_id
from tests.exports.reading_linked import read_annotations, read_ftm
from tests.exports.reading_package import read_package
from tests.exports.reading_references import read_bibtex, read_csl, read_ris
from tests.exports.reading_spatial import (
    read_geojson,
    read_geopackage,
    read_geoparquet,
    read_kml,
)


def plain_cell(cell: str) -> str:
    """Return the text of a cell without the apostrophe that protects against formulas."""
    return cell[1:] if cell.startswith("'") and safe_cell(cell) != cell else cell


def read_csv(content: bytes) -> Found:
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    beside = {key: rows[0][key] for key in ROW_PROVENANCE if key in rows[0]} if rows else {}
    plain = ({key: plain_cell(cell) for key, cell in row.items()} for row in rows)
    return Found(said=json.dumps(beside, ensure_ascii=False), claims=by_id(plain))


def read_html(content: bytes) -> Found:
    page = lxml.html.document_fromstring(content.decode())
    data = json.loads(page.get_element_by_id("routemap-data").text)
    about = page.get_element_by_id("provenance")
    said = [about.text_content(), *about.xpath(".//a/@href"), *about.xpath(".//time/@datetime")]
    rows = page.xpath("//tr[@data-status]")
    attributes = {row.get("data-id"): {"status": row.get("data-status")} for row in rows}
    drawn = {f["properties"]["id"]: f["geometry"] for f in data["map"]["features"]}
    return Found(
        said=" ".join(said),
        claims={
            claim["id"]: {
                **{field: claim[field] for field in ("stance", "excerpt", "citation")},
                "source": data["sources"][claim["source"]]["name"],
            }
            for claim in data["claims"]
        },
        features={key: shapely.geometry.shape(drawn[key]) for key in attributes},
        attributes=attributes,
    )


def read_png(content: bytes) -> Found:
    with Image.open(io.BytesIO(content)) as image:
        image.verify()
        return Found(said="\n".join(str(value) for value in image.info.values()))


def read_svg(content: bytes) -> Found:
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    metadata = root.find("{http://www.w3.org/2000/svg}metadata")
    return Found(said="\n".join(metadata.itertext()))


def read_pdf(content: bytes) -> Found:
    information = pypdf.PdfReader(io.BytesIO(content)).metadata
    return Found(said="\n".join(str(value) for value in information.values()))


def read_parquet(content: bytes) -> Found:
    table = pq.read_table(io.BytesIO(content))
    said = table.schema.metadata[b"provenance"].decode()
    return Found(said=said, claims=by_id(table.to_pylist()))


READERS: dict[str, Callable[[bytes], Found]] = {
    "geojson": read_geojson,
    "gpkg": read_geopackage,
    "kml": read_kml,
    "geoparquet": read_geoparquet,
    "csv": read_csv,
    "parquet": read_parquet,
    "package": read_package,
    "csl": read_csl,
    "ris": read_ris,
    "bibtex": read_bibtex,
    "annotations": read_annotations,
    "ftm": read_ftm,
    "html": read_html,
    "png": read_png,
    "svg": read_svg,
    "pdf": read_pdf,
}
