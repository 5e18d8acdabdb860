"""What addresses of the API may ask: one row per parameter, for reading and for OpenAPI.

The rows of :data:`QUERY` are those of :data:`routemap.questions.query.PARAMETERS`; only how their
values are written is said here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from routemap.data.dataset import Dataset
from routemap.model.basemaps import BASEMAPS
from routemap.model.vocabulary import CARGO, DATE_MEANINGS, MODES, STANCES
from routemap.questions.query import MAX_TEXT, MAX_VALUES, PARAMETERS
from routemap.web.api import patterns
from routemap.web.api.parameter import Input

USUAL_LIMIT: Final = 100
LARGEST_PAGE: Final = 1_000
LAST_OFFSET: Final = 1_000_000_000
_DRAWS: Final = "Accepted so that a link to the dashboard can be asked here; changes nothing."
_ID: Final = {"type": "string", "minLength": 1}

Form = Mapping[str, Any]  # fields of an Input


def _term(keys: Iterable[str], **more: Any) -> Form:
    return {"schema": {"type": "string", "enum": list(keys)}, **more}


def _ids(known: Callable[[Dataset], Iterable[str]]) -> Form:
    return {"schema": _ID, "most": MAX_VALUES, "known": known}


_DAY: Final[Form] = {
    "schema": {"type": "string", "pattern": patterns.PERIOD},
    "hint": "write 2022-11-02, 2022-11 or 2022, from 1900 to 2099",
    "note": "Claims without such a date stay in. From and to may change places.",
}
_FORMS: Final[Mapping[str, Form]] = {
    "from": _DAY,
    "to": _DAY,
    "by": _term(DATE_MEANINGS.keys, default="happened"),
    "source": _ids(lambda dataset: dataset.sources.index),
    "allegation": _ids(lambda dataset: dataset.allegations.index),
    "article": _ids(lambda dataset: dataset.articles.index),
    "publisher": _ids(lambda dataset: dict.fromkeys(dataset.articles["publisher"])),
    "stance": _term(STANCES.keys, most=MAX_VALUES),
    "cargo": _term(CARGO.keys, most=MAX_VALUES),
    "mode": _term(MODES.keys, most=MAX_VALUES),
    "compare": {
        "schema": _ID,
        "hint": "give two different claim sources",
        "most": 2,
        "least": 2,
        "known": lambda dataset: dataset.sources.index,
    },
    "q": {
        "schema": {"type": "string", "minLength": 1, "maxLength": MAX_TEXT},
        "hint": "write some words",
    },
    "feature": {
        "schema": {"type": "string", "minLength": 1, "maxLength": 80},
        "known": lambda dataset: dataset.features.index,
        "note": _DRAWS,
    },
    "view": {
        "schema": {"type": "string", "pattern": patterns.VIEW},
        "hint": "write latitude,longitude,zoom",
        "note": _DRAWS,
    },
    "basemap": _term((basemap.key for basemap in BASEMAPS), note=_DRAWS),
}

QUERY: Final = tuple(
    Input(parameter.key, parameter.meaning, **_FORMS[parameter.key]) for parameter in PARAMETERS
)
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
    "place of from and to. Claims without a date of the kind that by names stay in.",
    {"type": "string", "pattern": patterns.DATETIME},
    "write 2022-11-02, 2022-11-01/2022-11-30, 2022-11-01/.. or ../2022-11-30",
)
FORM: Final = Input("f", "Format of the answer.", {"type": "string", "enum": ["json"]})
