"""The page of one allegation: its claims, the denials of broader ones, and what filters hide."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.conftest import WriteFolder, claim, small_rows

from routemap.data.load import load
from routemap.questions.allegation import Allegation, allegation_page
from routemap.questions.query import Query
from routemap.questions.selection import select


@pytest.fixture
def parts(write_folder: WriteFolder) -> Path:
    rows = small_rows()
    rows["allegations"] += [
        {"id": "rail", "statement": "Shells go by rail.", "part_of": "shells"},
        {"id": "silent", "statement": "Nobody says it.", "part_of": "shells"},
    ]
    rows["claims"] += [
        claim("c6", source="council", allegation="rail", features="lane", said="2022-12"),
        claim("c7", source="agency", allegation="rail", stance="background", said="2022-01"),
    ]
    return write_folder(rows)


def page(folder: Path, key: str, **filters: object) -> Allegation:
    query = Query(**{"allegation": (key,), **filters})
    return allegation_page(select(load(folder).dataset, query), key)


def ids(found: Allegation) -> list[str]:
    return list(found.selection.dataset.claims.index[found.positions])


def test_claims_are_in_date_order_with_denials_of_broader_allegations(parts: Path) -> None:
    found = page(parts, "rail")
    assert ids(found) == ["c7", "c2", "c6"]
    assert found.of_broader.tolist() == [False, True, False]
    assert (found.hidden, found.statement) == (0, "Shells go by rail.")
    assert found.item is not None
    assert found.item.status == "disputed"
    assert found.broader == (("shells", "Shells move."),)
    assert found.narrower == ()
    assert dict(page(parts, "shells").narrower) == {
        "rail": "Shells go by rail.",
        "silent": "Nobody says it.",
    }


def test_the_map_shows_the_places_of_its_own_claims_and_their_status(parts: Path) -> None:
    # the denial names other places too, and they are not shown
    assert page(parts, "rail").selection.status.to_dict() == {
        "lane": "disputed",
        "north": "background",
        "line": "background",
    }


def test_filters_limit_the_claims_and_not_the_sides(parts: Path) -> None:
    found = page(parts, "rail", source=("council",))
    assert (ids(found), found.hidden) == (["c6"], 2)
    assert found.item is not None
    assert found.item.status == "disputed"


def test_an_allegation_that_nobody_makes_has_the_denials_of_the_broader_one(parts: Path) -> None:
    found = page(parts, "silent")
    assert found.item is None
    assert (ids(found), found.of_broader.tolist()) == (["c2"], [True])
