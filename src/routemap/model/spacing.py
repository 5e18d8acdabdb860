"""The space between two adjacent parts of a text whose ends were trimmed."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_QUOTES: Final = "\"'“”‘’„‚«»‹›"
_OPENING: Final = "([{¿¡「『《〈【（"
_CLOSING: Final = ".,;:!?)]}%…」』》〉】）、。，；：！？"
_PREFIXED: Final = "$€£¥₩#@"
# what an apostrophe is followed by inside a word: Russia's, don't
_CONTRACTION: Final = re.compile(r"['’](?:s|t|d|m|re|ve|ll)\b", re.IGNORECASE)
# marks with a space of any kind inside or before them, by language
_SPACED: Final = {"fr": "«»‹›;:!?%"}
# scripts that put no spaces between words, and one that attaches particles to any word
_UNSPACED: Final = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR")
_ATTACHED: Final = "HANGUL"


def space_between(before: str, after: str, language: str = "") -> str | None:
    """Return the space between two adjacent parts of a text, such as a quotation and its suffix.

    Parameters
    ----------
    before, after
        The parts, without white space at their ends.
    language
        Language of the text (BCP 47).

    Returns
    -------
    str or None
        ``" "`` or ``""``; ``None`` if the letters and marks do not show which.

    Examples
    --------
    >>> space_between("It said", "thirty horses"), space_between("thirty horses", ", it said.")
    (' ', '')
    >>> space_between("It said “", "thirty horses"), space_between("thirty horses”", "it said.")
    ('', ' ')
    """
    left, right = before[-1:], after[:1]
    spaced = _SPACED.get(language.partition("-")[0].lower(), "")
    if not left or not right or left in spaced or right in spaced:
        return None
    if left in _OPENING or left in _PREFIXED or right in _CLOSING:
        return ""
    if _joins(left) or _joins(right):
        return _around_joint(before, after)
    if left in _QUOTES and _opens(before[-2:-1]):
        return ""
    if _CONTRACTION.match(after) or (right in _QUOTES and _closes(after[1:2])):
        return ""
    return _between_words(left, right)


def _joins(mark: str) -> bool:
    return mark == "/" or unicodedata.category(mark) == "Pd"


def _around_joint(before: str, after: str) -> str | None:
    """Return the space at a dash or slash, which has a space on both sides or on none."""
    if _joins(before[-1]) and _joins(after[0]):
        return None
    side = before.rstrip("/-–—")[-1:] if _joins(before[-1]) else after.lstrip("/-–—")[:1]
    if side in _QUOTES:  # also the end of a part that is only a dash
        return None
    return " " if side.isspace() else ""


def _opens(outer: str) -> bool:
    """Return whether a quotation mark opens, given the character before it."""
    return not outer or outer.isspace() or outer in _OPENING or _joins(outer)


def _closes(outer: str) -> bool:
    """Return whether a quotation mark closes, given the character after it."""
    return not outer or outer.isspace() or outer in _CLOSING or _joins(outer)


def _between_words(left: str, right: str) -> str | None:
    names = [unicodedata.name(mark, "") for mark in (left, right)]
    if names[1].startswith(_ATTACHED):
        return None
    unspaced = [name.startswith(_UNSPACED) for name in names]
    if all(unspaced):
        return ""
    return None if any(unspaced) else " "
