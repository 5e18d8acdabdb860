"""The style table of the map, which the browser and the picture export use.

Labels and meanings are from the vocabularies of :mod:`routemap.model.vocabulary`. Colour and
glyph show the status, dashes the basis of a line, and icons the kind of place, so that no
information depends on colour alone. The colours of statuses are from the Okabe-Ito and Tol
palettes (safe for colour-blind readers) and have a contrast of at least 3:1 with the land and
sea of their ground (WCAG 2.2, success criterion 1.4.11).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Final

from routemap.map.themes import THEMES
from routemap.model.case import Case
from routemap.model.comparisons import COMPARISONS
from routemap.model.differences import DIFFERENCES
from routemap.model.terms import Vocabulary
from routemap.model.vocabulary import (
    GEOMETRY_BASES,
    MODES,
    PLACE_KINDS,
    ROUTE_KINDS,
    STANCES,
    STATUSES,
)


@dataclass(frozen=True)
class Style:
    """One row of the style table.

    ``light`` and ``dark`` are the colours on a light and on a dark ground. ``dash`` is an SVG
    dash array in pixels, empty for a solid line; ``width`` is in pixels. ``glyph`` is
    one character for text, ``icon`` the same symbol as SVG path data, stroked in a box of 16 by
    16. A ``striped`` line has a light centre.
    """

    key: str
    label: str
    meaning: str
    light: str = ""
    dark: str = ""
    dash: tuple[float, ...] = ()
    width: float = 0.0
    glyph: str = ""
    icon: str = ""
    striped: bool = False


def _style(vocabulary: Vocabulary, key: str, **look: object) -> Style:
    term = next(term for term in vocabulary.terms if term.key == key)
    return Style(term.key, term.label, term.meaning, **look)  # type: ignore[arg-type]


_PLUS: Final = "M8 3.5v9M3.5 8h9"
_MINUS: Final = "M3.5 8h9"
_CROSS: Final = "M4 4l8 8M12 4l-8 8"
_PLUS_MINUS: Final = "M8 2v7.5M4.2 5.7h7.6M4.2 13h7.6"
_INFO: Final = "M8 7.5v5M8 3.3v.01"
_ALMOST: Final = "M3 6.5c2-2 3.5-1.5 5-.5s3 1.5 5-.5M3 11c2-2 3.5-1.5 5-.5s3 1.5 5-.5"
_QUOTE: Final = "M6.5 4.5c-2 .8-2.8 2.2-2.8 4.5v2h3V8.5M12.5 4.5c-2 .8-2.8 2.2-2.8 4.5v2h3V8.5"
_CIRCLE: Final = "M8 3.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9"
_EMPTY: Final = f"{_CIRCLE}M3.5 12.5l9-9"

_CONTESTED: Final = {"light": "#c44e00", "dark": "#f58b4c", "width": 5.0, "striped": True}

STATUS_STYLES: Final = (
    _style(STATUSES, "asserted", light="#0072b2", dark="#56b4e9", width=3.0, glyph="+", icon=_PLUS),
    _style(STATUSES, "disputed", glyph="±", icon=_PLUS_MINUS, **_CONTESTED),
    _style(STATUSES, "denied", light="#882255", dark="#e08fbb", width=3.0, glyph="−", icon=_MINUS),
    _style(
        STATUSES, "background", light="#636b73", dark="#a3adb6", width=2.0, glyph="i", icon=_INFO
    ),
    _style(
        STATUSES, "withdrawn", light="#7d7468", dark="#a89f93", width=1.5, glyph="×", icon=_CROSS
    ),
)

_LETTER_A: Final = "M4 13L8 3L12 13M5.6 9.6h4.8"
_LETTER_B: Final = "M5 3v10M5 3h3.4a2.4 2.4 0 0 1 0 4.8H5M5 7.8h4a2.6 2.6 0 0 1 0 5.2H5"
_EQUAL: Final = "M3.5 6h9M3.5 10h9"
_UNEQUAL: Final = "M3.5 6h9M3.5 10h9M11 3L5 13"

COMPARISON_STYLES: Final = (
    _style(
        COMPARISONS, "first", light="#0072b2", dark="#56b4e9", width=3.0, glyph="A", icon=_LETTER_A
    ),
    _style(
        COMPARISONS, "second", light="#117733", dark="#6cc08b", width=3.0, glyph="B", icon=_LETTER_B
    ),
    _style(COMPARISONS, "both", light="#4a5259", dark="#c3cad1", width=3.0, glyph="=", icon=_EQUAL),
    _style(COMPARISONS, "contradicting", glyph="≠", icon=_UNEQUAL, **_CONTESTED),
)

_UP: Final = "M8 13V3.5M4 7.5l4-4 4 4"
_TURN: Final = "M3 6h8.5M8.5 3 11.5 6l-3 3M13 10.5H4.5M7.5 7.5l-3 3 3 3"
_DOTS: Final = "M4 8v.01M8 8v.01M12 8v.01"
_EDIT: Final = "M3.5 12.5l1-3.5 6-6 2.5 2.5-6 6z"

DIFFERENCE_STYLES: Final = (
    _style(DIFFERENCES, "shifted", glyph="⇄", icon=_TURN, **_CONTESTED),
    _style(
        DIFFERENCES, "appeared", light="#117733", dark="#6cc08b", width=4.0, glyph="+", icon=_UP
    ),
    _style(
        DIFFERENCES, "dropped", light="#882255", dark="#e08fbb", width=3.0, glyph="×", icon=_CROSS
    ),
    _style(
        DIFFERENCES, "edited", light="#0072b2", dark="#56b4e9", width=3.0, glyph="~", icon=_EDIT
    ),
    _style(DIFFERENCES, "same", light="#7d7468", dark="#a89f93", width=1.5, glyph="·", icon=_DOTS),
)

DRAWING_STYLES: Final = (
    Style(
        "existing",
        "In the data",
        "The data has it already. Select a place to use it.",
        light="#7d7468",
        dark="#a89f93",
        width=1.5,
        glyph="·",
        icon=_DOTS,
    ),
    Style(
        "drawn",
        "New",
        "It is drawn now, and is not in the data yet.",
        light="#117733",
        dark="#6cc08b",
        width=4.0,
        glyph="+",
        icon=_PLUS,
    ),
)
"""What is on the map on which an editor draws; see :mod:`routemap.map.drawing_map`."""

BASIS_STYLES: Final = (
    _style(GEOMETRY_BASES, "observed", dash=(15.0, 7.5, 0.1, 7.5)),
    _style(GEOMETRY_BASES, "alignment"),
    _style(GEOMETRY_BASES, "waypoints", dash=(11.0, 6.0)),
    _style(GEOMETRY_BASES, "schematic", dash=(0.1, 8.0)),
)

PLACE_STYLES: Final = (
    _style(
        PLACE_KINDS,
        "factory_group",
        glyph="▟",
        icon="M2.5 13.5v-6l3.7 2.5V7.5L9.9 10V3h3.6v10.5z",
    ),
    _style(
        PLACE_KINDS,
        "station",
        glyph="■",
        icon="M4 2.5h8v8.5H4zM4 7h8M6.2 11l-2.2 3M9.8 11l2.2 3",
    ),
    _style(
        PLACE_KINDS,
        "port",
        glyph="⚓",
        icon="M8 5v9M5.5 7.5h5M2.8 9.5c.3 3 2.4 4.5 5.2 4.5s4.9-1.5 5.2-4.5"
        "M8 5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3",
    ),
    _style(
        PLACE_KINDS,
        "naval_base",
        glyph="⚓",
        icon="M8 4.5v9.5M5.5 7h5M2.8 9.5c.3 3 2.4 4.5 5.2 4.5s4.9-1.5 5.2-4.5"
        "M8 1.5l1.5 1.5L8 4.5 6.5 3z",
    ),
    _style(
        PLACE_KINDS,
        "depot",
        glyph="▤",
        icon="M2 13.5V6.5L8 3l6 3.5v7M5 13.5V8.5h6v5M5 11h6",
    ),
    _style(
        PLACE_KINDS,
        "airport",
        glyph="✈",
        icon="M8 2v12M2 9.5 8 6l6 3.5M5.5 13.5 8 12l2.5 1.5",
    ),
    _style(PLACE_KINDS, "city", glyph="●", icon="M3 13.5V6h4.5v7.5M7.5 13.5v-11H13v11zM2 13.5h12"),
    _style(PLACE_KINDS, "region", glyph="▱", icon="M3 4.5 8 3l5 1.5v7L8 13l-5-1.5z"),
    _style(PLACE_KINDS, "country", glyph=""),
)

ROUTE_STYLES: Final = (
    _style(ROUTE_KINDS, "route", glyph="→", icon="M2 8h11M9.5 4.5 13 8l-3.5 3.5"),
    _style(
        ROUTE_KINDS,
        "border_crossing",
        glyph="‖",
        width=5.0,
        icon="M5.5 2.5v11M10.5 2.5v11M1 8h3M12 8h3",
    ),
)

MODE_STYLES: Final = (
    _style(MODES, "rail", icon="M4 2.5h8v8.5H4zM4 7h8M6.2 11l-2.2 3M9.8 11l2.2 3"),
    _style(MODES, "sea", icon="M2 10h12l-2 3.5H4zM8 10V2.5l4 5H8"),
    _style(MODES, "road", icon="M1.5 4h8v7.5h-8zM9.5 6.5h3l2 2.5v2.5h-5M4 11.5v2M12 11.5v2"),
    _style(MODES, "air", icon="M8 2v12M2 9.5 8 6l6 3.5M5.5 13.5 8 12l2.5 1.5"),
    _style(MODES, "unspecified"),
)

STANCE_STYLES: Final = (
    _style(STANCES, "asserts", light="#0072b2", dark="#56b4e9", glyph="+", icon=_PLUS),
    _style(STANCES, "denies", light="#882255", dark="#e08fbb", glyph="−", icon=_MINUS),
    _style(STANCES, "reports", light="#0072b2", dark="#56b4e9", glyph="“", icon=_QUOTE),
    _style(STANCES, "estimates", light="#0072b2", dark="#56b4e9", glyph="≈", icon=_ALMOST),
    _style(STANCES, "declines", light="#636b73", dark="#a3adb6", glyph="○", icon=_CIRCLE),
    _style(STANCES, "finds_none", light="#636b73", dark="#a3adb6", glyph="∅", icon=_EMPTY),
    _style(STANCES, "background", light="#636b73", dark="#a3adb6", glyph="i", icon=_INFO),
)

AREA_STYLE: Final = Style(
    "area",
    "Somewhere within the outline",
    "Only the town or region was reported. The place is inside the dashed ring or outline.",
    dash=(4.0, 4.0),
    width=1.5,
)

SPOT_STYLE: Final = Style(
    "spot",
    "Places on one spot",
    "Markers are drawn side by side. The dot is their true position.",
    width=1.25,
)

FOOTPRINT_STYLE: Final = Style(
    "footprint",
    "Covered by an image or track",
    "The outline shows what the images, tracks and documents of the selected feature cover.",
    light="#4f6d6a",
    dark="#8fb5b0",
    dash=(7.0, 3.0),
    width=2.0,
)

PENDING_STYLE: Final = Style(
    "pending",
    "Planned, expected or attempted",
    "No claim in view says that something moved on it. The label says which of the three.",
)


def place_styles(case: Case) -> tuple[Style, ...]:
    """Return the signs of the kinds of places, including those that a case adds."""
    return (*PLACE_STYLES, *added_place_styles(case))


def added_place_styles(case: Case) -> tuple[Style, ...]:
    """Return the signs of the kinds of places that a case adds."""
    signs = {row.key: row for row in PLACE_STYLES}
    return tuple(
        replace(signs[term.icon], key=term.key, label=term.label, meaning=term.meaning)
        for term in case.added.get(PLACE_KINDS.name, ())
    )


def style_table() -> dict[str, object]:
    """Return every row as plain JSON values, keyed by table.

    Returns
    -------
    dict
        ``status``, ``comparison``, ``difference``, ``drawing``, ``basis``, ``place``, ``route``,
        ``mode`` and ``stance`` are lists of rows in the order of the legend. ``area``, ``spot``,
        ``pending`` and ``footprint`` are one row each.
        ``ground`` has the colours by theme.

    Examples
    --------
    >>> [row["key"] for row in style_table()["status"]]
    ['asserted', 'disputed', 'denied', 'background', 'withdrawn']
    """
    tables = {
        "status": STATUS_STYLES,
        "comparison": COMPARISON_STYLES,
        "difference": DIFFERENCE_STYLES,
        "drawing": DRAWING_STYLES,
        "basis": BASIS_STYLES,
        "place": PLACE_STYLES,
        "route": ROUTE_STYLES,
        "mode": MODE_STYLES,
        "stance": STANCE_STYLES,
    }
    rows: dict[str, object] = {key: [asdict(row) for row in table] for key, table in tables.items()}
    rows["area"] = asdict(AREA_STYLE)
    rows["spot"] = asdict(SPOT_STYLE)
    rows["pending"] = asdict(PENDING_STYLE)
    rows["footprint"] = asdict(FOOTPRINT_STYLE)
    rows["ground"] = {ground.key: asdict(ground) for ground in THEMES}
    return rows
