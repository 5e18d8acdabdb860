"""What addresses of the API may ask: one row per parameter, for reading and for OpenAPI.

The rows of :data:`QUERY` are those of :data:`routemap.questions.filters.PARAMETERS`; only how their
values are written is said here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from routemap.model.basemaps import BASEMAPS
from routemap.model.vocabulary import WHEN
from routemap.questions.filters import PARAMETERS
from routemap.questions.parameter import Parameter
from routemap.questions.parameter_values import MAX_TEXT, MAX_VALUES, read_many
from routemap.web.api import patterns
from routemap.web.api.parameter import Input

USUAL_LIMIT: Final = 100
LARGEST_PAGE: Final = 1_000
LAST_OFFSET: Final = 1_000_000_000
_DRAWS: Final = "Accepted so that a link to the dashboard can be asked here; changes nothing."
_ID: Final = {"type": "string", "minLength": 1}

Form = Mapping[str, Any]  # fields of an Input


_DAY: Final[Form] = {
    "schema": {"type": "string", "pattern": patterns.PERIOD},
    "hint": "write 2022-11-02, 2022-11 or 2022, from 1900 to 2099",
    "note": "Claims without such a date are left out. If from is after to, they are swapped.",
}
_FORMS: Final[Mapping[str, Form]] = {
    "from": _DAY,
    "to": _DAY,
    "by": {"default": WHEN},
    "compare": {"schema": _ID, "hint": "give two different claim sources", "most": 2, "least": 2},
    "q": {
        "schema": {"type": "string", "minLength": 1, "maxLength": MAX_TEXT},
        "hint": "write some words",
    },
    "feature": {"schema": {"type": "string", "minLength": 1, "maxLength": 80}, "note": _DRAWS},
    "view": {
        "schema": {"type": "string", "pattern": patterns.VIEW},
        "hint": "write latitude,longitude,zoom",
        "note": _DRAWS,
    },
    "basemap": {
        "schema": {"type": "string", "enum": [basemap.key for basemap in BASEMAPS]},
        "note": _DRAWS,
    },
}
"""What a parameter takes here, where its row of PARAMETERS does not say it."""


def _input(row: Parameter) -> Input:
    """Return how the API takes a parameter of links."""
    form: dict[str, Any] = {"schema": _ID}
    if row.vocabulary:
        form["schema"] = {"type": "string", "enum": list(row.vocabulary.keys)}
    elif row.names:
        form["known"] = lambda dataset: row.known(dataset) or ()
    if row.read is read_many:
        form["most"] = MAX_VALUES
    return Input(row.key, row.meaning, **{**form, **_FORMS.get(row.key, {})})


QUERY: Final = tuple(map(_input, PARAMETERS))
REV: Final = Input(
    "rev",
    "Data revision to answer from; without it the current one. The last few are held, so that "
    "the pages of one answer belong together.",
    {"type": "string", "pattern": patterns.REVISION},
    "write the twelve characters of a data revision",
)
LIMIT: Final = Input(
    "limit",
    f"How many to give at most. Where more than {LARGEST_PAGE:,} are asked for, {LARGEST_PAGE:,} "
    "are given, and fewer where they would take more than about 2 MB with the denials that come "
    "with them: follow the link “next”.",
    {"type": "integer", "minimum": 1},
    "write a number from 1",
    default=USUAL_LIMIT,
)
OFFSET: Final = Input(
    "offset",
    "How many to leave out before the first.",
    {"type": "integer", "minimum": 0, "maximum": LAST_OFFSET},
    "write a number from 0",
    default=0,
)
_LONGITUDE: Final = {"type": "number", "minimum": -180, "maximum": 180}
_LATITUDE: Final = {"type": "number", "minimum": -90, "maximum": 90}
_HEIGHT: Final = {"type": "number"}
BBOX: Final = Input(
    "bbox",
    "Places and routes that meet this box: west, south, east, north in degrees (WGS 84). West "
    "is greater than east across the 180th meridian. Of six numbers the third and sixth are "
    "heights, which select nothing. Their claims and status stay whole.",
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
    "write west,south,east,north",
)
DATETIME: Final = Input(
    "datetime",
    "The days of from and to in the words of OGC API - Features: a day, or two with a slash "
    "between, of which one may be “..”. Days as they are written, without time zones. Takes the "
    "place of from and to. Claims without a date of the kind that by names are left out.",
    {"type": "string", "pattern": patterns.DATETIME},
    "write 2022-11-02, 2022-11-01/2022-11-30, 2022-11-01/.. or ../2022-11-30",
)
FORM: Final = Input("f", "Format of the answer.", {"type": "string", "enum": ["json"]})
