"""Every export format read back by a program that is not ours."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

import lxml.html
import pypdf
import shapely
from lxml import etree
from PIL import Image

from routemap.exports.provenance import KEPT_BESIDE_ROWS
from routemap.exports.tables import safe_cell
from tests.exports.found import Found
from tests.exports.reading_references import read_bibtex, read_csl, read_ris


def read_geojson(content: bytes) -> Found:
    document = json.loads(content)
    features = {item["id"]: item for item in document["features"]}
    return Found(
        said=json.dumps(document["provenance"], ensure_ascii=False),
        claims={c["id"]: c for item in features.values() for c in item["properties"]["claims"]},
        features={key: shapely.geometry.shape(i["geometry"]) for key, i in features.items()},
        statuses={key: item["properties"]["status"] for key, item in features.items()},
    )


def read_csv(content: bytes) -> Found:
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    beside = {key: rows[0][key] for key in KEPT_BESIDE_ROWS} if rows else {}
    claims = {row["id"]: {key: _plain(cell) for key, cell in row.items()} for row in rows}
    return Found(said=json.dumps(beside, ensure_ascii=False), claims=claims)


def read_html(content: bytes) -> Found:
    page = lxml.html.document_fromstring(content.decode())
    data = json.loads(page.get_element_by_id("routemap-data").text)
    about = page.get_element_by_id("provenance")
    said = [about.text_content(), *about.xpath(".//a/@href"), *about.xpath(".//time/@datetime")]
    rows = page.xpath("//tr[@data-status]")
    statuses = {row.get("data-id"): row.get("data-status") for row in rows}
    drawn = {f["properties"]["id"]: f["geometry"] for f in data["map"]["features"]}
    return Found(
        said=" ".join(said),
        claims={
            claim["id"]: {**claim, "source": data["sources"][claim["source"]]["name"]}
            for claim in data["claims"]
        },
        features={key: shapely.geometry.shape(drawn[key]) for key in statuses},
        statuses=statuses,
    )


def _plain(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and safe_cell(cell[1:]) == cell else cell


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


READERS: dict[str, Callable[[bytes], Found]] = {
    "geojson": read_geojson,
    "csv": read_csv,
    "png": read_png,
    "svg": read_svg,
    "pdf": read_pdf,
    "html": read_html,
    "csl": read_csl,
    "ris": read_ris,
    "bibtex": read_bibtex,
}
