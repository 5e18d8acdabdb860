"""A selection is equal to the result of a simple filter of the same files."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from benchmarks.generate import generate
from tests.asking import random_query
from tests.conftest import THOROUGH
from tests.plain import Plain
from tests.retracting import retract_some

from routemap.data.load import load
from routemap.questions.selection import select

QUESTIONS = 300 if THOROUGH else 40
SPELLINGS = (
    "Ministry’s",
    "ministry's",
    "«ministry»",
    "mini\u00adstry",
    "ministry–port",
    "Quay 2",
    "장소 0001",
)
NAMES = {
    "Place 0001": "Quay 1 Port",
    "Place 0002": "Quay 2 Station",
    "Place 0004": "Quay 2",
    "장소 0002": "부두이역",
}


def spell_in_many_ways(folder: Path, chance: random.Random) -> None:
    claims, places = folder / "claims.csv", folder / "places.geojson"
    first, *parts = claims.read_text("utf-8").split(" ministry")
    spelled = [f" {chance.choice(SPELLINGS)}{part}" for part in parts]
    claims.write_text("".join([first, *spelled]), "utf-8")
    text = places.read_text("utf-8").replace('"kind": "city"', '"kind": "station"')
    for name, other in NAMES.items():
        text = text.replace(f'"{name}"', f'"{other}"')
    places.write_text(text, "utf-8")


@pytest.mark.hypothesis
# the plain filter takes four times as long for twice as many routes
@pytest.mark.parametrize(("routes", "seed"), [(8, 3), (40, 2)] if THOROUGH else [(12, 2)])
def test_a_selection_equals_the_plain_filter(routes: int, seed: int, tmp_path) -> None:
    chance = random.Random(seed)
    generate(tmp_path, routes, seed)
    spell_in_many_ways(tmp_path, chance)
    retract_some(tmp_path, chance)
    loaded = load(tmp_path)
    assert loaded.problems == ()
    plain = Plain(tmp_path)
    met = set()
    for _ in range(QUESTIONS):
        query = random_query(loaded.dataset, chance)
        selection = select(loaded.dataset, query)
        asked = query.to_string()
        assert set(selection.claims.index) == plain.kept(asked), asked
        statuses = {str(key): str(status) for key, status in selection.status.items()}
        assert statuses == plain.statuses(asked), asked
        met |= set(statuses.values())
    assert met == {"asserted", "denied", "disputed", "background", "withdrawn"}
