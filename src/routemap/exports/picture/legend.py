"""The legend of a picture, with entries only for what is drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from routemap.exports.picture.contents import Drawn
from routemap.exports.picture.paths import circle, icon, line_path
from routemap.exports.picture.sheet import Line, TextStyle
from routemap.exports.picture.subject import Appearance, Subject
from routemap.exports.picture.symbols import Marks
from routemap.exports.picture.title_block import Block
from routemap.exports.picture.typesetting import SANS, SEMIBOLD, wrapped
from routemap.map.drawing_rules import LINE_RULE, SHARED_LINE_RULE
from routemap.map.style import (
    AREA_STYLE,
    BASIS_STYLES,
    MODE_STYLES,
    PENDING_STYLE,
    ROUTE_STYLES,
    SPOT_STYLE,
    Style,
)

_SIZE, _LINE = 11.0, 13.0
_ROW: Final = 19.5
_HEADING: Final = 17.0
_SAMPLE: Final = 32.0  # width of a line sample
_SIGN: Final = 18.0  # width of a symbol
_GAP: Final = 7.0
_CROSSING: Final = next(row for row in ROUTE_STYLES if row.key == "border_crossing")


@dataclass(frozen=True)
class LegendEntry:
    """One entry: width of its sample, the function that draws it from its left end, and its text.

    ``half`` entries are short: two of them fit in one row.
    """

    sample: float
    draw: Callable[[float, float], None]
    words: str
    half: bool = False


def legend_blocks(marks: Marks, subject: Subject, drawn: Drawn, wide: float) -> list[Block]:
    """Return the groups of the legend, each with its heading."""
    compared = bool(subject.selection.query.compare)
    groups = (
        (
            "Two claim sources compared" if compared else "What sources say",
            _statuses(marks, subject, drawn),
        ),
        ("How the line is drawn", _bases(marks, subject, drawn)),
        ("Places", _places(marks, drawn)),
        ("Means of transport", _modes(marks, drawn)),
        ("Clusters", _cluster_rows(marks, subject, drawn) if drawn.clustered else []),
    )
    return [_group(marks, heading, rows, wide) for heading, rows in groups if rows]


def _statuses(marks: Marks, subject: Subject, drawn: Drawn) -> list[LegendEntry]:
    half = not subject.selection.query.compare  # names of sources are long
    rows = [
        LegendEntry(_SAMPLE, _status(marks, look), look.label, half)
        for look in subject.looks
        if look.key in drawn.looks
    ]
    if drawn.partial:
        marked = Appearance(subject.looks[0], partial=True)
        sign = partial(_badge, marks, marked)
        rows.append(LegendEntry(_SAMPLE, sign, "One side hidden by filters"))
    return rows


def _badge(marks: Marks, shown: Appearance, x: float, y: float) -> None:
    marks.badge((x + _SAMPLE / 2, y), shown)


def _status(marks: Marks, look: Style) -> Callable[[float, float], None]:
    def draw(x: float, y: float) -> None:
        path = line_path([[(x + 1.5, y), (x + _SAMPLE - 1.5, y)]])
        marks.sheet.stroke(path, Line(marks.color(look), look.width))
        if look.striped:
            marks.sheet.stroke(path, Line(marks.ground.paper, look.width - LINE_RULE.centre))
        marks.badge((x + _SAMPLE / 2, y), Appearance(look))

    return draw


def _bases(marks: Marks, subject: Subject, drawn: Drawn) -> list[LegendEntry]:
    def sample(row: Style) -> Callable[[float, float], None]:
        def draw(x: float, y: float) -> None:
            path = line_path([[(x + 1.5, y), (x + _SAMPLE - 1.5, y)]])
            marks.sheet.stroke(path, Line(marks.ground.muted, 2.4, row.dash))

        return draw

    rows = [
        LegendEntry(_SAMPLE, sample(row), row.label)
        for row in BASIS_STYLES
        if row.key in drawn.bases
    ]
    if drawn.pending:
        look = next(look for look in subject.looks if look.key in drawn.pending)
        rows.append(LegendEntry(_SAMPLE, _pending(marks, look), PENDING_STYLE.label))
    return rows


def _pending(marks: Marks, look: Style) -> Callable[[float, float], None]:
    def draw(x: float, y: float) -> None:
        path = line_path([[(x + 1.5, y), (x + _SAMPLE - 1.5, y)]])
        width, alpha = look.width * LINE_RULE.pending, LINE_RULE.pending_opacity
        marks.sheet.stroke(path, Line(marks.color(look), width, alpha=alpha))
        marks.badge((x + _SAMPLE / 2, y), Appearance(look))

    return draw


def _places(marks: Marks, drawn: Drawn) -> list[LegendEntry]:
    sheet, ground = marks.sheet, marks.ground

    def disc(row: Style) -> Callable[[float, float], None]:
        def draw(x: float, y: float) -> None:
            middle = x + _SIGN / 2
            sheet.stroke(circle(middle, y, 7.3), Line(ground.muted, 1.4))
            sheet.stroke(icon(row.icon, middle, y, 9.6), Line(ground.ink, 1.0))

        return draw

    def ring(x: float, y: float) -> None:
        shape = circle(x + _SIGN / 2, y, 7.3)
        sheet.fill(shape, ground.muted, alpha=0.12)
        sheet.stroke(shape, Line(ground.muted, 1.4, (2.8, 2.2), cap="butt"))

    def gate(x: float, y: float) -> None:
        marks.gate_sign((x + _SIGN / 2, y), ground.muted, size=0.76)

    def pair(x: float, y: float) -> None:
        dot = (x + _SIGN / 2, y + 3.5)
        for middle in (x + 4.2, x + _SIGN - 4.2):
            sheet.stroke(circle(middle, y - 1, 3.6), Line(ground.muted, 1.25))
        leaders = line_path([[(x + 7, y + 1.5), dot, (x + _SIGN - 7, y + 1.5)]])
        sheet.stroke(leaders, Line(ground.muted, 1.25))
        sheet.fill(circle(*dot, 1.8), ground.muted)

    rows = [
        LegendEntry(_SIGN, disc(row), row.label, half=True)
        for row in marks.places.values()
        if row.key in drawn.kinds
    ]
    if drawn.crossing:
        rows.append(LegendEntry(_SIGN, gate, _CROSSING.label, half=True))
    if drawn.loose:
        rows.append(LegendEntry(_SIGN, ring, AREA_STYLE.label))
    if drawn.sharing_spots:
        rows.append(LegendEntry(_SIGN, pair, SPOT_STYLE.label))
    return rows


def _modes(marks: Marks, drawn: Drawn) -> list[LegendEntry]:
    def sample(row: Style) -> Callable[[float, float], None]:
        return lambda x, y: marks.mode((x + _SIGN / 2, y), row.key)

    return [
        LegendEntry(_SIGN, sample(row), row.label, half=True)
        for row in MODE_STYLES
        if row.key in drawn.modes and row.icon
    ]


def _cluster_rows(marks: Marks, subject: Subject, drawn: Drawn) -> list[LegendEntry]:
    shown = [look for look in subject.looks if look.key in drawn.looks][:2]

    def wide(x: float, y: float) -> None:
        path = line_path([[(x + 1.5, y), (x + _SAMPLE / 2, y)]])
        marks.sheet.stroke(path, Line(marks.ground.muted, SHARED_LINE_RULE.plain))
        path = line_path([[(x + _SAMPLE / 2, y), (x + _SAMPLE - 3, y)]])
        marks.sheet.stroke(path, Line(marks.ground.muted, 6))

    def discs(x: float, y: float) -> None:
        marks.cluster((x + _SAMPLE / 2, y), 18, "9", [(look, 1.0) for look in shown])

    return [
        LegendEntry(_SAMPLE, wide, "Wider line: more routes. Colour: their most contested status"),
        LegendEntry(_SAMPLE, discs, "Nearby places: number and statuses"),
    ]


def _group(marks: Marks, heading: str, rows: list[LegendEntry], wide: float) -> Block:
    """Return a group with its heading; two short entries share a row."""
    placed: list[tuple[float, float, LegendEntry, list[str]]] = []
    top, open_half = _HEADING, False
    for row in rows:
        room = (wide / 2 if row.half else wide) - row.sample - _GAP
        lines = wrapped(row.words, SANS, _SIZE, room, 3)
        high = max(_ROW, len(lines) * _LINE + 5)
        if row.half and open_half:
            placed.append((wide / 2 + 2, top - max(_ROW, high), row, lines))
            open_half = False
            continue
        placed.append((0.0, top, row, lines))
        open_half = row.half
        top += high

    def draw(x: float, y: float) -> None:
        marks.sheet.write((x, y + 10), heading, TextStyle(SEMIBOLD, _SIZE, marks.ground.muted))
        for across, down, row, lines in placed:
            middle = y + down + max(_ROW, len(lines) * _LINE + 5) / 2
            row.draw(x + across, middle)
            first = middle - (len(lines) - 1) * _LINE / 2 + 3.7
            for number, line in enumerate(lines):
                at = (x + across + row.sample + _GAP, first + number * _LINE)
                marks.sheet.write(at, line, TextStyle(SANS, _SIZE, marks.ground.ink))

    return Block(top + 5, draw)
