"""Line numbers of the features of a GeoJSON file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from json import JSONDecoder
from typing import Final

_SPACE: Final = re.compile(r"[ \t\r\n]*")
# the values are not needed, and some numbers are too long for Python
_DECODER: Final = JSONDecoder(
    object_pairs_hook=lambda _: None, parse_int=str, parse_float=str, parse_constant=str
)


def feature_lines(content: bytes) -> list[int]:
    """Return the line of each feature, counted from 1.

    This is called only if there is a problem to report, so files without problems take no extra
    time.

    Parameters
    ----------
    content
        A FeatureCollection that was parsed before and therefore is valid JSON.
    """
    text = content.decode("utf-8-sig", "surrogateescape")
    lines: list[int] = []
    line, seen = 1, 0
    try:
        starts = _feature_starts(text)
    except RecursionError:  # nested almost too deeply to be parsed at all
        return lines
    for start in starts:
        line += text.count("\n", seen, start)
        seen = start
        lines.append(line)
    return lines


def _feature_starts(text: str) -> list[int]:
    starts: list[int] = []
    for key, at in _members(text):
        if key == "features":  # if the key appears twice, the last one counts
            starts = list(_value_starts(text, at)) if text[at] == "[" else []
    return starts


def _members(text: str) -> Iterator[tuple[str, int]]:
    """Yield the key of each member of the outermost object, and the position of its value."""
    at = _skip(text, _skip(text, 0) + 1)
    while text[at] != "}":
        key, at = _DECODER.raw_decode(text, at)
        at = _skip(text, _skip(text, at) + 1)  # after the colon
        yield key, at
        _, at = _DECODER.raw_decode(text, at)
        at = _next(text, at)


def _value_starts(text: str, at: int) -> Iterator[int]:
    """Yield the position of each value of an array."""
    at = _skip(text, at + 1)
    while text[at] != "]":
        yield at
        _, at = _DECODER.raw_decode(text, at)
        at = _next(text, at)


def _next(text: str, at: int) -> int:
    """Return the position of the next value, or of the closing bracket."""
    at = _skip(text, at)
    return _skip(text, at + 1) if text[at] == "," else at


def _skip(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at
