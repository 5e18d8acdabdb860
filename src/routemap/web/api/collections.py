"""The landing page, conformance and collections of the API, as OGC API defines them."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import shapely

from routemap.exports import FORMATS
from routemap.exports.extract import Extract
from routemap.model.case import Case
from routemap.model.credits import EXCERPT_RULE
from routemap.web.api.extracts import full_extract
from routemap.web.api.features import (
    COLLECTIONS,
    GEOJSON,
    Collection,
    collection_of,
    geometries,
    shown,
)
from routemap.web.api.parameters import BBOX, FORM
from routemap.web.api.request import ApiRequest, Link, link
from routemap.web.api.route import Answer

CRS84: Final = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
_GREGORIAN: Final = "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"
OPENAPI_31: Final = "application/vnd.oai.openapi+json;version=3.1"
OPENAPI_30: Final = "application/vnd.oai.openapi+json;version=3.0"
CONFORMS_TO: Final = (
    "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/landing-page",
    "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/json",
    "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/oas30",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
)
_ROWS: Final = ("claims", "articles", "sources", "allegations", "media")


def landing(call: ApiRequest) -> Answer:
    """Return links to all endpoints; links to data keep the parameters of the request."""
    dataset = call.validated.dataset
    links = [
        link(call.own, "self", title="This page"),
        link(call.at("api/openapi.json"), "service-desc", OPENAPI_31, "OpenAPI 3.1"),
        link(call.at("api/openapi-3.0.json"), "service-desc", OPENAPI_30, "OpenAPI 3.0"),
        link(call.at("api/docs"), "service-doc", "text/html", "Documentation"),
        link(call.at("api/conformance"), "conformance", title="Conformance"),
        link(call.alike("api/collections"), "data", title="Collections for map programs"),
        *(
            link(call.alike(f"api/{name}", BBOX.key), "related", title=name.capitalize())
            for name in _ROWS
        ),
        link(call.alike("api/features"), "related", GEOJSON, "Places and routes"),
        *(
            link(
                call.alike(f"api/export/{row.key}", BBOX.key, FORM.key),
                "enclosure",
                row.media_type,
                row.label,
            )
            for row in FORMATS
        ),
        link(call.at("health"), "status", title="Health"),
        link(call.alike("", BBOX.key, FORM.key), "alternate", "text/html", "The dashboard"),
        *_licence_links(dataset.case),
    ]
    body = {
        "title": dataset.case.title,
        "description": f"{dataset.case.description} {EXCERPT_RULE}",
        "attribution": "; ".join(dataset.credits),
        "revision": dataset.revision,
        "links": links,
    }
    return Answer(body)


def conformance(_call: ApiRequest) -> Answer:
    """Return the supported conformance classes of OGC API."""
    return Answer({"conformsTo": list(CONFORMS_TO)})


def collections(call: ApiRequest) -> Answer:
    """Return the collections of features, with extent and links."""
    extracted = full_extract(call)
    body = {
        "links": [
            link(call.own, "self", title="This page"),
            *_licence_links(extracted.dataset.case),
        ],
        "collections": [_described(call, extracted, row) for row in COLLECTIONS],
    }
    return Answer(body)


def collection(call: ApiRequest) -> Answer:
    """Return one collection of features, with extent and links."""
    return Answer(_described(call, full_extract(call), collection_of(call)))


def _described(call: ApiRequest, extracted: Extract, row: Collection) -> dict[str, Any]:
    path = f"api/collections/{row.key}"
    return {
        "id": row.key,
        "title": row.title,
        "description": row.meaning,
        "attribution": "; ".join(extracted.dataset.credits),
        "itemType": "feature",
        "crs": [CRS84],
        "extent": _extent(call, extracted, row),
        "links": [
            link(call.alike(path), "self", title=row.title),
            link(call.alike(f"{path}/items"), "items", GEOJSON, row.title),
            *_licence_links(extracted.dataset.case),
        ],
    }


def _licence_links(case: Case) -> list[Link]:
    return [link(row["path"], "license", "text/html", row["title"]) for row in case.licences]


def _extent(call: ApiRequest, extracted: Extract, row: Collection) -> dict[str, Any]:
    """Return the spatial extent of a collection and the temporal extent of its claims."""
    found = geometries(extracted, shown(call, extracted, row))
    extent: dict[str, Any] = {
        "temporal": {"interval": [list(_interval(extracted))], "trs": _GREGORIAN}
    }
    if found:
        extent["spatial"] = {"bbox": [list(shapely.total_bounds(found))], "crs": CRS84}
    return extent


def _interval(extracted: Extract) -> tuple[str | None, str | None]:
    """Return the first and last moment of the claims, ``None`` for an open end."""
    bounds = extracted.dataset.bounds[extracted.query.by]
    dated = extracted.selection.mask & bounds.known
    if not dated.any():
        return None, None
    first, last = int(bounds.first[dated].min()), int(bounds.last[dated].max())
    return _moment(first, "T00:00:00Z"), _moment(last, "T23:59:59Z")


def _moment(ordinal: int, clock: str) -> str | None:
    within = 1 <= ordinal <= date.max.toordinal()
    return f"{date.fromordinal(ordinal)}{clock}" if within else None
