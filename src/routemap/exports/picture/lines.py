"""Routes in a picture: colour shows the status, dashes show the basis of the line."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from matplotlib.transforms import Affine2D

from routemap.data.codes import BACKWARD
from routemap.data.dataset import Dataset
from routemap.exports.picture.free_space import DISC, OccupiedBoxes, around
from routemap.exports.picture.paths import closed, line_path
from routemap.exports.picture.places import Place
from routemap.exports.picture.sheet import Line, Point
from routemap.exports.picture.subject import Appearance, Subject
from routemap.exports.picture.symbols import PILL, Marks
from routemap.exports.picture.tracks import Lane, Spot, lanes, neighbours, offset_line, spot
from routemap.exports.picture.viewport import MapFrame, in_world
from routemap.map.drawing_rules import LINE_RULE as RULE
from routemap.map.style import BASIS_STYLES, Style

_BASES: Final = {row.key: row for row in BASIS_STYLES}
_MARGIN: Final = 40.0
_FINE: Final = 0.6
_ASIDE: Final = (0.0, -16.0, 16.0, -32.0, 32.0, -48.0, 48.0)  # units by which an arrow can move


@dataclass
class Route:
    """A route that is in view.

    ``parts`` are its lines on the sheet, clipped a little outside the map. ``end`` is the end of
    the whole route on the sheet.
    """

    key: str
    kind: str
    mode: str
    basis: Style
    shown: Appearance
    lane: Lane
    parts: list[Any]
    end: Point

    @property
    def unreported(self) -> bool:
        """Whether its path was not reported."""
        return self.basis.key == "schematic"

    @property
    def crossing(self) -> bool:
        """Whether it is a border crossing."""
        return self.kind == "border_crossing"

    @property
    def words(self) -> str:
        """The text of its badge."""
        said = (self.shown.pending, self.basis.label if self.unreported else "")
        return " · ".join(filter(None, said)).lower()

    @property
    def width(self) -> float:
        """The width of its line, in units."""
        share = RULE.unreported if self.unreported else 1
        share *= RULE.pending if self.shown.pending else 1
        return self.shown.look.width * share + (RULE.crossing if self.crossing else 0)


def routes_in_view(
    subject: Subject, frame: MapFrame, only: frozenset[int] | None = None
) -> list[Route]:
    """Return the routes of a picture that are in its view, in the order of the data.

    ``only`` limits the result to some rows of the table of routes. These routes are then drawn
    on their track, even if other routes share it.
    """
    dataset = subject.selection.dataset
    first = len(dataset.places)
    shown = {
        position - first: how
        for position, how in zip(subject.shown, subject.appearances, strict=True)
        if position >= first and (only is None or position - first in only)
    }
    rows = list(shown)
    side = {} if only is not None else _lanes(dataset, rows)
    records = dataset.routes.iloc[rows]
    lines = in_world(records.geometry.array)
    found = []
    for row, key, record, line in zip(
        rows, records.index, records.to_dict("records"), lines, strict=True
    ):
        lane = side.get(row, Lane(0.0, 0.5))
        parts = _on_sheet(line, frame, lane.offset)
        if parts:
            basis = _BASES[record["geometry_basis"]]
            x, y = frame.placed(shapely.get_coordinates(line)[-1:])[0].tolist()
            kind, mode = record["kind"], record["mode"]
            found.append(Route(str(key), kind, mode, basis, shown[row], lane, parts, (x, y)))
    return found


def _lanes(dataset: Dataset, rows: list[int]) -> Mapping[int, Lane]:
    kinds = dataset.routes["kind"].to_numpy()
    tracks = dataset.memo.get("picture tracks", (), lambda: neighbours(dataset))
    return lanes(tracks, (row for row in rows if kinds[row] != "border_crossing"))


def _on_sheet(line: Any, frame: MapFrame, offset: float) -> list[Any]:
    cut = shapely.clip_by_rect(line, *frame.seen(_MARGIN))
    if shapely.is_empty(cut) or not shapely.intersects(line, shapely.box(*frame.seen())):
        return []
    placed = shapely.simplify(shapely.transform(cut, frame.placed), _FINE if offset == 0 else 1.5)
    moved = shapely.get_parts([offset_line(part, offset) for part in shapely.get_parts(placed)])
    return [part for part in moved if shapely.length(part) > 0]


def draw_route(marks: Marks, route: Route, taken: OccupiedBoxes) -> None:
    """Draw the line of a route, with arrows where nothing covers them."""
    sheet, ground, color = marks.sheet, marks.ground, marks.color(route.shown.look)
    width = route.width
    # wide dots need wider gaps, otherwise they look like a line
    dash = tuple(
        gap + (RULE.widening if odd % 2 and gap < RULE.tight and width > RULE.wide else 0)
        for odd, gap in enumerate(route.basis.dash)
    )
    path = line_path(shapely.get_coordinates(part) for part in route.parts)
    with sheet.named(f"route-{route.key}"):
        if route.shown.chosen:
            sheet.stroke(path, Line(color, width + RULE.glow, alpha=0.28))
        # the band is dotted too: a solid band would look like a reported path
        sheet.stroke(path, Line(ground.land, width + RULE.band, dash, alpha=0.75))
        faded = RULE.faded if route.unreported and not route.shown.chosen else 1.0
        faded *= RULE.pending_opacity if route.shown.pending else 1.0
        sheet.stroke(path, Line(color, width, dash, alpha=faded))
        if route.shown.look.striped and not route.unreported and not route.shown.pending:
            sheet.stroke(path, Line(ground.land, width - RULE.centre, dash))
        if not route.crossing or route.shown.direction:
            for arrow in _arrow_shapes(route, taken):
                sheet.stroke(arrow, Line(ground.land, 2.4))
                sheet.fill(arrow, color, alpha=faded)


def _arrow_shapes(route: Route, taken: OccupiedBoxes) -> list[Any]:
    """Return the outlines of the arrows: along the line, against it, or both side by side."""
    way, step = route.shown.direction, 2 * RULE.arrow[0][0]
    found = []
    for at in arrows(route, taken):
        if way != BACKWARD:
            found.append(_turned(at))
        if way & BACKWARD:
            angle = math.radians(at.angle)
            behind = 0.0 if way == BACKWARD else step
            x, y = at.x - behind * math.cos(angle), at.y - behind * math.sin(angle)
            found.append(_turned(Spot(x, y, at.angle + 180)))
    return found


def arrows(route: Route, taken: OccupiedBoxes) -> list[Spot]:
    """Return the positions and directions of the arrows on a route."""
    tip = RULE.arrow[0][0]
    if route.unreported:  # the arrow says only where the line ends
        last = [part for part in route.parts if _ends_with(part, route)]
        back = route.shown.direction == BACKWARD
        return [
            spot(part, RULE.arrow_end if back else length - RULE.arrow_end, tip)
            for part in last
            if (length := float(shapely.length(part))) >= RULE.arrow_least
        ]
    found = []
    for line in route.parts:
        length = float(shapely.length(line))
        count = max(1, math.floor(length / RULE.arrow_every)) if length >= RULE.arrow_least else 0
        for index in range(count):
            middle = length * (index + RULE.arrow_at) / count
            for step in _ASIDE:
                at = spot(line, min(max(middle + step, 0.0), length), tip)
                if taken.free(around(at.x, at.y, 5, 5)):
                    found.append(at)
                    break
    return found


def _ends_with(part: Any, route: Route) -> bool:
    """Return whether a part has the end of the route, and is not cut there."""
    away = abs(route.lane.offset) + 2 * _FINE
    return math.dist(shapely.get_coordinates(part)[-1], route.end) <= away


def _turned(at: Spot) -> Any:
    return Affine2D().rotate_deg(at.angle).translate(at.x, at.y).transform_path(closed(RULE.arrow))


def on_map(route: Route, frame: MapFrame) -> Any:
    """Return the longest stretch of a route that is in view, or ``None``."""
    cut = shapely.get_parts(shapely.clip_by_rect(np.array(route.parts), *frame.box))
    if not len(cut):
        return None
    return max(cut, key=shapely.length)


def crossing_spot(route: Route, places: Sequence[Place]) -> Spot:
    """Return the position of the gate symbol of a border crossing.

    This is the middle of the line, or another point on it if the gate would cover a place there
    (which it would do at every zoom).
    """
    longest = max(route.parts, key=shapely.length)
    length = float(shapely.length(longest))
    spots = [spot(longest, length * share) for share in RULE.shares]
    discs = [place for place in places if not place.country]
    for at in spots:
        if all(math.dist((at.x, at.y), (disc.x, disc.y)) > 2 * DISC + 1 for disc in discs):
            return at
    return spots[0]


def place_badges(
    marks: Marks, routes: list[Route], frame: MapFrame, taken: OccupiedBoxes
) -> Mapping[str, tuple[Point, str]]:
    """Return the positions and texts of the badges of routes for which there is room, by id."""
    found = {}
    for route in routes:
        line = on_map(route, frame)
        if line is None:
            continue
        length = float(shapely.length(line))
        start = 0.5 + (route.lane.share - 0.5) * RULE.spread
        spots = [spot(line, length * share) for share in (start, *RULE.shares)]
        # with its words if there is much room or nothing has moved, else without
        written = length >= RULE.words or bool(route.shown.pending)
        for words in dict.fromkeys([route.words if written else "", ""]):
            half = marks.pill_width(route.mode, words) / 2
            room = RULE.words_room if words else 0.0
            at = next((at for at in spots if _has_room(at, half, room, taken)), None)
            if length > RULE.room * half and at:
                taken.take(around(at.x, at.y, half + 1, PILL / 2 + 1))
                found[route.key] = ((at.x, at.y), words)
                break
    return found


def _has_room(at: Spot, half: float, room: float, taken: OccupiedBoxes) -> bool:
    return taken.fits(around(at.x, at.y, half + 1 + room, PILL / 2 + 1 + room))


def take_crossing(route: Route, taken: OccupiedBoxes, places: Sequence[Place]) -> Spot:
    """Return the position of a gate symbol, and mark its box as occupied."""
    at = crossing_spot(route, places)
    taken.take(around(at.x, at.y, DISC + 1, DISC + 1))
    return at
