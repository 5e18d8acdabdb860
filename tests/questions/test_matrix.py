"""Summaries of allegations, the comparison of two sources, and search."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from tests.comparing import compared_features
from tests.conftest import WriteFolder, claim, small_rows

from routemap.data.load import load
from routemap.map.payload import shown_string
from routemap.questions.compare import compared_allegations
from routemap.questions.matrix import allegation_summaries, ordered, rows_and_rest
from routemap.questions.query import Query, read_params
from routemap.questions.search import highlight, ranked
from routemap.questions.selection import Selection, select
from routemap.questions.sides import sides


@pytest.fixture
def whole(folder: Path) -> Selection:
    return select(load(folder).dataset, Query())


def test_a_summary_says_how_many_and_since_when(whole: Selection) -> None:
    shells, horses = allegation_summaries(whole)
    assert shells.sentence == (
        "Asserted by 1 source since November 2022, denied by 1 since November 2022."
    )
    assert (shells.status, horses.status) == ("disputed", "asserted")


@pytest.mark.parametrize(
    ("order", "first"), [("disputed", "shells"), ("file", "shells"), ("latest", "shells")]
)
def test_summaries_can_be_ordered(order: str, first: str, whole: Selection) -> None:
    backwards = tuple(reversed(allegation_summaries(whole)))
    expected = "horses" if order == "file" else first
    assert ordered(backwards, order)[0].allegation == expected


def test_a_source_of_several_allegations_has_a_cell_for_each(write_folder: WriteFolder) -> None:
    rows = small_rows()
    rows["allegations"] += [{"id": "oil", "statement": "Oil moves."}]
    rows["sources"] += [{"id": "port", "name": "The port", "kind": "company"}]
    rows["claims"] += [
        claim("c5", source="agency", allegation="shells", excerpt="five"),
        claim("c6", source="port", allegation="oil", excerpt="six"),
    ]
    found = allegation_summaries(select(load(write_folder(rows)).dataset, Query()))
    table, rest = rows_and_rest(found)
    # only the agency speaks about the horses, but it has a column already
    assert {item.allegation: set(sides(item).cells) for item in table} == {
        "shells": {"council", "ministry", "agency"},
        "horses": {"agency"},
    }
    assert [item.allegation for item in rest] == ["oil"]
    # without the others, the agency still has both
    (own, _) = rows_and_rest(
        allegation_summaries(select(found[0].dataset, Query(source=("agency",))))
    )
    assert [item.allegation for item in own if "agency" in sides(item).cells] == [
        "shells",
        "horses",
    ]


def compare(folder: Path, first: str, second: str) -> Selection:
    return select(load(folder).dataset, Query(compare=(first, second)))


def test_two_sources_are_compared(folder: Path) -> None:
    selection = compare(folder, "council", "ministry")
    assert compared_features(selection) == {"north": "contradicting", "line": "contradicting"}
    (verdict,) = compared_allegations(selection)
    assert (verdict.first, verdict.second) == ("Asserts", "Denies")
    assert shown_string(selection) == "4..4."


def test_features_of_only_one_source_are_distinguished(folder: Path) -> None:
    selection = compare(folder, "agency", "council")
    assert compared_features(selection) == {
        "lane": "first", "south": "first", "north": "both", "area": "first", "line": "second",
    }  # fmt: skip
    # "7": both sources; "6": only the second; the filters hide a denial in both cases
    assert shown_string(selection) == "71161"


def test_a_comparison_needs_two_sources() -> None:
    assert read_params({"compare": ["council", "ministry"]})[0].compare == ("council", "ministry")
    for values in (["council"], ["council", "council"], ["a", "b", "c"]):
        query, notices = read_params({"compare": values})
        assert query.compare == ()
        assert "needs two different claim sources" in notices[0]


def test_matches_are_shown_whatever_case_accent_or_script() -> None:
    assert highlight("Café au lait", "cafe") == [("Café", True), (" au lait", False)]
    assert highlight("станция Туманган", "ТУМАНГАН") == [("станция ", False), ("Туманган", True)]
    assert highlight("두만강역", "두만강") == [("두만강", True), ("역", False)]
    assert highlight("plain", "") == [("plain", False)]
    assert highlight("", "x") == []


JAMO = unicodedata.normalize("NFD", "두만")


def test_both_spellings_of_an_apostrophe_are_marked_whichever_is_typed() -> None:
    for typed in ("Russia's", "Russia’s"):
        assert highlight("Russia’s war", typed) == [("Russia’s", True), (" war", False)]
        assert highlight("Russia's war", typed) == [("Russia's", True), (" war", False)]


@pytest.mark.parametrize(
    ("text", "wanted", "marked"),
    [
        pytest.param("to Tu\u00admen\u200b.", "tumen", "Tu\u00admen\u200b", id="invisible"),
        pytest.param("\ufeffTumen", "tumen", "Tumen", id="invisible before"),
        pytest.param("a ﬁne day", "fi", "ﬁ", id="one character is two letters"),
        pytest.param("5 ㎏ left", "kg", "㎏", id="no letter of its own"),
        pytest.param("Cafe\u0301 au lait", "cafe", "Cafe\u0301", id="accent apart"),
        pytest.param("″arms″ dealings", '"arms"', "″arms″", id="mark that decomposes"),
        pytest.param(JAMO, "두마", JAMO, id="syllables in parts"),
    ],
)
def test_a_mark_covers_whole_characters_where_letters_vanish_or_expand(
    text: str, wanted: str, marked: str
) -> None:
    runs = highlight(text, wanted)
    assert "".join(run for run, _ in runs) == text
    assert [run for run, hit in runs if hit] == [marked]


def test_a_place_name_ranks_above_a_mention_in_a_note(write_folder: WriteFolder) -> None:
    rows = small_rows()
    rows["claims"][3].update(note="far from Tumangang", features="area")
    selection = select(load(write_folder(rows)).dataset, Query(text="tumangang"))
    order = [selection.dataset.claims.index[position] for position in ranked(selection)]
    assert set(order) == {"c1", "c2", "c3", "c4"}
    assert order[-1] == "c4"
