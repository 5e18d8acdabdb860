"""The scale bar and the north arrow, and the footer with date, revision, link and credits."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from routemap.exports.extract import Extract
from routemap.exports.picture.paths import box_path, closed, line_path, rounded
from routemap.exports.picture.sheet import Box, Line, Sheet, TextStyle
from routemap.exports.picture.typesetting import SANS, SEMIBOLD, spelled, width, wrapped
from routemap.exports.picture.viewport import MapFrame
from routemap.map.themes import ThemeColors
from routemap.model.dates import in_words

LONGEST_BAR: Final = 150.0  # units
_CREDIT_SIZE: Final = 9.0
_CREDIT_LINE: Final = 12.0
_PAD: Final = 16.0
_FOOT_PAD: Final = 9.0
_MOST_LINES: Final = 12
_MOST_LINK_LINES: Final = 2
_SMALL: Final = 10.5


def bar_length(metres: float) -> tuple[float, float]:
    """Return the length of the scale bar, in metres and in units of the sheet.

    Parameters
    ----------
    metres
        Metres per unit of the sheet.

    Returns
    -------
    tuple
        The largest length of the form 1, 2 or 5 times a power of ten, up to LONGEST_BAR units.
    """
    most = metres * LONGEST_BAR
    power = 10.0 ** math.floor(math.log10(most))
    step = next(step for step in (5, 2, 1) if step * power <= most)
    return step * power, step * power / metres


@dataclass(frozen=True)
class _Scale:
    """A scale bar: its length in units, and the text above it."""

    length: float
    label: str
    latitude: str

    @property
    def wide(self) -> float:
        words = width(self.label, SEMIBOLD, _SMALL) + 8 + width(self.latitude, SANS, _SMALL)
        return max(self.length, words)


def _scale(frame: MapFrame) -> _Scale:
    metres, length = bar_length(frame.metres())
    label = f"{metres / 1000:,g} km" if metres >= 1000 else f"{metres:g} m"
    side = "N" if frame.latitude >= 0 else "S"
    return _Scale(length, label, f"at {abs(frame.latitude):.0f}° {side}")


def scale_box(frame: MapFrame) -> Box:
    """Return the box of the scale bar, in the lower right corner of the map."""
    right, bottom = frame.box[2] - 9, frame.box[3] - 9
    return right - _scale(frame).wide - 14, bottom - 31, right, bottom


def draw_scale(sheet: Sheet, frame: MapFrame, ground: ThemeColors) -> None:
    """Draw the scale bar. It is exact at the centre of the view, as Mercator varies by latitude."""
    scale, box = _scale(frame), scale_box(frame)
    sheet.fill(rounded(box, 3), ground.paper, alpha=0.82)
    right, bottom = box[2] - 7, box[3] - 7
    left, middle = right - scale.length, right - scale.length / 2
    ticks = [[(x, bottom - 5), (x, bottom)] for x in (left, middle, right)]
    with sheet.named("scale-bar"):
        line = Line(ground.ink, 1.2, cap="butt")
        sheet.stroke(line_path([[(left, bottom), (right, bottom)], *ticks]), line)
    baseline = bottom - 10
    sheet.write(
        (right - scale.wide, baseline), scale.label, TextStyle(SEMIBOLD, _SMALL, ground.ink)
    )
    quiet = TextStyle(SANS, _SMALL, ground.muted)
    sheet.write((right, baseline), scale.latitude, quiet, align="right")


def north_box(frame: MapFrame) -> Box:
    """Return the box of the north arrow, in the upper right corner of the map."""
    x, y = frame.box[2] - 21, frame.box[1] + 9
    return x - 12, y, x + 12, y + 43


def draw_north(sheet: Sheet, frame: MapFrame, ground: ThemeColors) -> None:
    """Draw the north arrow; in Mercator, north is always up."""
    box = north_box(frame)
    x, y = box[0] + 12, box[1] + 6
    sheet.fill(rounded(box, 3), ground.paper, alpha=0.82)
    tip, west, notch, east = (x, y), (x - 6, y + 18), (x, y + 13.5), (x + 6, y + 18)
    with sheet.named("north-arrow"):
        sheet.fill(closed([tip, west, notch]), ground.ink)
        sheet.stroke(closed([tip, west, notch, east]), Line(ground.ink, 1.0))
    sheet.write((x, y + 32), "N", TextStyle(SEMIBOLD, 11, ground.ink), align="centre")


def foot_height(extract: Extract, wide: float) -> float:
    """Return the height of the footer of a picture, in units."""
    lines = 1 + len(_link_below(extract, wide)) + len(_credits(extract, wide))
    return lines * _CREDIT_LINE + 2 * _FOOT_PAD


def _credits(extract: Extract, wide: float) -> list[str]:
    words = " · ".join(extract.dataset.credits)
    return wrapped(words, SANS, _CREDIT_SIZE, wide - 2 * _PAD, _MOST_LINES)


def _date_and_revision(extract: Extract) -> str:
    made = in_words(extract.made.strftime("%Y-%m-%d"))
    without_edit = ", without an edit that is held back" if extract.held_back else ""
    return f"Drawn {made} from data revision {extract.dataset.revision}{without_edit}"


def _link_below(extract: Extract, wide: float) -> list[str]:
    """Return the lines of the link, empty if it fits on the line of date and revision."""
    room = wide - 3 * _PAD - width(_date_and_revision(extract), SEMIBOLD, _CREDIT_SIZE)
    if width(spelled(extract.link), SANS, _CREDIT_SIZE) <= room:
        return []
    return wrapped(extract.link, SANS, _CREDIT_SIZE, wide - 2 * _PAD, _MOST_LINK_LINES)


def draw_foot(sheet: Sheet, extract: Extract, box: Box, ground: ThemeColors) -> None:
    """Draw date, data revision, link and credits below the map."""
    left, top, right, _ = box
    strong, plain = (TextStyle(face, _CREDIT_SIZE, ground.ink) for face in (SEMIBOLD, SANS))
    sheet.fill(box_path(box), ground.paper)
    sheet.stroke(line_path([[(left, top), (right, top)]]), Line(ground.rule, 1.0, cap="butt"))
    start, end, baseline = left + _PAD, right - _PAD, top + _FOOT_PAD + _CREDIT_SIZE
    opens = extract.link if extract.link.startswith(("http://", "https://")) else ""
    sheet.write((start, baseline), _date_and_revision(extract), strong)
    below = _link_below(extract, right - left)
    if not below:
        sheet.write((end, baseline), extract.link, plain, align="right", link=opens)
    for line in below:
        baseline += _CREDIT_LINE
        sheet.write((start, baseline), line, plain, link=opens)
    for line in _credits(extract, right - left):
        baseline += _CREDIT_LINE
        sheet.write((start, baseline), line, TextStyle(SANS, _CREDIT_SIZE, ground.muted))
