"""Claims of a retracted article are withdrawn: they stay in lists, and count for neither side."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import WriteFolder
from tests.retracting import retracted

from routemap.data.dataset import Dataset
from routemap.data.load import load
from routemap.map.payload import popup, shown_string
from routemap.questions.allegation import allegation_page
from routemap.questions.claim import claim_details
from routemap.questions.evidence import evidence
from routemap.questions.matrix import allegation_summaries, count_allegations
from routemap.questions.query import Query
from routemap.questions.selection import Selection, select
from routemap.questions.sides import sides
from routemap.questions.timeline import layout
from routemap.questions.timeline_numbers import summary

Made = Callable[..., Selection]


@pytest.fixture
def made(write_folder: WriteFolder) -> Made:
    def make(*claims: str, query: Query | None = None) -> Selection:
        loaded = load(write_folder(retracted(*claims)))
        assert loaded.problems == ()
        assert loaded.notices == ()
        return select(loaded.dataset, query or Query())

    return make


def test_a_withdrawn_denial_disputes_nothing(made: Made) -> None:
    selection = made("c2")
    assert selection.status["line"] == "asserted"
    found = evidence(selection, "line")
    assert found.sentence == (
        "Asserted by 1 source. No denial in view. 1 withdrawn claim is not counted."
    )
    assert found.counts == "1 assertion, 1 withdrawn claim"
    assert [(item.claim, item.withdrawn) for item in found.claim_details] == [
        ("c1", False),
        ("c2", True),
    ]


def test_a_withdrawn_assertion_keeps_no_denials(made: Made) -> None:
    query = Query(source=("council",))
    assert made("c1", query=query).kept_denials.sum() == 0
    found = evidence(made("c1", "c2"), "line")
    assert (found.status, found.counts) == ("withdrawn", "2 withdrawn claims")
    assert found.sentence == "Withdrawn: every claim in view is of a retracted article."


def test_a_place_with_only_withdrawn_claims_looks_withdrawn(made: Made) -> None:
    selection = made("c1", "c2")
    statuses = {key: str(status) for key, status in selection.status.items()}
    assert statuses == {
        "north": "asserted", "south": "asserted", "area": "background", "line": "withdrawn",
        "lane": "asserted",
    }  # fmt: skip
    letters = dict(zip(selection.dataset.features.index, shown_string(selection), strict=True))
    assert letters["line"] == "w"


def test_a_filter_that_leaves_withdrawn_claims_says_what_it_hides(made: Made) -> None:
    selection = made("c2", query=Query(source=("ministry",)))
    assert selection.status["line"] == "withdrawn"
    found = evidence(selection, "line")
    assert found.sentence.endswith("retracted article. The filters hide who asserts it.")
    assert found.hidden == "Hidden by the filters: 1 assertion."
    other = evidence(made("c2", query=Query(source=("council",))), "line")
    assert other.hidden == "Hidden by the filters: 1 withdrawn claim."


def test_lists_have_withdrawn_claims_and_sides_have_not(made: Made) -> None:
    selection = made("c2")
    assert set(selection.claims.index) == {"c1", "c2", "c3", "c4"}
    found = allegation_page(selection, "shells")
    assert list(selection.dataset.claims.index[found.positions]) == ["c1", "c2"]
    assert found.item is not None
    assert (found.item.status, found.item.sentence) == (
        "asserted",
        "Asserted by 1 source since November 2022.",
    )
    taken = sides(found.item)
    assert [speaker.source for speaker in taken.affirming] == ["council"]
    assert taken.denying == ()


def test_an_allegation_of_withdrawn_claims_has_no_sides(made: Made) -> None:
    selection = made("c1", "c2")
    assert [item.allegation for item in allegation_summaries(selection)] == ["horses"]
    assert count_allegations(selection) == 1
    assert allegation_page(selection, "shells").item is None


def test_the_timeline_does_not_draw_them_and_says_so(made: Made) -> None:
    selection = made("c2", "c4")
    found = summary(selection, "when")
    assert (found.affirm, found.deny, found.background, found.withdrawn) == (2, 0, 0, 2)
    drawn = layout(selection.dataset, "when")
    assert drawn is not None
    assert list(selection.dataset.claims.index[drawn.positions]) == ["c1", "c3"]


def test_a_citation_has_the_retraction_the_correction_and_the_copy(made: Made) -> None:
    selection = made("c2")
    dataset: Dataset = selection.dataset
    (item,) = claim_details(dataset, [dataset.claims.index.get_loc("c2")])
    details = item.article
    assert details.retracted == "Retracted on 1 December 2022"
    assert details.corrected == "“A correction”, The Paper, published in December 2022"
    assert details.corrected_url == "https://paper.example/correction"
    assert item.citation.startswith("A. Writer, “Оружие” [Arms and denials], The Paper")
    assert item.cited.splitlines()[-3:] == [
        "Archived copy: https://archive.example/withdrawn",
        "Retracted on 1 December 2022",
        "Corrected by: “A correction”, The Paper, published in December 2022",
    ]
    shown = popup(evidence(selection, "line"))["claims"]
    assert [claim["article"]["retracted"] for claim in shown] == ["", details.retracted]
    assert shown[1]["article"]["archived_url"] == "https://archive.example/withdrawn"


def test_an_old_folder_has_no_withdrawn_claims(folder: Path) -> None:
    table = folder / "articles.csv"
    header, row = table.read_text("utf-8").splitlines()
    old = ",".join(header.split(",")[:-6])
    table.write_text(f"{old}\n{row.removesuffix(',' * 6)}\n", "utf-8")
    loaded = load(folder)
    assert (loaded.problems, loaded.notices) == ((), ())
    assert not loaded.dataset.codes.withdrawn.any()
