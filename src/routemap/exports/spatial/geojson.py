"""Places and routes as GeoJSON (RFC 7946), each with the claims about it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import shapely

from routemap.exports.areas_table import AREA
from routemap.exports.extract import Extract
from routemap.exports.json_text import compact_json, with_items
from routemap.questions.place_areas import area_json


def to_geojson(extract: Extract) -> bytes:
    """Return a FeatureCollection with the foreign members ``provenance`` and ``claims``.

    RFC 7946, section 6.1, allows foreign members. Coordinates are WGS 84 longitude and latitude.
    The property ``claims`` of a feature contains the rows of the claims about it, so that no
    excerpt is exported without stance, source and citation. The member ``claims`` of the
    collection contains the claims that are not about any place or route, because a denial does
    not have to name one. The property ``area`` of a place that has one is a GeoJSON geometry.
    """
    head = {
        "type": "FeatureCollection",
        "name": "route-map",
        "provenance": extract.provenance,
        "claims": extract.unplaced.to_dict("records"),
        "features": [],
    }
    return with_items(head, map(compact_json, geojson_features(extract)))


def geojson_features(extract: Extract) -> Iterator[dict[str, Any]]:
    """Yield the features of an extract as GeoJSON objects, places first."""
    positions = extract.positions.tolist()
    claims = dict(zip(positions, extract.claims.to_dict("records"), strict=True))
    rows = list(zip(extract.features.to_dict("records"), extract.about, strict=True))
    for row, about in extract.writing(rows):
        geometry = shapely.geometry.mapping(row.pop("geometry"))
        properties = {key: None if _missing(value) else value for key, value in row.items()}
        if area := area_json(extract.dataset, row["id"]):
            properties[AREA] = area
        yield {
            "type": "Feature",
            "id": row["id"],
            "geometry": geometry,
            "properties": {**properties, "claims": [claims[place] for place in about.tolist()]},
        }


def _missing(value: Any) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value))
