"""What the filters hide is said for each allegation, also if others have both sides."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from urllib.parse import parse_qs

import pytest

from routemap.data.load import SHIPPED, load
from routemap.map import STATES
from routemap.map.payload import shown_string
from routemap.model.vocabulary import AFFIRMING
from routemap.questions.evidence import evidence
from routemap.questions.query import Query, read_params
from routemap.questions.selection import Selection, select

DATASET = load(SHIPPED).dataset
STANCES = DATASET.claims["stance"].tolist()
ALLEGATIONS = DATASET.claims["allegation"].tolist()
CROSSING = "khasan-tumen-river-crossing"
UNIFORMS = "pyongyang-khasan-uniforms"


def hidden(search: str, feature: str) -> tuple[str, str]:
    """The side that the map marks as hidden, and the status sentence of a feature."""
    selection = select(DATASET, read_params(parse_qs(search))[0])
    at = DATASET.features.index.get_loc(feature)
    return STATES[shown_string(selection)[at]][1], evidence(selection, feature).sentence


@pytest.mark.parametrize(
    ("search", "feature", "side", "said"),
    [
        (
            "source=russian-embassy-pyongyang",
            "north-korea",
            "assertions",
            "The filters hide who asserts what is denied here.",
        ),
        (
            "compare=dprk-defence-ministry&compare=bbc",
            "north-korea",
            "assertions",
            "The filters hide who asserts what is denied here.",
        ),
        (
            "stance=estimates&stance=denies",
            CROSSING,
            "assertions",
            "The filters hide who asserts what is denied here.",
        ),
        ("stance=denies", CROSSING, "assertions", "The filters hide who asserts it."),
        ("stance=asserts", CROSSING, "denials", "The filters hide who denies it."),
    ],
)
def test_a_side_that_one_of_several_allegations_lacks_is_said(
    search: str, feature: str, side: str, said: str
) -> None:
    marked, sentence = hidden(search, feature)
    assert marked == side
    assert said in sentence


def test_a_disputed_line_says_that_another_allegation_lacks_a_side() -> None:
    search = "compare=dprk-defence-ministry&compare=us-state-department"
    marked, sentence = hidden(search, "dprk-russia-artillery")
    assert sentence.startswith("Disputed:")
    assert marked == "denials"
    assert "The filters hide who denies what is asserted here." in sentence


def sides(positions: Iterable[int]) -> tuple[set[str], set[str]]:
    """The allegations that some claims affirm, and those that they deny."""
    said = [(STANCES[at], ALLEGATIONS[at]) for at in positions]
    affirmed = {allegation for stance, allegation in said if stance in AFFIRMING and allegation}
    return affirmed, {allegation for stance, allegation in said if stance == "denies"}


def with_broader(allegations: set[str]) -> set[str]:
    return allegations.union(*(DATASET.broader[one] for one in allegations))


def expected(selection: Selection, place: int) -> tuple[bool, bool]:
    """Whether denials, and assertions, of an allegation about a feature are hidden."""
    affirmed, denied = sides(DATASET.codes.claims_of(place))
    here_affirmed, here_denied = sides(selection.claims_about(place))
    all_denied, shown_denied = sides(range(len(DATASET.claims)))[1], sides(selection.positions)[1]
    lacks_denial = {
        one
        for one in here_affirmed
        if (one in denied or all_denied.intersection(DATASET.broader[one]))
        and not (one in here_denied or shown_denied.intersection(DATASET.broader[one]))
    }
    lacks_assertion = here_denied & with_broader(affirmed) - with_broader(here_affirmed)
    return bool(lacks_denial), bool(lacks_assertion)


def test_no_pair_of_sources_hides_a_side_without_a_word() -> None:
    names = list(DATASET.sources.index)
    pairs = list(combinations(names, 2))[::60]
    queries = [Query(source=(one,)) for one in names] + [Query(compare=pair) for pair in pairs]
    checked = 0
    for query in queries:
        selection = select(DATASET, query)
        for feature, status in selection.status.items():
            if status in ("background", "withdrawn"):
                continue
            place = DATASET.features.index.get_loc(feature)
            found = selection.hides_denials[place], selection.hides_assertions[place]
            assert found == expected(selection, place), (query, feature)
            sentence = evidence(selection, str(feature)).sentence
            assert ("who denies" in sentence) == found[0]
            assert ("who asserts" in sentence) == found[1]
            checked += any(found)
    assert checked > 100


def test_a_filter_of_words_or_publisher_keeps_what_had_been_denied_by_then() -> None:
    search = "publisher=Korea+JoongAng+Daily&by=known"
    assert hidden(search, UNIFORMS)[1].startswith("Disputed:")
    assert hidden(f"{search}&to=2023-01", UNIFORMS)[1].startswith("Disputed:")
    # the denial was made on 13 November 2022
    before = hidden(f"{search}&to=2022-11-12", UNIFORMS)[1]
    assert before.startswith("Asserted by 1 source. No denial in view.")


def test_an_asserted_place_counts_denials_of_other_allegations_apart() -> None:
    _marked, sentence = hidden("source=russian-embassy-pyongyang", "north-korea")
    assert sentence.startswith(
        "Asserted by 1 source. No denial of the same allegation in view. On other allegations: "
        "denied by 1 source."
    )
