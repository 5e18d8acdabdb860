"""Read spatial formats with GDAL, GeoParquet also with Arrow, and KML also with lxml."""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import fastkml
import geopandas as gpd
import lxml.etree
import lxml.html
import pandas as pd
import pyarrow.parquet as pq
import pyogrio
from shapely.geometry.base import BaseGeometry

from routemap.exports.spatial.kml import UNPLACED
from routemap.map.style import AREA_STYLE
from routemap.model.vocabulary import STANCES
from tests.exports.found import Found, Texts, by_id, texts

KML = {"kml": "http://www.opengis.net/kml/2.2"}
_STANCE = {term.label: term.key for term in STANCES.terms}


@contextmanager
def as_file(content: bytes, name: str) -> Iterator[Path]:
    """Write a temporary file, for readers that need a file name."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        yield path


def read_geojson(content: bytes) -> Found:
    document = json.loads(content)
    with as_file(content, "x.geojson") as path:
        frame = pyogrio.read_dataframe(path)
    claims = list(document["claims"])
    for cell in frame["claims"] if len(frame) else ():
        claims += json.loads(cell) if isinstance(cell, str) else cell
    return Found(
        said=json.dumps(document["provenance"], ensure_ascii=False),
        claims={claim["id"]: texts(claim) for claim in claims},
        features=_geometries(frame),
        attributes=_attributes(frame.drop(columns="claims", errors="ignore")),
    )


def read_geopackage(content: bytes) -> Found:
    with as_file(content, "x.gpkg") as path:
        layers = [pyogrio.read_dataframe(path, layer=name) for name in ("routes", "places")]
        tables = {
            name: pyogrio.read_dataframe(path, layer=name)
            for name in ("claims", "articles", "provenance")
        }
        metadata = pyogrio.read_info(path, layer="routes")["dataset_metadata"]
    said = dict(zip(tables["provenance"]["key"], tables["provenance"]["value"], strict=True))
    assert metadata == {key: text for key, text in said.items() if isinstance(text, str)}
    return Found(
        said=json.dumps(said, ensure_ascii=False),
        claims=by_id(tables["claims"].to_dict("records")),
        features={key: shape for layer in layers for key, shape in _geometries(layer).items()},
        attributes={key: row for layer in layers for key, row in _attributes(layer).items()},
        articles=by_id(tables["articles"].to_dict("records")),
    )


def read_kml(content: bytes) -> Found:
    document = lxml.etree.fromstring(content)
    schema = Path(fastkml.__file__).parent / "schema" / "ogckml22.xsd"
    lxml.etree.XMLSchema(lxml.etree.parse(schema)).assertValid(document)
    with as_file(content, "x.kml") as path:
        layers = [
            _from_kml(pyogrio.read_dataframe(path, layer=name))
            for name, _ in pyogrio.list_layers(path)
            if name not in (AREA_STYLE.label, UNPLACED)
        ]
    data = document.findall("kml:Document/kml:ExtendedData/kml:Data", KML)
    said = {item.get("name"): item.findtext("kml:value", namespaces=KML) for item in data}
    balloons = document.iterfind(".//kml:Placemark/kml:description", KML)
    return Found(
        said=json.dumps(said, ensure_ascii=False),
        claims={key: claim for item in balloons for key, claim in _balloon(item.text).items()},
        features={key: shape for layer in layers for key, shape in _geometries(layer).items()},
        attributes={key: row for layer in layers for key, row in _attributes(layer).items()},
    )


def _from_kml(layer: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return layer.drop(columns=["id"]).rename(columns={"feature_id": "id", "Name": "name"})


def _balloon(html: str) -> dict[str, Texts]:
    """Return the claims of a balloon, parsed as browsers parse it."""
    found = {}
    for claim in lxml.html.fromstring(f"<div>{html}</div>").iterfind(".//div[@id]"):
        citation = claim.find(".//a")
        found[claim.get("id").removeprefix("claim-")] = {
            "stance": _STANCE[claim.findtext(".//b")],
            "source": claim.findtext(".//i"),
            "excerpt": claim.findtext(".//span"),
            "citation": citation.text,
            "url": citation.get("href"),
        }
    return found


def read_geoparquet(content: bytes) -> Found:
    metadata = pq.read_schema(io.BytesIO(content)).metadata
    geo = json.loads(metadata[b"geo"])
    assert geo["version"] == "1.1.0"
    assert geo["columns"]["geometry"]["encoding"] == "WKB"
    assert geo["columns"]["geometry"]["crs"]["id"] == {"authority": "EPSG", "code": 4326}
    frame = gpd.read_parquet(io.BytesIO(content))
    claims: list[dict[str, Any]] = json.loads(metadata[b"claims"])
    claims += [claim for cell in frame["claims"] for claim in cell]
    return Found(
        said=metadata[b"provenance"].decode(),
        claims={claim["id"]: texts(claim) for claim in claims},
        features=_geometries(frame),
        attributes=_attributes(frame.drop(columns="claims")),
    )


def _geometries(frame: gpd.GeoDataFrame) -> dict[str, BaseGeometry]:
    if not len(frame):
        return {}
    assert frame.crs == "EPSG:4326"
    found = dict(zip(frame["id"], frame.geometry, strict=True))
    assert len(found) == len(frame)
    return found


def _attributes(frame: pd.DataFrame) -> dict[str, Texts]:
    return by_id(frame.drop(columns="geometry", errors="ignore").to_dict("records"))
