"""Links work with any text from a browser, a widget or a person."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import small_rows, write_rows
from tests.corpora import corpus

from routemap.data.dataset import Dataset
from routemap.data.load import load
from routemap.questions.filters import PARAMETERS
from routemap.questions.parameter_values import searched
from routemap.questions.query import Query, read_params
from routemap.questions.reconcile import reconcile

# longer than any limit, with spaces at every position, and with halves of surrogate pairs
ANY_TEXT = st.one_of(
    st.text(st.characters(exclude_categories=()), max_size=12),
    st.text("ab -~/.,09\ud800\u00a0", max_size=8),
    st.integers(70, 210).map(lambda length: "a" * length + " b c d e"),
    st.tuples(st.floats(), st.floats(), st.floats()).map(lambda v: ",".join(map(str, v))),
)
ANY_LINK = st.dictionaries(
    st.sampled_from([parameter.key for parameter in PARAMETERS]),
    st.lists(ANY_TEXT, max_size=3),
    max_size=6,
)


@given(ANY_LINK)
def test_reading_never_fails_and_one_notice_at_most_tells_of_each_value(
    link: dict[str, list[str]],
) -> None:
    query, notices = read_params(link)
    assert isinstance(query, Query)
    assert len(notices) <= len(PARAMETERS) + 1
    assert all(len(notice) < 300 for notice in notices)


@given(ANY_LINK)
def test_what_is_read_can_be_written_and_read_again_as_the_same(link: dict[str, list[str]]) -> None:
    query, _ = read_params(link)
    written = query.to_string()
    again, notices = read_params(parse_qs(written, keep_blank_values=True))
    assert notices == []
    assert again == query
    assert again.to_string() == written


@given(ANY_LINK, ANY_LINK)
def test_equal_queries_have_one_link(
    one: dict[str, list[str]], other: dict[str, list[str]]
) -> None:
    first, second = read_params(one)[0], read_params(other)[0]
    assert (first == second) == (first.to_params() == second.to_params())


@pytest.mark.parametrize(
    "views",
    [pytest.param(("0,0,5", "-0.00001,-0,5"), id="the sign of zero"),
     pytest.param(("42.4152,130.6413,9", " 42.41519999, 130.64130001,9.001"), id="rounding")],
)  # fmt: skip
def test_one_view_has_one_link(views: tuple[str, str]) -> None:
    queries = [read_params({"view": [view]})[0] for view in views]
    assert queries[0] == queries[1]
    assert queries[0].to_string() == queries[1].to_string()


@given(st.text(st.characters(exclude_categories=()), max_size=240))
def test_what_is_typed_is_what_its_link_asks(text: str) -> None:
    typed = Query(text=searched(text))
    again, notices = read_params(parse_qs(typed.to_string()))
    assert (again, notices) == (typed, [])
    assert searched(typed.text) == typed.text


def test_a_search_keeps_the_joiners_that_writing_needs() -> None:
    joined = "\u0645\u06cc\u200c\u0631\u0648\u062f"  # Persian: “goes”
    assert read_params({"q": [joined]})[0].text == joined


@given(st.text(max_size=200))
def test_any_query_string_is_read_and_its_canonical_form_is_stable(text: str) -> None:
    query, _ = read_params(parse_qs(text, keep_blank_values=True, errors="replace"))
    written = query.to_string()
    again, _ = read_params(parse_qs(written, keep_blank_values=True))
    assert (again, again.to_string()) == (query, written)


@pytest.mark.parametrize("part", range(4))
def test_every_text_of_the_corpora_in_every_parameter_can_be_read_and_written(part: int) -> None:
    texts = corpus()[part::4]
    for number, text in enumerate(texts):
        link = {p.key: [texts[(number + place) % len(texts)]] for place, p in enumerate(PARAMETERS)}
        query, notices = read_params({**link, "q": [text]})
        again, none = read_params(parse_qs(query.to_string()))
        assert (again, none) == (query, [])
        assert all(len(notice) < 300 for notice in notices)


@pytest.mark.parametrize("parameter", ["feature", "basemap", "q"])
def test_text_that_is_cut_at_a_space_is_stable(parameter: str) -> None:
    for length in (79, 199):
        query, _ = read_params({parameter: ["a" * length + " b"]})
        assert read_params(query.to_params())[0] == query


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return load(write_rows(tmp_path_factory.mktemp("small"), small_rows())).dataset


@given(st.lists(st.sampled_from(["council", "agency", "<b>", "pravda", "x" * 99]), max_size=4))
def test_what_is_asked_is_kept_or_named(dataset: Dataset, asked: list[str]) -> None:
    query, notices = reconcile(Query(source=tuple(asked)), dataset)
    assert [source for source in asked if source in dataset.sources.index] == list(query.source)
    for source in set(asked) - set(query.source):
        assert any(f"“{source[:50]}" in notice for notice in notices)
    again, told_again = reconcile(query, dataset)
    assert (again, [notice for notice in told_again if "Basemap" not in notice]) == (query, [])
