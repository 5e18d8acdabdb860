"""The order of options, periods of dates, and suggestions while typing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.conftest import claim, shipped, small_rows, write_rows

from routemap.data.load import load
from routemap.model.vocabulary import DATE_MEANINGS, STANCES
from routemap.questions.facets import periods, ranking, tallies
from routemap.questions.filters import FACETS, PARAMETER
from routemap.questions.query import Query
from routemap.questions.selection import select
from routemap.questions.suggestions import suggestions

DATASET = shipped().dataset


@pytest.mark.parametrize("row", FACETS, ids=lambda row: row.key)
def test_every_option_has_a_place_and_the_most_frequent_comes_first(row) -> None:
    order, options = ranking(DATASET, row), row.options(DATASET)
    assert sorted(options[at] for at in order) == sorted(row.offered(DATASET))
    counts = tallies(DATASET, Query())[row.key][order].tolist()
    if row.vocabulary is None:
        assert counts == sorted(counts, reverse=True)
    else:
        assert [options[at] for at in order] == [
            key for key in row.vocabulary.keys if key in row.offered(DATASET)
        ]


def test_a_filter_leaves_the_counts_of_its_own_options() -> None:
    everything, denials = (tallies(DATASET, Query(stance=s)) for s in ((), ("denies",)))
    assert denials["stance"].tolist() == everything["stance"].tolist()
    place = STANCES.keys.index("denies")
    assert denials["source"].sum() == everything["stance"][place]


@pytest.mark.parametrize("by", DATE_MEANINGS.keys)
def test_every_period_keeps_a_claim(by: str) -> None:
    found = periods(DATASET, by)
    assert found[-1].label == "Last 12 months of the data"
    for period in found:
        kept = select(DATASET, Query(first=period.first, last=period.last, by=by))
        assert kept.passing.any(), period


def test_periods_begin_with_the_first_dated_claim_about_an_allegation(tmp_path: Path) -> None:
    rows = small_rows()
    rows["claims"] = [
        claim("a", stance="asserts", happened="2021-05-03"),
        claim("b", stance="denies", happened="2023-02-20"),
        claim("c", stance="background", allegation="", happened="1950"),
        claim("d", stance="asserts", happened="../2020"),
    ]
    loaded = load(write_rows(tmp_path, rows))
    found = {period.label: period for period in periods(loaded.dataset, "happened")}
    assert list(found) == ["2023", "2021", "Since the first denial", "Last 12 months of the data"]
    assert found["Since the first denial"].first == date(2023, 2, 20)
    assert found["Since the first denial"].last is None
    latest = found["Last 12 months of the data"]
    assert (latest.first, latest.last) == (date(2022, 3, 1), date(2023, 2, 20))


def test_suggestions_name_records_of_every_kind() -> None:
    found = [item for text in ("khasan", "kremlin") for item in suggestions(DATASET, text)]
    assert {item.key for item in found} == {"feature", "source", "allegation"}
    assert suggestions(DATASET, "kremlin")[0].value == "kremlin"
    assert suggestions(DATASET, "ХАСАН")[0].value == "khasan-station"
    assert suggestions(DATASET, "no such name") == suggestions(DATASET, "  ") == []
    assert len(suggestions(DATASET, "a", most=3)) == 3


def test_a_filter_by_place_keeps_the_claims_about_it() -> None:
    query = Query(about=("rason-port", "khasan-station"))
    kept = DATASET.claims[select(DATASET, query).passing]
    wanted = DATASET.claims["features"].map(lambda ids: bool({*ids} & {*query.about}))
    assert list(kept.index) == list(DATASET.claims.index[wanted])
    assert len(kept)
    assert PARAMETER["about"].part.value == "content"
