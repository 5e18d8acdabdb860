"""The layout of a picture: its parts and their positions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from routemap.exports.extract import Extract
from routemap.exports.picture.basemap import draw_ground
from routemap.exports.picture.contents import Drawn
from routemap.exports.picture.features import draw_features
from routemap.exports.picture.furniture import (
    draw_foot,
    draw_north,
    draw_scale,
    foot_height,
    north_box,
    scale_box,
)
from routemap.exports.picture.legend import legend_blocks
from routemap.exports.picture.metadata import metadata
from routemap.exports.picture.paths import box_path, line_path
from routemap.exports.picture.sheet import Box, Line, Sheet
from routemap.exports.picture.subject import Subject, extent, subject
from routemap.exports.picture.svg import finished
from routemap.exports.picture.symbols import Marks
from routemap.exports.picture.title_block import Block, head_blocks, stack
from routemap.exports.picture.viewport import at_view, fitting
from routemap.map.style import place_styles
from routemap.map.themes import THEMES

_THEMES: Final = {theme.key: theme for theme in THEMES}
_COLUMN: Final = 240.0
_PAD: Final = 16.0
_WIDE: Final = (960.0, 500.0)  # minimum width and height, in units, of a sheet with a column
_TALL: Final = (560.0, 760.0)  # the same for a sheet with its parts one below the other
_SQUARE: Final = 0.9  # height / width above which the parts are placed one below the other
_BETWEEN: Final = 12.0
_LEAST_MAP: Final = 0.35  # minimum share of the height of a tall sheet for the map
_TRIES: Final = (0.5, 0.6, 0.7, 0.8)  # the attempts, as the progress after each


@dataclass(frozen=True)
class _Plan:
    """Measurements that drawing needs, but that are certain only after drawing.

    ``unit`` is the size of a unit in pixels. ``above`` and ``below`` are the heights, in units,
    of the parts above and below the map of a tall picture.
    """

    unit: float
    above: float = 0.0
    below: float = 0.0


def compose(extract: Extract, width: int, height: int, ground_key: str, kind: str) -> bytes:
    """Return a picture; see :func:`routemap.exports.picture.picture`."""
    extract.watch(0.0)
    ground, shown = _THEMES[ground_key], subject(extract.matching)
    tall = height > width * _SQUARE
    least = _TALL if tall else _WIDE
    plan = _Plan(min(width / least[0], height / least[1]))
    for share in _TRIES:
        sheet = Sheet(width / plan.unit, height / plan.unit)
        better = (_draw_tall if tall else _draw_wide)(
            Marks(sheet, ground, place_styles(extract.dataset.case)), extract, shown, plan
        )
        extract.watch(share)
        unit = plan.unit
        if better == plan:
            break
        plan = better
    content = sheet.file(kind, unit, ground.paper, metadata(extract, kind))
    return finished(content, extract, sheet.texts) if kind == "svg" else content


def _draw_wide(marks: Marks, extract: Extract, shown: Subject, plan: _Plan) -> _Plan:
    """Draw a picture with its text in a column beside the map; return a plan that fits."""
    sheet = marks.sheet
    foot = sheet.height - foot_height(extract, sheet.width)
    drawn = _draw_map(marks, extract, shown, (_COLUMN, 0, sheet.width, foot))
    _cover(marks, (0, 0, _COLUMN, foot))
    _rule(marks, _COLUMN, 0, _COLUMN, foot)
    wide = _COLUMN - 2 * _PAD
    legend = legend_blocks(marks, shown, drawn, wide)
    room = foot - 2 * _PAD - _BETWEEN - _height(legend)
    head = head_blocks(marks, shown, drawn, wide, room)
    below = stack(head, _PAD, _PAD)
    _rule(marks, _PAD, below + 2, _COLUMN - _PAD, below + 2)
    stack(legend, _PAD, below + _BETWEEN)
    draw_foot(sheet, extract, (0, foot, sheet.width, sheet.height), marks.ground)
    lacking = _height(head) - room
    if lacking <= 0:
        return plan
    return replace(plan, unit=plan.unit * sheet.height / (sheet.height + lacking + 1))


def _draw_tall(marks: Marks, extract: Extract, shown: Subject, plan: _Plan) -> _Plan:
    """Draw a picture with its text above and below the map; return a plan that fits."""
    sheet = marks.sheet
    foot = sheet.height - foot_height(extract, sheet.width)
    top, bottom = plan.above, foot - plan.below
    if bottom - top < sheet.height * _LEAST_MAP:  # first attempt, or far too little room
        top, bottom = 0.0, foot
    drawn = _draw_map(marks, extract, shown, (0, top, sheet.width, bottom))
    for box in ((0, 0, sheet.width, top), (0, bottom, sheet.width, foot)):
        _cover(marks, box)
    _rule(marks, 0, top, sheet.width, top)
    _rule(marks, 0, bottom, sheet.width, bottom)
    wide = sheet.width - 2 * _PAD
    head = head_blocks(marks, shown, drawn, wide, sheet.height / 4)
    stack(head, _PAD, _PAD)
    columns = max(2, int(wide // _COLUMN))
    each = (wide + _PAD) / columns - _PAD
    heights = [0.0] * columns
    for block in legend_blocks(marks, shown, drawn, each):
        column = heights.index(min(heights))
        block.draw(_PAD + column * (each + _PAD), bottom + _PAD + heights[column])
        heights[column] += block.height
    draw_foot(sheet, extract, (0, foot, sheet.width, sheet.height), marks.ground)
    above, below = _height(head) + 1.5 * _PAD, max(heights) + 1.5 * _PAD
    if above <= plan.above and below <= plan.below:
        return plan
    needed = _Plan(plan.unit, max(above, plan.above), max(below, plan.below))
    lacking = needed.above + needed.below + sheet.height * _LEAST_MAP - foot
    if lacking <= 0:
        return needed
    return replace(needed, unit=plan.unit * sheet.height / (sheet.height + 2 * lacking))


def _draw_map(marks: Marks, extract: Extract, shown: Subject, box: Box) -> Drawn:
    view, sheet = extract.query.view, marks.sheet
    frame = at_view(box, view) if view else fitting(box, extent(shown))
    with sheet.inside(frame.box):
        draw_ground(sheet, frame, marks.ground, extract.dataset.basemap)
        reserved = [scale_box(frame), north_box(frame)]
        drawn = draw_features(marks, shown, frame, reserved)
    draw_scale(sheet, frame, marks.ground)
    draw_north(sheet, frame, marks.ground)
    return drawn


def _cover(marks: Marks, box: Box) -> None:
    marks.sheet.fill(box_path(box), marks.ground.paper)


def _rule(marks: Marks, left: float, top: float, right: float, bottom: float) -> None:
    path = line_path([[(left, top), (right, bottom)]])
    marks.sheet.stroke(path, Line(marks.ground.rule, 1.0, cap="butt"))


def _height(blocks: Sequence[Block]) -> float:
    return sum(block.height for block in blocks)
