"""The routes of the API: one row each, for the server, the OpenAPI file and the tests."""

from __future__ import annotations

from typing import Final

from routemap.exports import FORMATS
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
from routemap.web.api.exports import export
from routemap.web.api.features import COLLECTIONS, GEOJSON, features, item, items
from routemap.web.api.health import health
from routemap.web.api.kinds import AnswerKind
from routemap.web.api.lists import allegations, articles, sources
from routemap.web.api.openapi import document
from routemap.web.api.openapi30 import downgraded
from routemap.web.api.parameter import Input
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
    "Which collection.",
    {"type": "string", "enum": [row.key for row in COLLECTIONS]},
)
_FEATURE: Final = Input(
    "featureId",
    "Id of a place or route.",
    {"type": "string", "minLength": 1},
    known=lambda dataset: dataset.features.index,
)
_FORMAT: Final = Input(
    "format",
    "; ".join(f"{row.key}: {row.label}" for row in FORMATS) + ".",
    {"type": "string", "enum": [row.key for row in FORMATS]},
)


def _openapi(call: ApiRequest) -> Answer:
    return Answer(document(ENTRIES, call.asked.dataset, call.address), OPENAPI_31)


def _openapi30(call: ApiRequest) -> Answer:
    found = document(ENTRIES, call.asked.dataset, call.address)
    return Answer(downgraded(found), OPENAPI_30)


def _docs(call: ApiRequest) -> Answer:
    return page(document(ENTRIES, call.asked.dataset, call.address))


ENTRIES: Final[tuple[ApiRoute, ...]] = (
    ApiRoute(
        "features",
        "Places and routes",
        "A page of the places and routes that the claims speak of, each with the claims about it.",
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
        "A page of the claims with source and article, in the order in which they were said. All "
        "pages together hold each claim once. The denials of what a page alleges come with it, "
        "under “denials” where they stand on other pages. “selected” is false for denials that "
        "the query itself would leave out.",
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
        "A page of the articles that carry the claims, newest first.",
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
        "A page of those who say it or relayed it.",
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
        "A page of what the claims are about, each with those who affirm and those who deny it.",
        "/api/allegations",
        AnswerKind.DATA,
        "Data",
        allegations,
        {JSON: ref("Allegations")},
        takes=_PAGE,
    ),
    ApiRoute(
        "collections",
        "Collections",
        "Places and routes as collections of OGC API - Features.",
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
        "What it holds, where and when.",
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
        "What is in a collection",
        "A page of places or of routes, each with the claims about it.",
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
        "With the claims about it.",
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
        "The claims about one place or route",
        "A page of them, with the denials of what they allege.",
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
        "A whole file",
        "What the query leaves in one file, with its denials, provenance and licences.",
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
        "landing",
        "What there is",
        "Links to all routes; a query is carried along into them.",
        "/api",
        AnswerKind.DESCRIPTION,
        "About these routes",
        landing,
        {JSON: ref("Landing")},
        takes=_ASK_SPACE,
    ),
    ApiRoute(
        "conformance",
        "Which standards hold",
        "The conformance classes of OGC API that hold.",
        "/api/conformance",
        AnswerKind.DESCRIPTION,
        "About these routes",
        conformance,
        {JSON: ref("Conformance")},
        takes=(FORM,),
    ),
    ApiRoute(
        "openapi",
        "This description",
        "The routes in OpenAPI 3.1.",
        "/api/openapi.json",
        AnswerKind.DESCRIPTION,
        "About these routes",
        _openapi,
        {OPENAPI_31: {"type": "object"}},
        takes=(FORM,),
    ),
    ApiRoute(
        "openapi30",
        "This description for map programs",
        "The routes in OpenAPI 3.0, which GDAL and QGIS read.",
        "/api/openapi-3.0.json",
        AnswerKind.DESCRIPTION,
        "About these routes",
        _openapi30,
        {OPENAPI_30: {"type": "object"}},
        takes=_ASK_SPACE,
    ),
    ApiRoute(
        "docs",
        "Documentation",
        "The routes as a page to read.",
        "/api/docs",
        AnswerKind.DESCRIPTION,
        "About these routes",
        _docs,
        {"text/html": {"type": "string"}},
    ),
    ApiRoute(
        "health",
        "Health",
        "Answers wherever the server runs; 503 until there is data to show.",
        "/health",
        AnswerKind.HEALTH,
        "Health",
        health,
        {JSON: ref("Health")},
        kept=False,
    ),
)
