"""The free space on the sheet, so that symbols and labels do not overlap."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from routemap.exports.picture.sheet import Box
from routemap.map.drawing_rules import PLACE_RULE

DISC: Final = PLACE_RULE.disc
DOT: Final = PLACE_RULE.dot
SIDES: Final = PLACE_RULE.sides
_HALF_LINE: Final = PLACE_RULE.label_half
_LINE: Final = PLACE_RULE.label_line
_EDGE: Final = 4.0


class OccupiedBoxes:
    """The occupied boxes of the sheet.

    ``view`` is the box of the map; a margin inside its edge stays free. ``boxes`` are occupied
    from the start.
    """

    def __init__(self, view: Box, boxes: Iterable[Box] = ()) -> None:
        left, top, right, bottom = view
        self.view = (left + _EDGE, top + _EDGE, right - _EDGE, bottom - _EDGE)
        self.boxes: list[Box] = list(boxes)

    def free(self, box: Box) -> bool:
        """Return whether a box overlaps no occupied box."""
        left, top, right, bottom = box
        return not any(
            left < there[2] and there[0] < right and top < there[3] and there[1] < bottom
            for there in self.boxes
        )

    def fits(self, box: Box) -> bool:
        """Return whether a box is free and completely in view."""
        left, top, right, bottom = self.view
        inside = left <= box[0] and top <= box[1] and box[2] <= right and box[3] <= bottom
        return inside and self.free(box)

    def take(self, box: Box) -> None:
        """Mark a box as occupied."""
        self.boxes.append(box)


def around(x: float, y: float, across: float, down: float) -> Box:
    """Return the box around a point; ``across`` and ``down`` are half its width and height."""
    return x - across, y - down, x + across, y + down


def label_box(side: str, x: float, y: float, reach: float, wide: float) -> Box:
    """Return the box of a label on one side of a point."""
    match side:
        case "right":
            return x + reach, y - _HALF_LINE, x + reach + wide, y + _HALF_LINE
        case "left":
            return x - reach - wide, y - _HALF_LINE, x - reach, y + _HALF_LINE
        case "above":
            return x - wide / 2, y - reach - _LINE, x + wide / 2, y - reach
        case _:
            return x - wide / 2, y + reach, x + wide / 2, y + reach + _LINE
