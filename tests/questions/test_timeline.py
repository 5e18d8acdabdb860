"""Claims over time, on two sides."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import shipped

from routemap.data.dataset import Dataset
from routemap.model.vocabulary import AFFIRMING, DATE_MEANINGS, DENYING
from routemap.questions.evidence import evidence
from routemap.questions.query import Query
from routemap.questions.selection import select
from routemap.questions.timeline import (
    ASIDE,
    ONE_BY_ONE,
    OUTSIDE,
    STRONG,
    Layout,
    beginning,
    by_month,
    layout,
    marks,
    rows,
    strength,
)
from routemap.questions.timeline_numbers import summary

DATASET = shipped().dataset
CROSSING = "khasan-tumen-river-crossing"


def laid(by: str = "when", dataset: Dataset = DATASET) -> Layout:
    """Return the layout of a dataset, by default of the shipped data."""
    found = layout(dataset, by)
    assert found is not None
    return found


def ids(where: Layout, chosen: np.ndarray) -> set[str]:
    """Return the ids of the chosen claims of a layout of the shipped data."""
    return set(DATASET.claims.index[where.positions[chosen]])


@pytest.mark.parametrize("by", DATE_MEANINGS.keys)
def test_every_dated_claim_that_takes_a_side_has_one_mark_on_its_side(by: str) -> None:
    frame = marks(DATASET, laid(by))
    dated = DATASET.claims[DATASET.bounds[by].known]
    assert set(frame.index[frame["denies"]]) == set(dated.index[dated["stance"] == "denies"])
    affirming = dated["stance"].isin(AFFIRMING)
    assert set(frame.index[~frame["denies"]]) == set(dated.index[affirming])
    assert "background" not in set(frame["stance"])
    assert (frame["first"] <= frame["last"]).all()


def test_a_claim_is_hollow_where_its_event_has_no_day() -> None:
    frame = marks(DATASET, laid())
    undated = DATASET.claims.loc[frame.index, "happened"] == ""
    assert set(frame.index[frame["hollow"]]) == set(frame.index[undated])
    assert frame.loc[frame["denies"], "hollow"].all()
    assert set(frame.loc[frame["hollow"], "dated"]) <= {"statement", "publication"}
    assert set(frame.loc[~frame["hollow"], "dated"]) == {"event"}
    assert not marks(DATASET, laid("said"))["hollow"].any()


def test_a_date_keeps_its_precision() -> None:
    frame = marks(DATASET, laid())
    month = frame.loc["38north-2022-09-01"]
    days = date(2022, 9, 1).toordinal(), date(2022, 9, 30).toordinal()
    assert (month["first"], month["last"]) == days
    assert (month["about"], month["words"]) == (False, "in September 2022")
    day = frame.loc["interfax-2022-11-02-01"]
    assert day["first"] == day["last"]
    assert not day["about"]
    around = marks(DATASET, laid("said")).loc["joongang-2022-11-08-06"]
    assert around["first"] == around["last"]
    assert around["about"]
    # an interval whose start is approximate
    assert frame.loc["ukraine-today-2022-11-08-01", "about"]


def test_words_are_marked_as_a_quotation_only_if_they_are_one() -> None:
    frame = marks(DATASET, laid())
    quotation = DATASET.claims.loc[frame.index, "excerpt_kind"] == "quotation"
    assert (frame["excerpt"].str.startswith("“") == quotation).all()


@given(st.text(max_size=80), st.integers(4, 40))
def test_a_shortened_text_is_the_beginning_of_the_text(text: str, limit: int) -> None:
    flat, short = " ".join(text.split()), beginning(text, limit)
    assert len(short) <= limit + 1
    if short != flat:
        head = short.removesuffix("…").removesuffix(" ")
        assert flat.startswith(head)
        # whole words, unless the first alone is too long
        assert flat[len(head)] == " " or " " not in flat[: limit - 1]


def test_the_axis_is_whole_months_and_old_background_does_not_stretch_it() -> None:
    where = laid()
    assert DATASET.bounds["when"].first.min() < date(2014, 1, 1).toordinal()
    assert (where.first, where.last) == (date(2022, 9, 1), date(2025, 10, 31))


def test_claims_of_one_day_are_in_different_rows_while_there_are_any() -> None:
    begins = np.array([10, 10, 10, 11, 200])
    denies = np.array([False, False, True, False, False])
    assert rows(begins, begins, denies, gap=5).tolist() == [0, 1, 0, 2, 0]
    crowd = np.full(14, 10)
    assert np.bincount(rows(crowd, crowd, crowd < 0, gap=5)).tolist() == [3, 3, 2, 2, 2, 2]


def test_a_filter_makes_claims_pale_and_drops_none() -> None:
    where = laid()
    selection = select(DATASET, Query(first=date(2022, 11, 1), source=("kremlin", "interfax")))
    found = strength(selection, where)
    assert len(found) == len(where.positions)
    assert ids(where, found == STRONG) == set(selection.claims.index) & ids(where, found >= 0)
    assert set(found.tolist()) == {OUTSIDE, STRONG}


def test_with_a_selected_feature_its_claims_and_their_denials_stay_strong() -> None:
    where = laid()
    selection = select(DATASET, Query())
    found = strength(selection, where, CROSSING)
    strong = ids(where, found == STRONG)
    panel = evidence(selection, CROSSING)
    sided = AFFIRMING | DENYING
    shown = {item.claim for item in panel.claim_details if item.stance in sided}
    assert shown <= strong
    denials = DATASET.claims[DATASET.claims["stance"] == "denies"]
    broader = set(denials.index[denials["allegation"].isin(b.allegation for b in panel.broader)])
    assert broader
    assert strong - shown <= set(denials.index)
    assert broader <= strong
    assert set(found.tolist()) == {ASIDE, STRONG}
    assert not (strength(selection, where, "no-such-feature") == STRONG).any()


def test_a_later_denial_does_not_stay_strong_in_playback() -> None:
    where = laid("known")
    selection = select(DATASET, Query(by="known", last=date(2023, 1, 31)))
    strong = ids(where, strength(selection, where, "dprk-russia-artillery") == STRONG)
    assert strong
    assert not {"kremlin", "kim-yo-jong"} & set(DATASET.claims.loc[list(strong), "source"])


@pytest.mark.parametrize("by", DATE_MEANINGS.keys)
def test_months_count_every_claim_where_its_date_begins(by: str) -> None:
    where = laid(by)
    frame = marks(DATASET, where)
    chosen = np.arange(len(frame)) % 3 == 0
    months = pd.period_range(where.first, where.last, freq="M")
    for found, own in ((by_month(where), frame), (by_month(where, chosen), frame[chosen])):
        assert found.shape == (2, len(months))
        begun = own.assign(month=[date.fromordinal(day) for day in own["first"]])
        for side in (0, 1):
            counted = begun.loc[begun["denies"] == bool(side), "month"].map("{:%Y-%m}".format)
            plainly = counted.value_counts().reindex(months.astype(str), fill_value=0)
            assert found[side].tolist() == plainly.tolist()


def test_numbers_are_those_of_the_filter() -> None:
    query = Query(stance=("denies", "background"))
    selection = select(DATASET, query)
    found = summary(selection, "when")
    stances = selection.claims["stance"].value_counts()
    assert (found.affirm, found.deny) == (0, stances["denies"])
    assert (found.background, found.undecided, found.undated) == (stances["background"], 0, 0)
    assert sum(number for _, number in found.dated) == found.claims
    strict = summary(selection, "happened")
    assert (strict.claims, strict.dated, strict.undated) == (0, (), stances["denies"])


def test_every_claim_is_drawn_or_counted_with_the_reason() -> None:
    found = summary(select(DATASET, Query()), "when")
    stances = DATASET.claims["stance"].value_counts()
    assert found.background == stances["background"]
    assert found.undecided == stances["finds_none"]
    left = found.background + found.undecided + found.withdrawn + found.undated
    assert found.claims + left == len(DATASET.claims)


def test_too_many_claims_are_counted_not_drawn() -> None:
    times = ONE_BY_ONE // int(DATASET.bounds["said"].known.sum()) + 2
    claims = pd.concat([DATASET.claims] * times)
    many = replace(DATASET, claims=claims.set_axis([f"c{n}" for n in range(len(claims))]))
    where = laid("said", many)
    assert where.rows is None
    assert by_month(where).sum() == len(where.positions)
    with pytest.raises(ValueError, match="counted by month"):
        marks(many, where)


def test_without_a_dated_claim_there_is_no_layout() -> None:
    background = DATASET.claims[DATASET.claims["stance"] == "background"]
    assert layout(replace(DATASET, claims=background), "when") is None
