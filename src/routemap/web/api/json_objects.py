"""Rows as JSON objects and their JSON Schemas, both from the tables of columns.

Unknown values are ``null``; multiple values are a list.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any, Final

from routemap.exports.fields import CLAIM_FIELDS, FEATURE_FIELDS, Field
from routemap.model.columns import SEPARATOR, Column, Row, Table
from routemap.model.tables import ALLEGATIONS, ARTICLES, SOURCES
from routemap.model.vocabulary import EXCERPT_KINDS, STANCES
from routemap.questions.statuses import STATUS_BY_CODE
from routemap.web.api.parameter import Schema

_TEXT: Final = {"type": "string"}
_TEXT_OR_NONE: Final = {"type": ["string", "null"]}
_TEXTS: Final = {"type": "array", "items": _TEXT}
_COUNT: Final = {"type": "integer", "minimum": 0}
_DAY_OR_NONE: Final = {"type": ["string", "null"], "format": "date"}

OWN: Final = "own"
_OWN: Final[Schema] = {
    "type": "object",
    "description": "The team's own columns by name; missing if the data has none.",
    "additionalProperties": _TEXT_OR_NONE,
}
# columns of a claim that are not text or never null; all others are text or null
_CLAIM: Final[Mapping[str, Schema]] = {
    "selected": {"type": "boolean"},
    "stance": {"type": "string", "enum": list(STANCES.keys)},
    "cargo": _TEXTS,
    "excerpt_kind": {"type": "string", "enum": list(EXCERPT_KINDS.keys)},
    "feature_ids": _TEXTS,
    **dict.fromkeys(
        ("id", "source", "excerpt", "citation", "url", "source_id", "article_id"), _TEXT
    ),
}
_FEATURE: Final[Mapping[str, Schema]] = {
    "type": {"type": "string", "enum": ["place", "route"]},
    "status": {"type": "string", "enum": [str(status) for status in STATUS_BY_CODE]},
    "uncertainty_km": {"type": ["number", "null"]},
    "claim_count": _COUNT,
    "first_day": _DAY_OR_NONE,
    "last_day": _DAY_OR_NONE,
    **dict.fromkeys(("id", "kind", "name", "summary"), _TEXT),
}
CLAIM_COUNT: Final = Field("claim_count", "Claims", "Number of its claims in the result.")
ARTICLE_MORE: Final = (
    Field("citation", "Citation", "Citation of the article."),
    CLAIM_COUNT,
)
ALLEGATION_MORE: Final = (
    Field("affirmed_by", "Affirmed by", "Ids of the claim sources that affirm it."),
    Field(
        "denied_by",
        "Denied by",
        "Ids of the claim sources that deny it or a broader allegation.",
    ),
    CLAIM_COUNT,
)
_MORE: Final[Mapping[str, Schema]] = {
    "citation": _TEXT,
    "claim_count": _COUNT,
    "affirmed_by": _TEXTS,
    "denied_by": _TEXTS,
}


def claim_object(row: Row, own: Row) -> dict[str, Any]:
    """Return a row of ``Extract.claims`` as a JSON object, including the team's own columns."""
    cells = {
        field.key: _claim_value(str(row[field.key]), _CLAIM.get(field.key, _TEXT_OR_NONE))
        for field in CLAIM_FIELDS
    }
    return {**cells, **_own(own)}


def _claim_value(text: str, schema: Schema) -> Any:
    if schema["type"] == "boolean":
        return text == "yes"
    if schema["type"] == "array":
        return [part for part in text.split(SEPARATOR) if part]
    return text or None


def feature_properties(row: Row, own: Row) -> dict[str, Any]:
    """Return a row of ``Extract.features`` as GeoJSON properties, including own columns."""
    return {**{field.key: _value(row[field.key]) for field in FEATURE_FIELDS}, **_own(own)}


def record_object(table: Table, key: str, row: Row, more: Row, own: Row) -> dict[str, Any]:
    """Return a record of a data table as a JSON object.

    ``more`` contains computed values, ``own`` the team's own columns of the record.
    """
    cells = {column.key: row[column.key] for column in table.columns if column.key != "id"}
    known = {name: _value(value) for name, value in cells.items()}
    return {"id": key, **known, **more, **_own(own)}


def _own(own: Row) -> dict[str, Any]:
    return {OWN: {name: text or None for name, text in own.items()}} if own else {}


def _value(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    if value == "" or (isinstance(value, float) and math.isnan(value)):
        return None
    return value


def _object(properties: Mapping[str, Schema], meaning: str) -> Schema:
    return {
        "type": "object",
        "description": meaning,
        "properties": {**properties, OWN: _OWN},
        "required": list(properties),
        "additionalProperties": False,
    }


def _fields(fields: Iterable[Field], special: Mapping[str, Schema]) -> dict[str, Schema]:
    return {
        field.key: {**special.get(field.key, _TEXT_OR_NONE), "description": field.meaning}
        for field in fields
    }


def _columns(table: Table) -> dict[str, Schema]:
    return {
        column.key: {**_column(column), "description": column.meaning} for column in table.columns
    }


def _column(column: Column) -> Schema:
    if column.many:
        return _TEXTS
    return _TEXT if column.required else _TEXT_OR_NONE


def claim_schema() -> Schema:
    """Return the schema of :func:`claim_object`."""
    return _object(_fields(CLAIM_FIELDS, _CLAIM), "A statement by one claim source in an article.")


def feature_schema() -> Schema:
    """Return the schema of :func:`feature_properties` with an additional list of claims."""
    claims = {"type": "array", "items": {"$ref": "#/components/schemas/Claim"}}
    return _object(
        {**_fields(FEATURE_FIELDS, _FEATURE), "claims": claims},
        "A place or a route, with the claims about it.",
    )


def record_schema(table: Table, more: Iterable[Field]) -> Schema:
    """Return the schema of :func:`record_object`."""
    return _object({**_columns(table), **_fields(more, _MORE)}, table.meaning)


RECORDS: Final[Mapping[str, tuple[Table, tuple[Field, ...]]]] = {
    "Article": (ARTICLES, ARTICLE_MORE),
    "Source": (SOURCES, (CLAIM_COUNT,)),
    "Allegation": (ALLEGATIONS, ALLEGATION_MORE),
}
