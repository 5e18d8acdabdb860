"""Every row of the table of parameters works wherever rows are used."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from urllib.parse import quote

import numpy as np
import pytest
from tests.conftest import shipped

from routemap.questions.filters import FACETS, FILTERS, PARAMETERS, chooses_side, passing
from routemap.questions.parameter import Parameter, Part
from routemap.questions.query import Query, read_params
from routemap.questions.quoting import without_full_stop
from routemap.questions.reconcile import missing, reconcile, without_full_lists
from routemap.questions.selection import select
from routemap.questions.strict import unknown_values
from routemap.questions.view import query_in_words
from routemap.questions.view_parameters import DRAFT
from routemap.ui.filter_values import SET
from routemap.ui.parts.facets import MAIN, MORE
from routemap.web.api.parameters import QUERY

SHIPPED_DATA = shipped().dataset
# no second reader has checked the shipped claims yet
READERS = ["AB" if number % 3 else "" for number in range(len(SHIPPED_DATA.claims))]
DATASET = replace(SHIPPED_DATA, claims=SHIPPED_DATA.claims.assign(checked_by=READERS))
DEFAULT = Query()

every_row = pytest.mark.parametrize("row", PARAMETERS, ids=lambda row: row.key)
every_filter = pytest.mark.parametrize("row", FILTERS, ids=lambda row: row.key)

SEVERAL = [
    row for row in PARAMETERS if row.names and isinstance(getattr(DEFAULT, row.field), tuple)
]


def asked(row: Parameter) -> Query:
    """Return a query that sets this filter to a value of the shipped data."""
    free = {"from": ["2022-11-02"], "to": ["2022-11-30"], "q": ["Khasan"]}
    names = list(row.offered(DATASET))[1:3]
    values = free.get(row.key) or (names if len(names) == 2 and row.key == "compare" else names[:1])
    return Query(**{row.field: row.read(values)})


def test_every_row_has_a_field_of_its_own() -> None:
    assert [row.field for row in PARAMETERS] != [row.key for row in PARAMETERS]
    assert sorted(row.field for row in PARAMETERS) == sorted(item.name for item in fields(Query))
    assert len({row.key for row in PARAMETERS}) == len(PARAMETERS)


@every_filter
def test_a_filter_keeps_some_claims_and_leaves_others(row: Parameter) -> None:
    query = asked(row)
    assert row.keeps
    kept = row.keeps(DATASET, query)
    assert 0 < kept.sum() < len(kept)
    left = select(DATASET, query)
    assert np.array_equal(left.passing, kept)
    assert np.array_equal(passing(DATASET, query, row.part), kept)


@every_filter
def test_a_filter_of_side_keeps_no_denial_that_it_leaves_out(row: Parameter) -> None:
    query = asked(row)
    assert chooses_side(query) == (row.part is Part.SIDE)
    if row.part is Part.SIDE:
        assert not select(DATASET, query).kept_denials.any()


@every_filter
def test_a_filter_goes_through_a_link_and_back(row: Parameter) -> None:
    query = asked(row)
    assert read_params(query.to_params()) == (query, [])
    assert list(query.to_params()) == [row.key]


def test_every_filter_has_one_place_in_the_sidebar() -> None:
    assert sorted((*MAIN, *MORE, "q", "from", "to", "by")) == sorted(row.key for row in SET)
    assert set(FILTERS) < set(SET)
    assert {row.key for row in FACETS} == {*MAIN, *MORE} - {"compare"}


@every_row
def test_what_the_data_does_not_have_is_named(row: Parameter) -> None:
    if row.names is None or row.key == "by":
        return
    many = isinstance(getattr(DEFAULT, row.field), tuple)
    query = Query(**{row.field: ("no-such-1", "no-such-2") if many else "no-such-1"})
    assert list(missing(query, DATASET)) == [row]
    kept, notices = reconcile(query, DATASET)
    assert kept == DEFAULT
    assert [notice for notice in notices if row.label in notice and "no-such-1" in notice]


@pytest.mark.parametrize("separator", [";", ", ", "|"])
@pytest.mark.parametrize("row", SEVERAL, ids=lambda row: row.key)
def test_a_list_of_values_in_one_parameter_says_how_to_write_it(
    row: Parameter, separator: str
) -> None:
    first, second = [value for value in row.known(DATASET) if not re.search("[;,|]", value)][:2]
    query = Query(**{row.field: (f"{first}{separator}{second}",)})
    fix = f"To choose several, write {row.key}={quote(first)}&{row.key}={quote(second)}."
    assert [notice.partition("ignored. ")[2] for notice in reconcile(query, DATASET)[1]] == [fix]
    assert [str(error).endswith(fix) for error in unknown_values(query, DATASET)] == [True]
    unlike = replace(query, **{row.field: (f"{first}{separator}no-such",)})
    assert [notice for notice in reconcile(unlike, DATASET)[1] if "To choose" in notice] == []


@every_filter
def test_a_filter_is_said_in_words(row: Parameter) -> None:
    query = asked(row)
    ((label, words),) = query_in_words(select(DATASET, query))
    names = row.known(DATASET)
    assert label == row.label
    for value in row.write(getattr(query, row.field)):
        assert without_full_stop(names[value] if names else value) in words


@every_filter
def test_choosing_all_of_a_list_is_no_filter_if_every_claim_has_one(row: Parameter) -> None:
    if not isinstance(getattr(DEFAULT, row.field), tuple) or row.key == "compare":
        return
    query = Query(**{row.field: tuple(sorted(row.offered(DATASET)))})
    assert row.keeps
    everything = bool(row.keeps(DATASET, query).all())
    assert (without_full_lists(query, DATASET) == DEFAULT) == everything


@every_row
def test_the_api_takes_it_with_the_same_default(row: Parameter) -> None:
    if row.key == DRAFT:  # drafts are seen on pages only
        assert DRAFT not in [item.key for item in QUERY]
        return
    (taken,) = (item for item in QUERY if item.key == row.key)
    assert taken.meaning == row.meaning
    if taken.default is not None:
        assert taken.default == getattr(DEFAULT, row.field)
    for value in row.write(getattr(asked(row), row.field)) if row in FILTERS else ():
        taken.check([value] * taken.least if taken.least == 1 else ["a", "b"])
