"""The patterns in the OpenAPI file match exactly the values that the API accepts."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routemap.model.errors import ParameterError
from routemap.questions.filters import PARAMETERS
from routemap.web.api import patterns
from routemap.web.api.bbox import Box, read_box

READ = {parameter.key: parameter.read for parameter in PARAMETERS}


def is_day(year: int, month: int, day: int) -> bool:
    with suppress(ValueError):
        return bool(date(year, month, day))
    return False


@pytest.mark.parametrize("year", [1899, 1900, 1904, 1999, 2000, 2022, 2024, 2096, 2099, 2100])
def test_every_day_of_a_century_is_taken_and_no_other(year: int) -> None:
    for month in range(14):
        for day in range(33):
            text = f"{year:04}-{month:02}-{day:02}"
            expected = is_day(year, month, day) and 1900 <= year <= 2099
            assert bool(re.fullmatch(patterns.PERIOD, text)) == expected, text
            if expected:
                assert READ["from"]([text]) == date(year, month, day)


@pytest.mark.parametrize("year", [0, 1, 4, 100, 400, 1582, 1900, 2000, 2022, 2024, 9999])
def test_a_datetime_accepts_only_real_days(year: int) -> None:
    for month in range(14):
        for day in range(33):
            text = f"{year:04}-{month:02}-{day:02}"
            there = is_day(year, month, day) if year else False
            for form in (text, f"{text}T23:59:59Z", f"{text}/..", f"../{text}", f"{text}T/{text}"):
                assert bool(re.fullmatch(patterns.DATETIME, form)) == there, form


@pytest.mark.parametrize(
    "text", ["", "/", "..", "../..", "2022", "2022-11", "2022-11-02T25:00:00Z"]
)
def test_what_is_no_instant_and_no_interval_is_no_datetime(text: str) -> None:
    assert not re.fullmatch(patterns.DATETIME, text)


@given(st.from_regex(patterns.VIEW, fullmatch=True))
def test_every_view_of_the_right_form_is_on_the_map(text: str) -> None:
    assert READ["view"]([text]) is not None


@given(
    st.floats(-180, 180), st.floats(-90, 90), st.floats(-180, 180), st.floats(-90, 90),
    st.booleans(),
)  # fmt: skip
def test_every_box_on_the_earth_is_read(
    west: float, south: float, east: float, north: float, high: bool
) -> None:
    texts = [*map(repr, (west, south)), *(["-1e3"] if high else [])]
    texts += [*map(repr, (east, north)), *(["9.5"] if high else [])]
    assert read_box(",".join(texts)) == Box(west, min(south, north), east, max(south, north))


@pytest.mark.parametrize(
    "text",
    ["", "1,2,3", "1,2,3,4,5", "1,2,3,nan", "1,2,3,inf", "1,2,3, 4", "1;2;3;4", "0,91,1,92",
     "-181,0,1,1", "1,2,3,4,5,6,7", "٣,2,3,4", "0x1,2,3,4", "1_0,2,3,4"],
)  # fmt: skip
def test_what_is_no_box_on_the_earth_is_refused(text: str) -> None:
    with pytest.raises(ParameterError):
        read_box(text)
