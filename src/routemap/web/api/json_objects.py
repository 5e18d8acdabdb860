"""Rows as JSON objects and their JSON Schemas, both from the tables of columns.

Unknown values are ``null``; multiple values are a list.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any, Final

from routemap.exports.areas_table import AREA
from routemap.exports.claim_fields import CLAIM_FIELDS
from routemap.exports.feature_fields import feature_fields
from routemap.exports.fields import Field
from routemap.model.case import Case
from routemap.model.columns import SEPARATOR, Column, Row, Table
from routemap.model.media_table import MEDIA
from routemap.model.tables import ALLEGATIONS, ARTICLES, SOURCES
from routemap.web.api.input import Schema

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
_BY_HOLDS: Final[Mapping[str, Schema]] = {
    "list": _TEXTS,
    "yes-no": {"type": "boolean"},
    "day": {"type": ["string", "null"], "format": "date"},
    "number": {"type": ["number", "null"]},
    "count": {"type": "integer", "minimum": 0},
}
CLAIM_COUNT: Final = Field("claim_count", "Claims", "Number of its claims in the result.", "count")
ARTICLE_MORE: Final = (
    Field("citation", "Citation", "Citation of the article.", required=True),
    CLAIM_COUNT,
)
ALLEGATION_MORE: Final = (
    Field("affirmed_by", "Affirmed by", "Ids of the claim sources that affirm it.", "list"),
    Field(
        "denied_by",
        "Denied by",
        "Ids of the claim sources that deny it or a broader allegation.",
        "list",
    ),
    CLAIM_COUNT,
)


def claim_object(row: Row, own: Row) -> dict[str, Any]:
    """Return a row of ``Extract.claims`` as a JSON object, including the team's own columns."""
    return {**_cells(row, CLAIM_FIELDS), **_own(own)}


def _cells(row: Row, fields: Iterable[Field]) -> dict[str, Any]:
    return {field.key: _cell(row[field.key], field.holds) for field in fields}


def _cell(value: Any, holds: str) -> Any:
    if holds == "yes-no":
        return value == "yes"
    if holds == "list":
        return [part for part in value.split(SEPARATOR) if part]
    return _value(value)


def feature_properties(case: Case, row: Row, own: Row) -> dict[str, Any]:
    """Return a row of ``Extract.features`` as GeoJSON properties, including own columns."""
    return {**_cells(row, feature_fields(case)), **_own(own)}


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


def _object(
    properties: Mapping[str, Schema], meaning: str, optional: Mapping[str, Schema] | None = None
) -> Schema:
    return {
        "type": "object",
        "description": meaning,
        "properties": {**properties, **(optional or {}), OWN: _OWN},
        "required": list(properties),
        "additionalProperties": False,
    }


def _fields(fields: Iterable[Field]) -> dict[str, Schema]:
    return {field.key: {**_field(field), "description": field.meaning} for field in fields}


def _field(field: Field) -> Schema:
    if field.values:
        values = list(field.values)
        if field.required:
            return {"type": "string", "enum": values}
        return {"type": ["string", "null"], "enum": [*values, None]}
    return _BY_HOLDS.get(field.holds, _TEXT if field.required else _TEXT_OR_NONE)


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
    return _object(_fields(CLAIM_FIELDS), "A statement by one claim source in an article.")


def feature_schema(case: Case) -> Schema:
    """Return the schema of :func:`feature_properties` with an additional list of claims."""
    claims = {"type": "array", "items": {"$ref": "#/components/schemas/Claim"}}
    return _object(
        {**_fields(feature_fields(case)), "claims": claims},
        "A place or a route, with the claims about it.",
        {AREA: {"$ref": "#/components/schemas/Area"}},
    )


def record_schema(table: Table, more: Iterable[Field]) -> Schema:
    """Return the schema of :func:`record_object`."""
    return _object({**_columns(table), **_fields(more)}, table.meaning)


RECORDS: Final[Mapping[str, tuple[Table, tuple[Field, ...]]]] = {
    "Article": (ARTICLES, ARTICLE_MORE),
    "Source": (SOURCES, (CLAIM_COUNT,)),
    "Allegation": (ALLEGATIONS, ALLEGATION_MORE),
    "MediaItem": (MEDIA, (CLAIM_COUNT,)),
}
