"""The areas of places: as GeoJSON, and where they are from."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from routemap.data.dataset import Dataset


def area_of(dataset: Dataset, key: str) -> BaseGeometry | None:
    """Return the area of a place (WGS 84), ``None`` if the place has none."""
    if key not in dataset.areas.index:
        return None
    found: BaseGeometry = dataset.areas.geometry[key]
    return found


def area_json(dataset: Dataset, key: str, digits: int | None = None) -> dict[str, Any] | None:
    """Return the area of a place as a GeoJSON geometry, ``None`` if the place has none.

    Parameters
    ----------
    dataset
        The data.
    key
        Id of the place.
    digits
        Decimal places of the coordinates in degrees (WGS 84), by default all. With 5, they are
        accurate to a metre.

    Returns
    -------
    dict or None
        A Polygon or MultiPolygon whose rings follow the right-hand rule (RFC 7946, section 3.1.6).
    """
    if (area := area_of(dataset, key)) is None:
        return None
    if digits is not None:
        area = shapely.transform(area, lambda points: np.round(points, digits))
    written: dict[str, Any] = shapely.geometry.mapping(shapely.orient_polygons(area))
    return written


def area_source(dataset: Dataset, key: str) -> str:
    """Return the source of the area of a place and its licence, ``""`` if the place has none."""
    if key not in dataset.areas.index:
        return ""
    area = dataset.areas.loc[key]
    return f"{area['source']} ({area['licence']})" if area["licence"] else str(area["source"])
