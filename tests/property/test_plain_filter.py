"""What is selected equals what a plain filter of the same files keeps."""

from __future__ import annotations

import random

import pytest
from benchmarks.generate import generate
from tests.asking import random_query
from tests.plain import Plain

from routemap.load import load
from routemap.selection import select

QUESTIONS = 150


@pytest.mark.parametrize(("routes", "seed"), [(8, 1), (40, 2)])
def test_a_selection_equals_the_plain_filter(routes: int, seed: int, tmp_path) -> None:
    generate(tmp_path, routes, seed)
    loaded = load(tmp_path)
    assert loaded.problems == ()
    plain, chance = Plain(tmp_path), random.Random(seed)
    met = set()
    for _ in range(QUESTIONS):
        query = random_query(loaded.dataset, chance)
        selection = select(loaded.dataset, query)
        asked = query.to_string()
        assert set(selection.claims.index) == plain.kept(asked), asked
        statuses = {str(key): str(status) for key, status in selection.status.items()}
        assert statuses == plain.statuses(asked), asked
        met |= set(statuses.values())
    assert met == {"asserted", "denied", "disputed", "background"}
