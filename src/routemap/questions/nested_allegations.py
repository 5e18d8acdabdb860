"""Allegations in a list, with each narrower one below the broader one that it is part of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from routemap.questions.matrix import AllegationSummary


@dataclass(frozen=True)
class Nested:
    """An allegation in a list, and how many broader ones of the list it is below."""

    item: AllegationSummary
    depth: int


def nested(found: Sequence[AllegationSummary]) -> tuple[Nested, ...]:
    """Return ordered summaries with each narrower allegation below its broader one.

    A broader allegation has the place of the first of its group.
    """
    if not found:
        return ()
    place = {item.allegation: number for number, item in enumerate(found)}
    broader = found[0].dataset.broader
    rank, narrower = dict(place), dict[str, list[str]]()
    for key, own in place.items():
        chain = [parent for parent in broader[key] if parent in place]
        narrower.setdefault(chain[0] if chain else "", []).append(key)
        for parent in chain:
            rank[parent] = min(rank[parent], own)

    def below(parent: str, depth: int) -> Iterable[Nested]:
        for key in sorted(narrower.get(parent, ()), key=rank.__getitem__):
            yield Nested(found[place[key]], depth)
            yield from below(key, depth + 1)

    return tuple(below("", 0))
