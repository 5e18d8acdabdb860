"""Places and routes as GeoJSON by the conventions of OGC API - Features, Part 1: Core."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely

from routemap.data.codes import Ints
from routemap.exports.extract import Extract
from routemap.exports.own_columns import own_of_features, own_rows
from routemap.model.errors import NotHereError
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
    """One collection of features: its key, title and meaning, and the type of what is in it."""

    key: str
    title: str
    meaning: str
    type: str


COLLECTIONS: Final = (
    Collection("places", "Places", "Points that claims speak of.", "place"),
    Collection(
        "routes",
        "Routes",
        "Lines along which something is reported to have moved. A schematic line, as drawn_as "
        "says, only joins two ends: its path means nothing.",
        "route",
    ),
)


def collection_of(call: ApiRequest) -> Collection:
    """Return the collection that the path of a call names.

    Raises
    ------
    NotHereError
        Where there is none.
    """
    asked = call.parts["collectionId"]
    for row in COLLECTIONS:
        if row.key == asked:
            return row
    known = ", ".join(row.key for row in COLLECTIONS)
    raise NotHereError(f"There is no collection “{asked}”; there are {known}.", "collectionId")


def shown(call: ApiRequest, extracted: Extract, collection: Collection | None = None) -> Ints:
    """Return positions in ``dataset.features`` of what is in a collection, or in any.

    Only what meets the box that is asked for.
    """
    found = extracted.selection.shown
    if collection:
        is_place = found < len(extracted.dataset.places)
        found = found[is_place if collection.type == "place" else ~is_place]
    return found[call.asked.box.meets(geometries(extracted, found))] if call.asked.box else found


def geometries(extracted: Extract, positions: Ints) -> list[shapely.Geometry]:
    """Return the geometries of features, by their positions in ``dataset.features``."""
    dataset = extracted.dataset
    every = [*dataset.places.geometry, *dataset.routes.geometry]
    return [every[position] for position in positions]


def features(call: ApiRequest) -> Answer:
    """Answer a page of places and routes together."""
    return _page(call, None)


def items(call: ApiRequest) -> Answer:
    """Answer a page of one collection."""
    return _page(call, collection_of(call))


def item(call: ApiRequest) -> Answer:
    """Answer one place or route."""
    collection = collection_of(call)
    extracted, position = one_shown(call)
    rows, denials = _features(call, extracted, *fitting_features(extracted, position))
    links = [
        *rows[0].pop("links", []),
        link(call.own, "self", GEOJSON, "This feature"),
        link(call.at(f"api/collections/{collection.key}"), "collection", title=collection.title),
        link(extracted.link, "alternate", "text/html", "The dashboard"),
    ]
    return Answer({**rows[0], **_beside(extracted, denials, links)}, GEOJSON)


def one_shown(call: ApiRequest) -> tuple[Extract, Ints]:
    """Return what a call asks for, and in it the position of the one feature that its path names.

    Raises
    ------
    NotHereError
        Where the query does not leave it.
    """
    collection, key = collection_of(call), call.parts["featureId"]
    extracted = full_extract(call)
    found = shown(call, extracted, collection)
    position = found[extracted.dataset.features.index[found] == key]
    if not len(position):
        raise NotHereError(
            f"“{key}” is not among the {collection.key} that this query leaves.", "featureId"
        )
    return extracted, position


def _page(call: ApiRequest, collection: Collection | None) -> Answer:
    extracted = full_extract(call)
    found = shown(call, extracted, collection)
    start = call.asked.offset
    page, about = fitting_features(extracted, found[start : start + call.asked.limit])
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
        **_beside(extracted, denials, links),
    }
    return Answer(body, GEOJSON, link_header(links))


def _features(
    call: ApiRequest, extracted: Extract, positions: Ints, about: Sequence[Ints]
) -> tuple[Objects, Objects]:
    """Return features as GeoJSON objects, and denials of what stands in them, from elsewhere."""
    rows = extracted.features_at(positions).to_dict("records")
    every = np.unique(np.concatenate([np.zeros(0, dtype=np.int64), *about]))
    claims, denials = with_denials(extracted, every)
    by_position = dict(zip(every.tolist(), claims, strict=True))
    own = own_rows(own_of_features(extracted.dataset, positions))
    found = [
        _feature(call, row, beside, [by_position[position] for position in named.tolist()])
        for row, beside, named in zip(rows, own, about, strict=True)
    ]
    return found, denials


def _feature(
    call: ApiRequest, row: Mapping[Any, Any], own: Mapping[Any, Any], claims: Objects
) -> dict[str, Any]:
    properties = feature_properties(row, own)
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


def _beside(extracted: Extract, denials: Objects, links: list[Link]) -> dict[str, Any]:
    """Return the members beside the features: foreign ones in the sense of RFC 7946, 6.1."""
    return {
        "denials": denials,
        "links": links,
        "provenance": provenance(extracted),
    }
