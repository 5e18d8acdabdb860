"""Laws of a selection that hold for any question to the shipped data and to small random data."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import claim, small_rows, write_rows

from routemap.dataset import Dataset
from routemap.evidence import evidence
from routemap.load import SHIPPED, load
from routemap.mapdata import shown_string
from routemap.query import DATE_MEANINGS, Query
from routemap.selection import select
from routemap.vocabulary import AFFIRMING, CARGO, MODES, STANCES, Status

SHIPPED_DATA = load(SHIPPED).dataset


def some(*keys: str) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(keys), max_size=2, unique=True).map(sorted).map(tuple)


QUESTIONS = st.builds(
    Query,
    first=st.none() | st.dates(date(2012, 1, 1), date(2023, 12, 31)),
    last=st.none() | st.dates(date(2012, 1, 1), date(2023, 12, 31)),
    by=st.sampled_from(DATE_MEANINGS.keys),
    source=some("ministry", "council", "agency", "kcna", "us-nsc"),
    stance=some(*STANCES.keys),
    cargo=some(*CARGO.keys),
    mode=some(*MODES.keys),
    text=st.sampled_from(["", "horses", "north shells"]),
)
CLAIMS = st.lists(
    st.fixed_dictionaries(
        {
            "source": st.sampled_from(["ministry", "council", "agency"]),
            "stance": st.sampled_from(STANCES.keys),
            "allegation": st.sampled_from(["shells", "horses"]),
            "said": st.sampled_from(["", "2013", "2022-11-02", "2022-11/.."]),
            "happened": st.sampled_from(["", "2022-09", "2022-11~"]),
            "features": st.sampled_from(["line", "line;north", "north", "lane;south", ""]),
        }
    ),
    min_size=2,
    max_size=6,
)


@st.composite
def datasets(draw: st.DrawFn, folder: Any) -> Dataset:
    rows = small_rows()
    rows["claims"] = [claim(f"c{n}", **row) for n, row in enumerate(draw(CLAIMS))]
    return load(write_rows(folder, rows)).dataset


@given(QUESTIONS, st.sampled_from(["first", "last", "source", "stance", "cargo", "mode", "text"]))
def test_a_filter_only_ever_takes_claims_away(query: Query, field: str) -> None:
    without = replace(query, **{field: getattr(Query(), field)})
    assert (select(SHIPPED_DATA, query).mask <= select(SHIPPED_DATA, without).mask).all()


@given(QUESTIONS)
def test_what_is_looked_at_changes_nothing_of_what_is_selected(query: Query) -> None:
    looking = replace(query, feature="khasan-station", basemap="osm")
    assert shown_string(select(SHIPPED_DATA, looking)) == shown_string(select(SHIPPED_DATA, query))
    assert looking.is_filtered == query.is_filtered


@given(QUESTIONS)
def test_undated_claims_outlast_every_date_filter_and_are_counted(query: Query) -> None:
    selection = select(SHIPPED_DATA, query)
    undated = ~SHIPPED_DATA.bounds[query.by].known
    ever = select(SHIPPED_DATA, replace(query, first=None, last=None)).mask
    assert (selection.mask[undated] == ever[undated]).all()
    assert selection.undated == np.count_nonzero(selection.mask & undated)


@given(st.data(), QUESTIONS)
@settings(max_examples=80)
def test_no_dispute_is_lost_without_a_word(
    tmp_path_factory: Any, data: st.DataObject, query: Query
) -> None:
    dataset = data.draw(datasets(tmp_path_factory.mktemp("rows")))
    whole, here = select(dataset, Query()), select(dataset, query)
    for feature, status in here.status.items():
        contested = whole.status[feature] in (Status.DISPUTED, Status.DENIED)
        looks_fine = status in (Status.ASSERTED, Status.BACKGROUND)
        assert (feature in here.denial_hidden) == (contested and looks_fine)
    assert here.denial_hidden <= set(here.status.index)


@given(st.data(), QUESTIONS)
@settings(max_examples=80)
def test_the_sentence_of_a_feature_says_what_its_claims_say(
    tmp_path_factory: Any, data: st.DataObject, query: Query
) -> None:
    dataset = data.draw(datasets(tmp_path_factory.mktemp("rows")))
    selection = select(dataset, query if data.draw(st.booleans()) else Query())
    for feature in dataset.features.index:
        found = evidence(selection, feature)
        stances = {exhibit.stance for exhibit in found.exhibits}
        assert (found.status == "") == (not found.exhibits)
        assert found.sentence.startswith("Disputed:") == (found.status == Status.DISPUTED)
        if "no denial in view" in found.sentence:
            assert "denies" not in stances
        if "no assertion in view" in found.sentence:
            assert stances.isdisjoint(AFFIRMING)
        hidden = sum(feature in cell for cell in dataset.claims["features"]) - len(found.exhibits)
        assert (f"hide {hidden} more" in found.hidden) == (hidden > 0)
