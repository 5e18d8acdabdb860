"""How many records an edit added, changed and removed, in words."""

from __future__ import annotations

from collections import Counter

from routemap.model.draft import Change
from routemap.questions.changes import Changes


def counts_in_words(found: Changes) -> str:
    """Return how many records were added, changed and removed, ``""`` if none were.

    Examples
    --------
    >>> from routemap.data.load import SHIPPED, load
    >>> from routemap.questions.changes import changes
    >>> dataset = load(SHIPPED).dataset
    >>> counts_in_words(changes(dataset, dataset))
    ''
    """
    names = {"claims": "claim", "places": "place", "routes": "route"}
    counted = Counter(
        (names.get(item.table, "other record"), item.change) for item in found.records
    )
    parts = []
    for name in (*names.values(), "other record"):
        numbers = [(counted[name, change], change) for change in Change]
        said = [f"{number:,} {change}" for number, change in numbers if number]
        if said:
            first, change = next(pair for pair in numbers if pair[0])
            parts.append(", ".join([f"{number_of(first, name)} {change}", *said[1:]]))
    return "; ".join(parts)


def number_of(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun; the plural is ``many``, by default ``one`` with an s.

    Examples
    --------
    >>> number_of(1, "claim"), number_of(1200, "vertex", "vertices")
    ('1 claim', '1,200 vertices')
    """
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"
