"""What the server sends to the timeline, and what it accepts from it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import pytest
import streamlit as st
from tests.conftest import shipped

from routemap.data.dataset import Dataset
from routemap.questions.query import Query
from routemap.questions.selection import select
from routemap.questions.timeline import layout
from routemap.questions.timeline_numbers import summary
from routemap.ui.filter_values import stored
from routemap.ui.parts.timeline import (
    Days,
    Shown,
    changing_part,
    constant_part,
    sent_claim,
    sent_days,
)
from routemap.ui.session import Key
from routemap.ui.views.timeline import take_days

DATASET = shipped().dataset
MANY = 500  # claims


def parts(query: Query, dataset: Dataset = DATASET) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return both parts for a query, as the browser reads them."""
    where, known = layout(dataset, query.by), layout(dataset, "known")
    assert where is not None
    selection = select(dataset, query.filters())
    sent = constant_part(dataset, where), changing_part(selection, where, known, query)
    return json.loads(json.dumps(sent, allow_nan=False))


def many() -> Dataset:
    """Return the shipped claims several times, more than are drawn one by one."""
    claims = pd.concat([DATASET.claims] * (MANY // len(DATASET.claims) + 1))
    return replace(DATASET, claims=claims.set_axis([f"c{n}" for n in range(len(claims))]))


def test_a_filter_changes_only_the_small_part() -> None:
    plain, all_of_it = parts(Query())
    filtered, some = parts(Query(stance=("denies",), last=date(2023, 1, 31)))
    assert plain == filtered
    assert all_of_it["of"] == some["of"] == plain["id"]
    assert all_of_it["strength"] != some["strength"]
    assert len(json.dumps(some)) < 700


def test_each_claim_has_a_side_a_look_and_a_strength() -> None:
    constant, state = parts(Query(stance=("denies",)))
    claims = constant["claims"]
    stance = DATASET.claims["stance"][claims["id"]]
    assert [look & 1 for look in claims["look"]] == (stance == "denies").tolist()
    hollow = (DATASET.claims["happened"][claims["id"]] == "").tolist()
    assert [bool(look & 2) for look in claims["look"]] == hollow
    assert state["strength"] == "".join("2" if denies else "0" for denies in stance == "denies")
    assert state["sides"] == [0, int((stance == "denies").sum())]


def test_many_claims_are_sent_as_counts_on_two_sides() -> None:
    dataset = many()
    constant, state = parts(Query(last=date(2023, 1, 31)), dataset)
    assert "claims" not in constant
    assert sum(map(sum, constant["months"])) == sum(
        dataset.claims["stance"].isin(["asserts", "denies", "reports", "estimates"])
    )
    filled, hollow = state["strength"]
    assert [sum(one) + sum(other) for one, other in zip(filled, hollow, strict=True)] == (
        state["sides"]
    )
    assert sum(filled[1]) == 0  # no denial has the day of an event
    assert len(json.dumps(state)) < 1_500


def test_numbers_and_words_are_sent_with_the_state() -> None:
    _, state = parts(Query(by="known", last=date(2023, 1, 31), claim="ria-2022-11-09-01"))
    assert state["said"] == "What had been said by January 2023"
    assert (state["known"], state["first"], state["last"]) == (True, "", "2023-01-31")
    known = layout(DATASET, "known")
    assert known is not None
    assert state["months"] == [f"{known.first:%Y-%m}", f"{known.last:%Y-%m}"]
    constant, _ = parts(Query(by="known"))
    assert constant["claims"]["id"][state["claim"]] == "ria-2022-11-09-01"
    _, plain = parts(Query())
    found = summary(select(DATASET, Query()), "when")
    first, second = (number for _, number in found.dated[:2])
    assert plain["dated"].startswith(f"{first} by date of event · {second} of statement")
    assert plain["left_out"] == (
        f"Not drawn: {found.background} of background and 1 on neither side of an allegation."
    )
    assert plain["claim"] == -1
    _, nothing = parts(Query(text="no such words anywhere"))
    assert (nothing["number"], nothing["dated"]) == ("No claim matches", "")


def told(monkeypatch: pytest.MonkeyPatch, value: object) -> None:
    monkeypatch.setattr(st, "session_state", {Key.PLOT: value})


@pytest.mark.parametrize(
    ("value", "days"),
    [
        ({"first": "2022-10-01", "last": "2022-12-31"}, (date(2022, 10, 1), date(2022, 12, 31))),
        ({"first": "", "last": ""}, (None, None)),
        ({"first": "2022-12-31", "last": "2022-10-01"}, None),
        ({"first": "yesterday", "last": ""}, None),
        ({"first": 20221001, "last": "2022-12-31"}, None),
        ({"first": ["2022-10-01"], "last": "2022-12-31"}, None),
        ("2022-10-01", None),
        (None, None),
    ],
)
def test_only_days_are_accepted_from_the_browser(
    monkeypatch: pytest.MonkeyPatch, value: object, days: tuple[date | None, date | None] | None
) -> None:
    told(monkeypatch, {"days": value})
    assert sent_days() == (Days(*days, after=None) if days else None)
    told(monkeypatch, value)
    assert sent_days() is None


def test_playback_asks_for_what_had_been_said(monkeypatch: pytest.MonkeyPatch) -> None:
    last = date(2022, 9, 30)
    after = {"first": "", "last": "2022-08-31", "known": True}
    told(monkeypatch, {"days": {"first": "", "last": "2022-09-30", "after": after}})
    assert sent_days() == Days(None, last, Shown(None, date(2022, 8, 31), known=True))


@pytest.mark.parametrize("after", ["2022-08-31", {"first": "yesterday"}, {"last": 7}, [1]])
def test_days_after_something_invalid_are_ignored(
    monkeypatch: pytest.MonkeyPatch, after: object
) -> None:
    told(monkeypatch, {"days": {"first": "", "last": "2022-09-30", "after": after}})
    assert sent_days() is None


@pytest.mark.parametrize(
    ("shown", "kept"),
    [
        (Query(last=date(2022, 8, 31), by="known"), Query(last=date(2022, 9, 30), by="known")),
        (Query(), Query()),
        (Query(last=date(2022, 8, 31)), Query(last=date(2022, 8, 31))),
        (Query(first=date(2022, 1, 1)), Query(first=date(2022, 1, 1))),
    ],
    ids=["answered", "reset", "another-kind-of-date", "other-days"],
)
def test_a_month_of_playback_never_replaces_days_that_the_reader_has_set_since(
    monkeypatch: pytest.MonkeyPatch, shown: Query, kept: Query
) -> None:
    after = {"first": "", "last": "2022-08-31", "known": True}
    sent = {"days": {"first": "", "last": "2022-09-30", "after": after}}
    monkeypatch.setattr(st, "session_state", {Key.PLOT: sent, Key.FILTERS: shown})
    take_days()
    assert stored() == kept


@pytest.mark.parametrize(("value", "claim"), [("c1", "c1"), (7, ""), ({"id": "c1"}, "")])
def test_only_a_text_is_accepted_as_a_claim(
    monkeypatch: pytest.MonkeyPatch, value: object, claim: str
) -> None:
    told(monkeypatch, {"claim": value})
    assert sent_claim() == claim
