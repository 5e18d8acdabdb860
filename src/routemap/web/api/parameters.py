"""The query parameters of the API: one row each, for reading requests and for OpenAPI.

The rows of :data:`QUERY` come from :data:`routemap.questions.filters.PARAMETERS`; this module adds
only the format of their values.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from routemap.model.basemaps import BASEMAPS
from routemap.model.case import is_extendable
from routemap.model.vocabulary import WHEN
from routemap.questions.filters import PARAMETERS
from routemap.questions.parameter import Parameter
from routemap.questions.parameter_values import MAX_TEXT, MAX_VALUES, read_many
from routemap.questions.view_parameters import DRAFT
from routemap.web.api import patterns
from routemap.web.api.input import Input

USUAL_LIMIT: Final = 100
LARGEST_PAGE: Final = 1_000
LAST_OFFSET: Final = 1_000_000_000
_NO_EFFECT: Final = "Accepted so that the parameters of a dashboard link work here; has no effect."
_ID: Final = {"type": "string", "minLength": 1}

Form = Mapping[str, Any]  # fields of an Input


_DAY: Final[Form] = {
    "schema": {"type": "string", "pattern": patterns.PERIOD},
    "hint": "Use a date such as 2022-11-02, 2022-11 or 2022, between 1900 and 2099.",
    "note": "Claims without a date of the kind set by “by” are excluded. If “from” is after “to”, "
    "the two are swapped.",
}
_FORMS: Final[Mapping[str, Form]] = {
    "from": _DAY,
    "to": _DAY,
    "by": {"default": WHEN},
    "compare": {
        "schema": _ID,
        "hint": "Give the ids of two different claim sources.",
        "most": 2,
        "least": 2,
    },
    "q": {
        "schema": {"type": "string", "minLength": 1, "maxLength": MAX_TEXT},
        "hint": "Give one or more words.",
    },
    "feature": {"schema": {"type": "string", "minLength": 1, "maxLength": 80}, "note": _NO_EFFECT},
    "claim": {"schema": {"type": "string", "minLength": 1, "maxLength": 80}, "note": _NO_EFFECT},
    "view": {
        "schema": {"type": "string", "pattern": patterns.VIEW},
        "hint": "Use latitude,longitude,zoom, such as 52.5,7.5,7.",
        "note": _NO_EFFECT,
    },
    "basemap": {
        "schema": {"type": "string", "enum": [basemap.key for basemap in BASEMAPS]},
        "note": _NO_EFFECT,
    },
    "show": {"note": _NO_EFFECT},
    "order": {"note": _NO_EFFECT},
    "since": {
        "schema": {"type": "string", "pattern": patterns.MOMENT},
        "note": _NO_EFFECT,
    },
    "as_of": {
        "schema": {"type": "string", "pattern": patterns.MOMENT},
        "hint": "Use 2026-03-01, 2026-03, 2026, a data revision, or the name of one.",
    },
}
"""The format of a parameter in the API, if its row of PARAMETERS does not define it."""


def _input(row: Parameter) -> Input:
    """Return the API parameter for a parameter of dashboard links."""
    form: dict[str, Any] = {"schema": _ID}
    if row.vocabulary and not is_extendable(row.vocabulary):
        form["schema"] = {"type": "string", "enum": list(row.vocabulary.keys)}
    elif row.names:
        form["known"] = lambda dataset: row.known(dataset) or ()
    if row.read is read_many:
        form["most"] = MAX_VALUES
    return Input(row.key, row.meaning, **{**form, **_FORMS.get(row.key, {})})


QUERY: Final = tuple(_input(row) for row in PARAMETERS if row.key != DRAFT)
REV: Final = Input(
    "rev",
    "Data revision to use, the current one by default, so that all pages of a result come from the "
    "same data. It takes precedence over “as_of”.",
    {"type": "string", "pattern": patterns.REVISION},
    "Use the 12 characters of a data revision, such as 0123456789ab.",
)
LIMIT: Final = Input(
    "limit",
    f"Maximum number of rows on a page. A value over {LARGEST_PAGE:,} returns {LARGEST_PAGE:,} "
    "rows. A page has fewer rows if they would take more than about 2 MB with their denials: "
    "follow the “next” link.",
    {"type": "integer", "minimum": 1},
    "Use a whole number from 1.",
    default=USUAL_LIMIT,
)
OFFSET: Final = Input(
    "offset",
    "Number of rows to skip.",
    {"type": "integer", "minimum": 0, "maximum": LAST_OFFSET},
    f"Use a whole number from 0 to {LAST_OFFSET}.",
    default=0,
)
_LONGITUDE: Final = {"type": "number", "minimum": -180, "maximum": 180}
_LATITUDE: Final = {"type": "number", "minimum": -90, "maximum": 90}
_HEIGHT: Final = {"type": "number"}
BBOX: Final = Input(
    "bbox",
    "Bounding box: west, south, east, north in degrees (WGS 84). Keeps the places and routes that "
    "intersect it, with all their claims and their full status. west > east when the box crosses "
    "the 180th meridian. With six numbers, the third and sixth are heights, which are ignored.",
    {
        "type": "array",
        "oneOf": [
            {
                "prefixItems": [_LONGITUDE, _LATITUDE, _LONGITUDE, _LATITUDE],
                "minItems": 4,
                "maxItems": 4,
            },
            {
                "prefixItems": [_LONGITUDE, _LATITUDE, _HEIGHT, _LONGITUDE, _LATITUDE, _HEIGHT],
                "minItems": 6,
                "maxItems": 6,
            },
        ],
        "items": {"type": "number"},
    },
    "Use west,south,east,north, such as 5,50,9,54.",
)
DATETIME: Final = Input(
    "datetime",
    "The same as “from” and “to”, in the format of OGC API - Features: one day, or two days "
    "separated by a slash, one of which can be “..”. Days are used as written, without time zones. "
    "Replaces “from” and “to”. Claims without a date of the kind set by “by” are excluded.",
    {"type": "string", "pattern": patterns.DATETIME},
    "Use 2022-11-02, 2022-11-01/2022-11-30, 2022-11-01/.. or ../2022-11-30.",
)
FORM: Final = Input("f", "Format of the response.", {"type": "string", "enum": ["json"]})
