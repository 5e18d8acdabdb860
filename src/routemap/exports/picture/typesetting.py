"""Text in a picture: its fonts, the width of lines, and replacements for missing letters."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path as File
from typing import Final

import numpy as np
from fontTools.ttLib import TTFont
from matplotlib import get_data_path
from matplotlib.font_manager import FontProperties, fontManager
from matplotlib.path import Path
from matplotlib.textpath import text_to_path

from routemap.exports.picture.paths import NOTHING

FOLDER: Final = File(__file__).parent / "fonts"
SANS: Final = "Route Map Sans"
SEMIBOLD: Final = "Route Map Sans Semibold"
ITALIC: Final = "Route Map Sans Italic"
SERIF: Final = "Route Map Serif"
KOREAN: Final = "Route Map Korean"
FILES: Final = {
    SANS: FOLDER / "sans.ttf",
    SEMIBOLD: FOLDER / "sans-semibold.ttf",
    ITALIC: FOLDER / "sans-italic.ttf",
    SERIF: FOLDER / "serif-semibold.ttf",
    KOREAN: FOLDER / "korean.ttf",
}
_LAST: Final = "DejaVu Sans"  # part of matplotlib; has Greek, Arabic, Hebrew and symbols
_MEASURED: Final = 100.0  # font size at which widths are measured


@cache
def _register() -> None:
    for file in FILES.values():
        fontManager.addfont(file)


@lru_cache(256)
def properties(face: str, size: float) -> FontProperties:
    """Return a font with fallbacks for missing letters; ``size`` is in points."""
    _register()
    return FontProperties(family=[face, KOREAN, _LAST], size=size)


@cache
def letters(face: str) -> frozenset[int]:
    """Return the code points of a font of :data:`FILES`, or else of matplotlib's own font."""
    last = File(get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
    with TTFont(FILES.get(face, last), lazy=True) as font:
        return frozenset(font.getBestCmap())


@cache
def _known(face: str) -> frozenset[int]:
    return letters(face) | letters(KOREAN) | letters(_LAST)


def spelled(text: str, face: str = SANS) -> str:
    r"""Return text on one line, with letters that no font has replaced by their code points.

    No letter is left out or becomes an empty box.

    Examples
    --------
    >>> spelled("두만강 \U0001f682 station")
    '두만강 [U+1F682] station'
    """
    known = _known(face)
    line = " ".join(text.split())
    return "".join(
        char if ord(char) in known and char.isprintable() else f"[U+{ord(char):04X}]"
        for char in line
    )


@lru_cache(4096)
def _measured(text: str, face: str) -> float:
    size = properties(face, _MEASURED)
    return float(text_to_path.get_text_width_height_descent(text, size, ismath=False)[0])


def width(text: str, face: str, size: float) -> float:
    """Return the width of a line of text, in the unit of ``size``."""
    return _measured(text, face) * size / _MEASURED


@lru_cache(1024)
def outline(text: str, face: str) -> Path:
    """Return the outlines of a line of text at size 1, with (0, 0) at its baseline start, y up."""
    size = properties(face, _MEASURED)
    vertices, codes = text_to_path.get_text_path(size, text, ismath=False)
    if not len(vertices):
        return NOTHING
    return Path(np.asarray(vertices) / text_to_path.FONT_SCALE, codes)


def wrapped(text: str, face: str, size: float, max_width: float, lines: int) -> list[str]:
    """Return text wrapped at spaces into at most ``lines`` lines of at most ``max_width`` width.

    Longer words are broken. If the text does not fit, the last line ends in “…”.
    """
    found: list[str] = []
    left = spelled(text, face).split(" ")
    while left and len(found) < lines:
        line, left = _filled(left, face, size, max_width)
        found.append(line)
    if left and found:
        found[-1] = shortened(f"{found[-1]} {left[0]}", face, size, max_width, always=True)
    return found


def _filled(
    words: Sequence[str], face: str, size: float, max_width: float
) -> tuple[str, list[str]]:
    """Return the first line, and the remaining words."""
    count = 1
    while count < len(words) and width(" ".join(words[: count + 1]), face, size) <= max_width:
        count += 1
    line = " ".join(words[:count])
    if count > 1 or width(line, face, size) <= max_width:
        return line, list(words[count:])
    end = max(1, _fitting(line, face, size, max_width))
    return line[:end], [line[end:], *words[1:]]


def shortened(text: str, face: str, size: float, max_width: float, *, always: bool = False) -> str:
    """Return text of at most ``max_width`` width, with “…” at the end if cut, or if ``always``."""
    if not always and width(text, face, size) <= max_width:
        return text
    end = _fitting(text, face, size, max_width - width("…", face, size))
    return f"{text[:end].rstrip()}…"


def _fitting(text: str, face: str, size: float, max_width: float) -> int:
    """Return how many letters from the start fit into ``max_width``."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if width(text[:middle], face, size) <= max_width:
            low = middle
        else:
            high = middle - 1
    return low
