"""What the browser shows equals what a plain filter of the same files selects."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from benchmarks.generate import generate
from playwright.sync_api import expect

from routemap.data.load import load
from routemap.map.compact import is_large
from tests.asking import random_query
from tests.browser.conftest import StartServer, Visit
from tests.conftest import THOROUGH
from tests.plain import Plain

QUESTIONS = 5 if THOROUGH else 2
# so many are drawn clustered; the plain filter takes four times as long for twice as many
MANY = 400 if THOROUGH else 160


@pytest.mark.parametrize(
    "routes",
    [pytest.param(40, id="few", marks=pytest.mark.thorough), pytest.param(MANY, id="many")],
)
def test_the_map_shows_what_a_plain_filter_selects(
    routes: int, visit: Visit, start_server: StartServer, tmp_path: Path
) -> None:
    generate(tmp_path, routes, seed=routes)
    dataset = load(tmp_path).dataset
    assert is_large(dataset) == (routes == MANY)
    plain, chance = Plain(tmp_path), random.Random(routes)
    url = start_server(tmp_path)
    watched = visit(url, None)
    for _ in range(QUESTIONS):
        asked = random_query(dataset, chance).to_string()
        watched.page.goto(f"{url}?{asked}")
        watched.drawn(query=asked)
        expected = plain.statuses(asked)
        assert watched.map.evaluate("() => window.routemap.statuses()") == expected, asked
        kept, claims = len(plain.kept(asked)), len(dataset.claims)
        count = f"{kept:,} of {claims:,} claims" if kept < claims else f"{claims:,} claims"
        expect(watched.page.locator(".rm-counts")).to_contain_text(count)
