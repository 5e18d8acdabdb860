"""Words in a picture: its fonts, how wide they run, and what stands for letters it lacks."""

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
_LAST: Final = "DejaVu Sans"  # comes with matplotlib; knows Greek, Arabic, Hebrew and signs
_MEASURED: Final = 100.0  # size at which widths are taken; they grow with it


@cache
def _register() -> None:
    for file in FILES.values():
        fontManager.addfont(file)


@lru_cache(256)
def properties(face: str, size: float) -> FontProperties:
    """Return a face with those that stand in for letters it lacks; size in points."""
    _register()
    return FontProperties(family=[face, KOREAN, _LAST], size=size)


@cache
def letters(face: str) -> frozenset[int]:
    """Return the code points that a font has: one of :data:`FILES`, or matplotlib's own."""
    last = File(get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
    with TTFont(FILES.get(face, last), lazy=True) as font:
        return frozenset(font.getBestCmap())


@cache
def _known(face: str) -> frozenset[int]:
    return letters(face) | letters(KOREAN) | letters(_LAST)


def spelled(text: str, face: str = SANS) -> str:
    r"""Return text that can be drawn, on one line.

    Letters that no font has are written out as their code point, so that none is left out or
    becomes an empty box.

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
    """Return how far a line of text runs, in the unit of ``size``."""
    return _measured(text, face) * size / _MEASURED


@lru_cache(1024)
def outline(text: str, face: str) -> Path:
    """Return the outlines of a line of text at size 1, from its start on the baseline, y up."""
    size = properties(face, _MEASURED)
    vertices, codes = text_to_path.get_text_path(size, text, ismath=False)
    if not len(vertices):
        return NOTHING
    return Path(np.asarray(vertices) / text_to_path.FONT_SCALE, codes)


def wrapped(text: str, face: str, size: float, room: float, lines: int) -> list[str]:
    """Return text broken at spaces into at most ``lines`` lines that are at most ``room`` wide.

    Words that are wider than that are broken; what does not fit ends in “…”.
    """
    found: list[str] = []
    left = spelled(text, face).split(" ")
    while left and len(found) < lines:
        line, left = _filled(left, face, size, room)
        found.append(line)
    if left and found:
        found[-1] = shortened(f"{found[-1]} {left[0]}", face, size, room, always=True)
    return found


def _filled(words: Sequence[str], face: str, size: float, room: float) -> tuple[str, list[str]]:
    """Return the line that the first words fill, and the words that are left."""
    count = 1
    while count < len(words) and width(" ".join(words[: count + 1]), face, size) <= room:
        count += 1
    line = " ".join(words[:count])
    if count > 1 or width(line, face, size) <= room:
        return line, list(words[count:])
    end = max(1, _fitting(line, face, size, room))
    return line[:end], [line[end:], *words[1:]]


def shortened(text: str, face: str, size: float, room: float, *, always: bool = False) -> str:
    """Return text that is at most ``room`` wide, ending in “…” where it was cut, or ``always``."""
    if not always and width(text, face, size) <= room:
        return text
    end = _fitting(text, face, size, room - width("…", face, size))
    return f"{text[:end].rstrip()}…"


def _fitting(text: str, face: str, size: float, room: float) -> int:
    """Return how many of the first letters are at most ``room`` wide."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if width(text[:middle], face, size) <= room:
            low = middle
        else:
            high = middle - 1
    return low
