"""Properties of a selection for any query of the shipped data and of small random data."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import claim, examples, shipped, small_rows, write_rows

from routemap.data.dataset import Dataset
from routemap.data.load import load
from routemap.map.payload import shown_string
from routemap.model.vocabulary import AFFIRMING, CARGO, DATE_MEANINGS, MODES, STANCES, Status
from routemap.questions.evidence import evidence
from routemap.questions.facets import tallies
from routemap.questions.filters import FACETS, FILTERS
from routemap.questions.query import Query
from routemap.questions.selection import select

SHIPPED_DATA = shipped().dataset


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
    about=some("rason-port", "russia", "line", "north"),
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


@given(
    QUESTIONS,
    st.sampled_from(["first", "last", "source", "stance", "cargo", "mode", "about", "text"]),
)
def test_a_filter_only_ever_takes_claims_away(query: Query, field: str) -> None:
    if query.by == "happened" and field in ("first", "last"):
        query = replace(query, first=None) if field == "last" else replace(query, last=None)
    without = replace(query, **{field: getattr(Query(), field)})
    assert (select(SHIPPED_DATA, query).mask <= select(SHIPPED_DATA, without).mask).all()


@given(QUESTIONS, st.sets(st.sampled_from([row.field for row in FILTERS]), max_size=2))
@examples(16)
def test_the_count_of_an_option_is_what_choosing_it_alone_leaves(
    query: Query, fields: set[str]
) -> None:
    # a few filters at a time, because most queries with many of them leave nothing to count
    query = replace(Query(by=query.by), **{field: getattr(query, field) for field in fields})
    found = tallies(SHIPPED_DATA, query)
    for row in FACETS:
        options = [str(key) for key in row.options(SHIPPED_DATA)]
        for option, count in zip(options, found[row.key].tolist(), strict=True):
            alone = replace(query, **{row.field: (option,)})
            assert count == select(SHIPPED_DATA, alone).passing.sum()


@given(QUESTIONS)
def test_what_is_looked_at_changes_nothing_of_what_is_selected(query: Query) -> None:
    looking = replace(query, feature="khasan-station", basemap="osm")
    assert shown_string(select(SHIPPED_DATA, looking)) == shown_string(select(SHIPPED_DATA, query))
    assert looking.is_filtered == query.is_filtered


@given(QUESTIONS)
def test_no_claim_passes_a_date_filter_without_a_date_and_those_left_out_are_counted(
    query: Query,
) -> None:
    selection = select(SHIPPED_DATA, query)
    undated = ~SHIPPED_DATA.bounds[query.by].known
    ever = select(SHIPPED_DATA, replace(query, first=None, last=None)).passing
    if query.first or query.last:
        assert not (selection.passing & undated).any()
        assert selection.undated == np.count_nonzero(ever & undated & ~selection.mask)
    else:
        assert selection.undated == 0


@given(st.data(), QUESTIONS)
@examples(20)
def test_no_filter_of_content_parts_a_denial_from_what_it_denies(
    tmp_path_factory: Any, data: st.DataObject, query: Query
) -> None:
    dataset = data.draw(datasets(tmp_path_factory.mktemp("rows")))
    content = replace(query, source=(), stance=())
    claims = select(dataset, content).claims
    affirmed = set(claims.loc[claims["stance"].isin(AFFIRMING), "allegation"])
    known = dataset.claims
    if query.by == "known":  # playback knows no other denials
        known = select(dataset, Query(first=query.first, last=query.last, by="known")).claims
    denials = known[known["stance"] == "denies"]
    assert set(denials.index[denials["allegation"].isin(affirmed)]) <= set(claims.index)


@given(st.data(), QUESTIONS)
@examples(20)
def test_what_was_known_then_never_depends_on_what_was_said_later(
    tmp_path_factory: Any, data: st.DataObject, query: Query
) -> None:
    dataset = data.draw(datasets(tmp_path_factory.mktemp("rows")))
    then = replace(query, by="known", last=query.last or date(2022, 11, 5))
    selection = select(dataset, then)
    said = dataset.bounds["known"].first <= then.last.toordinal()
    assert not (selection.mask & ~said).any()
    assert not (selection.reference.mask & ~said).any()


@given(st.data(), QUESTIONS)
@examples(20)
def test_no_dispute_is_lost_without_a_word(
    tmp_path_factory: Any, data: st.DataObject, query: Query
) -> None:
    dataset = data.draw(datasets(tmp_path_factory.mktemp("rows")))
    here = select(dataset, query)
    whole = here.reference
    for feature, status in here.status.items():
        place = dataset.features.index.get_loc(feature)
        if status == Status.BACKGROUND:
            continue
        about = here.dataset.claims.iloc[here.claims_about(place)]
        known = whole.claims[[feature in cell for cell in whole.claims["features"]]]
        denied = set(known.loc[known["stance"] == "denies", "allegation"])
        affirmed = set(known.loc[known["stance"].isin(AFFIRMING), "allegation"])
        here_affirmed = set(about.loc[about["stance"].isin(AFFIRMING), "allegation"])
        here_denied = set(about.loc[about["stance"] == "denies", "allegation"])
        assert here.hides_denials[place] == bool(here_affirmed & denied - here_denied)
        assert here.hides_assertions[place] == bool(here_denied & affirmed - here_affirmed)
    shown = np.isin(dataset.features.index, here.status.index)
    assert (here.hides_denials | here.hides_assertions <= shown).all()


@given(st.data(), QUESTIONS)
@examples(20)
def test_the_sentence_of_a_feature_says_what_its_claims_say(
    tmp_path_factory: Any, data: st.DataObject, query: Query
) -> None:
    dataset = data.draw(datasets(tmp_path_factory.mktemp("rows")))
    selection = select(dataset, query if data.draw(st.booleans()) else Query())
    for feature in dataset.features.index:
        found = evidence(selection, feature)
        stances = {exhibit.stance for exhibit in found.claim_details}
        assert (found.status == "") == (not found.claim_details)
        assert found.sentence.startswith("Disputed:") == (found.status == Status.DISPUTED)
        if "No denial in view" in found.sentence:
            assert "denies" not in stances
        if "No assertion in view" in found.sentence:
            assert stances.isdisjoint(AFFIRMING)
        if found.status == Status.ASSERTED and "who denies" not in found.sentence:
            denied = {"denies"} & set(select(dataset, Query()).claims["stance"])
            assert "No denial" in found.sentence or not denied
        known = selection.reference.claims["features"]
        hidden = sum(feature in cell for cell in known) - len(found.claim_details)
        assert bool(found.hidden) == (hidden > 0)
        assert sum(map(int, re.findall(r"\d+", found.hidden))) == hidden
