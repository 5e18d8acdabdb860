"""Ids of new records: in the style of the data, valid, and never used twice."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cases import STRAIT
from tests.conftest import shipped
from tests.corpora import corpus

from routemap.data.checks.formats import value_fault
from routemap.data.incoming.new_ids import article_id, new_id
from routemap.data.load import load
from routemap.model.columns import id_of
from routemap.model.tables import TABLES

DATASET = load(STRAIT).dataset
SHIPPED_DATA = shipped().dataset
ID = id_of("record")
KEYS = tuple(DATASET.articles.index)


@given(st.sampled_from([table.name for table in TABLES if table.name != "claims"]), st.text())
def test_every_id_is_valid_and_free(table: str, words: str) -> None:
    first = new_id(table, words, ())
    second = new_id(table, words, [first])
    assert value_fault(ID, first) is None
    assert value_fault(ID, second) is None
    assert first != second


def test_hostile_names_give_valid_ids() -> None:
    for text in corpus()[::20]:
        assert value_fault(ID, new_id("places", text, ())) is None
        fields = dict.fromkeys(("publisher", "published", "url"), text)
        assert value_fault(ID, article_id(fields, DATASET)) is None


@pytest.mark.parametrize(
    ("table", "words", "expected"),
    [
        ("sources", "The Òstby harbour watch", "ostby-harbour-watch"),
        ("sources", "Office of the Harbour Master of Vellmar", "office-of-the-harbour-master"),
        ("allegations", "The kelp was brought over to an island by ferry.",
         "kelp-brought-to-island-by"),
        ("allegations", "It is.", "it-is"),
        ("vessels", "M/V O'Kelp №2", "m-v-okelp-no2"),
        ("places", "Порт", "place"),
        ("routes", "!", "route"),
        ("articles", "w" * 200, "w" * 70),
    ],
)  # fmt: skip
def test_ids_are_short_and_plain(table: str, words: str, expected: str) -> None:
    assert new_id(table, words, ()) == expected


def test_a_claim_takes_the_number_after_the_highest() -> None:
    taken = ["log-01", "log-07", "log-2-01", "other-log-09", "log-x", "log"]
    assert new_id("claims", "log", taken) == "log-08"
    assert new_id("claims", "log", ["log-99"]) == "log-100"
    assert new_id("claims", "new", taken) == "new-01"


def test_taken_ids_are_numbered() -> None:
    assert new_id("places", "Pier", ["pier", "pier-2", "pier-4"]) == "pier-3"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"publisher": "Strait Gazette", "published": "1931-04-05"}, "strait-gazette-1931-04-05"),
        ({"publisher": "Gazette (via Post)", "published": "1931-04-05/1931-04-06"},
         "gazette-1931-04-05"),
        ({"publisher": "The Post", "published": "1931-04~"}, "post-1931-04"),
        ({"publisher": "日報", "url": "https://w.kelp.co.kr/1", "published": "1931"}, "kelp-1931"),
        ({"publisher": "", "url": "https://www.post.example/x"}, "post"),
        ({}, "article"),
    ],
)  # fmt: skip
def test_an_article_is_named_after_publisher_and_day(fields: dict[str, str], expected: str) -> None:
    assert article_id(fields, DATASET) == expected


def test_a_publisher_keeps_the_name_of_its_other_articles() -> None:
    dated = DATASET.articles.set_axis(["gaz-1931-03-04", "watch-1931-03"])
    data = replace(DATASET, articles=dated)
    published = {"published": "1931-05-06"}
    assert article_id({"publisher": "strait gazette", **published}, data) == "gaz-1931-05-06"
    by_host = {"publisher": "Watch", "url": "https://www.watch.example/2", **published}
    assert article_id(by_host, data) == "watch-1931-05-06"
    same_day = {"publisher": "Strait Gazette", "published": "1931-03-04"}
    assert article_id(same_day, data) == "gaz-1931-03-04-2"


def test_most_shipped_articles_have_the_id_that_would_be_proposed() -> None:
    articles = SHIPPED_DATA.articles
    proposed = [
        article_id(
            {key: row[key] for key in ("publisher", "published", "url")},
            replace(SHIPPED_DATA, articles=articles.drop(key)),
        )
        for key, row in articles.to_dict("index").items()
    ]
    same = sum(one == key for one, key in zip(proposed, articles.index, strict=True))
    assert same >= 0.75 * len(articles)
