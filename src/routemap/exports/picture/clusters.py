"""Clusters: places that would overlap are drawn as one disc with their number."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely

from routemap.exports.picture.subject import Subject
from routemap.exports.picture.symbols import Marks
from routemap.exports.picture.viewport import MapFrame, Numbers, in_world
from routemap.map.drawing_rules import CLUSTER_RULE

RADIUS: Final = CLUSTER_RULE.radius


@dataclass(frozen=True)
class Disc:
    """Places that are drawn as one disc.

    ``members`` are positions in the list of clustered points; ``x`` and ``y`` are their mean.
    """

    x: float
    y: float
    members: tuple[int, ...]

    @property
    def size(self) -> float:
        """The diameter, in units of the sheet."""
        size = CLUSTER_RULE.size + CLUSTER_RULE.step * math.log10(len(self.members))
        return float(round(min(CLUSTER_RULE.size_most, size)))


class ClusteredPlaces:
    """The places of a large collection that are in view.

    ``discs`` represent several places each. ``single`` are rows of the table of places that are
    in no cluster. ``count`` is the number of places that the discs represent.
    """

    def __init__(self, subject: Subject, frame: MapFrame, alone: frozenset[int]) -> None:
        places = subject.selection.dataset.places
        shown = zip(subject.shown, subject.appearances, strict=True)
        rows = [(row, how) for row, how in shown if row < len(places) and row not in alone]
        self._subject, self._shown = subject, [how for _, how in rows]
        own = places.geometry.array[[row for row, _ in rows]]
        points = frame.placed(shapely.get_coordinates(in_world(own)))
        discs, single = clustered(points)
        self.discs = [disc for disc in discs if _meets(disc, frame)]
        self.single = frozenset(rows[at][0] for at in single)
        members = [self._shown[member] for disc in self.discs for member in disc.members]
        self.count = len(members)
        self.looks = frozenset(how.look.key for how in members)
        self.partial = any(how.partial for how in members)

    def draw(self, marks: Marks) -> None:
        """Draw the discs, each with its number inside a ring that shows the statuses."""
        for number, disc in enumerate(self.discs):
            shown = [self._shown[member] for member in disc.members]
            counts = Counter(how.look.key for how in shown)
            shares = [
                (look, max(CLUSTER_RULE.least, counts[look.key] / len(shown)))
                for look in self._subject.looks
                if counts[look.key]
            ]
            with marks.sheet.named(f"disc-{number}"):
                marks.cluster((disc.x, disc.y), disc.size, f"{len(shown):,}", shares)
                if any(how.partial for how in shown):
                    marks.hidden((disc.x + disc.size * 0.36, disc.y + disc.size * 0.36))


def _meets(disc: Disc, frame: MapFrame) -> bool:
    left, top, right, bottom = frame.box
    reach = disc.size / 2
    across = left <= disc.x + reach and disc.x - reach <= right
    return across and top <= disc.y + reach and disc.y - reach <= bottom


def clustered(points: Numbers) -> tuple[list[Disc], list[int]]:
    """Return discs, and the positions of points that are in no disc.

    Each point that is not in a disc yet forms a disc with all remaining points within RADIUS, as
    in ``supercluster`` for one zoom (https://github.com/mapbox/supercluster).

    Examples
    --------
    >>> discs, alone = clustered(np.array([[0, 0], [30, 0], [500, 500]]))
    >>> [(disc.x, disc.members) for disc in discs], alone
    ([(15.0, (0, 1))], [2])
    """
    shapes = shapely.points(points)
    tree = shapely.STRtree(shapes)
    left = np.ones(len(points), dtype=bool)
    discs: list[Disc] = []
    alone: list[int] = []
    for place, shape in enumerate(shapes):
        if not left[place]:
            continue
        near = tree.query(shape, predicate="dwithin", distance=RADIUS)
        near = np.sort(near[left[near]])
        left[near] = False
        if len(near) == 1:
            alone.append(place)
            continue
        x, y = points[near].mean(axis=0).tolist()
        discs.append(Disc(x, y, tuple(near.tolist())))
    return discs, alone
