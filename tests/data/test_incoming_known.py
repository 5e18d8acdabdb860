"""Known articles: an incoming article that the data already has is recognised by four signs."""

from __future__ import annotations

import random
import time
from dataclasses import replace

import pandas as pd
import pytest
from tests.cases import STRAIT

from routemap.data.dataset import Dataset
from routemap.data.incoming.known_articles import SIGNS, Known, known
from routemap.data.load import load

DATASET = load(STRAIT).dataset
GAZETTE = "gazette-ferries"
QUOTED = "forty bales of kelp crossed the strait"


def words(seed: int, count: int) -> str:
    """Return a text of invented words."""
    pick = random.Random(seed)
    return " ".join("".join(pick.choices("abdegiklmnoprstu", k=6)) for _ in range(count))


def signs(found: tuple[Known, ...]) -> list[tuple[str, str]]:
    return [(one.article, one.sign) for one in found]


@pytest.mark.parametrize(
    "url",
    [
        "https://gazette.example/ferry",
        "HTTP://WWW.Gazette.example:80/ferry/?utm_source=post&fbclid=1#top",
        "https://gazette.example/%66erry",
        "https://web.archive.org/web/20240503000000/https://www.gazette.example/ferry",
    ],
)
def test_the_same_page_is_known_by_every_form_of_its_address(url: str) -> None:
    assert known({"url": url}, "", DATASET) == (
        Known(GAZETTE, "address", "An article of the data has the same address."),
    )


@pytest.mark.parametrize(
    "url", ["https://gazette.example/ferry?page=2", "https://gazette.example/", "", "http://[", "x"]
)
def test_another_page_is_not_known(url: str) -> None:
    assert known({"url": url}, "", DATASET) == ()


def test_an_article_is_known_by_its_archived_copy() -> None:
    archived = DATASET.articles.assign(archived_url=["https://copy.example/1", ""])
    data = replace(DATASET, articles=archived)
    assert signs(known({"url": "https://copy.example/1"}, "", data)) == [(GAZETTE, "address")]
    assert signs(known({"archived_url": "https://copy.example/1"}, "", data)) == [
        (GAZETTE, "address")
    ]


def test_a_text_is_known_although_some_words_and_all_spaces_differ() -> None:
    text = words(1, 400)
    saved = {
        GAZETTE: f"Menu\n{text.replace(' ', chr(10))}\nMore stories",
        "watch-log": words(2, 400),
    }
    changed = text.split()
    for place in (50, 150, 250, 350):
        changed[place] = "other"
    found = known({}, " ".join(changed).upper(), DATASET, saved)
    assert signs(found) == [(GAZETTE, "text")]
    assert found[0].reason.startswith("A saved page of the data has nearly the same text (9")
    # a quotation of the article, and a text of which a third is the same
    assert known({}, " ".join(changed[:10]), DATASET, saved) == ()
    assert known({}, f"{' '.join(changed[:130])} {words(3, 270)}", DATASET, saved) == ()


def test_a_text_with_most_quotations_of_an_article_is_known() -> None:
    text = f"It said that {QUOTED.replace(' ', chr(160)).upper()}, “on Saturday”."
    assert known({}, text, DATASET) == (
        Known(
            GAZETTE, "quotations", "The text contains the only quotation of an article of the data."
        ),
    )
    assert known({}, "kelp crossed the strait", DATASET) == ()


def with_quotations(*excerpts: str, originals: tuple[str, ...] = ()) -> Dataset:
    row = DATASET.claims.loc[["gazette-1"]]
    rows = [
        row.assign(excerpt=excerpt, original=original).set_axis([f"gazette-{n}"])
        for n, (excerpt, original) in enumerate(
            zip(excerpts, originals or [""] * len(excerpts), strict=True)
        )
    ]
    return replace(DATASET, claims=pd.concat(rows))


def test_half_of_the_quotations_are_not_a_sign() -> None:
    first, second, third = (words(seed, 8) for seed in (4, 5, 6))
    two, three = with_quotations(first, second), with_quotations(first, second, third, "short")
    assert known({}, f"They wrote: {first}.", two) == ()
    found = known({}, f"They wrote: {first}. And: {third}.", three)
    assert [one.reason for one in found] == [
        "The text contains 2 of the 3 quotations of an article of the data."
    ]
    (one,) = known({}, f"{first} {second} {third}", three)
    assert one.reason == "The text contains all 3 quotations of an article of the data."


def test_a_translated_quotation_is_looked_up_in_its_language() -> None:
    original = "сорок тюков водорослей переправили через пролив"
    data = with_quotations(QUOTED, originals=(original,))
    assert signs(known({}, f"Они писали: {original}.", data)) == [(GAZETTE, "quotations")]
    assert known({}, QUOTED, data) == ()


def test_title_publisher_and_day_together_are_a_sign() -> None:
    fields = {
        "title": "THE FERRY that nobody saw",
        "publisher": "Strait gazette",
        "published": "1931-03",
    }
    assert signs(known(fields, "", DATASET)) == [(GAZETTE, "title")]
    for change in (
        {"published": "1931-04"}, {"published": ""}, {"published": "soon"},
        {"publisher": "Other"}, {"publisher": ""}, {"title": "The ferry"},
    ):  # fmt: skip
        assert known({**fields, **change}, "", DATASET) == (), change


def test_each_article_is_returned_once_with_its_surest_sign() -> None:
    fields = {"url": "https://watch.example/log", "title": "The ferry that nobody saw"}
    saved = {"watch-log": words(7, 300), GAZETTE: words(7, 300), "deleted": words(7, 300)}
    found = known(fields, f"{words(7, 300)} {QUOTED}", DATASET, saved)
    assert signs(found) == [("watch-log", "address"), (GAZETTE, "text")]
    assert all(one.reason.endswith(".") for one in found)
    assert {one.sign for one in found} <= {sign.key for sign in SIGNS}


def test_a_long_text_is_compared_in_bounded_time() -> None:
    text = words(8, 140_000)
    begun = time.process_time()
    assert known({}, text, DATASET, {GAZETTE: text}) != ()
    assert time.process_time() - begun < 2
