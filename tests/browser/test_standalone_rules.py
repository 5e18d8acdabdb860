"""The map in one file filters like the server: same claims, statuses and popup texts."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from benchmarks.generate import generate
from playwright.sync_api import expect

from routemap.data.dataset import Dataset
from routemap.data.load import SHIPPED, load
from routemap.exports import Extract, extract
from routemap.exports.standalone import to_html
from routemap.exports.standalone.content import offered_meanings
from routemap.map.payload import POPUP_CLAIMS, popup, shown_string
from routemap.questions.evidence import evidence
from routemap.questions.query import Query
from routemap.questions.selection import Selection, select
from routemap.questions.statuses import denials_of
from tests.asking import random_query
from tests.browser.conftest import Open
from tests.browser.large_data import write_large_data
from tests.conftest import THOROUGH
from tests.retracting import retract_some

MADE = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
FEATURES = "() => routemap.modules['file.js'].file.features.map(({ id }) => id)"
# the results of the script in the file for each query: claims, letters, undated and popups
ANSWERS = """searches => searches.map(search => {
  const { file } = routemap.modules["file.js"];
  const { evidenceOf } = routemap.modules["sentences.js"];
  const selection = routemap.modules["selection.js"].select(search);
  const claims = file.claims.filter((claim, number) => selection.kept[number]).map(({ id }) => id);
  const popups = file.features.map((feature, at) => evidenceOf(selection, at, 0));
  return { claims, letters: selection.letters(), undated: selection.undated, popups };
})"""


def made(dataset: Dataset, query: Query | None = None) -> Extract:
    return extract(select(dataset, query or Query()), made=MADE)


def filtered(whole: Extract, query: Query) -> Selection:
    """Return the server's selection from the claims of a file for the query of a reader."""
    dataset, held = whole.dataset, whole.selection
    side = held.mask & select(dataset, Query(source=query.source)).mask
    passing = held.mask & select(dataset, query).passing
    affirming = np.flatnonzero(passing & dataset.codes.affirming)
    mask = passing | (side & denials_of(dataset, affirming))
    undated = int((side & ~mask & ~dataset.bounds[query.by].known).sum())
    kept = mask & (~passing | held.kept_denials)
    return Selection(query, dataset, mask, kept, undated if query.first or query.last else 0)


def statuses_of(selection: Selection) -> dict[str, str]:
    return {key: str(status) for key, status in selection.status.items()}


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Dataset]:
    many = tmp_path_factory.mktemp("many")
    generate(many, 160 if THOROUGH else 80)
    retract_some(many, random.Random(1))
    return {"shipped": load(SHIPPED).dataset, "many": load(many).dataset}


@pytest.mark.parametrize(
    ("name", "query"),
    [
        pytest.param("shipped", Query(), marks=pytest.mark.thorough),
        pytest.param("shipped", Query(stance=("asserts",)), marks=pytest.mark.thorough),
        pytest.param("shipped", Query(text="rail"), marks=pytest.mark.thorough),
        ("many", Query()),
    ],
    ids=["everything", "assertions", "words", "many"],
)
def test_the_browser_follows_the_rules_of_the_server(
    open_file: Open, folders: dict[str, Dataset], name: str, query: Query
) -> None:
    dataset = folders[name]
    whole = made(dataset, query)
    opened = open_file(to_html(whole))
    ids = opened.page.evaluate(FEATURES)
    at = dataset.features.index.get_indexer(ids)
    chance = random.Random(20221102)
    offered = {term.key: term.key for term in offered_meanings()}
    plain = Query()
    one_sided = Query(source=("dprk-defence-ministry",))
    # affirms one allegation and denies another, whose assertions are hidden
    of_both_sides = Query(source=("russian-embassy-pyongyang",))
    asked = [plain, one_sided, of_both_sides, *(random_query(dataset, chance) for _ in range(60))]
    asked = [
        replace(plain, first=q.first, last=q.last, by=offered.get(q.by, plain.by), source=q.source)
        for q in asked
        if (q.first is None) or (q.last is None) or q.first <= q.last
    ]
    asked = list(dict.fromkeys(asked))[: 14 if THOROUGH else 11]
    assert len(asked) > 10
    answers = opened.page.evaluate(ANSWERS, [q.to_string() for q in asked])
    seen = set()
    for question, answer in zip(asked, answers, strict=True):
        expected = filtered(whole, question)
        assert set(answer["claims"]) == set(expected.claims.index), question
        letters = shown_string(expected)
        assert answer["letters"] == "".join(letters[place] for place in at), question
        assert answer["undated"] == expected.undated, question
        seen |= set(answer["letters"])
        for place in chance.sample(range(len(ids)), 12 if THOROUGH else 6):
            said, server = answer["popups"][place], _popup(expected, ids[place])
            if query != plain:
                # the file counts claims that it does not contain apart from those that filters hide
                assert bool(said.pop("hidden")) == bool(server.pop("hidden")), ids[place]
            assert said == server, (question, ids[place])
    assert {"a", "d", "X", ".", "A"} <= seen or query != plain
    assert "E" in seen or (name, query) != ("shipped", plain)
    assert ("w" in seen) == (name == "many")


def _popup(selection: Selection, feature: str) -> dict[str, object]:
    return json.loads(json.dumps(popup(evidence(selection, feature, count=POPUP_CLAIMS))))


def test_a_large_file_is_drawn_clustered(open_file: Open, tmp_path: Path) -> None:
    dataset = load(write_large_data(tmp_path / "large", routes=160, places=120)).dataset
    opened = open_file(to_html(made(dataset)))
    page = opened.page
    assert opened.statuses() == statuses_of(select(dataset, Query()))
    expect(page.locator("canvas.rm-shared-lines")).to_have_count(1)
    assert page.locator("path.rm-hit").count() == 0
    page.get_by_role("checkbox", name="The ministry").check()
    left = select(dataset, Query(source=("ministry",)))
    expect(opened.map).to_have_attribute("data-features", str(len(left.status)))
    assert opened.statuses() == statuses_of(left)
    name = dataset.routes["name_en"][next(key for key in left.status.index if key.startswith("r"))]
    page.get_by_role("rowheader").get_by_role("button", name=name, exact=True).click()
    expect(page.locator(".leaflet-popup").get_by_role("heading")).to_have_text(name)
    expect(page.locator(".leaflet-popup .rm-claim").first).to_be_visible()
