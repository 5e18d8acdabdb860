"""Places and routes as GeoJSON (RFC 7946), each with the claims about it."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any

import shapely

from routemap.exports.extract import Extract


def to_geojson(extract: Extract) -> bytes:
    """Return a FeatureCollection; ``provenance`` stands beside its features.

    Foreign members are allowed by RFC 7946, section 6.1. Coordinates are WGS 84 longitude and
    latitude. ``claims`` of a feature hold the rows of the claims about it, so that no excerpt
    leaves without stance, source and citation; ``claims`` beside the features hold those about
    no place or route, because a denial need not name one.
    """
    head = {
        "type": "FeatureCollection",
        "name": "route-map",
        "provenance": extract.provenance,
        "claims": extract.unplaced.to_dict("records"),
        "features": [],
    }
    before, after = _bytes(head).rsplit(b"[]", 1)  # of the features, which stand last
    features = b",".join(map(_bytes, geojson_features(extract)))
    return b"".join([before, b"[", features, b"]", after])


def geojson_features(extract: Extract) -> Iterator[dict[str, Any]]:
    """Yield the features of an extract as GeoJSON objects, places first."""
    positions = extract.positions.tolist()
    claims = dict(zip(positions, extract.claims.to_dict("records"), strict=True))
    rows = list(zip(extract.features.to_dict("records"), extract.about, strict=True))
    for row, about in extract.writing(rows):
        geometry = shapely.geometry.mapping(row.pop("geometry"))
        properties = {key: None if _missing(value) else value for key, value in row.items()}
        yield {
            "type": "Feature",
            "id": row["id"],
            "geometry": geometry,
            "properties": {**properties, "claims": [claims[place] for place in about.tolist()]},
        }


def _bytes(value: Any) -> bytes:
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode()


def _missing(value: Any) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value))
