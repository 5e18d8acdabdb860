"""Positions of values in a JSON text, to change one value and leave the rest as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from json import JSONDecoder
from typing import Final, NamedTuple

_SPACE: Final = re.compile(r"[ \t\r\n]*")
# the values are not needed, and some numbers are too long for Python
_DECODER: Final = JSONDecoder(
    object_pairs_hook=lambda _: None, parse_int=str, parse_float=str, parse_constant=str
)


class Span(NamedTuple):
    """Where a value begins and ends."""

    start: int
    end: int


def members(text: str, at: int = 0) -> Iterator[tuple[str, Span]]:
    """Yield the key and the position of the value of each member of an object.

    Parameters
    ----------
    text
        Valid JSON.
    at
        A position at or before the opening brace, with only white space between.

    Examples
    --------
    >>> [(key, text[start:end]) for text in ['{"a": 1, "b": [2]}'] for key, (start, end) in
    ...     members(text)]
    [('a', '1'), ('b', '[2]')]
    """
    at = _skip(text, _skip(text, at) + 1)
    while text[at] != "}":
        key, at = _DECODER.raw_decode(text, at)
        at = _skip(text, _skip(text, at) + 1)  # after the colon
        _, end = _DECODER.raw_decode(text, at)
        yield key, Span(at, end)
        at = _next(text, end)


def items(text: str, at: int) -> Iterator[Span]:
    """Yield the position of each value of an array that begins at ``at``."""
    at = _skip(text, at + 1)
    while text[at] != "]":
        _, end = _DECODER.raw_decode(text, at)
        yield Span(at, end)
        at = _next(text, end)


def _next(text: str, at: int) -> int:
    """Return the position of the next value, or of the closing bracket."""
    at = _skip(text, at)
    return _skip(text, at + 1) if text[at] == "," else at


def _skip(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at
