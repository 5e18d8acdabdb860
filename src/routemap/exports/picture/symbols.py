"""The symbols of the map, the same as in its style sheet: badges, discs, pills and gates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from routemap.exports.picture.paths import arc, circle, icon, rounded
from routemap.exports.picture.sheet import Line, Point, Sheet, TextStyle
from routemap.exports.picture.subject import Appearance
from routemap.exports.picture.typesetting import ITALIC, SEMIBOLD, width
from routemap.map.style import MODE_STYLES, PLACE_STYLES, ROUTE_STYLES, STATUS_STYLES, Style
from routemap.map.themes import ThemeColors

BADGE: Final = 7.5  # radius
PILL: Final = 19.0  # height
_INSET: Final = 2.25  # distance of the badge from the end of a pill
_SIGN: Final = 12.0
_WORDS: Final = 11.0
_NUMBER: Final = 11.5
_GLOW: Final = 0.32  # alpha of the highlight around the selected feature
_MODES: Final = {row.key: row for row in MODE_STYLES}
_GATE: Final = next(row for row in ROUTE_STYLES if row.key == "border_crossing")
_DENIED: Final = next(row for row in STATUS_STYLES if row.key == "denied")


class Marks:
    """Draw symbols on a sheet in the colours of one ground, light or dark.

    ``places`` has the signs of the kinds of places.
    """

    def __init__(
        self, sheet: Sheet, ground: ThemeColors, places: Sequence[Style] = PLACE_STYLES
    ) -> None:
        self.sheet, self.ground = sheet, ground
        self.places = {row.key: row for row in places}

    def color(self, look: Style) -> str:
        """Return the colour of a row of the style table on this ground."""
        return look.dark if self.ground.key == "dark" else look.light

    def sign(self, data: str, at: Point, size: float) -> None:
        """Draw an icon of the style table in ink."""
        line = Line(self.ground.ink, 1.5 * size / 16)
        self.sheet.stroke(icon(data, *at, size), line)

    def badge(self, at: Point, shown: Appearance, *, ring: float = 1.5) -> None:
        """Draw the colour and glyph of a status, and a dot if the filters hide one side."""
        x, y = at
        if ring:
            self.sheet.fill(circle(x, y, BADGE + ring), self.ground.paper)
        self.sheet.fill(circle(x, y, BADGE), self.color(shown.look))
        glyph = Line(self.ground.paper, 2 * 13 / 16)
        self.sheet.stroke(icon(shown.look.icon, x, y, 13), glyph)
        if shown.partial:
            self.hidden((x + 6.5, y + 6.5))

    def hidden(self, at: Point) -> None:
        """Draw the dot which shows that filters hide one side."""
        dot = circle(*at, 3.25)
        self.sheet.fill(dot, self.ground.paper)
        self.sheet.stroke(dot, Line(self.color(_DENIED), 1.5))

    def disc(self, at: Point, kind: str, shown: Appearance, *, loose: bool) -> None:
        """Draw a place as a disc; ``loose`` gives it a dashed edge."""
        color, ground = self.color(shown.look), self.ground
        self.sheet.fill(circle(*at, 11), ground.land)
        if shown.chosen:
            self.sheet.stroke(circle(*at, 12.5), Line(color, 5, alpha=_GLOW))
        edge = 3.0 if shown.chosen else 1.75
        ring = circle(*at, 10 - edge / 2)
        self.sheet.fill(ring, ground.land if loose else ground.paper)
        self.sheet.stroke(ring, Line(color, edge, (3.4, 2.6) if loose else (), cap="butt"))
        if kind in self.places:
            self.sign(self.places[kind].icon, at, _SIGN)

    def dot(self, at: Point, shown: Appearance, *, loose: bool) -> None:
        """Draw a place as a dot, because there is no room for its disc."""
        color, ground = self.color(shown.look), self.ground
        self.sheet.fill(circle(*at, 5), ground.paper if loose else color)
        edge = Line(color, 1.5, (2.4, 1.8), cap="butt") if loose else Line(ground.paper, 1.5)
        self.sheet.stroke(circle(*at, 4.25), edge)

    def gate(self, at: Point, angle: float, shown: Appearance) -> None:
        """Draw a border crossing; ``angle`` is the direction of its line, in degrees."""
        (x, y), color = at, self.color(shown.look)
        if shown.chosen:
            outer = rounded((x - 15, y - 15, x + 15, y + 15), 8)
            self.sheet.fill(outer, color, alpha=_GLOW)
        self.gate_sign(at, color, angle=angle)
        self.badge((x + 10.5, y - 10.5), shown)

    def gate_sign(self, at: Point, color: str, *, angle: float = 0.0, size: float = 1.0) -> None:
        """Draw the symbol of a border crossing without a status."""
        (x, y), half = at, 10.125 * size
        shape = rounded((x - half, y - half, x + half, y + half), 4.5 * size)
        self.sheet.fill(shape, self.ground.paper)
        self.sheet.stroke(shape, Line(color, 1.75 * size))
        bars = icon(_GATE.icon, x, y, 16 * size, angle % 180)
        self.sheet.stroke(bars, Line(self.ground.ink, 1.9 * size))

    def mode(self, at: Point, mode: str) -> None:
        """Draw the icon of a means of transport."""
        self.sign(_MODES[mode].icon, at, _SIGN)

    def pill_width(self, mode: str, words: str) -> float:
        """Return the width of the badge of a route."""
        inner = 2 * BADGE
        inner += 4 + _SIGN if _MODES[mode].icon else 0
        inner += 4 + width(words, ITALIC, _WORDS) if words else 0
        return inner + (2 * _INSET if inner == 2 * BADGE else 9)

    def pill(self, at: Point, mode: str, words: str, shown: Appearance) -> None:
        """Draw the badge of a route: its status, means of transport and text."""
        x, y = at
        wide = self.pill_width(mode, words)
        left = x - wide / 2
        self._capsule(left, left + wide, y, shown)
        start = left + _INSET + 2 * BADGE + 4
        if _MODES[mode].icon:
            self.mode((start + _SIGN / 2, y), mode)
            start += _SIGN + 4
        self.sheet.write((start, y + 3.6), words, TextStyle(ITALIC, _WORDS, self.ground.muted))

    def count_width(self, text: str) -> float:
        """Return the width of the badge of a shared line."""
        words = 10 - _INSET + width(text, SEMIBOLD, _NUMBER) if text else 0
        return 2 * BADGE + 2 * _INSET + words

    def count(self, at: Point, text: str, shown: Appearance) -> None:
        """Draw the badge of a shared line: a status, and the number of routes."""
        x, y = at
        left = x - self.count_width(text) / 2
        self._capsule(left, left + self.count_width(text), y, shown)
        hand = TextStyle(SEMIBOLD, _NUMBER, self.ground.ink)
        self.sheet.write((left + _INSET + 2 * BADGE + 3, y + 4), text, hand)

    def _capsule(self, left: float, right: float, y: float, shown: Appearance) -> None:
        half, color = PILL / 2, self.color(shown.look)
        if shown.chosen:
            outer = (left - 4, y - half - 4, right + 4, y + half + 4)
            self.sheet.fill(rounded(outer, half + 4), color, alpha=_GLOW)
        inner = rounded((left + 0.6, y - half + 0.6, right - 0.6, y + half - 0.6), half - 0.6)
        self.sheet.fill(inner, self.ground.paper)
        self.sheet.stroke(inner, Line(color, 1.25))
        self.badge((left + _INSET + BADGE, y), shown, ring=0)

    def cluster(
        self, at: Point, size: float, text: str, shares: Sequence[tuple[Style, float]]
    ) -> None:
        """Draw the disc of a cluster, in a ring that shows the shares of the statuses."""
        radius, angle = size / 2, -90.0
        self.sheet.fill(circle(*at, radius + 1.5), self.ground.paper)
        total = sum(share for _, share in shares)
        for look, share in shares:
            turned = angle + 360 * share / total
            ring = arc(at, radius - 1.75, angle, turned)
            self.sheet.stroke(ring, Line(self.color(look), 3.5, cap="butt"))
            angle = turned
        hand = TextStyle(SEMIBOLD, _NUMBER if size > 20 else 10.0, self.ground.ink)
        self.sheet.write((at[0], at[1] + hand.size * 0.35), text, hand, align="centre")
