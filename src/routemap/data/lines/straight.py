"""Straight lines, for routes whose path is not known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from routemap.data.dataset import Dataset
from routemap.data.lines.drawn import Drawn, Stop, line_through

_ENDS: Final = "the two ends"
_ON_THE_WAY: Final = "the named places"


def straight_line(_dataset: Dataset, stops: Sequence[Stop], reason: str = "") -> Drawn:
    """Return the straight line over all stops.

    Parameters
    ----------
    stops
        At least two, in order.
    reason
        Why the line is straight, as a clause; by default that no path was reported.
    """
    between = _ON_THE_WAY if len(stops) > 2 else _ENDS
    because = reason or "No path was reported"
    return Drawn(
        line_through([stop.point for stop in stops]),
        basis_of(stops),
        f"{because}, so the line is straight between {between}.",
        f"Drawn for this map: straight between {between}.",
    )


def basis_of(stops: Sequence[Stop]) -> str:
    """Return the basis of a line whose path is not known.

    It is ``waypoints`` if places on the way are known, and ``schematic`` if only the ends are; see
    "Places and routes" in ``docs/coding-guide.md``.
    """
    return "waypoints" if len(stops) > 2 else "schematic"
