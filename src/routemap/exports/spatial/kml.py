"""Places and routes as KML, for Google Earth: folders by status, balloons, a time slider."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from xml.etree import ElementTree as ET

import pandas as pd
import shapely
from pyproj import Geod

from routemap.exports.extract import Extract
from routemap.exports.feature_fields import feature_fields
from routemap.exports.fields import Field
from routemap.exports.own_columns import own_keys
from routemap.exports.spatial.balloon import claim_balloon, feature_balloon, provenance_balloon
from routemap.exports.spatial.kml_styles import style_of, styles
from routemap.map.style import AREA_STYLE
from routemap.model.columns import Row
from routemap.model.vocabulary import GEOMETRY_BASES, STATUSES
from routemap.questions.place_areas import area_of

UNPLACED: Final = "Claims about no place or route"
_NAMESPACES: Final = {
    "xmlns": "http://www.opengis.net/kml/2.2",
    "xmlns:atom": "http://www.w3.org/2005/Atom",
}
# every other field is text
_TYPES: Final = {"number": "double", "count": "int"}
_NAMED: Final = {"id": "feature_id"}  # GDAL adds its own column "id"
_GDAL: Final = (
    *("feature_id", "name", "description", "timestamp", "begin", "end", "altitudemode"),
    *("tessellate", "extrude", "visibility", "draworder", "icon", "snippet"),
)
_GEOD: Final = Geod(ellps="WGS84")
_CORNERS: Final = 72  # of a ring


def to_kml(extract: Extract) -> bytes:
    """Return a KML 2.2 document.

    Source: OGC 07-147r2, KML 2.2 (https://www.ogc.org/standard/kml/). There is one folder per
    status, one for the areas of places or the rings around those that are not known exactly, and
    one for claims without a place or route. A placemark covers the days of its claims; undated
    placemarks have no time and are always visible.
    """
    data, names = _data(extract), extract.dataset.name_columns[1:]
    folders: dict[str, list[str]] = {STATUSES.label(key): [] for key in STATUSES.keys}
    rings = folders.setdefault(AREA_STYLE.label, [])
    claims = dict(zip(extract.positions.tolist(), extract.claims.to_dict("records"), strict=True))
    features = zip(extract.features.to_dict("records"), extract.about, strict=True)
    for feature, about in extract.writing(list(features)):
        own = [claims[position] for position in about.tolist()]
        folders[STATUSES.label(feature["status"])].append(
            _text(_feature(feature, own, data, names))
        )
        area = area_of(extract.dataset, feature["id"])
        if area is None and _is_loose(feature):
            area = _ring(feature)
        if area is not None:
            rings.append(_text(_area(feature, area)))
    unplaced = extract.unplaced.to_dict("records")
    folders[UNPLACED] = [_text(_claim(claim)) for claim in unplaced]
    before, after = _around(_document(extract, data))
    body = "".join(_folder(name, placemarks) for name, placemarks in folders.items() if placemarks)
    return f"<?xml version='1.0' encoding='UTF-8'?>\n{before}{body}{after}".encode()


def _data(extract: Extract) -> dict[str, tuple[str, Field]]:
    """Return the columns of features except the name, by key, each with its name in KML."""
    fields = {field.key: field for field in extract.feature_fields if field.key != "name"}
    known = {
        field.key: _NAMED.get(field.key, field.key)
        for field in feature_fields(extract.dataset.case)
    }
    own = own_keys([key for key in fields if key not in known], [*known.values(), *_GDAL])
    return {key: ({**known, **own}[key], field) for key, field in fields.items()}


def _document(extract: Extract, data: Mapping[str, tuple[str, Field]]) -> ET.Element:
    own = extract.provenance
    root = ET.Element("kml", _NAMESPACES)
    document = ET.SubElement(root, "Document")
    _add(document, "name", own["title"])
    _add(document, "open", "1")
    _add(ET.SubElement(document, "atom:author"), "atom:name", "Route Map")
    if extract.link.startswith(("http://", "https://")):
        ET.SubElement(document, "atom:link", href=extract.link)
    _add(document, "Snippet", f"{own['query_in_words']}. Exported {own['made'][:10]}.")
    _add(document, "description", provenance_balloon(own))
    document.extend(styles())
    said = ET.SubElement(document, "ExtendedData")
    for key, text in own.items():
        _add(ET.SubElement(said, "Data", name=key), "value", text)
    schema = ET.SubElement(document, "Schema", name="feature", id="feature")
    for name, field in data.values():
        kind = _TYPES.get(field.holds, "string")
        described = ET.SubElement(schema, "SimpleField", type=kind, name=name)
        _add(described, "displayName", field.label)
    return root


def _feature(
    feature: Row,
    claims: Sequence[Row],
    data: Mapping[str, tuple[str, Field]],
    names: Sequence[str],
) -> ET.Element:
    basis = GEOMETRY_BASES.label(feature["drawn_as"])
    snippet = STATUSES.label(feature["status"])
    placemark = ET.Element("Placemark", id=f"feature-{feature['id']}")
    _add(placemark, "name", feature["name"])
    _add(placemark, "Snippet", f"{snippet}. {basis}" if basis else snippet)
    _add(placemark, "description", feature_balloon(feature, claims, names))
    _add_time(placemark, feature)
    _add(placemark, "styleUrl", style_of(feature))
    cells = ET.SubElement(ET.SubElement(placemark, "ExtendedData"), "SchemaData")
    cells.set("schemaUrl", "#feature")
    for key, (name, _field) in data.items():
        value = feature[key]
        if value != "" and not pd.isna(value):
            _add(cells, "SimpleData", str(value)).set("name", name)
    placemark.append(_geometry(feature["geometry"]))
    return placemark


def _is_loose(feature: Row) -> bool:
    return feature["precision"] not in ("", "exact") and feature["kind"] != "country"


def _ring(feature: Row) -> shapely.LineString:
    """Return a circle that contains the place, with the radius of its uncertainty."""
    at = feature["geometry"]
    angles = [360 * corner / _CORNERS for corner in range(_CORNERS + 1)]
    metres = 1000 * feature["uncertainty_km"]
    return shapely.LineString([_GEOD.fwd(at.x, at.y, angle, metres)[:2] for angle in angles])


def _area(feature: Row, area: Any) -> ET.Element:
    placemark = ET.Element("Placemark", id=f"ring-{feature['id']}")
    _add(placemark, "name", feature["name"])
    _add(placemark, "Snippet", AREA_STYLE.meaning)
    _add_time(placemark, feature)
    _add(placemark, "styleUrl", f"#{feature['status']}-ring")
    placemark.append(_geometry(area))
    return placemark


def _claim(claim: Row) -> ET.Element:
    placemark = ET.Element("Placemark", id=f"claim-{claim['id']}")
    _add(placemark, "name", claim["allegation"] or claim["source"])
    _add(placemark, "Snippet", claim["source"])
    _add(placemark, "description", claim_balloon(claim))
    _add_time(placemark, claim)
    _add(placemark, "styleUrl", "#background-name")
    return placemark


def _add_time(placemark: ET.Element, row: Row) -> None:
    first, last = row["first_day"], row["last_day"]
    if first and first == last:
        _add(ET.SubElement(placemark, "TimeStamp"), "when", first)
    elif first or last:
        span = ET.SubElement(placemark, "TimeSpan")
        for tag, day in (("begin", first), ("end", last)):
            if day:
                _add(span, tag, day)


def _geometry(shape: Any) -> ET.Element:
    if hasattr(shape, "geoms"):
        element = ET.Element("MultiGeometry")
        element.extend(map(_geometry, shape.geoms))
        return element
    element = ET.Element(shape.geom_type)
    if shape.geom_type == "Polygon":
        _add(element, "tessellate", "1")
        shape = shapely.orient_polygons(shape)
        for tag, ring in [
            ("outerBoundaryIs", shape.exterior),
            *(("innerBoundaryIs", ring) for ring in shape.interiors),
        ]:
            ET.SubElement(element, tag).append(_geometry(ring))
        return element
    if shape.geom_type == "LineString":
        _add(element, "tessellate", "1")
    _add(element, "coordinates", " ".join(f"{x!r},{y!r}" for x, y in shape.coords))
    return element


def _folder(name: str, placemarks: Sequence[str]) -> str:
    folder = ET.Element("Folder")
    _add(folder, "name", name)
    before, after = _around(folder)
    return "".join([before, *placemarks, after])


def _add(parent: ET.Element, tag: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, tag)
    element.text = text
    return element


def _text(element: ET.Element) -> str:
    return ET.tostring(element, encoding="unicode")


def _around(element: ET.Element) -> tuple[str, str]:
    """Return the XML before and after additional placemarks of a folder or document."""
    text = _text(element)
    end = "</Document></kml>" if element.tag == "kml" else f"</{element.tag}>"
    return text.removesuffix(end), end
