"""Claims over time, and the months of playback."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routemap.load import SHIPPED, load
from routemap.query import DATE_MEANINGS, Query
from routemap.selection import select
from routemap.timeline import (
    PACES,
    days_of,
    end_of_month,
    extent,
    lanes,
    months,
    rows,
    step,
    timeline,
)
from routemap.vocabulary import STANCES

DATASET = load(SHIPPED).dataset
STEPS = months(date(2022, 9, 1), date(2023, 2, 1))


@pytest.mark.parametrize("by", DATE_MEANINGS.keys)
def test_every_dated_claim_has_one_row_and_no_undated_one_has_any(by: str) -> None:
    selection = select(DATASET, Query(by=by))
    frame = timeline(selection)
    assert len(frame) == len(DATASET.claims) - selection.undated
    assert set(frame.index) == set(DATASET.claims.index[DATASET.bounds[by].known])
    assert (frame["first"] <= frame["last"]).all()


def test_the_days_drop_no_row_but_mark_what_they_keep() -> None:
    query = Query(first=date(2022, 11, 1), last=date(2022, 11, 30), stance=("asserts",))
    selection = select(DATASET, query)
    frame = timeline(selection)
    assert set(frame["stance"]) == {"asserts"}
    assert set(frame.index[frame["kept"]]) <= set(selection.claims.index)
    assert frame["kept"].sum() == len(selection.claims) - selection.undated
    assert not frame["kept"].all()


def test_a_date_keeps_its_precision() -> None:
    frame = timeline(select(DATASET, Query()))
    month = frame.loc["38north-2022-09-01"]
    assert (month["first"], month["last"]) == (date(2022, 9, 1), date(2022, 9, 30))
    assert (month["exact"], month["about"], month["words"]) == (False, False, "in September 2022")
    day = frame.loc["interfax-2022-11-02-01"]
    assert (day["exact"], day["about"]) == (True, False)


def test_an_approximate_day_is_not_exact() -> None:
    frame = timeline(select(DATASET, Query(by="said")))
    around = frame.loc["joongang-2022-11-08-06"]
    assert around["first"] == around["last"] == date(2022, 11, 8)
    assert (around["exact"], around["about"]) == (False, True)


def test_a_start_that_is_approximate_makes_the_interval_approximate() -> None:
    frame = timeline(select(DATASET, Query()))
    assert frame.loc["ukraine-today-2022-11-08-01", "about"]


def test_background_long_before_does_not_stretch_the_axis() -> None:
    frame = timeline(select(DATASET, Query()))
    assert frame["first"].min().year == 2013
    first, last = extent(frame)
    assert first == date(2022, 9, 1)
    assert last == end_of_month(frame["last"].max())


def test_background_alone_is_its_own_axis() -> None:
    frame = timeline(select(DATASET, Query(stance=("background",))))
    assert extent(frame)[0] == date(2013, 1, 1)


def test_claims_of_one_day_lie_in_different_rows() -> None:
    frame = timeline(select(DATASET, Query(source=("interfax", "ria-novosti"))))
    row = rows(frame, *extent(frame))
    same_day = frame.assign(row=row).groupby(["stance", "first", "last"])["row"]
    assert (same_day.nunique() == same_day.size()).all()


def test_lanes_are_in_the_order_of_screens() -> None:
    frame = timeline(select(DATASET, Query(by="said")))
    assert lanes(frame) == list(STANCES.keys)
    assert lanes(frame[frame["stance"] == "denies"]) == ["denies"]


def test_a_selection_without_dated_claims_is_empty() -> None:
    frame = timeline(select(DATASET, Query(text="no such words anywhere")))
    assert frame.empty
    assert lanes(frame) == []


@pytest.mark.parametrize(
    ("days", "by", "month"),
    [
        pytest.param((None, None), 1, STEPS[0], id="begin"),
        pytest.param((None, None), -1, STEPS[-1], id="begin-at-the-end"),
        pytest.param((None, date(2022, 10, 31)), 1, date(2022, 11, 1), id="forward"),
        pytest.param((date(2022, 10, 1), date(2022, 10, 31)), -1, date(2022, 9, 1), id="back"),
        pytest.param((None, date(2022, 12, 31)), 1, date(2023, 1, 1), id="new-year"),
        pytest.param((None, date(2023, 2, 28)), 1, STEPS[-1], id="stop-at-the-last"),
        pytest.param((None, date(2013, 1, 1)), 1, STEPS[0], id="long-before"),
        pytest.param((None, date(2099, 1, 1)), -1, STEPS[-1], id="long-after"),
    ],
)
def test_a_step_moves_by_one_month_within_the_months(
    days: tuple[date | None, date | None], by: int, month: date
) -> None:
    assert step(STEPS, days, by) == month


@pytest.mark.parametrize("pace", PACES.keys)
def test_playback_visits_every_month_once(pace: str) -> None:
    seen = [step(STEPS, (None, None), 1)]
    while seen[-1] != STEPS[-1]:
        seen.append(step(STEPS, days_of(seen[-1], pace), 1))
    assert seen == STEPS


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_month_by_month_asks_for_the_whole_month_and_no_other_day(day: date) -> None:
    first, last = days_of(day, "window")
    assert first is not None
    assert first <= day <= last
    assert {first.month, last.month} == {day.month}
    assert first.day == 1
    assert months(day, day) == [first]
