"""Places and routes as GeoJSON (RFC 7946), each with the claims about it."""

from __future__ import annotations

import json
import math
from typing import Any

import shapely

from routemap.exports.extract import Extract


def to_geojson(extract: Extract) -> bytes:
    """Return a FeatureCollection; ``provenance`` stands beside its features.

    Foreign members are allowed by RFC 7946, section 6.1. Coordinates are WGS 84 longitude and
    latitude. ``claims`` of a feature hold the rows of the claims about it, so that no excerpt
    leaves without stance, source and citation.
    """
    document = {
        "type": "FeatureCollection",
        "name": "route-map",
        "provenance": extract.provenance,
        "features": list(geojson_features(extract)),
    }
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode()


def geojson_features(extract: Extract) -> list[dict[str, Any]]:
    """Return the features of an extract as GeoJSON objects, places first."""
    claims = {row["id"]: row for row in extract.claims.to_dict("records")}
    ids = extract.dataset.claims.index
    features = []
    for row in extract.features.to_dict("records"):
        geometry = shapely.geometry.mapping(row.pop("geometry"))
        properties = {key: None if _missing(value) else value for key, value in row.items()}
        about = [claims[ids[position]] for position in extract.about(row["id"])]
        features.append(
            {
                "type": "Feature",
                "id": row["id"],
                "geometry": geometry,
                "properties": {**properties, "claims": about},
            }
        )
    return features


def _missing(value: Any) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value))
