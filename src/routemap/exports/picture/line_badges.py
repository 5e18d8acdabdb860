"""Badges on shared lines: the number of routes on a line, and their status."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely

from routemap.exports.picture.free_space import OccupiedBoxes, around
from routemap.exports.picture.shared_lines import SharedLines
from routemap.exports.picture.sheet import Point
from routemap.exports.picture.subject import Appearance
from routemap.exports.picture.symbols import PILL, Marks
from routemap.exports.picture.tracks import Spot, spot
from routemap.map.drawing_rules import COUNT_RULE as RULE

Count = tuple[Point, str, Appearance]


def place_counts(marks: Marks, lines: SharedLines, taken: OccupiedBoxes) -> list[Count]:
    """Return the badges for which there is room, and mark their boxes as occupied.

    Stretches with the most routes come first; among equals, the most contested.
    """
    tally, found = lines.tally, list[Count]()
    single = 0
    order = np.lexsort((-tally.look[lines.arcs], -tally.total[lines.arcs]))[: RULE.tried]
    for arc, line in zip(lines.arcs[order].tolist(), lines.lines[order], strict=True):
        total = int(tally.total[arc])
        if (
            len(found) >= RULE.most
            or single >= RULE.most_single
            or (total == 1 and lines.calm < RULE.calm)
        ):
            break
        text = f"{total:,}" if total > 1 else ""
        half = marks.count_width(text) / 2
        stretch = _longest(shapely.clip_by_rect(line, *lines.frame.box))
        at = _free(stretch, max(0.0 if text else RULE.shortest, RULE.room * half), half, taken)
        if at is None:
            continue
        taken.take(around(at.x, at.y, half + 2, PILL / 2 + 2))
        shown = Appearance(tally.looks[tally.look[arc]], bool(tally.partial[arc]))
        found.append(((at.x, at.y), text, shown))
        single += 0 if text else 1
    return found


def _longest(line: Any) -> Any:
    return max(shapely.get_parts(line), key=shapely.length, default=None)


def _free(line: Any, needed: float, half: float, taken: OccupiedBoxes) -> Spot | None:
    """Return a free position for a badge on a line, or ``None`` if there is none.

    The line must be at least ``needed`` long.
    """
    length = float(shapely.length(line)) if line is not None else 0.0
    if length < needed or length == 0:
        return None
    for share in RULE.shares:
        at = spot(line, length * share)
        if taken.fits(around(at.x, at.y, half + 2, PILL / 2 + 2)):
            return at
    return None


def draw_counts(marks: Marks, counts: Sequence[Count]) -> None:
    """Draw the badges of :func:`place_counts`."""
    for at, text, shown in counts:
        marks.count(at, text, shown)
