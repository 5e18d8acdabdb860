"""The compact format for the features of a large collection: columns and arcs.

With more than a few hundred features, a map of single lines and markers is neither fast nor
readable. The browser then draws every stretch of line once and clusters places. It receives
:func:`compact_document`, which has a tenth of the size of the same features as GeoJSON.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import numpy as np
import shapely

from routemap.data.dataset import Dataset
from routemap.map.arcs import GRID, topology
from routemap.map.spots import spots
from routemap.questions.evidence import observed_sentence, place_sentence, route_sentence
from routemap.questions.place_areas import area_json

MANY_PLACES: Final = 300
MANY_ROUTES: Final = 150
AREA_DIGITS: Final = 5
"""Decimal places of the outlines that the browser receives, in degrees: about a metre."""


def is_large(dataset: Dataset) -> bool:
    """Return whether a collection is too large to draw every feature by itself.

    This depends on the complete collection, not on the query, so that the style of the map does
    not change while a reader filters.
    """
    return len(dataset.places) > MANY_PLACES or len(dataset.routes) > MANY_ROUTES


def compact_document(dataset: Dataset) -> dict[str, Any]:
    """Return all features as columns, places and routes in the order of ``dataset.features``.

    Returns
    -------
    dict
        ``type`` is ``"routemap-compact"``. Coordinates are integers; ``grid`` is the number of
        steps per degree (WGS 84). ``arcs`` are stretches of line, each
        ``[longitude, latitude, step, step, …]``: the first vertex, then differences, as in
        TopoJSON. ``places`` and ``routes`` have one list per property; a property with few
        distinct values is ``{"words": […], "at": […]}``, where ``at`` has positions in
        ``words``. ``routes.arcs`` has, for each route and each of its parts, the numbers of its
        arcs, with ``~number`` for a reversed arc. ``places.areas`` has the outlines by position of
        the place, as GeoJSON geometries. ``routes.from`` and ``routes.to`` are
        positions of places. ``spots`` are groups of positions of places on one spot.
    """
    places, routes = dataset.places, dataset.routes
    position = {str(key): index for index, key in enumerate(places.index)}
    points = np.rint(shapely.get_coordinates(places.geometry.array) * GRID).astype(np.int64)
    cut = topology(routes.geometry.array)
    return {
        "type": "routemap-compact",
        "grid": GRID,
        "places": {
            **_shared(dataset, places),
            "precision": _coded(places["precision"]),
            "uncertainty_km": places["uncertainty_km"].tolist(),
            "label": _place_sentences(dataset),
            "areas": _areas(dataset, position),
            "longitude": points[:, 0].tolist(),
            "latitude": points[:, 1].tolist(),
        },
        "routes": {
            **_shared(dataset, routes),
            "mode": _coded(routes["mode"]),
            "geometry_basis": _coded(routes["geometry_basis"]),
            "observed": _coded(observed_sentence(row) for row in routes.to_dict("records")),
            "from": [position[key] for key in routes["from"]],
            "to": [position[key] for key in routes["to"]],
            "label": _route_sentences(dataset),
            "arcs": cut.lines,
        },
        "arcs": _differences(cut.vertices, cut.ends),
        "spots": spots(dataset),
    }


def _shared(dataset: Dataset, frame: Any) -> dict[str, Any]:
    names = frame[list(dataset.name_columns[1:])].itertuples(index=False)
    return {
        "id": [str(key) for key in frame.index],
        "kind": _coded(frame["kind"]),
        "name": frame["name_en"].tolist(),
        "local_names": [[name for name in own if name] for own in names],
    }


def _place_sentences(dataset: Dataset) -> list[str]:
    return [
        place_sentence(dataset, str(key), row)
        for key, row in dataset.places.to_dict("index").items()
    ]


def _areas(dataset: Dataset, position: Mapping[str, int]) -> dict[int, Any]:
    keys = [str(key) for key in dataset.areas.index if key in position]
    return {position[key]: area_json(dataset, key, AREA_DIGITS) for key in keys}


def _route_sentences(dataset: Dataset) -> list[str]:
    return [route_sentence(dataset, row) for row in dataset.routes.to_dict("records")]


def _coded(values: Iterable[str]) -> dict[str, Any]:
    numbers: dict[str, int] = {}
    at = [numbers.setdefault(value, len(numbers)) for value in values]
    return {"words": list(numbers), "at": at}


def _differences(vertices: Any, ends: Any) -> list[Sequence[int]]:
    starts = np.concatenate([[0], ends[:-1]]).astype(np.int64)
    steps = np.diff(vertices, axis=0, prepend=0)
    steps[starts[: len(ends)]] = vertices[starts[: len(ends)]]
    flat = steps.ravel().tolist()
    return [flat[2 * a : 2 * b] for a, b in zip(starts.tolist(), ends.tolist(), strict=False)]
