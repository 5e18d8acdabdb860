"""Places and routes as GeoJSON, following OGC API - Features, Part 1: Core."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely

from routemap.data.codes import Ints
from routemap.exports.areas_table import AREA
from routemap.exports.extract import Extract
from routemap.exports.own_columns import own_of_features, own_rows
from routemap.model.errors import NotHereError
from routemap.questions.place_areas import area_json
from routemap.web.api.extracts import full_extract, provenance, with_denials
from routemap.web.api.json_objects import feature_properties
from routemap.web.api.page_size import fitting_features
from routemap.web.api.paging import counts, link_header, page_links
from routemap.web.api.parameters import BBOX, LIMIT, OFFSET
from routemap.web.api.request import ApiRequest, Link, link
from routemap.web.api.route import Answer

Objects = list[dict[str, Any]]

GEOJSON: Final = "application/geo+json"
_PAGING: Final = (LIMIT.key, OFFSET.key, BBOX.key)


@dataclass(frozen=True)
class Collection:
    """A collection of features: its key, title, meaning, and the type of its features."""

    key: str
    title: str
    meaning: str
    type: str


COLLECTIONS: Final = (
    Collection("places", "Places", "Points that claims are about.", "place"),
    Collection(
        "routes",
        "Routes",
        "Lines along which something is reported to have moved. A line that is schematic according "
        "to drawn_as only connects two ends: its path has no meaning.",
        "route",
    ),
)


def collection_of(call: ApiRequest) -> Collection:
    """Return the collection named in the path of a request.

    Raises
    ------
    NotHereError
        If the collection is unknown.
    """
    requested = call.parts["collectionId"]
    for row in COLLECTIONS:
        if row.key == requested:
            return row
    known = ", ".join(row.key for row in COLLECTIONS)
    raise NotHereError(
        f"Unknown collection “{requested}”. Known collections: {known}.", "collectionId"
    )


def shown(call: ApiRequest, extracted: Extract, collection: Collection | None = None) -> Ints:
    """Return the positions in ``dataset.features`` of the selected features.

    Only those in the collection, if one is given, and in the box of the request, if it has one.
    """
    found = extracted.selection.shown
    if collection:
        is_place = found < len(extracted.dataset.places)
        found = found[is_place if collection.type == "place" else ~is_place]
    box = call.validated.box
    return found[box.meets(geometries(extracted, found))] if box else found


def geometries(extracted: Extract, positions: Ints) -> list[shapely.Geometry]:
    """Return the geometries at some positions of ``dataset.features`` (WGS 84)."""
    dataset = extracted.dataset
    every = [*dataset.places.geometry, *dataset.routes.geometry]
    return [every[position] for position in positions]


def features(call: ApiRequest) -> Answer:
    """Return a page of places and routes together."""
    return _page(call, None)


def items(call: ApiRequest) -> Answer:
    """Return a page of the features of one collection."""
    return _page(call, collection_of(call))


def item(call: ApiRequest) -> Answer:
    """Return one place or route."""
    collection = collection_of(call)
    extracted, position = one_shown(call)
    rows, denials = _features(call, extracted, *fitting_features(extracted, position))
    links = [
        *rows[0].pop("links", []),
        link(call.own, "self", GEOJSON, "This feature"),
        link(call.at(f"api/collections/{collection.key}"), "collection", title=collection.title),
        link(extracted.link, "alternate", "text/html", "The dashboard"),
    ]
    return Answer({**rows[0], **_foreign_members(extracted, denials, links)}, GEOJSON)


def one_shown(call: ApiRequest) -> tuple[Extract, Ints]:
    """Return the extract of a request, and the position of the feature named in its path.

    Raises
    ------
    NotHereError
        If the feature is not in the result of the query.
    """
    collection, key = collection_of(call), call.parts["featureId"]
    extracted = full_extract(call)
    found = shown(call, extracted, collection)
    position = found[extracted.dataset.features.index[found] == key]
    if not len(position):
        raise NotHereError(
            f"“{key}” is not among the {collection.key} in the result of this query. "
            "Check the id, or remove filters.",
            "featureId",
        )
    return extracted, position


def _page(call: ApiRequest, collection: Collection | None) -> Answer:
    extracted = full_extract(call)
    found = shown(call, extracted, collection)
    start = call.validated.offset
    page, about = fitting_features(extracted, found[start : start + call.validated.limit])
    rows, denials = _features(call, extracted, page, about)
    links = page_links(call, len(found), len(page), GEOJSON)
    if collection:
        href = call.at(f"api/collections/{collection.key}")
        links.append(link(href, "collection", title=collection.title))
    links.append(link(extracted.link, "alternate", "text/html", "The dashboard"))
    body = {
        "type": "FeatureCollection",
        "timeStamp": extracted.provenance["made"],
        **counts(len(found), len(rows)),
        "features": rows,
        **_foreign_members(extracted, denials, links),
    }
    return Answer(body, GEOJSON, link_header(links))


def _features(
    call: ApiRequest, extracted: Extract, positions: Ints, about: Sequence[Ints]
) -> tuple[Objects, Objects]:
    """Return features as GeoJSON objects, and the other denials of their allegations."""
    rows = extracted.features_at(positions).to_dict("records")
    every = np.unique(np.concatenate([np.zeros(0, dtype=np.int64), *about]))
    claims, denials = with_denials(extracted, every)
    by_position = dict(zip(every.tolist(), claims, strict=True))
    own = own_rows(own_of_features(extracted.dataset, positions))
    found = [
        _feature(call, row, own_cells, [by_position[position] for position in named.tolist()])
        for row, own_cells, named in zip(rows, own, about, strict=True)
    ]
    return found, denials


def _feature(
    call: ApiRequest, row: Mapping[Any, Any], own: Mapping[Any, Any], claims: Objects
) -> dict[str, Any]:
    dataset = call.validated.dataset
    properties = feature_properties(dataset.case, row, own)
    if area := area_json(dataset, row["id"]):
        properties[AREA] = area
    feature = {
        "type": "Feature",
        "id": row["id"],
        "geometry": shapely.geometry.mapping(row["geometry"]),
        "properties": {**properties, "claims": claims},
    }
    if len(claims) < properties["claim_count"]:
        collection = next(each.key for each in COLLECTIONS if each.type == row["type"])
        path = f"api/collections/{collection}/items/{row['id']}/claims"
        feature["links"] = [link(call.alike(path, *_PAGING), "claims", title="All claims about it")]
    return feature


def _foreign_members(extracted: Extract, denials: Objects, links: list[Link]) -> dict[str, Any]:
    """Return the members besides the features: foreign members (RFC 7946, section 6.1)."""
    return {
        "denials": denials,
        "links": links,
        "provenance": provenance(extracted),
    }
