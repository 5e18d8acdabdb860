"""How far a movement is said to have gone, and which way."""

from __future__ import annotations

import pytest
from tests.conftest import Rows, WriteFolder, small_rows

from routemap.data.dataset import Dataset
from routemap.data.load import load
from routemap.exports.picture.subject import subject
from routemap.map.style import STANCE_STYLES
from routemap.model.claim_terms import PENDING, PHASES
from routemap.questions.evidence import evidence
from routemap.questions.matrix import allegation_summaries
from routemap.questions.movement import marks, pending_phases
from routemap.questions.query import Query
from routemap.questions.selection import Selection, select
from routemap.questions.sides import NO_SIDE, sides


def selected(write_folder: WriteFolder, rows: Rows, query: Query | None = None) -> Selection:
    loaded = load(write_folder(rows))
    assert loaded.problems == ()
    return select(loaded.dataset, query or Query())


def phase_of(selection: Selection, feature: str) -> str:
    return pending_phases(selection)[place(selection.dataset, feature)]


def place(dataset: Dataset, feature: str) -> int:
    return list(dataset.features.index).index(feature)


@pytest.mark.parametrize("phase", PHASES.keys)
def test_a_route_is_pending_until_a_claim_says_that_something_moved(
    write_folder: WriteFolder, phase: str
) -> None:
    rows = small_rows()
    rows["claims"][0]["phase"] = phase
    selection = selected(write_folder, rows)
    pending = phase if phase in PENDING else ""
    assert phase_of(selection, "line") == pending
    clause = next(term.clause for term in PHASES.terms if term.key == phase)
    sentence = evidence(selection, "line").sentence
    assert bool(clause) == bool(pending)
    assert (clause in sentence) == bool(pending) or not clause
    labels = {shown.pending for shown in subject(selection).appearances}
    assert labels == {"", PHASES.label(phase) if pending else ""}


def test_the_furthest_phase_in_view_counts_and_denials_have_none(
    write_folder: WriteFolder,
) -> None:
    rows = small_rows()
    rows["claims"][0]["phase"] = "planned"
    rows["claims"][1]["phase"] = "occurred"  # a denial
    more = {**rows["claims"][0], "id": "c5", "source": "agency", "phase": "attempted"}
    rows["claims"].append(more)
    assert phase_of(selected(write_folder, rows), "line") == "attempted"
    assert phase_of(selected(write_folder, rows, Query(source=("council",))), "line") == "planned"
    rows["claims"].append({**more, "id": "c6", "phase": "", "excerpt": "it left"})
    assert phase_of(selected(write_folder, rows), "line") == ""


@pytest.mark.parametrize(
    ("directions", "digit"),
    [(("", ""), ""), (("RUS-PRK", ""), "4"), (("PRK-RUS", ""), "8"), (("RUS-PRK", "PRK-RUS"), "c"),
     (("CHN-RUS", ""), "")],
)  # fmt: skip
def test_arrows_follow_the_claims(
    write_folder: WriteFolder, directions: tuple[str, str], digit: str
) -> None:
    rows = small_rows()  # from Russia to North Korea
    rows["claims"][0]["direction"] = directions[0]
    rows["claims"].append(
        {**rows["claims"][0], "id": "c5", "source": "agency", "direction": directions[1]}
    )
    selection = selected(write_folder, rows)
    found = marks(selection)
    assert (found[place(selection.dataset, "line")] if found else "") == digit


def test_who_takes_no_side_is_named_and_counts_for_none(write_folder: WriteFolder) -> None:
    rows = small_rows()
    rows["claims"][0]["stance"] = "finds_none"
    rows["claims"][1]["stance"] = "declines"
    selection = selected(write_folder, rows)
    found = evidence(selection, "line")
    assert found.status == "background"
    assert found.sentence == (
        "Background: no source in view affirms or denies it. "
        "1 source neither confirms nor denies it. 1 source found no sign of it."
    )
    summary = next(item for item in allegation_summaries(selection) if item.allegation == "shells")
    assert summary.status == "background"
    both = sides(summary)
    assert (both.affirming, both.denying) == ((), ())
    assert {speaker.name for speaker in both.undecided} == {"The council", "The ministry"}
    assert {cell.sign for cell in both.cells.values()} == {"○", "∅"}
    signs = {row.key: row.glyph for row in STANCE_STYLES}
    assert {key: signs[key] for key in NO_SIDE} == NO_SIDE
