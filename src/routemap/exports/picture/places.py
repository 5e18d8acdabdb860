"""Places in a picture: discs, with their area or a dashed ring if only an area is known."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

import shapely

from routemap.exports.picture.free_space import DISC, DOT, SIDES, OccupiedBoxes, around, label_box
from routemap.exports.picture.paths import area_path, circle
from routemap.exports.picture.sheet import Line, TextStyle
from routemap.exports.picture.subject import KM_PER_DEGREE, Appearance, Subject
from routemap.exports.picture.symbols import Marks
from routemap.exports.picture.typesetting import SEMIBOLD, spelled, width
from routemap.exports.picture.viewport import MapFrame, in_world
from routemap.map.drawing_rules import PLACE_RULE
from routemap.map.style import AREA_STYLE
from routemap.questions.place_areas import area_of

_LABEL: Final = 12.0
_COUNTRY: Final = 11.5
_MARGIN: Final = 40.0
_FINE: Final = 0.6


@dataclass
class Place:
    """A place that is in view, with its position and size on the sheet.

    ``spot`` is its true position; ``x`` and ``y`` are where it is drawn, beside other places on
    the same spot. ``shares_spot`` is true if there are such places. ``loose`` is true if only an
    area is known. ``area`` is then its outline on the sheet, or if it has none, ``ring`` is the
    radius of its uncertainty in units, otherwise 0. ``turn`` is its number among the places with
    the same ring, and the number of these places. ``small`` places are drawn as dots. ``side`` is
    the side of its label, empty if there is no room for it.
    """

    key: str
    name: str
    kind: str
    shown: Appearance
    loose: bool
    x: float
    y: float
    ring: float
    spot: tuple[float, float]
    area: Any | None = None
    turn: tuple[int, int] = (0, 1)
    shares_spot: bool = False
    small: bool = False
    side: str = ""

    @property
    def country(self) -> bool:
        """Whether it is only the name of a country."""
        return self.kind == "country"

    @property
    def label(self) -> str:
        """The text of its label."""
        return spelled(self.name.upper() if self.country else self.name, SEMIBOLD)

    @property
    def reach(self) -> float:
        """The distance from its point to its label, in units."""
        return DOT + 3 if self.small else DISC + 4

    @property
    def wide(self) -> float:
        """The width of its label, in units."""
        return width(self.label, SEMIBOLD, _COUNTRY if self.country else _LABEL) + 2


def places_in_view(
    subject: Subject, frame: MapFrame, only: frozenset[int] | None = None
) -> list[Place]:
    """Return the places of a picture that are in its view, those that keep their disc first.

    ``only`` limits the result to some rows of the table of places.
    """
    dataset = subject.selection.dataset
    shown = {
        row: how
        for row, how in zip(subject.shown, subject.appearances, strict=True)
        if row < len(dataset.places) and (only is None or row in only)
    }
    records = dataset.places.iloc[list(shown)]
    points = shapely.get_coordinates(in_world(records.geometry.array))
    left, top, right, bottom = frame.box
    found = []
    for how, key, record, point, (x, y) in zip(
        shown.values(),
        records.index,
        records.to_dict("records"),
        points.tolist(),
        frame.placed(points).tolist(),
        strict=True,
    ):
        name, kind = record["name_en"], record["kind"]
        area = _area(frame, area_of(dataset, str(key)))
        loose = kind != "country" and (area is not None or record["precision"] != "exact")
        ring = _ring(frame, point[1], record["uncertainty_km"]) if loose and area is None else 0.0
        in_view = area is not None and shapely.intersects(area, shapely.box(*frame.box))
        in_view |= left <= x + ring and x - ring <= right and top <= y + ring and y - ring <= bottom
        if in_view:
            found.append(Place(str(key), name, kind, how, loose, x, y, ring, (x, y), area))
    return sorted(found, key=lambda place: (not place.shown.chosen, _rank(place)))


def _area(frame: MapFrame, area: Any | None) -> Any | None:
    """Return an area (WGS 84) on the sheet, clipped a little outside the map."""
    if area is None:
        return None
    cut = shapely.clip_by_rect(in_world([area]), *frame.seen(_MARGIN))[0]
    return shapely.simplify(shapely.transform(cut, frame.placed), _FINE)


def _ring(frame: MapFrame, y: float, kilometres: float) -> float:
    """Return a distance on the ground in units of the sheet, at a row of the world at zoom 0."""
    latitude = math.radians(frame.latitude_of(y))
    return kilometres / KM_PER_DEGREE / math.cos(latitude) * frame.degree


def _rank(place: Place) -> int:
    found = PLACE_RULE.rank.get(place.kind, PLACE_RULE.other)
    return found + (PLACE_RULE.loose if place.loose else 0)


def draw_ring(marks: Marks, place: Place) -> None:
    """Draw the area that contains the place."""
    if place.area is None and not place.ring:
        return
    color = marks.color(place.shown.look)
    path = circle(*place.spot, place.ring) if place.area is None else area_path([place.area])
    with marks.sheet.named(f"area-{place.key}"):
        marks.sheet.fill(path, color, alpha=0.14 if place.shown.chosen else 0.07)
        width = 2.5 if place.shown.chosen else AREA_STYLE.width
        # rings of the same size on one spot share one outline: their dashes alternate
        number, count = place.turn if place.ring else (0, 1)
        line, gap = AREA_STYLE.dash
        dash, shift = (line, gap + (count - 1) * (line + gap)), -number * (line + gap)
        marks.sheet.stroke(path, Line(color, width, dash, 0.9, "butt", shift))


def settle(places: list[Place], taken: OccupiedBoxes) -> None:
    """Decide which places become dots, and mark the boxes of all places as occupied."""
    for place in places:
        if place.country:
            half = place.wide / 2 + 4
            taken.take((place.x - half, place.y - 25, place.x + half, place.y + 9))
            continue
        box = around(place.x, place.y, DISC, DISC)
        place.small = not place.shown.chosen and not taken.free(box)
        taken.take(around(place.x, place.y, DOT, DOT) if place.small else box)
        if not place.small:  # the part of the badge that is above the line of a label
            taken.take((place.x + 3, place.y - 16, place.x + 18, place.y - 8))


def settle_labels(places: list[Place], taken: OccupiedBoxes) -> None:
    """Decide on which side the label of each place is, if there is room for it."""
    for place in places:
        if place.country:
            continue
        for side in SIDES:
            box = label_box(side, place.x, place.y, place.reach, place.wide)
            if taken.fits(box):
                taken.take(box)
                place.side = side
                break


def draw_place(marks: Marks, place: Place) -> None:
    """Draw a place with its badge and its label."""
    with marks.sheet.named(f"place-{place.key}"):
        if place.country:
            _draw_country(marks, place)
            return
        at = (place.x, place.y)
        if place.small:
            marks.dot(at, place.shown, loose=place.loose)
        else:
            marks.disc(at, place.kind, place.shown, loose=place.loose)
            marks.badge((place.x + 10.5, place.y - 8.5), place.shown)
        if place.side:
            _draw_label(marks, place)


def _draw_country(marks: Marks, place: Place) -> None:
    color = marks.color(place.shown.look) if place.shown.chosen else marks.ground.ink
    hand = TextStyle(SEMIBOLD, _COUNTRY, color, halo=marks.ground.land, around=2.6)
    marks.sheet.write((place.x, place.y + 4), place.label, hand, align="centre")
    marks.badge((place.x, place.y - 16.5), place.shown)


def _draw_label(marks: Marks, place: Place) -> None:
    left, _, right, bottom = label_box(place.side, place.x, place.y, place.reach, place.wide)
    color = marks.color(place.shown.look) if place.shown.chosen else marks.ground.ink
    hand = TextStyle(SEMIBOLD, _LABEL, color, halo=marks.ground.land)
    baseline = bottom - 4
    match place.side:
        case "right":
            marks.sheet.write((left, baseline), place.label, hand)
        case "left":
            marks.sheet.write((right, baseline), place.label, hand, align="right")
        case _:
            marks.sheet.write((place.x, baseline), place.label, hand, align="centre")
