"""Read footprints of media: GeoJSON geometries in the cells of a CSV file."""

from __future__ import annotations

import json

from shapely.geometry.base import BaseGeometry

from routemap.data.reading.foreign_crs import foreign_crs
from routemap.data.reading.read_geojson import BAD_SHAPE, strict_shape


def footprint_of(text: str) -> BaseGeometry:
    """Return the geometry that a cell contains, in WGS 84 longitude, latitude.

    Parameters
    ----------
    text
        A GeoJSON geometry (RFC 7946).

    Raises
    ------
    ValueError
        If it is not a GeoJSON geometry, or has another coordinate reference system.

    Examples
    --------
    >>> footprint_of('{"type": "Point", "coordinates": [12.5, 55.7]}').wkt
    'POINT (12.5 55.7)'
    """
    try:
        value = json.loads(text, parse_constant=float)
        if foreign_crs(value):
            raise ValueError("another coordinate reference system")
        return strict_shape(value)
    except BAD_SHAPE as error:
        raise ValueError("not a GeoJSON geometry") from error
