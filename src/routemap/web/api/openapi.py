"""The OpenAPI file, made from the tables that the server answers by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from typing import Any, Final

from routemap.data.dataset import Dataset
from routemap.model.credits import CREDITS, EXCERPT_RULE, LICENCES, TITLE
from routemap.web.api.parameter import Input, Schema
from routemap.web.api.route import ApiRoute
from routemap.web.api.schemas import ref, schemas
from routemap.web.http import PROBLEM

OPENAPI: Final = "3.1.0"
_MOST_IDS: Final = 500  # listed one by one; more make the file long and help nobody
_ABOUT: Final = f"""{EXCERPT_RULE}

Queries are asked with the parameters of a link to the dashboard, and leave the same claims. What \
cannot be taken as it stands is an error that names the parameter (RFC 9457).

Answers carry an entity tag: ask again with If-None-Match, and what still holds is not sent \
again. All routes answer GET, HEAD and OPTIONS, and may be read from pages of any origin.

{"; ".join(CREDITS)}."""
_TAG: Final = {
    "ETag": {
        "description": "From the code, the data revision and the address.",
        "required": True,
        "schema": {"type": "string"},
    }
}


def document(entries: Sequence[ApiRoute], dataset: Dataset, address: str) -> dict[str, Any]:
    """Return the OpenAPI 3.1 description of the API.

    Parameters
    ----------
    entries
        The routes.
    dataset
        The data, whose ids are listed where a parameter takes ids.
    address
        Where the dashboard is, with a trailing slash.
    """
    inputs = {row.key: row for entry in entries for row in entry.takes}
    licence = LICENCES[-1]
    return {
        "openapi": OPENAPI,
        "info": {
            "title": TITLE,
            "version": version("routemap"),
            "description": _ABOUT,
            "license": {"name": licence["title"], "url": licence["path"]},
        },
        "servers": [{"url": address.rstrip("/")}],
        "tags": [{"name": name} for name in dict.fromkeys(entry.section for entry in entries)],
        "paths": {entry.path: {"get": _operation(entry, dataset)} for entry in entries},
        "components": {
            "parameters": {key: _parameter(row, dataset) for key, row in inputs.items()},
            "schemas": schemas(),
            "responses": {
                name: {"description": meaning, "content": {PROBLEM: {"schema": ref("Problem")}}}
                for name, meaning in _PROBLEMS.items()
            },
        },
    }


_PROBLEMS: Final[Mapping[str, str]] = {
    "BadRequest": "A parameter that is not taken, by name.",
    "NotFound": "What the address names is not there.",
    "Problem": "Anything else: 401 or 403 where a login keeps you out, 405, 413, 414, 422 where a "
    "format cannot hold as much, 429 where you ask too often, 500, or 503 while there is no data "
    "or too much to do.",
}


def _operation(entry: ApiRoute, dataset: Dataset) -> dict[str, Any]:
    parameters = [
        *(_parameter(row, dataset, place="path") for row in entry.parts),
        *({"$ref": f"#/components/parameters/{row.key}"} for row in entry.takes),
    ]
    responses: dict[str, Any] = {
        "200": {
            "description": entry.title,
            "content": {kind: {"schema": schema} for kind, schema in entry.gives.items()},
        }
    }
    if entry.kept:
        responses["200"]["headers"] = _TAG
        responses["304"] = {"description": "What the client holds still holds."}
    responses["400"] = {"$ref": "#/components/responses/BadRequest"}
    if entry.parts or any(row.key == "rev" for row in entry.takes):
        responses["404"] = {"$ref": "#/components/responses/NotFound"}
    responses["default"] = {"$ref": "#/components/responses/Problem"}
    return {
        "operationId": entry.name,
        "summary": entry.title,
        "description": entry.meaning,
        "tags": [entry.section],
        "parameters": parameters,
        "responses": responses,
    }


def _parameter(row: Input, dataset: Dataset, place: str = "query") -> dict[str, Any]:
    schema = dict(row.schema)
    if row.known is not None:
        schema |= _listed(row.known(dataset))
    if row.default is not None:
        schema["default"] = row.default
    described: dict[str, Any] = {
        "name": row.key,
        "in": place,
        "description": f"{row.meaning} {row.note}".strip(),
        "required": place == "path",
    }
    if row.most > 1:
        schema = {"type": "array", "items": schema, "minItems": row.least, "maxItems": row.most}
        if row.least > 1:
            schema["uniqueItems"] = True
        described |= {"style": "form", "explode": True}
    elif schema["type"] == "array":
        described |= {"style": "form", "explode": False}
    return {**described, "schema": schema}


def _listed(ids: Iterable[str]) -> Schema:
    known = [str(key) for key in ids]
    return {"enum": known} if 0 < len(known) <= _MOST_IDS else {}
