"""Replace parts of a text by their positions."""

from __future__ import annotations

from collections.abc import Iterable

Replacement = tuple[int, int, str]
"""Where a part begins and ends, and what takes its place."""


def spliced(text: str, replacements: Iterable[Replacement]) -> str:
    """Return a text with other text at some places, which do not overlap.

    Examples
    --------
    >>> spliced("abcd", [(3, 4, "D"), (0, 1, ""), (2, 2, "-")])
    'b-cD'
    """
    parts, at = [], 0
    for start, end, value in sorted(replacements):
        parts += [text[at:start], value]
        at = end
    return "".join([*parts, text[at:]])
