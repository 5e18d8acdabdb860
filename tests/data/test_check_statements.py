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


@pytest.mark.parametrize(
    ("amount", "told"),
    [
        ("30,5", "write “30.5” if the comma is a decimal sign, “305” if it separates thousands"),
        ("8,000", "write “8” if the comma is a decimal sign, “8000” if it separates thousands"),
        ("0,5", "zero or more; write “0.5”; the value"),
        ("1,234,567", "zero or more; write “1234567”; the value"),
        ("1.234.567", "zero or more; write “1234567”; the value"),
        ("1,234.5", "zero or more; write “1234.5”; the value"),
        ("1.234,5", "zero or more; write “1234.5”; the value"),
        ("8 000", "zero or more; write “8000”; the value"),
        ("12\u202f345,5", "zero or more; write “12345.5”; the value"),
        ("8’000", "zero or more; write “8000”; the value"),
        ("3 5", "zero or more; the value"),
        ("many", "zero or more; the value"),
    ],
)
def test_no_number_is_offered_that_may_be_a_thousand_times_wrong(
    amount: str, told: str, write_folder: WriteFolder
) -> None:
    rows = small_rows()
    rows["claims"][1].update(amount_min=amount, unit="tonnes")
    (problem,) = load(write_folder(rows)).problems
    assert (problem.code, problem.field) == ("value-number", "amount_min")
    assert told in problem.message


@pytest.mark.parametrize(
    ("amount", "told"),
    [
        ("8.000", "write “8000” if it does, “8” if it is a decimal sign; it is read as “8”"),
        ("12.345", "write “12345” if it does, “12.3450” if it is a decimal sign; it is read as"),
    ],
)
def test_a_point_that_may_separate_thousands_is_a_notice(
    amount: str, told: str, write_folder: WriteFolder
) -> None:
    rows = small_rows()
    rows["claims"][1].update(amount_max=amount, unit="tonnes")
    loaded = load(write_folder(rows))
    (notice,) = loaded.notices
    assert (notice.code, notice.field, loaded.problems) == ("value-thousands", "amount_max", ())
    assert told in notice.message
    assert float(loaded.dataset.claims.loc["c2", "amount_max"]) == float(amount)


@pytest.mark.parametrize("amount", ["8", "12.3450", "2.5", "0.125", "1234.567", "8000", "1e3"])
def test_a_number_that_can_be_read_in_one_way_is_not_reported(
    amount: str, write_folder: WriteFolder
) -> None:
    rows = small_rows()
    rows["claims"][1].update(amount_max=amount, unit="tonnes")
    loaded = load(write_folder(rows))
    assert (loaded.problems, loaded.notices) == ((), ())


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
