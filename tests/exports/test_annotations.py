"""Annotations select the quoted words, follow the model and never separate the two sides."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from jsonschema import ValidationError

from routemap.data.load import SHIPPED, load
from routemap.exports import Extract, extract, format_named
from routemap.exports.json_text import compact_json
from routemap.questions.query import Query
from routemap.questions.selection import select
from tests.conftest import WriteFolder, small_rows
from tests.exports.reading_linked import annotations, own_terms
from tests.retracting import retracted

MADE = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
ADDRESS = "https://map.example/routes/"


def collection(whole: Extract) -> dict[str, Any]:
    return annotations(format_named("annotations").make(whole))


def by_claim(whole: Extract) -> dict[str, dict[str, Any]]:
    items = collection(whole)["first"]["items"]
    return {item["body"][1]["routemap:id"]: item for item in items}


def small(write_folder: WriteFolder, **changes: str) -> Extract:
    """Return the small data, with some values of the claim that is a quotation changed."""
    rows = small_rows()
    rows["articles"].append(
        {**rows["articles"][0], "id": "wire", "url": "https://wire.example/arms"}
    )
    rows["claims"][2].update(changes)
    dataset = load(write_folder(rows)).dataset
    return extract(select(dataset, Query()), made=MADE, address=ADDRESS)


def test_a_quotation_is_selected_by_its_words(write_folder: WriteFolder) -> None:
    assert by_claim(small(write_folder))["c3"]["target"] == {
        "type": "SpecificResource",
        "source": "https://paper.example/arms",
        "selector": {
            "type": "TextQuoteSelector",
            "exact": "thirty horses left",
            "prefix": "It said ",
            "suffix": " the station.",
        },
    }


def test_a_paraphrase_is_about_the_whole_article(write_folder: WriteFolder) -> None:
    assert by_claim(small(write_folder))["c1"]["target"] == "https://paper.example/arms"


@pytest.mark.parametrize(
    ("language", "exact"), [("en", "thirty horses left"), ("ru-RU", "уехали тридцать лошадей")]
)
def test_the_selected_words_are_in_the_language_of_the_article(
    write_folder: WriteFolder, language: str, exact: str
) -> None:
    rows = small_rows()
    rows["articles"][0]["language"] = language
    rows["claims"][2].update(original="уехали тридцать лошадей", original_language="ru")
    dataset = load(write_folder(rows)).dataset
    item = by_claim(extract(select(dataset, Query()), made=MADE))["c3"]
    selector = item["target"]["selector"]
    assert selector["exact"] == exact
    # the words around are those of the excerpt
    assert ("prefix" in selector) == (language == "en")
    assert own_terms(item["body"][1])["original"] == "уехали тридцать лошадей"


@pytest.mark.parametrize(
    "parts",
    [
        ("It said", " ", "thirty horses left", " ", "the station."),
        ("It said: “", "", "thirty horses left", "", ",” and more."),
        ("It said", " ", "“thirty horses left”", " ", "the station."),
    ],
)
def test_the_words_and_their_surroundings_are_joined_as_in_the_article(
    write_folder: WriteFolder, parts: tuple[str, ...]
) -> None:
    prefix, _, excerpt, _, suffix = parts
    whole = small(write_folder, prefix=prefix, excerpt=excerpt, suffix=suffix)
    selector = by_claim(whole)["c3"]["target"]["selector"]
    assert "".join(selector[key] for key in ("prefix", "exact", "suffix")) == "".join(parts)


def test_surroundings_whose_space_is_not_known_are_left_out(write_folder: WriteFolder) -> None:
    rows = small_rows()
    rows["articles"][0]["language"] = "fr"
    rows["claims"][2].update(excerpt="trente chevaux", prefix="Il a dit", suffix="! Puis rien.")
    whole = extract(select(load(write_folder(rows)).dataset, Query()), made=MADE)
    assert by_claim(whole)["c3"]["target"]["selector"] == {
        "type": "TextQuoteSelector",
        "exact": "trente chevaux",
        "prefix": "Il a dit ",
    }


@pytest.mark.parametrize(("language", "is_published"), [("ru", True), ("en", False)])
def test_a_paraphrase_selects_the_published_words_if_they_are_known(
    write_folder: WriteFolder, language: str, is_published: bool
) -> None:
    rows = small_rows()
    rows["articles"][0]["language"] = language
    rows["claims"][0].update(original="ушли снаряды", original_language="ru")
    whole = extract(select(load(write_folder(rows)).dataset, Query()), made=MADE)
    url = "https://paper.example/arms"
    selector = {"type": "TextQuoteSelector", "exact": "ушли снаряды"}
    at_words = {"type": "SpecificResource", "source": url, "selector": selector}
    assert by_claim(whole)["c1"]["target"] == (at_words if is_published else url)


def test_a_claim_of_a_retracted_article_is_named_withdrawn(write_folder: WriteFolder) -> None:
    dataset = load(write_folder(retracted("c2"))).dataset
    items = by_claim(extract(select(dataset, Query()), made=MADE))
    said = {key: item["body"][0]["value"] for key, item in items.items()}
    assert said["c2"] == "The ministry (denies, withdrawn): Shells move."
    assert "withdrawn" not in said["c1"]


def test_every_article_with_the_statement_is_a_target(write_folder: WriteFolder) -> None:
    quoted, further = by_claim(small(write_folder, also_in="wire"))["c3"]["target"]
    assert quoted["source"] == "https://paper.example/arms"
    assert further == "https://wire.example/arms"


@pytest.mark.parametrize(
    ("coded_on", "created"),
    [("2026-11-20", "2026-11-20T00:00:00Z"), ("2026-11", None), ("2026-11-20~", None)],
)
def test_coder_and_day_of_coding_are_creator_and_time(
    write_folder: WriteFolder, coded_on: str, created: str | None
) -> None:
    items = by_claim(small(write_folder, coded_by="AB", coded_on=coded_on))
    assert items["c3"]["creator"] == {"type": "Person", "name": "AB"}
    assert items["c3"].get("created") == created
    assert own_terms(items["c3"]["body"][1])["coded_on"] == coded_on
    assert "creator" not in items["c1"]


def test_a_body_says_who_takes_which_side_in_words(write_folder: WriteFolder) -> None:
    items = by_claim(small(write_folder))
    said = {key: item["body"][0]["value"] for key, item in items.items()}
    assert said["c2"] == "The ministry (denies): Shells move."
    assert said["c4"] == "The agency (background)"


def test_the_link_to_a_claim_identifies_its_annotation(write_folder: WriteFolder) -> None:
    whole = small(write_folder)
    assert by_claim(whole)["c3"]["id"] == f"{ADDRESS}?claim=c3"
    assert collection(whole)["id"] == whole.link


def test_without_an_address_identifiers_are_stable() -> None:
    dataset = load(SHIPPED).dataset
    every, denials = (
        by_claim(extract(select(dataset, query), made=MADE))
        for query in (Query(), Query(stance=("denies",)))
    )
    assert len({item["id"] for item in every.values()}) == len(every)
    assert denials
    for key, item in denials.items():
        assert item["id"].startswith("urn:uuid:")
        assert item["id"] == every[key]["id"]


def test_own_columns_are_terms_whatever_their_name(write_folder: WriteFolder) -> None:
    rows = small_rows()
    rows["claims"][2]["own"] = {"seen by: us": "yes"}
    dataset = load(write_folder(rows)).dataset
    item = by_claim(extract(select(dataset, Query()), made=MADE))["c3"]
    assert item["body"][1]["routemap:seen%20by%3A%20us"] == "yes"
    assert own_terms(item["body"][1])["seen by: us"] == "yes"


@pytest.mark.parametrize("key", ["id", "target", "type"])
def test_the_reader_refuses_what_the_model_forbids(write_folder: WriteFolder, key: str) -> None:
    found = collection(small(write_folder))
    del found["first"]["items"][0][key]
    with pytest.raises(ValidationError):
        annotations(compact_json(found))
