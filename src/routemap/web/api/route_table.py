"""The endpoints of the API: one row each, for the server, the OpenAPI file and the tests."""

from __future__ import annotations

from typing import Final

from routemap.exports import FORMATS
from routemap.model.roles import MAKE
from routemap.web.api.claims import claims, item_claims
from routemap.web.api.collections import (
    OPENAPI_30,
    OPENAPI_31,
    collection,
    collections,
    conformance,
    landing,
)
from routemap.web.api.docs import page
from routemap.web.api.drafts import BODY, DRY_RUN, drafts
from routemap.web.api.exports import export
from routemap.web.api.features import COLLECTIONS, GEOJSON, features, item, items
from routemap.web.api.health import health
from routemap.web.api.input import Input
from routemap.web.api.kinds import AnswerKind
from routemap.web.api.lists import allegations, articles, media, sources
from routemap.web.api.openapi import document
from routemap.web.api.openapi30 import downgraded
from routemap.web.api.parameters import BBOX, DATETIME, FORM, LIMIT, OFFSET, QUERY, REV
from routemap.web.api.request import ApiRequest
from routemap.web.api.route import Answer, ApiRoute
from routemap.web.api.schemas import ref

JSON: Final = "application/json"
_ASK: Final = (*QUERY, DATETIME, REV, FORM)
_ASK_SPACE: Final = (*_ASK, BBOX)
_PAGE: Final = (*_ASK, LIMIT, OFFSET)
_PAGE_SPACE: Final = (*_PAGE, BBOX)
_COLLECTION: Final = Input(
    "collectionId",
    "Id of the collection.",
    {"type": "string", "enum": [row.key for row in COLLECTIONS]},
)
_FEATURE: Final = Input(
    "featureId",
    "Id of the place or route.",
    {"type": "string", "minLength": 1},
    known=lambda dataset: dataset.features.index,
)
_FORMAT: Final = Input(
    "format",
    "; ".join(f"{row.key}: {row.label}" for row in FORMATS) + ".",
    {"type": "string", "enum": [row.key for row in FORMATS]},
)


def _openapi(call: ApiRequest) -> Answer:
    return Answer(document(ENTRIES, call.validated.dataset, call.address), OPENAPI_31)


def _openapi30(call: ApiRequest) -> Answer:
    found = document(ENTRIES, call.validated.dataset, call.address)
    return Answer(downgraded(found), OPENAPI_30)


def _docs(call: ApiRequest) -> Answer:
    dataset = call.validated.dataset
    return page(document(ENTRIES, dataset, call.address), dataset.case)


ENTRIES: Final[tuple[ApiRoute, ...]] = (
    ApiRoute(
        "features",
        "Places and routes",
        "A page of places and routes, each with the claims about it.",
        "/api/features",
        AnswerKind.DATA,
        "Data",
        features,
        {GEOJSON: ref("Features")},
        takes=_PAGE_SPACE,
        dated=True,
    ),
    ApiRoute(
        "claims",
        "Claims",
        "A page of claims with claim source and article, in the order in which they were said. "
        "The pages together contain each claim once. Each page includes the denials of its "
        "allegations; those from other pages are listed under “denials”. “selected” is false for "
        "denials that the query excludes.",
        "/api/claims",
        AnswerKind.DATA,
        "Data",
        claims,
        {JSON: ref("Claims")},
        takes=_PAGE,
    ),
    ApiRoute(
        "articles",
        "Articles",
        "A page of the articles of the claims, newest first.",
        "/api/articles",
        AnswerKind.DATA,
        "Data",
        articles,
        {JSON: ref("Articles")},
        takes=_PAGE,
    ),
    ApiRoute(
        "sources",
        "Claim sources",
        "A page of the claim sources, and of the sources that relayed a claim.",
        "/api/sources",
        AnswerKind.DATA,
        "Data",
        sources,
        {JSON: ref("Sources")},
        takes=_PAGE,
    ),
    ApiRoute(
        "allegations",
        "Allegations",
        "A page of allegations, each with the claim sources that affirm it and that deny it.",
        "/api/allegations",
        AnswerKind.DATA,
        "Data",
        allegations,
        {JSON: ref("Allegations")},
        takes=_PAGE,
    ),
    ApiRoute(
        "media",
        "Media",
        "A page of the images, tracks and documents that the claims rest on, by reference: file "
        "name, hash and web address, without the files.",
        "/api/media",
        AnswerKind.DATA,
        "Data",
        media,
        {JSON: ref("MediaItems")},
        takes=_PAGE,
    ),
    ApiRoute(
        "collections",
        "Collections",
        "The collections of places and routes, as OGC API - Features defines them.",
        "/api/collections",
        AnswerKind.DATA,
        "Map programs",
        collections,
        {JSON: ref("Collections")},
        takes=_ASK_SPACE,
    ),
    ApiRoute(
        "collection",
        "One collection",
        "The content, spatial extent and period of a collection.",
        "/api/collections/{collectionId}",
        AnswerKind.DATA,
        "Map programs",
        collection,
        {JSON: ref("Collection")},
        parts=(_COLLECTION,),
        takes=_ASK_SPACE,
    ),
    ApiRoute(
        "items",
        "Features of a collection",
        "A page of places or routes, each with the claims about it.",
        "/api/collections/{collectionId}/items",
        AnswerKind.DATA,
        "Map programs",
        items,
        {GEOJSON: ref("Features")},
        parts=(_COLLECTION,),
        takes=_PAGE_SPACE,
        dated=True,
    ),
    ApiRoute(
        "item",
        "One place or route",
        "A place or route, with the claims about it.",
        "/api/collections/{collectionId}/items/{featureId}",
        AnswerKind.DATA,
        "Map programs",
        item,
        {GEOJSON: ref("FeatureAlone")},
        parts=(_COLLECTION, _FEATURE),
        takes=_ASK_SPACE,
    ),
    ApiRoute(
        "itemclaims",
        "Claims about one place or route",
        "A page of the claims about a place or route, with the denials of their allegations.",
        "/api/collections/{collectionId}/items/{featureId}/claims",
        AnswerKind.DATA,
        "Map programs",
        item_claims,
        {JSON: ref("Claims")},
        parts=(_COLLECTION, _FEATURE),
        takes=_PAGE,
    ),
    ApiRoute(
        "export",
        "Export",
        "The result of the query as one file, with its denials, provenance and licences.",
        "/api/export/{format}",
        AnswerKind.EXPORT,
        "Files",
        export,
        {row.media_type: {} for row in FORMATS},
        parts=(_FORMAT,),
        takes=(*QUERY, DATETIME, REV),
        dated=True,
    ),
    ApiRoute(
        "drafts",
        "Send a draft",
        "Saves changes of the data as a draft, which readers do not see until somebody publishes "
        "it, and returns what would hinder publishing. Needs the role “contributor”: with a login, "
        "a personal token; without one, a request from the machine of the server, if "
        "ROUTEMAP_EDITORS is “loopback”. A sign-in in a browser is not enough.",
        "/api/drafts",
        AnswerKind.DRAFT,
        "Drafts",
        drafts,
        {JSON: ref("DraftSaved")},
        takes=(DRY_RUN,),
        kept=False,
        takes_body=BODY,
        needs=MAKE,
    ),
    ApiRoute(
        "landing",
        "Landing page",
        "Links to all endpoints. The parameters of a query are kept in the links.",
        "/api",
        AnswerKind.DESCRIPTION,
        "About this API",
        landing,
        {JSON: ref("Landing")},
        takes=_ASK_SPACE,
    ),
    ApiRoute(
        "conformance",
        "Conformance",
        "The supported conformance classes of OGC API.",
        "/api/conformance",
        AnswerKind.DESCRIPTION,
        "About this API",
        conformance,
        {JSON: ref("Conformance")},
        takes=(FORM,),
    ),
    ApiRoute(
        "openapi",
        "OpenAPI 3.1",
        "The description of this API in OpenAPI 3.1.",
        "/api/openapi.json",
        AnswerKind.DESCRIPTION,
        "About this API",
        _openapi,
        {OPENAPI_31: {"type": "object"}},
        takes=(FORM,),
    ),
    ApiRoute(
        "openapi30",
        "OpenAPI 3.0 for map programs",
        "The description of this API in OpenAPI 3.0, which GDAL and QGIS read.",
        "/api/openapi-3.0.json",
        AnswerKind.DESCRIPTION,
        "About this API",
        _openapi30,
        {OPENAPI_30: {"type": "object"}},
        takes=_ASK_SPACE,
    ),
    ApiRoute(
        "docs",
        "Documentation",
        "This documentation as a web page.",
        "/api/docs",
        AnswerKind.DESCRIPTION,
        "About this API",
        _docs,
        {"text/html": {"type": "string"}},
    ),
    ApiRoute(
        "health",
        "Health",
        "The state of the server and its data: “ok”, or “degraded” with a warning. Returns 503 "
        "until there is data to show.",
        "/health",
        AnswerKind.HEALTH,
        "Health",
        health,
        {JSON: ref("Health")},
        kept=False,
    ),
)
