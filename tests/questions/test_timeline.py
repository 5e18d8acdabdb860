"""Claims over time, and the months of playback."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from routemap.data.load import SHIPPED, load
from routemap.model.vocabulary import DATE_MEANINGS, STANCES
from routemap.questions.months import PACES, days_of, end_of_month, months, step
from routemap.questions.query import Query
from routemap.questions.selection import Selection, select
from routemap.questions.timeline import ONE_BY_ONE, Layout, axis, counted, drawn, layout, summary

DATASET = load(SHIPPED).dataset
STEPS = months(date(2022, 9, 1), date(2023, 2, 1))


def laid(by: str = "when") -> Layout:
    """Return the layout of the shipped data."""
    found = layout(DATASET, by)
    assert found is not None
    return found


def timeline(selection: Selection) -> pd.DataFrame:
    """Return the drawn claims of a selection of the shipped data."""
    return drawn(selection, laid(selection.query.by))


@pytest.mark.parametrize("by", DATE_MEANINGS.keys)
def test_every_dated_claim_has_one_row_and_no_undated_one_has_any(by: str) -> None:
    selection = select(DATASET, Query(by=by))
    frame = timeline(selection)
    assert set(frame.index) == set(DATASET.claims.index[DATASET.bounds[by].known])
    assert (frame["first"] <= frame["last"]).all()


def test_the_date_filter_drops_no_row_but_marks_kept_ones() -> None:
    query = Query(first=date(2022, 11, 1), last=date(2022, 11, 30), stance=("asserts",))
    selection = select(DATASET, query)
    frame = timeline(selection)
    assert set(frame["stance"]) == {"asserts"}
    assert set(frame.index[frame["kept"]]) <= set(selection.claims.index)
    assert frame["kept"].sum() == len(selection.claims)
    assert not frame["kept"].all()


def test_every_claim_is_drawn_at_once_and_hollow_where_the_event_has_no_day() -> None:
    frame = timeline(select(DATASET, Query()))
    assert set(frame.index) == set(DATASET.claims.index)
    undated = set(DATASET.claims.index[DATASET.claims["happened"] == ""])
    assert set(frame.index[frame["hollow"]]) == undated
    denials = set(DATASET.claims.index[DATASET.claims["stance"] == "denies"])
    assert denials
    assert denials <= undated


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
    selection = select(DATASET, Query())
    frame = timeline(selection)
    assert frame["first"].min().year == 2013
    assert axis(selection, laid()) == (date(2022, 9, 1), end_of_month(frame["last"].max()))


def test_the_axis_reaches_back_where_nothing_else_is_left() -> None:
    only = select(
        DATASET, Query(stance=("background",), source=("korea-joongang-daily",), by="happened")
    )
    assert axis(only, laid("happened"))[0] == date(2013, 1, 1)
    asked = select(DATASET, Query(first=date(2013, 5, 1)))
    assert axis(asked, laid())[0] == date(2013, 1, 1)


def test_claims_of_one_day_lie_in_different_rows() -> None:
    frame = timeline(select(DATASET, Query(source=("interfax", "ria-novosti"))))
    same_day = frame.groupby(["stance", "first", "last"])["row"]
    assert (same_day.nunique() == same_day.size()).all()


def test_a_filter_moves_no_mark() -> None:
    whole = timeline(select(DATASET, Query()))
    some = timeline(select(DATASET, Query(stance=("reports",), text="train")))
    assert 0 < len(some) < len(whole)
    assert (whole.loc[some.index, "row"] == some["row"]).all()


def test_lanes_are_in_the_order_of_stances() -> None:
    assert laid("said").stances == STANCES.keys


def test_a_selection_without_dated_claims_shows_nothing() -> None:
    nothing = select(DATASET, Query(text="no such words anywhere"))
    assert summary(nothing, laid()) is None
    assert timeline(nothing).empty


@pytest.mark.parametrize("by", DATE_MEANINGS.keys)
def test_months_count_every_claim_where_its_date_begins(by: str) -> None:
    query = Query(by=by, first=date(2022, 11, 1), last=date(2023, 3, 31))
    selection = select(DATASET, query)
    found = counted(selection, laid(by))
    one_by_one = timeline(selection)
    plainly = one_by_one.assign(
        month=[day.replace(day=1).toordinal() for day in one_by_one["first"]],
        lane=[laid(by).stances.index(stance) for stance in one_by_one["stance"]],
    ).groupby(["lane", "month"])["kept"]
    assert found["claims"].sum() == len(one_by_one)
    for row in found.itertuples():
        own = plainly.get_group((row.lane, row.begins))
        assert (row.claims, row.kept) == (len(own), own.sum())


def test_too_many_claims_are_counted_not_drawn() -> None:
    times = ONE_BY_ONE // int(DATASET.bounds["said"].known.sum()) + 1
    claims = pd.concat([DATASET.claims] * times)
    many = replace(DATASET, claims=claims.set_axis([f"c{n}" for n in range(len(claims))]))
    where = layout(many, "said")
    assert where is not None
    assert where.claims is None
    selection = select(many, Query(by="said"))
    assert counted(selection, where)["claims"].sum() == len(where.positions)
    with pytest.raises(ValueError, match="counted by month"):
        drawn(selection, where)


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
