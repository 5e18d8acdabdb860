"""The contents of the map of a picture, for its title block and legend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from routemap.exports.picture.lines import Route
from routemap.exports.picture.places import Place


@dataclass(frozen=True)
class Drawn:
    """The styles and the numbers of the features that are drawn.

    Attributes
    ----------
    looks, bases, kinds, modes
        Keys of the style table.
    loose
        Whether some place is known only as an area.
    crossing
        Whether a border crossing is drawn.
    partial
        Whether filters hide one side of a feature.
    routes, places
        The numbers of features in view.
    pending
        Looks of the routes that are only planned, expected or attempted.
    sharing_spots
        Whether places share a spot.
    clustered
        Whether lines and discs represent several features.
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
    pending: frozenset[str] = frozenset()
    sharing_spots: bool = False
    clustered: bool = False


def drawn_of(routes: Sequence[Route], places: Sequence[Place]) -> Drawn:
    """Return the contents of a map on which every feature is drawn by itself."""
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
        pending=frozenset(route.shown.look.key for route in routes if route.shown.pending),
        sharing_spots=any(place.shares_spot for place in places),
    )
