"""Checks of amounts, originals, inference, passages, and of the numbers of ships."""

from __future__ import annotations

import pytest
from tests.conftest import WriteFolder, small_rows

from routemap.data.load import load
from routemap.model.claim_terms import UNITS


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"amount_min": "9", "amount_max": "3", "unit": "ships"}, "amount-order", "amount_min"),
        ({"unit": "ships"}, "amount-unit", "unit"),
        ({"amount_min": "3"}, "amount-unit", "unit"),
        ({"amount_min": "2.5", "unit": "animals"}, "amount-whole", "amount_min"),
        ({"amount_max": "2.5", "unit": "voyages"}, "amount-whole", "amount_max"),
        ({"original": "слова"}, "original-language", "original_language"),
        ({"original_language": "ru"}, "original-language", "original_language"),
        ({"inferred": "cargo;said"}, "inferred-empty", "inferred"),
        ({"amount_min": "8,000", "unit": "shells"}, "value-number", "amount_min"),
        ({"amount_max": "-1", "unit": "shells"}, "value-number", "amount_max"),
        ({"direction": "RUS"}, "value-direction", "direction"),
        ({"direction": "RUS-RUS"}, "value-direction", "direction"),
        ({"direction": "rus-prk"}, "value-case", "direction"),
        ({"original": "слова", "original_language": "in Russian"}, "value-language", None),
        ({"translated_by": "AB"}, "original-language", "translated_by"),
        ({"also_in": "paper"}, "also-in-itself", "also_in"),
        ({"coded_by": "AB", "checked_by": "AB"}, "checked-by-coder", "checked_by"),
        ({"phase": "imagined"}, "value-term", "phase"),
        ({"vessels": "no-such-ship"}, "reference-unknown", "vessels"),
        ({"also_in": "no-such-article"}, "reference-unknown", "also_in"),
    ],
)
def test_a_contradiction_in_a_claim_is_named(
    write_folder: WriteFolder, changes: dict[str, str], code: str, field: str | None
) -> None:
    rows = small_rows()
    rows["claims"][1] |= {"cargo": "", **changes}
    found = load(write_folder(rows))
    (problem,) = [item for item in (*found.problems, *found.notices) if item.code == code][:1]
    assert (problem.file, problem.row, problem.record) == ("claims.csv", 3, "c2")
    assert field in (None, problem.field)
    assert len(found.dataset.claims) == 4


@pytest.mark.parametrize("unit", UNITS.keys)
def test_only_what_is_measured_can_have_decimals(write_folder: WriteFolder, unit: str) -> None:
    rows = small_rows()
    rows["claims"][1].update(amount_min="2.5", amount_max="1e2", unit=unit)
    found = [problem.code for problem in load(write_folder(rows)).problems]
    assert found == ([] if unit in ("barrels", "tonnes") else ["amount-whole"])


def test_claims_in_the_same_words_must_agree_on_the_words(write_folder: WriteFolder) -> None:
    rows = small_rows()
    rows["claims"].append({**rows["claims"][2], "id": "c5", "source": "council"})
    assert load(write_folder(rows)).problems == ()
    rows["claims"][4]["prefix"] = "He said "
    (problem,) = load(write_folder(rows)).problems
    assert (problem.code, problem.row, problem.field) == ("passage-differs", 6, "prefix")
    assert "row 4 (c3) has the same words" in str(problem)


@pytest.mark.parametrize(
    ("number", "message"),
    [
        ("9074728", "the check digit of the IMO number should be 9"),
        ("907472", "seven digits"),
        ("0000000", "does not begin with 0"),
        ("IMO 9074729", "it is read as “9074729”"),
    ],
)
def test_a_wrong_digit_of_an_imo_number_is_found(
    write_folder: WriteFolder, number: str, message: str
) -> None:
    rows = small_rows()
    rows["vessels"][0]["imo"] = number
    (problem,) = load(write_folder(rows)).problems
    assert (problem.file, problem.field, problem.code) == ("vessels.csv", "imo", "value-imo")
    assert message in str(problem)


@pytest.mark.parametrize(("key", "number"), [("imo", "9074729"), ("mmsi", "273000000")])
def test_two_ships_cannot_have_one_number(write_folder: WriteFolder, key: str, number: str) -> None:
    rows = small_rows()
    rows["vessels"][0][key] = number
    rows["vessels"].append({"id": "other", "name": "The Other", key: number})
    rows["claims"][0]["vessels"] = "other"
    (problem,) = load(write_folder(rows)).problems
    assert (problem.code, problem.row, problem.field) == ("vessel-twice", 3, key)
    assert "row 2 (ship) has the same number" in str(problem)


def test_a_ship_that_no_claim_names_is_a_notice(write_folder: WriteFolder) -> None:
    rows = small_rows()
    rows["vessels"].append({"id": "other", "name": "The Other", "mmsi": "12345"})
    found = load(write_folder(rows))
    assert [problem.code for problem in found.problems] == ["value-mmsi"]
    rows["vessels"][1]["mmsi"] = "123456789"
    found = load(write_folder(rows))
    assert found.problems == ()
    assert [notice.code for notice in found.notices] == ["vessel-unused"]


def test_a_source_cannot_be_a_part_of_itself(write_folder: WriteFolder) -> None:
    rows = small_rows()
    rows["sources"][0]["part_of"] = "council"
    rows["sources"][1]["part_of"] = "ministry"
    found = load(write_folder(rows))
    assert [problem.code for problem in found.problems] == ["allegation-chain"]
    assert found.dataset.bodies["council"] == ("ministry",)


def test_a_folder_without_ships_is_complete(write_folder: WriteFolder) -> None:
    rows = small_rows()
    rows["claims"][2]["vessels"] = ""
    folder = write_folder(rows)
    (folder / "vessels.csv").unlink()
    found = load(folder)
    assert (found.problems, found.notices) == ((), ())
    assert found.dataset.vessels.empty
