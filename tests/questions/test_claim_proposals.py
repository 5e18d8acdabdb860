"""What the words around an excerpt propose for its claim, and what accepting it does."""

from __future__ import annotations

from tests.cases import STRAIT

from routemap.data.load import load
from routemap.questions.proposals.claim_proposals import accepted, claim_proposals
from routemap.questions.proposals.proposals import proposals_of

DATASET = load(STRAIT).dataset
TEXT = """A ferry sailed from Vellmar port to Ostby port on Saturday.

Osterholm Ferries denied this on 5 May 2024. Nobody else was asked."""
FOUND = proposals_of(TEXT, DATASET, "2024-05-06")


def values(words: str, cells: dict[str, str] | None = None) -> list[tuple[str, str]]:
    start = TEXT.index(words)
    found = claim_proposals(FOUND, start, start + len(words), DATASET, cells or {})
    return [(item.column, item.value) for item in found]


def test_only_the_sentence_of_the_excerpt_counts() -> None:
    first = values("A ferry sailed")
    assert ("features", "vellmar") in first
    assert ("features", "ostby") in first
    assert ("happened", "2024-05-04") in first
    assert "denies" not in [value for _, value in first]
    second = values("denied this")
    assert ("stance", "denies") in second
    assert ("source", "osterholm-ferries") in second
    assert ("said", "2024-05-05") in second
    assert ("happened", "2024-05-05") not in second  # nothing happened on the day of a denial
    assert ("happened", "2024-05-05") in values("denied this", {"stance": "reports"})
    assert "features" not in [column for column, _ in second]
    assert values("Nobody else was asked") == []


def test_what_the_claim_has_is_not_proposed_again() -> None:
    found = values("A ferry sailed", {"features": "vellmar"})
    assert ("features", "vellmar") not in found
    assert ("features", "ostby") in found


def test_a_place_is_added_and_a_stance_is_replaced() -> None:
    start = TEXT.index("A ferry sailed")
    found = claim_proposals(FOUND, start, start + 5, DATASET, {})
    place = next(item for item in found if item.value == "ostby")
    assert accepted(place, {"features": "vellmar"}) == "vellmar;ostby"
    day = next(item for item in found if item.column == "said")
    assert accepted(day, {"said": "2020"}) == day.value
    assert "Saturday" in day.reason
