"""The OpenAPI file, made from the same tables as the server."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from typing import Any, Final

from routemap.data.dataset import Dataset
from routemap.model.case import Case
from routemap.model.credits import EXCERPT_RULE
from routemap.web.api.input import Input, Schema
from routemap.web.api.route import ApiRoute
from routemap.web.api.schemas import ref, schemas
from routemap.web.http import PROBLEM

OPENAPI: Final = "3.1.0"
TOKEN: Final = "token"  # noqa: S105 - the name of the security scheme
_JSON: Final = "application/json"
_MOST_IDS: Final = 500  # longer lists of ids are left out, because they help nobody
_ABOUT: Final = f"""{EXCERPT_RULE}

Use the parameters of a link to the dashboard: they select the same claims here. An invalid or \
unknown parameter is an error that names the parameter (RFC 9457).

Responses have an entity tag. Send it in If-None-Match to get 304 instead of an unchanged \
response. All endpoints that only read accept GET, HEAD and OPTIONS, and pages of any origin can \
read them (CORS)."""
_TAG: Final = {
    "ETag": {
        "description": "Changes with the code, the data revision and the address.",
        "required": True,
        "schema": {"type": "string"},
    }
}


def document(entries: Sequence[ApiRoute], dataset: Dataset, address: str) -> dict[str, Any]:
    """Return the OpenAPI 3.1 description of the API.

    Parameters
    ----------
    entries
        The endpoints.
    dataset
        The data, whose ids are listed for parameters that accept ids.
    address
        The public address of the dashboard, with a trailing slash.
    """
    inputs = {row.key: row for entry in entries for row in entry.takes}
    return {
        "openapi": OPENAPI,
        "info": {
            "title": dataset.case.title,
            "version": version("routemap"),
            "description": f"{_ABOUT}\n\n{'; '.join(dataset.credits)}.",
            **_licence(dataset.case),
        },
        "servers": [{"url": address.rstrip("/")}],
        "tags": [{"name": name} for name in dict.fromkeys(entry.section for entry in entries)],
        "paths": {
            entry.path: {entry.methods[0].lower(): _operation(entry, dataset)} for entry in entries
        },
        "components": {
            "parameters": {key: _parameter(row, dataset) for key, row in inputs.items()},
            "schemas": schemas(dataset.case),
            "responses": {
                name: {"description": meaning, "content": {PROBLEM: {"schema": ref("Problem")}}}
                for name, meaning in _PROBLEMS.items()
            },
            "securitySchemes": {
                TOKEN: {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "A personal token, which contributors and editors make on the "
                    "dashboard.",
                }
            },
        },
    }


def _licence(case: Case) -> dict[str, Any]:
    """Return the licence of the coding, which is the last one, or nothing if none is given."""
    if not case.licences:
        return {}
    row = case.licences[-1]
    return {"license": {"name": row["title"], "url": row["path"]}}


_PROBLEMS: Final[Mapping[str, str]] = {
    "BadRequest": "A parameter is invalid or unknown; “parameter” names it.",
    "NotFound": "The address names a record, format or data revision that is not available.",
    "Unprocessable": "The body is not a draft; “faults” has one sentence for each fault.",
    "Problem": "Other errors: 401 or 403 if you must sign in or have no access, 405 for an "
    "unsupported method, 413 for a long body, 414 for a long address, 415 for a body that is not "
    "JSON, 422 if the result is too large for the format, 429 for too many requests, 500 for a "
    "server error, 503 if there is no data yet or the server is busy.",
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
        responses["304"] = {"description": "Not modified: the client's copy is still valid."}
    responses["400"] = {"$ref": "#/components/responses/BadRequest"}
    if entry.parts or any(row.key == "rev" for row in entry.takes):
        responses["404"] = {"$ref": "#/components/responses/NotFound"}
    responses["default"] = {"$ref": "#/components/responses/Problem"}
    described: dict[str, Any] = {}
    if entry.takes_body is not None:
        described["requestBody"] = {
            "required": True,
            "content": {_JSON: {"schema": entry.takes_body}},
        }
        # without a login, a request needs no token
        described["security"] = [{TOKEN: []}, {}]
        responses["201"] = {**responses["200"], "description": "Saved"}
        responses["422"] = {"$ref": "#/components/responses/Unprocessable"}
    return {
        "operationId": entry.name,
        "summary": entry.title,
        "description": entry.meaning,
        "tags": [entry.section],
        "parameters": parameters,
        "responses": responses,
        **described,
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
