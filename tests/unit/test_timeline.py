"""The timeline keeps the precision of dates and steps through months."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from routemap.load import SHIPPED, load
from routemap.query import Query, select
from routemap.timeline import days_of, months, span, timeline


def test_a_dated_claim_is_a_row_with_the_bounds_of_its_date(folder: Path) -> None:
    rows = timeline(select(load(folder).dataset, Query(by="said")))
    assert list(rows.index) == ["c1", "c2", "c3", "c4"]
    assert rows.loc["c1", ["first", "last", "exact", "words"]].to_list() == [
        date(2022, 11, 2),
        date(2022, 11, 2),
        True,
        "on 2 November 2022",
    ]
    assert rows.loc["c2", ["first", "last", "exact", "stance", "source"]].to_list() == [
        date(2022, 11, 7),
        date(2022, 11, 8),
        False,
        "Denies",
        "The ministry",
    ]


def test_the_days_fade_rows_and_other_filters_drop_them(folder: Path) -> None:
    query = Query(by="said", first=date(2022, 11, 7), source=("council", "ministry"))
    rows = timeline(select(load(folder).dataset, query))
    assert rows["kept"].to_dict() == {"c1": False, "c2": True}


def test_undated_claims_are_no_rows(folder: Path) -> None:
    assert "c2" not in timeline(select(load(folder).dataset, Query(by="happened"))).index


def test_context_of_long_ago_does_not_stretch_the_time(folder: Path) -> None:
    rows = timeline(select(load(folder).dataset, Query(by="happened")))
    assert span(rows) == (date(2022, 9, 1), date(2022, 11, 2))
    assert months(rows) == [date(2022, 9, 1), date(2022, 10, 1), date(2022, 11, 1)]


def test_playback_ends_with_every_dated_claim_of_the_months() -> None:
    dataset = load(SHIPPED).dataset
    everything = select(dataset, Query())
    steps = months(timeline(everything))
    assert len(steps) > 12
    counts = []
    for month in steps:
        first, last = days_of(month, "cumulative")
        counts.append(int(select(dataset, replace(Query(), first=first, last=last)).mask.sum()))
    assert counts == sorted(counts)
    assert counts[-1] == len(dataset.claims)
