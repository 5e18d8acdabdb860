"""Lines split into arcs: properties that always hold."""

from __future__ import annotations

from collections import Counter
from itertools import groupby, pairwise

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st

from routemap.data.load import SHIPPED, load
from routemap.map.arcs import GRID, Topology, topology

# few points, so that lines often meet, cross, overlap, turn back and close
POINTS = st.tuples(st.integers(0, 3), st.integers(0, 2))
PARTS = st.lists(POINTS, min_size=2, max_size=9)
LINES = st.lists(st.lists(PARTS, min_size=1, max_size=2), min_size=1, max_size=6)


def drawn(lines: list[list[list[tuple[int, int]]]]) -> list[shapely.Geometry]:
    return [
        shapely.LineString(parts[0]) if len(parts) == 1 else shapely.MultiLineString(parts)
        for parts in lines
    ]


def quantised(shape: shapely.Geometry) -> list[list[list[int]]]:
    """Return the parts of a line on the grid; only parts without length repeat a vertex."""
    parts = []
    for part in shapely.get_parts(shape):
        steps = [[round(x * GRID), round(y * GRID)] for x, y in part.coords]
        kept = [step for step, _ in groupby(steps)]
        parts.append(kept if len(kept) > 1 else kept * 2)
    return parts


def walked(cut: Topology, line: int) -> list[list[list[int]]]:
    """Return the parts of a line, joined from its arcs."""
    parts = []
    for numbers in cut.lines[line]:
        joined = cut.arc(numbers[0]).tolist()
        for number in numbers[1:]:
            arc = cut.arc(number).tolist()
            assert arc[0] == joined[-1]
            joined += arc[1:]
        parts.append(joined)
    return parts


def stretches(cut: Topology) -> Counter[frozenset[tuple[int, int]]]:
    return Counter(
        frozenset([tuple(a), tuple(b)])
        for number in range(len(cut.ends))
        for a, b in zip(cut.arc(number)[:-1].tolist(), cut.arc(number)[1:].tolist(), strict=True)
    )


@given(LINES)
def test_the_arcs_of_a_line_joined_are_the_line(lines: list) -> None:
    shapes = drawn(lines)
    cut = topology(shapes)
    for number, shape in enumerate(shapes):
        assert walked(cut, number) == quantised(shape)


@given(LINES)
def test_every_stretch_is_stored_once(lines: list) -> None:
    assert max(stretches(topology(drawn(lines))).values()) == 1


@given(LINES)
def test_lines_share_an_arc_as_a_whole(lines: list) -> None:
    cut = topology(drawn(lines))
    users: dict[int, set[int]] = {}
    for line, parts in enumerate(cut.lines):
        for numbers in parts:
            for number in numbers:
                users.setdefault(max(number, ~number), set()).add(line)
    passing: dict[frozenset, set[int]] = {}
    for line in range(len(lines)):
        for part in walked(cut, line):
            for a, b in pairwise(part):
                passing.setdefault(frozenset([tuple(a), tuple(b)]), set()).add(line)
    for number, found in users.items():
        arc = cut.arc(number).tolist()
        for a, b in pairwise(arc):
            assert passing[frozenset([tuple(a), tuple(b)])] == found


@given(LINES, st.randoms())
def test_the_order_of_lines_and_their_direction_change_no_arc(lines: list, random) -> None:
    other = [[part[::-1] if random.random() < 0.5 else part for part in parts] for parts in lines]
    random.shuffle(other)

    def arcs(cut: Topology) -> Counter:
        return Counter(str(cut.arc(number).tolist()) for number in range(len(cut.ends)))

    assert arcs(topology(drawn(lines))) == arcs(topology(drawn(other)))


def test_a_shared_stretch_is_in_both_lines_each_in_its_direction() -> None:
    cut = topology(drawn([[[(0, 0), (1, 0), (2, 0)]], [[(3, 0), (2, 0), (1, 0), (1, 1)]]]))
    assert cut.lines == (((0, 1),), ((~2, ~1, 3),))
    assert cut.arc(~1).tolist() == [[2 * GRID, 0], [GRID, 0]]


def test_no_lines_are_no_arcs() -> None:
    assert topology([]).lines == ()


def test_the_shipped_tracks_are_stored_once_and_to_the_metre() -> None:
    shapes = list(load(SHIPPED).dataset.routes["geometry"])
    cut = topology(shapes)
    total = sum(len(shapely.get_coordinates(shape)) for shape in shapes)
    assert len(cut.vertices) < 0.9 * total
    whole = np.vstack([shapely.get_coordinates(shape) for shape in shapes])
    kept = np.vstack([part for number in range(len(shapes)) for part in walked(cut, number)])
    assert len(whole) == len(kept)
    assert np.abs(whole - kept / GRID).max() <= 0.5 / GRID + 1e-9
