"""EDTF dates keep their precision, in bounds and in words."""

from __future__ import annotations

import io
from contextlib import redirect_stdout
from datetime import date
from itertools import product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from routemap.model import dates
from routemap.model.dates import in_words, parse
from routemap.model.errors import DateError, RoutemapError


@pytest.mark.parametrize(
    ("text", "first", "last", "words"),
    [
        ("2022-11-02", date(2022, 11, 2), date(2022, 11, 2), "on 2 November 2022"),
        ("2022-09", date(2022, 9, 1), date(2022, 9, 30), "in September 2022"),
        ("2013", date(2013, 1, 1), date(2013, 12, 31), "in 2013"),
        ("2020-02~", date(2020, 2, 1), date(2020, 2, 29), "around February 2020"),
        ("2020-02%", date(2020, 2, 1), date(2020, 2, 29), "around February 2020 (uncertain)"),
        ("2022-11?", date(2022, 11, 1), date(2022, 11, 30), "in November 2022 (uncertain)"),
        ("2022-11-30/2022-12-01", date(2022, 11, 30), date(2022, 12, 1),
         "between 30 November and 1 December 2022"),
        ("2022-11-08/2022-11-09", date(2022, 11, 8), date(2022, 11, 9),
         "between 8 and 9 November 2022"),
        ("2022-12/2023-04", date(2022, 12, 1), date(2023, 4, 30),
         "between December 2022 and April 2023"),
        ("2022-11/..", date(2022, 11, 1), None, "since November 2022"),
        ("../2022-11", None, date(2022, 11, 30), "until November 2022"),
        ("2022/", date(2022, 1, 1), None, "since 2022"),
    ],
)  # fmt: skip
def test_bounds_and_words_claim_no_more_than_the_date(
    text: str, first: date | None, last: date | None, words: str
) -> None:
    parsed = parse(text)
    assert (parsed.first, parsed.last) == (first, last)
    assert in_words(text) == words


@pytest.mark.parametrize(
    "text", ["", "2022-13", "2022-02-30", "last week", "2022-11-08/2022-11-02", "y17e7", "x" * 3000]
)
def test_what_is_no_date_is_refused_with_the_forms_that_are(text: str) -> None:
    with pytest.raises(DateError, match=r"write ") as caught:
        parse(text)
    assert isinstance(caught.value, ValueError)
    assert isinstance(caught.value, RoutemapError)


@pytest.mark.parametrize("number", [1, 12, 21, 24, 25, 41])
def test_every_month_or_season_that_is_taken_can_be_put_into_words(number: int) -> None:
    text = f"2022-{number:02}"
    try:
        parse(text)
    except DateError:
        assert number > 24
    else:
        assert in_words(text).endswith("2022")


@pytest.mark.parametrize("text", ["../", "/..", "2022-0X", "2022-X1", "1-1"])
def test_reading_a_date_prints_nothing(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(DateError):
        parse.__wrapped__(text)
    assert capsys.readouterr().out == ""


def test_an_interval_of_one_day_is_that_day() -> None:
    assert in_words("2022-11-02/2022-11-02") == "on 2 November 2022"


# every kind of level 1 date, alone or at either end of an interval
KINDS = [
    "", "..", "{y}", "{y}-02", "{y}-02-07", "{y}~", "{y}-02?", "{y}-02-07%", "{y}-24", "{y}-21~",
    "{d}X", "{c}XX", "{y}-XX", "{y}-02-XX", "{y}-XX-XX",
]  # fmt: skip
LEVEL_1 = (
    r"[012][0-9]{3}(-([01][0-9]|2[0-4])(-[0-3][0-9])?)?[~?%]?"
    r"|[012][0-9]{2}X|[012][0-9]XX|[012][0-9]{3}-XX|[012][0-9]{3}-[01][0-9]-XX|[12][0-9]{3}-XX-XX"
)
TEXTS = st.from_regex(LEVEL_1, fullmatch=True) | st.from_regex(
    rf"({LEVEL_1}|\.\.)?/({LEVEL_1}|\.\.)?", fullmatch=True
)


def of_kind(kind: str, year: str) -> str:
    return kind.format(y=year, d=year[:3], c=year[:2])


def assert_read_as_by_the_package(text: str) -> None:
    try:
        with redirect_stdout(io.StringIO()):  # it prints messages about text that it cannot parse
            first, last = dates.package_bounds(text)
    except Exception:  # noqa: BLE001 - the package raises many kinds of errors
        first = last = None
    told = io.StringIO()
    if (first or last) and not (first and last and first > last):
        read = parse.__wrapped__(text)
        assert (read.first, read.last) == (first, last), text
    else:
        with redirect_stdout(told), pytest.raises(DateError, match="write "):
            parse.__wrapped__(text)
        assert told.getvalue() == "", text


@pytest.mark.parametrize("text", ["1000-25", "2022-25", "2022/2023-25"])
def test_a_season_of_level_2_is_refused_although_the_package_reads_it(text: str) -> None:
    with pytest.raises(DateError, match="write "):
        parse(text)


@pytest.mark.thorough
def test_every_pair_of_kinds_is_read_as_the_package_reads_it() -> None:
    for kind in KINDS:
        assert_read_as_by_the_package(of_kind(kind, "2024"))
    for start, end in product(KINDS, KINDS):
        assert_read_as_by_the_package(f"{of_kind(start, '1999')}/{of_kind(end, '2024')}")


@given(TEXTS)
@example("2023-02-29")
@example("2022-11-31/..")
@example("0000")
@example("0999-21/2022")
@example("2022-21-05")
@example("2022/199X")
@example("9999-24")
def test_any_date_is_read_as_the_package_reads_it(text: str) -> None:
    assert_read_as_by_the_package(text)
