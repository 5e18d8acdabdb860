"""Places on one spot in a picture: side by side, each with a line to its true position.

The algorithm is that of the dashboard's map (``map/assets/spots.js``).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from routemap.data.dataset import Dataset
from routemap.exports.picture.free_space import DOT, OccupiedBoxes, around
from routemap.exports.picture.paths import circle, line_path
from routemap.exports.picture.places import Place
from routemap.exports.picture.sheet import Line
from routemap.exports.picture.symbols import Marks
from routemap.map.drawing_rules import SPOT_RULE
from routemap.map.spots import seats, spots
from routemap.map.style import SPOT_STYLE

_HALO: Final = 1.25  # around dot and line


def spread(places: Sequence[Place], dataset: Dataset) -> None:
    """Move places that share their spot with other drawn places.

    This sets ``x``, ``y``, ``shares_spot`` and ``turn``; ``spot`` keeps the true position.
    """
    drawn = {place.key: place for place in places}
    keys = dataset.places.index
    for rows in spots(dataset):
        members = [drawn[keys[row]] for row in rows if keys[row] in drawn]
        if len(members) < 2:
            continue
        names = [place for place in members if place.country]
        discs = [place for place in members if not place.country]
        x, y = (sum(axis) / len(members) for axis in zip(*(p.spot for p in members), strict=True))
        for place, (right, down) in zip(names + discs, seats(len(discs), len(names)), strict=True):
            place.x, place.y, place.shares_spot = x + right, y + down, True
            same = [other.key for other in members if other.ring == place.ring]
            place.turn = (same.index(place.key), len(same))


def take_dots(places: Sequence[Place], taken: OccupiedBoxes) -> None:
    """Mark the boxes of the dots at true positions as occupied."""
    for place in places:
        if place.shares_spot:
            taken.take(around(*place.spot, DOT, DOT))


def draw_leaders(marks: Marks, places: Sequence[Place]) -> None:
    """Draw a dot at the true position of each moved place, and a line to where it is drawn."""
    moved = [place for place in places if place.shares_spot]
    ground, sheet = marks.ground, marks.sheet
    for color, wider in ((ground.land, _HALO), (ground.ink, 0.0)):
        for place in moved:
            if not place.country:
                path = line_path([[place.spot, (place.x, place.y)]])
                sheet.stroke(path, Line(color, SPOT_STYLE.width + 2 * wider))
            sheet.fill(circle(*place.spot, SPOT_RULE.dot + wider), color)
