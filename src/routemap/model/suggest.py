"""Suggestions of the most similar known word for an unknown one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from difflib import get_close_matches
from typing import Final

_COMPARISONS: Final = 100_000
_ALIKE: Final = 0.8
_SHORT: Final = 4  # letters; shorter names are in many others


class Nearest:
    """Suggestions from a list of words, with a limit on the number of comparisons.

    Beyond the limit no suggestions are made. Without it, thousands of unknown ids against ten
    thousand known ones would take minutes.
    """

    def __init__(self, words: Collection[str]) -> None:
        self._words = words
        self._left = _COMPARISONS
        self._known: dict[str, str] = {}

    def hint(self, word: str) -> str:
        """Return ``; did you mean “…”?``, or ``""`` if no word is similar."""
        if word not in self._known:
            affordable = len(self._words) <= self._left
            self._left -= len(self._words) if affordable else 0
            self._known[word] = suggestion(word, list(self._words)) if affordable else ""
        return self._known[word]


def suggestion(word: str, words: Sequence[str]) -> str:
    """Return ``; did you mean “…”?`` with the most similar word, ``""`` if no word is similar.

    Examples
    --------
    >>> suggestion("deny", ["asserts", "denies"])
    '; did you mean “denies”?'
    >>> suggestion("gold", ["asserts", "denies"])
    ''
    """
    near = nearest(word, words)
    return f"; did you mean “{near}”?" if near else ""


def similar(name: str, names: Sequence[str]) -> str:
    """Return the name that a new one may mean, ``""`` if none: the nearest, or one that has it.

    Parameters
    ----------
    name
        The new name.
    names
        The known names, in lower case.

    Examples
    --------
    >>> similar("artillery shells", ["north korea sends artillery shells", "uniforms"])
    'north korea sends artillery shells'
    """
    near = nearest(name, names)
    lower = name.lower().strip(" .")
    if near or len(lower) < _SHORT:
        return near
    return next((known for known in names if lower in known), "")


def nearest(word: str, words: Sequence[str]) -> str:
    """Return the most similar of some words, ``""`` if no word is similar.

    Examples
    --------
    >>> nearest("deny", ["asserts", "denies"])
    'denies'
    """
    lower = word[:100].lower()
    near = get_close_matches(lower, words, n=1, cutoff=_ALIKE)
    if not near and len(lower) > 2:
        near = [known for known in words if known.startswith(lower[:-1])][:1]
    return near[0] if near else ""
