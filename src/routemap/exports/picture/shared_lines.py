"""Shared lines: the routes of a large collection in a picture, with every stretch drawn once.

The algorithm is that of the dashboard's map (``map/assets/status_counts.js`` and
``shared_lines.js``): a line that several routes share has the most contested status of these
routes, and is wider if there are more of them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Literal

import numpy as np
import shapely
from numpy.typing import NDArray

from routemap.data.codes import Bools, Ints
from routemap.data.dataset import Dataset
from routemap.exports.picture.paths import line_path
from routemap.exports.picture.sheet import Line
from routemap.exports.picture.subject import COMPARISON_ORDER, Subject
from routemap.exports.picture.symbols import Marks
from routemap.exports.picture.viewport import MapFrame, world
from routemap.map.arcs import GRID, topology
from routemap.map.drawing_rules import SHARED_LINE_RULE as RULE
from routemap.map.style import BASIS_STYLES, Style

_MARGIN: Final = 24.0
_FINE: Final = 0.6
_SCHEMATIC: Final = len(BASIS_STYLES) - 1


@dataclass(frozen=True)
class Arcs:
    """The stretches of line of the routes of a dataset.

    Attributes
    ----------
    lines
        Geometry of the stretches, in pixels of the world at zoom 0.
    route, arc
        Pairs of a route and a stretch on it: rows of the table of routes, and positions in
        ``lines``. Each pair occurs once.
    """

    lines: NDArray[Any]
    route: Ints
    arc: Ints


def cut_routes(dataset: Dataset) -> Arcs:
    """Return the routes of a dataset, split where the set of routes on a line changes."""
    cut = topology(dataset.routes.geometry.array)
    starts = np.concatenate([[0], cut.ends[:-1]])
    number = np.repeat(np.arange(len(cut.ends)), cut.ends - starts)
    lines = shapely.linestrings(world(cut.vertices / GRID), indices=number)
    route = np.repeat(
        np.arange(len(cut.lines)), [sum(len(part) for part in parts) for parts in cut.lines]
    )
    passed = np.array(
        [arc for parts in cut.lines for part in parts for arc in part], dtype=np.int64
    )
    passed = np.where(passed < 0, ~passed, passed)
    pairs = np.unique(np.column_stack([route, passed]).reshape(-1, 2), axis=0)
    return Arcs(lines, pairs[:, 0], pairs[:, 1])


@dataclass(frozen=True)
class Tally:
    """The shown routes on each stretch.

    Attributes
    ----------
    total
        Number of routes.
    look
        Position in ``looks`` of the style of the stretch, -1 if there are no routes.
    basis
        Position of the best known basis of these routes in the table of geometry bases.
    partial
        Whether filters hide one side of one of these routes.
    looks
        Rows of the style table, the least contested first.
    shown
        For each row of the table of routes, whether the route is shown and counted.
    """

    total: Ints
    look: Ints
    basis: Ints
    partial: Bools
    looks: tuple[Style, ...]
    shown: Bools


def tallied(subject: Subject, arcs: Arcs, alone: frozenset[int]) -> Tally:
    """Return the shown routes on each stretch, without ``alone``: routes drawn by themselves."""
    dataset = subject.selection.dataset
    kind = np.full(len(dataset.routes), -1)
    hides = np.zeros(len(kind), dtype=bool)
    for position, shown in zip(subject.shown, subject.appearances, strict=True):
        row = position - len(dataset.places)
        if row >= 0 and row not in alone:
            kind[row], hides[row] = subject.order.index(shown.look.key), shown.partial
    drawn = kind[arcs.route] >= 0
    route, arc = arcs.route[drawn], arcs.arc[drawn]
    size = len(arcs.lines)
    by = np.zeros((size, len(subject.order)), dtype=np.int64)
    np.add.at(by, (arc, kind[route]), 1)
    known = {row.key: place for place, row in enumerate(BASIS_STYLES)}
    bases = np.array([known[key] for key in dataset.routes["geometry_basis"]], dtype=np.int64)
    basis = np.full(size, _SCHEMATIC, dtype=np.int64)
    np.minimum.at(basis, arc, bases[route])
    partial = np.zeros(size, dtype=bool)
    partial[arc[hides[route]]] = True
    rows = {row.key: row for row in subject.looks}
    return Tally(
        by.sum(axis=1),
        _most_contested(by, compared=bool(subject.selection.query.compare)),
        basis,
        partial,
        tuple(rows[key] for key in subject.order),
        kind >= 0,
    )


def _most_contested(by: Ints, *, compared: bool) -> Ints:
    """Return, for each row, the last column with a count, or -1 if all are 0.

    If two sources are compared, a stretch counts as reported by both even if each of them
    reports another route on it.
    """
    last = by.shape[1] - 1
    found = np.where(by.any(axis=1), last - np.argmax(by[:, ::-1] > 0, axis=1), -1)
    if compared:
        first, second, both = (COMPARISON_ORDER.index(key) for key in ("first", "second", "both"))
        found[(by[:, first] > 0) & (by[:, second] > 0) & (found < both)] = both
    return found


class SharedLines:
    """The shared stretches that are in view.

    ``arcs`` are their numbers, ``lines`` their geometry on the sheet, clipped a little outside
    the map. ``routes`` is the number of routes on them.
    """

    def __init__(self, arcs: Arcs, tally: Tally, frame: MapFrame) -> None:
        left, top, right, bottom = frame.seen(_MARGIN)
        bounds = shapely.bounds(arcs.lines).reshape(-1, 4)
        meets = (bounds[:, 0] <= right) & (bounds[:, 2] >= left)
        meets &= (bounds[:, 1] <= bottom) & (bounds[:, 3] >= top)
        near = np.flatnonzero(meets & (tally.total > 0))
        cut = shapely.clip_by_rect(arcs.lines[near], left, top, right, bottom)
        placed = shapely.simplify(shapely.transform(cut, frame.placed), _FINE)
        seen = shapely.intersects(placed, shapely.box(*frame.box))
        self.tally, self.frame = tally, frame
        self.arcs, self.lines = near[seen], placed[seen]
        here = np.zeros(len(arcs.lines), dtype=bool)
        here[self.arcs] = True
        passing = arcs.route[here[arcs.arc]]
        self.routes = int(tally.shown[np.unique(passing)].sum())

    @property
    def looks(self) -> frozenset[str]:
        """Keys of the statuses or comparisons that are drawn."""
        return frozenset(self.tally.looks[at].key for at in self.tally.look[self.arcs].tolist())

    @property
    def bases(self) -> frozenset[str]:
        """Keys of the geometry bases that are drawn."""
        return frozenset(BASIS_STYLES[at].key for at in self.tally.basis[self.arcs].tolist())

    @property
    def partial(self) -> bool:
        """Whether filters hide one side of a route that is drawn."""
        return bool(self.tally.partial[self.arcs].any())

    @cached_property
    def calm(self) -> float:
        """Factor for the width of lines, 0 to 1: the denser the lines, the thinner they are."""
        if not len(self.lines):
            return 1.0
        left, top, right, bottom = shapely.total_bounds(self.lines).tolist()
        guessed = self.tally.basis[self.arcs] == _SCHEMATIC
        length = float((shapely.length(self.lines) * np.where(guessed, RULE.guessed, 1)).sum())
        return min(1.0, math.sqrt(RULE.dense * (right - left) * (bottom - top) / (length or 1)))

    def draw(self, marks: Marks) -> None:
        """Draw all stretches, the most contested last, so that they are on top."""
        tally = self.tally
        level = np.ceil(2 * np.log10(tally.total[self.arcs])).astype(np.int64)
        level = np.minimum(level, RULE.levels)
        heaps = np.column_stack([tally.look[self.arcs], -tally.basis[self.arcs], level])
        kinds, heap = np.unique(heaps, axis=0, return_inverse=True)
        for number, (look, basis, width) in enumerate(kinds.tolist()):
            style, row = tally.looks[look], BASIS_STYLES[-basis]
            with marks.sheet.named(f"lines-{style.key}-{row.key}-{width}"):
                self._stroke(marks, self.lines[heap == number], style, (row, width))

    def _stroke(self, marks: Marks, lines: Any, look: Style, kind: tuple[Style, int]) -> None:
        basis, level = kind
        guessed, tangled = basis.key == "schematic", self.calm < RULE.tangled
        width = line_width(look, level, self.calm, guessed=guessed)
        wider = max(0.0, width - RULE.fine)
        dash = tuple(length + (wider if odd % 2 else 0.0) for odd, length in enumerate(basis.dash))
        # many schematic lines together are not informative, so they are drawn faintly
        fine = guessed and width < RULE.fine
        if fine:
            dash = (width, basis.dash[1])
        cap: Literal["butt", "round"] = "butt" if fine or tangled else "round"
        points, part = shapely.get_coordinates(shapely.get_parts(lines), return_index=True)
        path = line_path(np.split(points, np.flatnonzero(np.diff(part)) + 1))
        sheet, ground = marks.sheet, marks.ground
        if not guessed and not tangled:
            sheet.stroke(path, Line(ground.land, width + RULE.band, alpha=RULE.band_opacity))
        alpha = max(RULE.faintest, self.calm) if guessed else 1.0
        sheet.stroke(path, Line(marks.color(look), width, dash, alpha, cap))
        if look.striped and not fine:
            stripe = 1.0 if tangled else max(RULE.centre_least, width - RULE.centre)
            sheet.stroke(path, Line(ground.land, stripe, dash, cap=cap))


def line_width(look: Style, level: int, calm: float, *, guessed: bool) -> float:
    """Return the width of a line; a disputed line that is not schematic keeps its light centre."""
    if guessed and calm < RULE.tangled:
        return 1.0
    least = 1.0 if guessed or not look.striped else RULE.striped_least
    thin = RULE.background if look.key in ("background", "withdrawn") else RULE.plain
    base = RULE.striped if look.striped else thin
    return max(least, max(RULE.finest, calm) * (base + RULE.step * level))
