"""Which known word is nearest to one that is unknown."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from difflib import get_close_matches
from typing import Final

_COMPARISONS: Final = 100_000
_ALIKE: Final = 0.8


class Nearest:
    """Finds the nearest of many words, within a bound of comparisons; then it finds none.

    Without the bound, thousands of unknown ids against ten thousand known ones would take
    minutes.
    """

    def __init__(self, words: Collection[str]) -> None:
        self._words = words
        self._left = _COMPARISONS
        self._known: dict[str, str] = {}

    def hint(self, word: str) -> str:
        """Return ``; did you mean “…”?``, or ``""`` where no word is near."""
        if word not in self._known:
            affordable = len(self._words) <= self._left
            self._left -= len(self._words) if affordable else 0
            self._known[word] = suggestion(word, list(self._words)) if affordable else ""
        return self._known[word]


def suggestion(word: str, words: Sequence[str]) -> str:
    """Return ``; did you mean “…”?`` with the nearest of some words, ``""`` where none is near.

    Examples
    --------
    >>> suggestion("deny", ["asserts", "denies"])
    '; did you mean “denies”?'
    >>> suggestion("gold", ["asserts", "denies"])
    ''
    """
    near = nearest(word, words)
    return f"; did you mean “{near}”?" if near else ""


def nearest(word: str, words: Sequence[str]) -> str:
    """Return the word that is nearest to another, ``""`` where none is near."""
    lower = word[:100].lower()
    near = get_close_matches(lower, words, n=1, cutoff=_ALIKE)
    if not near and len(lower) > 2:
        near = [known for known in words if known.startswith(lower[:-1])][:1]
    return near[0] if near else ""
