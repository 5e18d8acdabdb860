"""The footprints of media: what the images and tracks of a feature's claims cover."""

from __future__ import annotations

from typing import Any

import shapely

from routemap.data.dataset import Dataset
from routemap.data.reading.footprint import footprint_of
from routemap.questions.media import caption, media_by_claim


def footprints(dataset: Dataset) -> list[dict[str, Any]]:
    """Return the footprints of the media that belong to places and routes.

    Returns
    -------
    list of dict
        ``features`` are the ids of the places and routes that its claims are about, ``label`` is
        the day and the credit in words, and ``geometry`` is GeoJSON (WGS 84). In the order of
        ``media.csv``; empty if no media item has a footprint.
    """
    rows = dataset.media[dataset.media["footprint"] != ""]
    if rows.empty:
        return []
    about: dict[str, dict[str, None]] = {}
    shown = set(dataset.features.index)
    named = dataset.claims["features"]
    for claim, media in media_by_claim(dataset).items():
        for item in media:
            about.setdefault(item, {}).update(dict.fromkeys(named[claim]))
    found = []
    for key, row in rows.to_dict("index").items():
        features = [feature for feature in about.get(str(key), {}) if feature in shown]
        if features:
            geometry = shapely.geometry.mapping(footprint_of(row["footprint"]))
            found.append({"features": features, "label": caption(row), "geometry": geometry})
    return found
