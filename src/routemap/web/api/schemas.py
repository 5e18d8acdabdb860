"""JSON Schemas of the API's responses, by their names in the OpenAPI file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from routemap.model.case import Case
from routemap.web.api.input import Schema
from routemap.web.api.json_objects import RECORDS, claim_schema, feature_schema, record_schema

_TEXT: Final = {"type": "string"}
_COUNT: Final = {"type": "integer", "minimum": 0}
_MOMENT: Final = {"type": "string", "format": "date-time"}


def ref(name: str) -> Schema:
    """Return a JSON reference to a schema of the OpenAPI file."""
    return {"$ref": f"#/components/schemas/{name}"}


def _object(
    properties: Mapping[str, Schema], *, optional: tuple[str, ...] = (), **more: Any
) -> Schema:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": [key for key in properties if key not in optional],
        "additionalProperties": False,
        **more,
    }


def _list(items: Schema, **more: Any) -> Schema:
    return {"type": "array", "items": items, **more}


_POSITION: Final = _list({"type": "number"}, minItems=2, maxItems=3)
_LINE: Final = _list(_POSITION, minItems=2)
_RING: Final = _list(_POSITION, minItems=4)
_LINKS: Final = {"links": _list(ref("Link"))}
_HINDRANCES: Final = {
    "problems": "Problems that the data with the draft has, and the present data does not.",
    "notices": "Notices, likewise.",
    "conflicts": "Fields that have another value now than “old” says.",
    "faults": "Why the files cannot be changed, or why the result would not be shown.",
    "risks": "Edits that need a reason when the draft is published.",
}
_COMMON: Final = {**_LINKS, "provenance": ref("Provenance")}
_COUNTS: Final = {"numberMatched": _COUNT, "numberReturned": _COUNT}
_DENIALS: Final = {
    "denials": _list(
        ref("Claim"),
        description="Denials of allegations in this response that are not among its rows.",
    )
}


def _geometry(name: str, coordinates: Schema) -> Schema:
    return _object({"type": {"type": "string", "enum": [name]}, "coordinates": coordinates})


_FEATURE: Final[Mapping[str, Schema]] = {
    "type": {"type": "string", "enum": ["Feature"]},
    "id": _TEXT,
    "geometry": ref("Geometry"),
    "properties": ref("Properties"),
}


def schemas(case: Case) -> dict[str, Schema]:
    """Return all schemas by name."""
    return {
        "Claim": claim_schema(),
        **{name: record_schema(table, more) for name, (table, more) in RECORDS.items()},
        "Properties": feature_schema(case),
        "Geometry": {
            "oneOf": [
                _geometry("Point", _POSITION),
                _geometry("LineString", _LINE),
                _geometry("MultiLineString", _list(_LINE)),
            ]
        },
        "Area": {
            "description": "The outline of a place that has one.",
            "oneOf": [
                _geometry("Polygon", _list(_RING)),
                _geometry("MultiPolygon", _list(_list(_RING))),
            ],
        },
        "Feature": _object(
            {
                **_FEATURE,
                "links": _list(
                    ref("Link"),
                    description="Link to all claims of a feature that has too many for one page.",
                ),
            },
            optional=("links",),
        ),
        "FeatureAlone": _object({**_FEATURE, **_DENIALS, **_COMMON}),
        "Features": _object(
            {
                "type": {"type": "string", "enum": ["FeatureCollection"]},
                "timeStamp": _MOMENT,
                **_COUNTS,
                "features": _list(ref("Feature")),
                **_DENIALS,
                **_COMMON,
            }
        ),
        "Claims": _object({**_COUNTS, "claims": _list(ref("Claim")), **_DENIALS, **_COMMON}),
        **{
            f"{name}s": _object({**_COUNTS, table.name: _list(ref(name)), **_COMMON})
            for name, (table, _more) in RECORDS.items()
        },
        "Provenance": {
            "type": "object",
            "description": "Query, data revision, licences, credits and link of this response. "
            "“held_back” is present while the data files contain a change that is not shown.",
            "additionalProperties": _TEXT,
        },
        "Link": _object(
            {"href": _TEXT, "rel": _TEXT, "type": _TEXT, "title": _TEXT}, optional=("title",)
        ),
        "Landing": _object(
            {
                "title": _TEXT,
                "description": _TEXT,
                "attribution": _TEXT,
                "revision": _TEXT,
                **_LINKS,
            }
        ),
        "Conformance": _object({"conformsTo": _list(_TEXT)}),
        "Extent": _object(
            {
                "spatial": _object(
                    {"bbox": _list(_list({"type": "number"}, minItems=4, maxItems=4)), "crs": _TEXT}
                ),
                "temporal": _object(
                    {
                        "interval": _list(
                            _list(
                                {"type": ["string", "null"], "format": "date-time"},
                                minItems=2,
                                maxItems=2,
                            )
                        ),
                        "trs": _TEXT,
                    }
                ),
            },
            optional=("spatial",),
        ),
        "Collection": _object(
            {
                "id": _TEXT,
                "title": _TEXT,
                "description": _TEXT,
                "attribution": _TEXT,
                "itemType": _TEXT,
                "crs": _list(_TEXT),
                "extent": ref("Extent"),
                **_LINKS,
            }
        ),
        "Collections": _object({**_LINKS, "collections": _list(ref("Collection"))}),
        "Health": _object(
            {
                "status": {"type": "string", "enum": ["ok", "degraded"]},
                "revision": _TEXT,
                "loaded_at": _MOMENT,
                "claims": _COUNT,
                "problems": _COUNT,
                "warning": {"type": ["string", "null"]},
            }
        ),
        "DraftSaved": _object(
            {
                "id": {**_TEXT, "description": "Id of the draft, unless nothing was saved."},
                "version": {**_TEXT, "description": "Version of its file, likewise."},
                "revision": {**_TEXT, "description": "The data revision that it is based on."},
                **{key: _list(_TEXT, description=meaning) for key, meaning in _HINDRANCES.items()},
            },
            optional=("id", "version"),
        ),
        "Problem": _object(
            {
                "title": _TEXT,
                "status": {"type": "integer", "minimum": 400, "maximum": 599},
                "detail": _TEXT,
                "parameter": {**_TEXT, "description": "The invalid or unknown parameter."},
                "request_id": {**_TEXT, "description": "Id of the request in the server's log."},
                "faults": _list(_TEXT, description="What is wrong with a draft, by record."),
            },
            optional=("parameter", "request_id", "faults"),
            description="An error, in the format of RFC 9457.",
        ),
    }
