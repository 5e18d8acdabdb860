"""What the map of a picture holds, for the words and the legend beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from routemap.exports.picture.lines import Route
from routemap.exports.picture.places import Place


@dataclass(frozen=True)
class Drawn:
    """What is drawn, and how much of it.

    ``looks``, ``bases``, ``kinds`` and ``modes`` are keys of the style table; ``routes`` and
    ``places`` are how many of them are in view. ``beside`` says that places share a spot,
    ``clustered`` that lines and discs represent several of them.
    """

    looks: frozenset[str]
    bases: frozenset[str]
    kinds: frozenset[str]
    modes: frozenset[str]
    loose: bool
    crossing: bool
    partial: bool
    routes: int
    places: int
    beside: bool = False
    clustered: bool = False


def drawn_of(routes: Sequence[Route], places: Sequence[Place]) -> Drawn:
    """Return what is drawn where every feature is drawn by itself."""
    both: list[Route | Place] = [*routes, *places]
    return Drawn(
        looks=frozenset(item.shown.look.key for item in both),
        bases=frozenset(route.basis.key for route in routes),
        kinds=frozenset(p.kind for p in places if not p.small and not p.country),
        modes=frozenset(route.mode for route in routes if not route.crossing),
        loose=any(place.loose for place in places),
        crossing=any(route.crossing for route in routes),
        partial=any(item.shown.partial for item in both),
        routes=len(routes),
        places=len(places),
        beside=any(place.beside for place in places),
    )
