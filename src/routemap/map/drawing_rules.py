"""The numbers by which evidence is placed and drawn: one table for the map and for pictures.

The browser receives it with the style table, as ``constants.rules``. Lengths are in pixels of
the screen, which are the units of a picture.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

_RANKS: Final = {"city": 0, "port": 1, "factory_group": 1, "station": 2, "country": 3}


@dataclass(frozen=True)
class SpotRule:
    """How places on one spot are drawn side by side.

    Attributes
    ----------
    together
        Places that are closer than this at the largest zoom share a spot: the width of a marker.
    step
        Distance between the middles of two discs side by side, so that no disc covers the
        status sign of the other.
    lift
        How far two discs lie above their spot, so that no status sign covers the dot on it.
    ring
        How many discs fit on the first ring around a spot; the second takes twice as many.
    under
        How far below the name of a country on the same spot the first disc lies.
    over
        Distance between two names of countries on the same spot.
    dot
        Radius of the dot on the spot.
    """

    together: float = 20.0
    step: float = 30.0
    lift: float = 6.0
    ring: int = 6
    under: float = 30.0
    over: float = 34.0
    dot: float = 2.25


@dataclass(frozen=True)
class PlaceRule:
    """How much space a place takes, and which of two that touch keeps its disc.

    Attributes
    ----------
    disc, dot
        Radius of a place, and of one for which there is no space.
    rank, other
        By kind, and for other kinds: the place with the lower number keeps its disc.
    loose
        What is added where only an area is known.
    sides
        Where a label may be, the best first; the status sign is above.
    label_half, label_line
        Half the height of a label beside a place, and the height of one above or below it.
    """

    disc: float = 10.0
    dot: float = 5.0
    rank: Mapping[str, int] = field(default_factory=lambda: dict(_RANKS))
    other: int = 2
    loose: int = 4
    sides: tuple[str, ...] = ("right", "left", "below", "above")
    label_half: float = 8.0
    label_line: float = 15.0


@dataclass(frozen=True)
class TrackRule:
    """Which routes have a track in common, and how far apart their lines are drawn.

    Attributes
    ----------
    gap
        Distance between the middles of two lines on one track.
    cell
        Degrees: the size of the cells in which tracks are compared.
    shared
        How many cells two routes on one track have in common; fewer is a crossing of two lines.
    """

    gap: float = 6.0
    cell: float = 0.01
    shared: int = 3


@dataclass(frozen=True)
class LineRule:
    """How the line of one route is drawn, with its arrows and its badge.

    Attributes
    ----------
    crossing
        How much wider the line of a border crossing is.
    glow, band
        How much wider the line is that marks the selected route, and the one that sets a route
        apart from the ground.
    centre
        How much narrower the light centre of a striped line is.
    tight, wide, widening
        A gap between dashes that is shorter than ``tight`` grows by ``widening`` where the line is
        wider than ``wide``: wide dots would become a line.
    arrow
        Corners of an arrow that points to the right, the tip first.
    arrow_every, arrow_least
        Length of line per arrow, and the length below which there is none.
    arrow_at
        Where on its stretch an arrow is, as a share.
    shares
        Where along a line its badge may be, as shares of the length, the best first.
    spread
        How far the badges of neighbours on one track lie apart, as a share of the length.
    room
        How long a line must be for its badge, in halves of the badge.
    words
        The length of line from which on the badge has words.
    """

    crossing: float = 2.0
    glow: float = 9.0
    band: float = 2.5
    centre: float = 3.4
    tight: float = 9.0
    wide: float = 4.0
    widening: float = 2.0
    arrow: tuple[tuple[float, float], ...] = ((7.0, 0.0), (-5.0, 5.5), (-2.5, 0.0), (-5.0, -5.5))
    arrow_every: float = 130.0
    arrow_least: float = 46.0
    arrow_at: float = 0.72
    shares: tuple[float, ...] = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82)
    spread: float = 0.3
    room: float = 2.4
    words: float = 190.0


@dataclass(frozen=True)
class SharedLineRule:
    """How the lines of a large collection are drawn, each stretch once.

    Attributes
    ----------
    levels
        How many steps wider than a single route a line can be; two steps for ten times as many.
    step
        How much wider one is.
    plain, background, striped
        Width for a single route, by its status.
    striped_least
        Below this width a striped line would lose its light centre.
    centre, centre_least
        How much narrower that is than the line, and its least width.
    band, band_opacity
        How much wider the line is that sets it apart from the ground, and its opacity.
    fine
        Dots of a thinner line are squares; the gaps between dashes of a wider one grow with it.
    dense
        Length of line per area from which on lines are drawn finer.
    finest
        The share of their width that they keep.
    tangled
        The share from which on no edge of a line can be seen.
    faintest
        The least opacity of dotted lines.
    guessed
        How much of the length of a dotted line counts.
    alone
        Border crossings and names of countries up to this number are drawn one by one.
    """

    levels: int = 6
    step: float = 0.85
    plain: float = 1.7
    background: float = 1.3
    striped: float = 3.2
    striped_least: float = 2.8
    centre: float = 3.2
    centre_least: float = 1.1
    band: float = 1.5
    band_opacity: float = 0.75
    fine: float = 3.0
    dense: float = 0.04
    finest: float = 0.45
    tangled: float = 0.4
    faintest: float = 0.28
    guessed: float = 0.35
    alone: int = 30


@dataclass(frozen=True)
class OrderRule:
    """Which look lies over which where several are drawn: the most contested first.

    Attributes
    ----------
    status, comparison
        Keys of the rows of the style table.
    """

    status: tuple[str, ...] = ("disputed", "denied", "asserted", "background")
    comparison: tuple[str, ...] = ("contradicting", "both", "first", "second")


@dataclass(frozen=True)
class CountRule:
    """Which lines of a large collection have a badge.

    Attributes
    ----------
    most, most_single
        How many badges there are, and how many of them for single routes.
    calm
        Single routes have one only where lines are drawn in at least this share of their width.
    tried
        How many stretches are looked at.
    shortest
        Length of line for the badge of a single route.
    room
        How long any line must be for its badge, in halves of the badge.
    shares
        Where along a line a badge may be, as shares of the length, the best first.
    """

    most: int = 80
    most_single: int = 16
    calm: float = 0.7
    tried: int = 300
    shortest: float = 90.0
    room: float = 3.2
    shares: tuple[float, ...] = (0.5, 0.38, 0.62, 0.26, 0.74)


@dataclass(frozen=True)
class ClusterRule:
    """How places of a large collection are drawn as one disc.

    Attributes
    ----------
    radius
        Places within this distance are one disc.
    size, size_most
        Diameter of a disc: for a single place, and at most.
    step
        How much wider it is for ten times as many places.
    least
        The share of the ring for a status that a single place has.
    """

    radius: float = 60.0
    size: float = 21.0
    size_most: float = 50.0
    step: float = 8.0
    least: float = 0.05


SPOT_RULE: Final = SpotRule()
PLACE_RULE: Final = PlaceRule()
TRACK_RULE: Final = TrackRule()
LINE_RULE: Final = LineRule()
SHARED_LINE_RULE: Final = SharedLineRule()
ORDER_RULE: Final = OrderRule()
COUNT_RULE: Final = CountRule()
CLUSTER_RULE: Final = ClusterRule()


def rule_table() -> dict[str, dict[str, object]]:
    """Return every rule as plain JSON values, with names as JavaScript writes them.

    Examples
    --------
    >>> rule_table()["line"]["arrowEvery"]
    130.0
    """
    rules: Mapping[str, Any] = {
        "spot": SPOT_RULE,
        "place": PLACE_RULE,
        "track": TRACK_RULE,
        "line": LINE_RULE,
        "sharedLine": SHARED_LINE_RULE,
        "order": ORDER_RULE,
        "count": COUNT_RULE,
        "cluster": CLUSTER_RULE,
    }
    return {
        key: {_camel(name): it for name, it in asdict(rule).items()} for key, rule in rules.items()
    }


def _camel(name: str) -> str:
    return re.sub(r"_(\w)", lambda found: found[1].upper(), name)
