"""Names of the data are found in texts: any language of the case, whole words, exact positions."""

from __future__ import annotations

import dataclasses
import time
import unicodedata
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.proposing import shipped, strait

from routemap.data.dataset import Dataset
from routemap.data.memo import Memo
from routemap.questions.proposals.names import names_in
from routemap.questions.proposals.word_forms import begins_word, declined, ends_word


def found(text: str, dataset: Dataset) -> list[tuple[str, str]]:
    return [(text[name.start : name.end], name.record) for name in names_in(text, dataset)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kelp left Vellmar port for Østbý.", [("Vellmar port", "vellmar"), ("Østbý", "ostby")]),
        ("VELLMAR and Vellmar's pier", [("VELLMAR", "vellmar"), ("Vellmar", "vellmar")]),
        ("Vellmár, Ostby", [("Vellmár", "vellmar"), ("Ostby", "ostby")]),
        ("the Kelp\n  Banks", [("Kelp\n  Banks", "kelp-banks")]),
        ("Kelp Banks-Ostby", [("Kelp Banks", "kelp-banks"), ("Ostby", "ostby")]),
        ("Port Office of Vallmark said", [("Port Office of Vallmark", "vallmark-port-office")]),
        ("the Needle light\u00adhouse", [("Needle light\u00adhouse", "needle-light")]),
        ("vellmars Ostbyer Vellmarine Kelp", []),
        ("", []),
    ],
)
def test_names_of_an_invented_case(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text, strait()) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("두만강역에서는", [("두만강역", "tumen-river-station")]),
        ("하산역으로 갔다", [("하산역", "khasan-station")]),
        ("라진에 갔다", [("라진", "rason-port")]),
        ("주북한대사와 러시아군, 하사", []),
        ("из Хасана", [("Хасана", "khasan-station")]),
        ("во Владивостоке", [("Владивостоке", "vladivostok")]),
        ("в Северной Корее и России", [("Северной Корее", "north-korea"), ("России", "russia")]),
        ("в порту Восточный", [("порту Восточный", "vostochny-port")]),
        ("восточный берег, хасанский", []),
        ("Khasan Railway Station", [("Khasan Railway Station", "khasan-station")]),
        ("the U.S. State Department", [("U.S. State Department", "us-state-department")]),
        ("Lady R and the Maria", [("Lady R", "lady-r"), ("Maria", "maria")]),
        ("analysts, ladyr, the BBC는", [("analysts", "analysts"), ("BBC", "bbc")]),
        ("Rason port", [("Rason port", "rason-port")]),
        ("in Rason", [("Rason", "rason")]),
    ],
)
def test_names_of_the_shipped_data_in_three_languages(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert found(text, shipped()) == expected


def test_every_name_of_the_shipped_data_is_found() -> None:
    dataset = shipped()
    columns = [*dataset.name_columns]
    for key, row in dataset.features.iterrows():
        for name in filter(None, (*(row[column] for column in columns), *row["aliases"])):
            assert (name, key) in found(f"Now: {name}.", dataset)


def test_a_decomposed_text_has_the_same_names_as_a_composed_one() -> None:
    decomposed = unicodedata.normalize("NFD", "두만강역에서, Østbý 하산")
    names = found(decomposed, shipped())
    assert [unicodedata.normalize("NFC", words) for words, _ in names] == ["두만강역", "하산"]
    ((words, record),) = found(decomposed, strait())
    assert (unicodedata.normalize("NFC", words), record) == ("Østbý", "ostby")


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_name_does_not_end_inside_a_korean_syllable(form: str) -> None:
    places = strait().places.copy()
    places["aliases"] = [("하사",), (), (), ()]
    dataset = dataclasses.replace(strait(), places=places)
    assert found(unicodedata.normalize(form, "하산 하사ㅇ 하삼에"), dataset) == []
    assert len(found(unicodedata.normalize(form, "하사에서"), dataset)) == 1


def test_a_name_of_several_records_is_returned_for_each_and_a_common_one_for_none() -> None:
    dataset = strait()
    places = dataset.places.copy()
    places["aliases"] = [("Twin", f"Own {letter}") for letter in "ABCD"]
    twins = dataclasses.replace(dataset, places=places)
    assert [record for _, record in found("Twin", twins)] == list(places.index)
    many = pd.concat([places] * 6)
    many.index = [f"p{number}" for number in range(len(many))]
    crowded = dataclasses.replace(dataset, places=many)
    assert found("Twin", crowded) == []
    assert len(found("Own A", crowded)) == 6


def test_the_index_is_computed_once_per_dataset() -> None:
    dataset = dataclasses.replace(strait())
    names_in("Ostby", dataset)
    kept = dataset.memo.get("proposed names", (), lambda: pytest.fail("computed again"))
    assert isinstance(dataset.memo, Memo)
    assert kept.entries


def test_ten_thousand_places_are_looked_for_in_a_long_text_at_once() -> None:
    places = pd.concat([strait().places] * 2_500)
    places.index = [f"p{number}" for number in range(len(places))]
    places["name_en"] = [f"Isle {number:05}x" for number in range(len(places))]
    places["name_qaa"], places["aliases"] = "", [()] * len(places)
    large = dataclasses.replace(strait(), places=places)
    names_in("", large)  # the index, which is computed once
    text = "A boat left Isle 00007x for Isle 09999x, and no one else saw it there. " * 700
    began = time.process_time()
    assert len(names_in(text[:50_000], large)) > 1_300
    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("велмар", {"велмара", "велмару", "велмаром", "велмаре"}),
        ("велма", {"велмы", "велме", "велму", "велмои"}),
        ("велка", {"велки", "велке", "велку", "велкои"}),
        ("велория", {"велории", "велорию", "велориеи"}),
        ("велаи", {"велая", "велаю", "велаем", "велае"}),
        ("велыи", {"велого", "велому", "велым", "велом"}),
        ("велское", set()),
        ("velmar", set()),
    ],
)
def test_russian_names_are_declined_by_their_ending(name: str, forms: set[str]) -> None:
    assert set(declined(name)) == forms


@given(st.text(alphabet="Vellmar Østbý\n\u00ad두만강역\u1103\u116eХасан.", max_size=60))
def test_found_names_are_whole_and_in_order(text: str) -> None:
    for dataset in (shipped(), strait()):
        names = names_in(text, dataset)
        spans = list(dict.fromkeys((name.start, name.end) for name in names))
        assert spans == sorted(spans)
        assert all(one[1] <= other[0] for one, other in pairwise(spans))
        assert all(text[start:end].strip() for start, end in spans)


def test_words_begin_and_end_anywhere_in_scripts_without_spaces() -> None:
    assert begins_word("船東京へ", 1)
    assert ends_word("東京へ", 2)
