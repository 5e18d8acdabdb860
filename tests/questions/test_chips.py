"""The filters that are set, one by one, and each removed."""

from __future__ import annotations

from datetime import date

import pytest

from routemap.data.load import SHIPPED, load
from routemap.questions.chips import chips, without_chip
from routemap.questions.filters import FILTERS
from routemap.questions.query import Query
from routemap.questions.selection import select

QUERY = Query(
    first=date(2022, 11, 2),
    last=date(2024, 1, 1),
    source=("kremlin", "tass"),
    stance=("denies",),
    compare=("kremlin", "us-state-department"),
    text="horses",
    feature="russia",
)


def test_removing_every_chip_leaves_no_filter_and_keeps_the_selection() -> None:
    query = QUERY
    for chip in chips(select(load(SHIPPED).dataset, QUERY)):
        query = without_chip(query, chip.key, chip.value)
    assert query == Query(feature="russia")


@pytest.mark.parametrize("row", FILTERS, ids=lambda row: row.key)
def test_every_filter_that_is_set_has_a_chip(row) -> None:
    value = getattr(QUERY, row.field) or ("some",)
    selection = select(load(SHIPPED).dataset, Query(**{row.field: value}))
    assert [chip.key for chip in chips(selection)][:1] == [row.key]


@pytest.mark.parametrize(("key", "value"), [("", ""), ("feature", "russia"), ("by", "said")])
def test_a_chip_that_does_not_exist_changes_nothing(key: str, value: str) -> None:
    assert without_chip(QUERY, key, value) == QUERY


def test_an_unknown_value_changes_nothing() -> None:
    assert without_chip(QUERY, "source", "nobody") == QUERY
