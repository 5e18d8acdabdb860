"""The compact format of a large collection has the same content as its GeoJSON."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from tests.conftest import WriteFolder, place, small_rows

from routemap.data.load import SHIPPED, load
from routemap.map.arcs import GRID
from routemap.map.compact import MANY_PLACES, compact_document, is_large
from routemap.map.payload import feature_collection, features_document


def column(values: Any, row: int) -> Any:
    return values["words"][values["at"][row]] if isinstance(values, dict) else values[row]


def line(document: dict[str, Any], row: int) -> list[list[list[float]]]:
    """Return the coordinates of a route, decoded as in the browser."""
    parts = []
    for numbers in document["routes"]["arcs"][row]:
        part: list[list[float]] = []
        for number in numbers:
            flat = document["arcs"][max(number, ~number)]
            steps = np.array(flat, dtype=float).reshape(-1, 2).cumsum(axis=0) / document["grid"]
            arc = (steps if number >= 0 else steps[::-1]).tolist()
            part += arc[1:] if part else arc
        parts.append(part)
    return parts


def test_columns_and_arcs_have_the_content_of_the_geojson() -> None:
    dataset = load(SHIPPED).dataset
    sent = json.loads(json.dumps(compact_document(dataset), allow_nan=False))
    rows = [("places", row) for row in range(len(dataset.places))]
    rows += [("routes", row) for row in range(len(dataset.routes))]
    features = feature_collection(dataset)["features"]
    for (table, row), feature in zip(rows, features, strict=True):
        expected = dict(feature["properties"])
        assert table[:-1] == expected.pop("type")
        columns = sent[table]
        if table == "routes":
            for end in ("from", "to"):
                name = sent["places"]["name"][columns[end][row]]
                assert name == expected.pop(f"{end}_name")
            parts = line(sent, row)
            geometry = feature["geometry"]["coordinates"]
            whole = [geometry] if feature["geometry"]["type"] == "LineString" else geometry
            assert [len(part) for part in parts] == [len(part) for part in whole]
            for part, other in zip(parts, whole, strict=True):
                assert np.abs(np.array(part) - np.array(other)).max() <= 0.51 / GRID
        assert {key: column(columns[key], row) for key in expected} == expected


def test_the_size_of_the_collection_decides_the_format(write_folder: WriteFolder) -> None:
    rows = small_rows()
    assert features_document(load(write_folder(rows)).dataset)["type"] == "FeatureCollection"
    rows["places"] += [place(f"p{n}", (130.0, 42.0)) for n in range(MANY_PLACES)]
    dataset = load(write_folder(rows)).dataset
    assert is_large(dataset)
    assert features_document(dataset)["type"] == "routemap-compact"
