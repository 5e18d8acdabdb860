"""The two sides of an allegation, the claims of one source, and narrower allegations."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.conftest import Rows, WriteFolder, claim, small_rows

from routemap.data.load import load
from routemap.questions.claims_of_source import claims_of_source
from routemap.questions.matrix import AllegationSummary, allegation_summaries, ordered
from routemap.questions.nested_allegations import nested
from routemap.questions.query import Query
from routemap.questions.selection import select
from routemap.questions.sides import Sides, sides


def summaries(folder: Path, **filters: tuple[str, ...]) -> tuple[AllegationSummary, ...]:
    return allegation_summaries(select(load(folder).dataset, Query(**filters)))


def shells(folder: Path) -> Sides:
    return sides(summaries(folder)[0])


def changed() -> Rows:
    rows = small_rows()
    rows["claims"].append(claim("c9", said="2023-05", excerpt="the ministry now says yes"))
    return rows


def test_each_side_says_when_how_often_and_who_was_first(write_folder: WriteFolder) -> None:
    rows = small_rows()
    rows["claims"] += [
        claim("c8", source="council", said="2022-12-01", excerpt="again"),
        claim("c9", source="agency", stance="estimates", said="2022-11-20", excerpt="about ten"),
    ]
    found = shells(write_folder(rows))
    council, agency = found.affirming
    (ministry,) = found.denying
    assert council.details == (
        "on 2 November 2022, latest on 1 December 2022",
        "2 claims",
        "first",
    )
    assert agency.details == ("estimates, on 20 November 2022",)
    assert ministry.details == (
        "between 7 and 8 November 2022",
        "relayed by The agency",
        "first",
    )
    assert [speaker.change for speaker in (council, agency, ministry)] == ["", "", ""]


def test_a_source_that_changed_sides_is_on_both_and_the_later_is_marked(
    write_folder: WriteFolder,
) -> None:
    found = shells(write_folder(changed()))
    later = next(speaker for speaker in found.affirming if speaker.source == "ministry")
    (earlier,) = found.denying
    assert (later.turned, later.change) == ("later", "Changed sides: denied it before")
    assert (earlier.turned, earlier.change) == ("earlier", "Changed sides: affirmed it later")
    assert (later.said, earlier.said) == ("in May 2023", "between 7 and 8 November 2022")


def test_a_side_has_its_first_day_and_not_that_of_the_latest_statement(
    write_folder: WriteFolder,
) -> None:
    rows = small_rows()
    rows["claims"].append(
        claim("c9", source="ministry", stance="denies", said="2022-09-22", excerpt="never")
    )
    (ministry,) = shells(write_folder(rows)).denying
    assert ministry.said == "on 22 September 2022"
    assert ministry.latest == "between 7 and 8 November 2022"
    assert (ministry.claim, ministry.claims) == ("c9", 2)


@pytest.mark.parametrize("said", ["", "2022"], ids=["undated", "vague"])
def test_a_statement_that_may_be_later_is_not_called_the_first(
    said: str, write_folder: WriteFolder
) -> None:
    rows = small_rows()
    rows["claims"].append(claim("c9", source="agency", said=said, excerpt="so it is"))
    affirming = {one.source: one for one in shells(write_folder(rows)).affirming}
    assert not affirming["agency"].is_first
    assert affirming["council"].is_first


def test_a_cell_has_a_sign_and_its_words(write_folder: WriteFolder) -> None:
    cells = shells(write_folder(changed())).cells
    assert {source: cell.sign for source, cell in cells.items()} == {
        "council": "+",
        "ministry": "±",
    }
    assert cells["ministry"].words == (
        "The ministry: affirms, in May 2023; "
        "denies, between 7 and 8 November 2022 · relayed by The agency · first"
    )
    assert cells["ministry"].claim == "c2"


def test_a_claim_opens_those_of_its_source_and_side(write_folder: WriteFolder) -> None:
    found = summaries(write_folder(changed()))
    index = found[0].dataset.claims.index

    def asked(key: str, *, both_sides: bool = False) -> tuple[str, list[str]] | None:
        it = claims_of_source(found, key, both_sides=both_sides)
        return it and (it.caption, list(index[it.positions]))

    assert asked("c2") == ("The ministry denies “Shells move”", ["c2"])
    assert asked("c9") == ("The ministry affirms “Shells move”", ["c9"])
    assert asked("c9", both_sides=True) == (
        "The ministry affirms and denies “Shells move”",
        ["c2", "c9"],
    )
    assert asked("c4") is None
    assert asked("no such claim") is None


def test_narrower_allegations_follow_their_broader_one(write_folder: WriteFolder) -> None:
    rows = small_rows()
    rows["allegations"] += [
        {"id": "rail", "statement": "Shells go by rail.", "part_of": "shells"},
        {"id": "night", "statement": "Shells go by night train.", "part_of": "rail"},
        {"id": "wool", "statement": "Wool moves."},
    ]
    rows["claims"] += [
        claim("c6", allegation="wool", said="2022-01-01", excerpt="wool"),
        claim("c7", allegation="night", said="2024-01-01", excerpt="at night"),
    ]
    found = ordered(summaries(write_folder(rows)), "latest")
    assert [(row.item.allegation, row.depth) for row in nested(found)] == [
        ("shells", 0),
        ("night", 1),
        ("horses", 0),
        ("wool", 0),
    ]
    assert nested(()) == ()
