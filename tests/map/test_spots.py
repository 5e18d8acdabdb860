"""Places that no zoom separates, and the positions of their markers."""

from __future__ import annotations

from itertools import combinations, pairwise
from math import dist

import pytest
from tests.conftest import WriteFolder, place, small_rows

from routemap.data.dataset import Dataset
from routemap.data.load import SHIPPED, load
from routemap.map.compact import compact_document
from routemap.map.drawing_rules import SPOT_RULE
from routemap.map.payload import feature_collection
from routemap.map.spots import seats, spots

SHIFT = 1e-5  # degrees; a metre
DISC = 20.0  # pixels


def found(write_folder: WriteFolder, *points: tuple[float, float]) -> list[list[str]]:
    """Return the groups of these places that share a spot; their ids are p0, p1 and so on."""
    rows = small_rows()
    rows["places"] += [place(f"p{number}", point) for number, point in enumerate(points)]
    dataset = load(write_folder(rows)).dataset
    return [[dataset.places.index[row] for row in group] for group in spots(dataset)]


def names(dataset: Dataset, groups: object) -> list[list[str]]:
    return [[dataset.features.index[row] for row in group] for group in groups]  # type: ignore[attr-defined]


def test_the_factories_and_their_city_share_a_spot() -> None:
    dataset = load(SHIPPED).dataset
    expected = [["pyongyang-factories", "pyongyang"]]
    assert names(dataset, feature_collection(dataset)["spots"]) == expected
    assert names(dataset, compact_document(dataset)["spots"]) == expected


def test_places_share_a_spot_if_the_largest_zoom_does_not_separate_them(
    write_folder: WriteFolder,
) -> None:
    together = found(write_folder, (127.0, 40.0), (127.0 + 10 * SHIFT, 40.0))
    assert together == [["p0", "p1"]]
    assert found(write_folder, (127.0, 40.0), (127.0 + 300 * SHIFT, 40.0)) == []


def test_a_row_of_places_that_each_touch_the_next_is_one_spot(write_folder: WriteFolder) -> None:
    row = [(127.0 + 25 * SHIFT * number, 40.0) for number in range(5)]
    assert found(write_folder, *row, row[2]) == [["p0", "p1", "p2", "p3", "p4", "p5"]]


def test_each_of_several_spots_is_found(write_folder: WriteFolder) -> None:
    points = [(127.0, 40.0), (128.0, 41.0), (127.0, 40.0), (128.0, 41.0), (129.0, -90.0)]
    assert found(write_folder, *points) == [["p0", "p2"], ["p1", "p3"]]


def test_no_places_share_no_spot(write_folder: WriteFolder) -> None:
    rows = {**small_rows(), "places": [], "routes": []}
    assert spots(load(write_folder(rows)).dataset) == ()


@pytest.mark.parametrize("discs", [*range(1, 40), 200])
@pytest.mark.parametrize("names", range(3))
def test_no_marker_on_a_spot_covers_another(discs: int, names: int) -> None:
    placed = seats(discs, names)
    assert len(placed) == names + discs
    assert all(dist(a, b) >= DISC for a, b in combinations(placed, 2))
    around = placed[names:]
    assert all(dist(a, b) > SPOT_RULE.step - 0.01 for a, b in combinations(around, 2))
    if names:  # the line of a label, and above it the status sign
        assert all(y > 8 + 16 for _, y in around)
        assert all(low - high >= 16 + 16 for (_, low), (_, high) in pairwise(placed[:names]))


def test_places_on_one_spot_are_in_the_order_of_the_data_from_left_to_right() -> None:
    (left, _), (right, _) = seats(2)
    assert left < 0 < right
