"""Members of GeoJSON that declare another CRS than WGS 84 longitude, latitude.

RFC 7946 has no such members and allows readers to ignore them (section 4). Files of the 2008
version (https://geojson.org/geojson-spec.html, section 3) have ``crs``; files of OGC Features and
Geometries JSON (https://docs.ogc.org/is/21-045r1/21-045r1.html) have ``coordRefSys``.
"""

from __future__ import annotations

import json
import re
from typing import Final

_MEMBERS: Final = ("crs", "coordRefSys")
# the usual spellings of CRS84 and EPSG:4326; all of them are read as longitude, latitude
_WGS_84: Final = re.compile(
    r"(urn:(x-)?ogc:def:crs:|https?://www\.opengis\.net/def/crs/)?"
    r"(OGC[:/]+((1\.3|0)[:/])?CRS84|EPSG[:/]+([0-9.]+[:/])?:?4326)|CRS84|WGS ?84",
    re.IGNORECASE,
)


def foreign_crs(members: object) -> tuple[str, str] | None:
    """Return the member and its value that name another CRS, ``None`` if there is none.

    Parameters
    ----------
    members
        A FeatureCollection, a feature or a geometry, as parsed JSON.

    Examples
    --------
    >>> foreign_crs({"crs": {"type": "name", "properties": {"name": "EPSG:4162"}}})
    ('crs', 'EPSG:4162')
    >>> foreign_crs({"crs": {"type": "name", "properties": {"name": "OGC:CRS84"}}})
    """
    if not isinstance(members, dict):
        return None
    for member in _MEMBERS:
        value = members.get(member)
        if value is None:
            continue
        name = _name(value)
        if not _WGS_84.fullmatch(name):
            return member, name
    return None


def _name(value: object) -> str:
    properties = value.get("properties") if isinstance(value, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else value
    return name.strip() if isinstance(name, str) else json.dumps(value)
