"""The sizes and limits for drawing evidence: one table for the map and for pictures.

The browser receives it with the style table, as ``constants.rules``. Lengths are in screen
pixels, which are the units of a picture.
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
        Distance of two discs above their spot, so that no status sign covers the dot on it.
    ring
        Number of discs on the first ring around a spot; the second ring has twice as many.
    under
        Distance of the first disc below the name of a country on the same spot.
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
    """The space that places take, and which of two touching places keeps its disc.

    Attributes
    ----------
    disc, dot
        Radius of a place, and of a place for which there is no space.
    rank, other
        Rank by kind, and for other kinds: the place with the lower rank keeps its disc.
    loose
        Added to the rank if only an area is known.
    sides
        Possible sides of a label, the best first; the status sign is above.
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
    """Which routes share a track, and the distance between their lines.

    Attributes
    ----------
    gap
        Distance between the middles of two lines on one track.
    cell
        Size of the cells for the comparison of tracks, in degrees.
    shared
        Minimum number of common cells of two routes on one track; with fewer, they only cross.
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
        Additional width of the line of a border crossing.
    glow, band
        Additional width of the highlight of the selected route, and of the band between a route
        and the ground.
    centre
        How much narrower the light centre of a striped line is.
    tight, wide, widening
        A gap between dashes that is shorter than ``tight`` grows by ``widening`` if the line is
        wider than ``wide``; otherwise wide dots would look like a line.
    arrow
        Corners of an arrow that points to the right, the tip first.
    arrow_every, arrow_least, arrow_at
        Length of line per arrow, minimum length of a line with arrows, and position of an arrow on
        its stretch, as a share.
    unreported, faded, arrow_end
        Share of the width and opacity of a line whose path was not reported, and the distance of
        its only arrow from its end.
    pending, pending_opacity
        Share of the width, and opacity, of a line on which nothing is said to have moved.
    shares
        Possible positions of the badge on its line, as shares of the length, the best first.
    spread, room
        Distance between the badges of neighbours on one track, as a share of the length, and
        minimum length of a line with a badge, in halves of the badge.
    words, words_room
        Minimum length of a line whose badge has text, and the free space around such a badge.
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
    unreported: float = 0.7
    faded: float = 0.85
    arrow_end: float = 23.0
    pending: float = 0.65
    pending_opacity: float = 0.55
    shares: tuple[float, ...] = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82)
    spread: float = 0.3
    room: float = 2.4
    words: float = 230.0
    words_room: float = 10.0


@dataclass(frozen=True)
class SharedLineRule:
    """How the lines of a large collection are drawn, with each stretch drawn once.

    Attributes
    ----------
    levels, step
        Maximum number of steps in width, two for ten times as many routes, and width per step.
    plain, background, striped
        Width for a single route, by status.
    striped_least
        Minimum width of a striped line; thinner, it would lose its light centre.
    centre, centre_least
        How much narrower the light centre is than the line, and its minimum width.
    band, band_opacity
        Additional width of the band between a line and the ground, and its opacity.
    fine
        Lines thinner than this have square dots; for wider lines the gaps between dashes grow
        with the width.
    dense
        Length of line per area above which lines are drawn thinner.
    finest
        Minimum share of the width that lines keep.
    tangled
        Below this share of the width, the edges of a line are not visible; they are drawn simply.
    faintest
        Minimum opacity of dotted lines.
    guessed
        Weight of the length of a dotted line in the density.
    alone
        Border crossings and names of countries are drawn one by one up to this number.
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
    """The order of looks, from top to bottom: the most contested first. Keys of the style table."""

    status: tuple[str, ...] = ("disputed", "denied", "asserted", "background", "withdrawn")
    comparison: tuple[str, ...] = ("contradicting", "both", "first", "second")


@dataclass(frozen=True)
class CountRule:
    """Which lines of a large collection have a badge.

    Attributes
    ----------
    most, most_single
        Maximum number of badges, and of badges of single routes.
    calm
        Single routes have a badge only if lines are drawn with at least this share of their width.
    tried
        Maximum number of stretches that are tried.
    shortest, room
        Minimum length of a line with the badge of a single route, and of any line with a badge, in
        halves of the badge.
    shares
        Possible positions of a badge on its line, as shares of the length, the best first.
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
    """How nearby places of a large collection are drawn as one disc.

    Attributes
    ----------
    radius
        Places within this distance are drawn as one disc.
    size, size_most, step
        Diameter of a disc for one place, maximum diameter, and addition for ten times as many.
    least
        Minimum share of the ring for each status that occurs.
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
    """Return every rule as plain JSON values, with names in camel case.

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
