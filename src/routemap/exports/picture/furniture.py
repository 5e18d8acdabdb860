"""What a map needs to be read: scale, north, credits, date, revision and link."""

from __future__ import annotations

import math
from typing import Final

from routemap.dates import in_words
from routemap.exports.extract import Extract
from routemap.exports.picture.frame import Frame
from routemap.exports.picture.lettering import SANS, SEMIBOLD, shortened, spelled, width, wrapped
from routemap.exports.picture.paths import box_path, closed, line_path, rounded
from routemap.exports.picture.sheet import Box, Hand, Line, Sheet
from routemap.licences import CREDITS
from routemap.maps.style import Ground

LONGEST_BAR: Final = 150.0  # units
_CREDIT_SIZE: Final = 9.5
_CREDIT_LINE: Final = 12.5
_PAD: Final = 16.0
_FOOT_PAD: Final = 9.0
_MOST_LINES: Final = 12
_SMALL: Final = 10.5


def bar_length(metres: float) -> tuple[float, float]:
    """Return how long a scale bar is, in metres and in units of the sheet.

    Parameters
    ----------
    metres
        What a unit stands for.

    Returns
    -------
    tuple
        The longest 1, 2 or 5 times a power of ten that is at most LONGEST_BAR units.
    """
    most = metres * LONGEST_BAR
    power = 10.0 ** math.floor(math.log10(most))
    step = next(step for step in (5, 2, 1) if step * power <= most)
    return step * power, step * power / metres


def draw_scale(sheet: Sheet, frame: Frame, ground: Ground) -> Box:
    """Draw the scale bar into the lower right corner of the map; return the box that it takes."""
    metres, length = bar_length(frame.metres())
    label = f"{metres / 1000:g} km" if metres >= 1000 else f"{metres:g} m"
    latitude = f"at {abs(frame.latitude):.0f}° {'N' if frame.latitude >= 0 else 'S'}"
    right, bottom = frame.box[2] - 16, frame.box[3] - 16
    left, middle = right - length, right - length / 2
    words = width(label, SEMIBOLD, _SMALL) + 8 + width(latitude, SANS, _SMALL)
    box = (min(left, right - words) - 7, bottom - 24, right + 7, bottom + 7)
    sheet.fill(rounded(box, 3), ground.paper, alpha=0.82)
    ticks = [[(x, bottom - 5), (x, bottom)] for x in (left, middle, right)]
    with sheet.named("scale-bar"):
        line = Line(ground.ink, 1.2, cap="butt")
        sheet.stroke(line_path([[(left, bottom), (right, bottom)], *ticks]), line)
    baseline = bottom - 10
    sheet.write((right - max(length, words), baseline), label, Hand(SEMIBOLD, _SMALL, ground.ink))
    sheet.write((right, baseline), latitude, Hand(SANS, _SMALL, ground.muted), align="right")
    return box


def draw_north(sheet: Sheet, frame: Frame, ground: Ground) -> Box:
    """Draw the north arrow into the upper right corner: in Mercator north is up everywhere."""
    x, y = frame.box[2] - 28, frame.box[1] + 18
    box = (x - 12, y - 6, x + 12, y + 37)
    sheet.fill(rounded(box, 3), ground.paper, alpha=0.82)
    tip, west, notch, east = (x, y), (x - 6, y + 18), (x, y + 13.5), (x + 6, y + 18)
    with sheet.named("north-arrow"):
        sheet.fill(closed([tip, west, notch]), ground.ink)
        sheet.stroke(closed([tip, west, notch, east]), Line(ground.ink, 1.0))
    sheet.write((x, y + 32), "N", Hand(SEMIBOLD, 11, ground.ink), align="centre")
    return box


def foot_height(wide: float) -> float:
    """Return how high the foot of a picture is."""
    return (1 + len(_credits(wide))) * _CREDIT_LINE + 2 * _FOOT_PAD


def _credits(wide: float) -> list[str]:
    return wrapped(" · ".join(CREDITS), SANS, _CREDIT_SIZE, wide - 2 * _PAD, _MOST_LINES)


def draw_foot(sheet: Sheet, extract: Extract, box: Box, ground: Ground) -> None:
    """Draw date, data revision, link and credits below the map."""
    left, top, right, _ = box
    strong, plain = (Hand(face, _CREDIT_SIZE, ground.ink) for face in (SEMIBOLD, SANS))
    sheet.fill(box_path(box), ground.paper)
    sheet.stroke(line_path([[(left, top), (right, top)]]), Line(ground.rule, 1.0, cap="butt"))
    made = in_words(extract.made.strftime("%Y-%m-%d"))
    said = f"Drawn {made} from data revision {extract.dataset.revision}"
    start, end, baseline = left + _PAD, right - _PAD, top + _FOOT_PAD + _CREDIT_SIZE
    sheet.write((start, baseline), said, strong)
    room = end - start - width(said, SEMIBOLD, _CREDIT_SIZE) - _PAD
    shown = shortened(spelled(extract.link), SANS, _CREDIT_SIZE, room)
    opens = extract.link if extract.link.startswith(("http://", "https://")) else ""
    sheet.write((end, baseline), shown, plain, align="right", link=opens)
    for line in _credits(right - left):
        baseline += _CREDIT_LINE
        sheet.write((start, baseline), line, Hand(SANS, _CREDIT_SIZE, ground.muted))
