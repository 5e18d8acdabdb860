"""Ships, further articles, and claims in the same words."""

from __future__ import annotations

import numpy as np
from tests.conftest import WriteFolder, small_rows

from routemap.data.load import load
from routemap.model.columns import Shown
from routemap.questions.claim import claim_details
from routemap.questions.query import Query
from routemap.questions.selection import select
from routemap.questions.suggestions import suggestions
from routemap.questions.vessel import vessel_details


def test_claims_in_the_same_words_name_each_other(write_folder: WriteFolder) -> None:
    rows = small_rows()
    rows["claims"].append({**rows["claims"][2], "id": "c5", "source": "council"})
    dataset = load(write_folder(rows)).dataset
    third, fifth = claim_details(dataset, np.array([2, 4]))
    assert (third.passage, fifth.passage) == ("c3", "c3")
    assert [other.claim for other in third.same_words] == ["c5"]
    (other,) = fifth.same_words
    assert (other.source, other.stance_label, other.allegation) == (
        "The agency", "Reports", "Horses move.",
    )  # fmt: skip
    assert claim_details(dataset, np.array([0]))[0].same_words == ()


def test_what_was_inferred_is_marked_wherever_it_is_shown(write_folder: WriteFolder) -> None:
    rows = small_rows()
    rows["claims"][0] |= {"inferred": "happened;cargo", "coded_by": "AB", "checked_by": "CD"}
    (item,) = claim_details(load(write_folder(rows)).dataset, np.array([0]))
    assert item.happened == "in September 2022 (inferred)"
    for where in (Shown.PANEL, Shown.POPUP, Shown.FILE):
        assert ("Cargo", "Arms and ammunition (inferred)") in item.shown_in(where)
    assert "inferred" not in item.said
    assert item.coding == "Coded by AB, checked by CD"


def test_original_words_come_first_in_a_copy(write_folder: WriteFolder) -> None:
    rows = small_rows()
    rows["claims"][0] |= {"original": "Снаряды", "original_language": "ru"}
    (item,) = claim_details(load(write_folder(rows)).dataset, np.array([0]))
    assert item.cited.startswith("“Снаряды”\nwhat c1 says")


def test_a_ship_has_its_claims_and_is_found_by_its_number(write_folder: WriteFolder) -> None:
    dataset = load(write_folder(small_rows())).dataset
    ship = vessel_details(select(dataset, Query()), "ship")
    assert ship.facts == (("IMO number", "9074729"), ("Flag", "Russia"))
    assert list(dataset.claims.index[ship.positions]) == ["c3"]
    assert vessel_details(select(dataset, Query(stance=("denies",))), "ship").positions.size == 0
    assert [(item.key, item.value) for item in suggestions(dataset, "9074729")] == [
        ("vessel", "ship")
    ]
    for words in ("9074729", "The Ship"):
        assert list(select(dataset, Query(text=words)).claims.index) == ["c3"]
