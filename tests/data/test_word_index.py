"""The index of words gives the same results as a search through the texts."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.plain import folded

from routemap.data.word_index import (
    MOST_WORDS,
    first_words,
    fold,
    index_words,
    searched_length,
    split_words,
)

VARIANTS = "'’ʼ‘\"“„«「-–—−\u2011\u00ad\u200b\u2060\ufeff"
LETTERS = "abÄaé́ß´ 두만강Хñ\n\u3000ﬁ"
TEXTS = st.lists(st.text(LETTERS + VARIANTS, max_size=12), max_size=6)
INVISIBLE = ["\u00ad", "\u200b", "\u2060", "\ufeff", "\u200d", "\u034f", "\u3164", "\ufe0f"]


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        *((f"Russia{mark}s", "russia's") for mark in "'’‘ʼʻ′´`＇"),
        *((f"{mark}not true{mark}", '"not true"') for mark in '"“”„‟«»「」『』″＂'),
        *((f"Khasan{dash}Rason", "khasan-rason") for dash in "-‐‑‒–—―−﹣－"),
        *((f"Tu{unseen}men{unseen}", "tumen") for unseen in INVISIBLE),
        ("№ 5", "no 5"),
    ],
    ids=ascii,
)
def test_typographic_marks_and_invisible_characters_hide_no_match(written: str, typed: str) -> None:
    assert fold(written) == typed
    word = typed.split(maxsplit=1)[0]
    assert index_words([f"In {written}."]).counts(word).tolist() == [1]


@given(st.text(st.characters(codec="utf-8")) | st.text(LETTERS + VARIANTS))
@example("α\u0345\u0300")
def test_folding_is_the_same_for_a_text_and_for_its_characters(text: str) -> None:
    assert fold(text) == "".join(map(fold, text)) == fold(fold(text)) == folded(text)


@given(TEXTS, st.text("abäeß 두만Хfi'’–-\u200b", min_size=1, max_size=3))
def test_counts_are_those_of_a_plain_search(texts: list[str], sought: str) -> None:
    words = index_words(texts)
    for word in fold(sought).split():
        plainly = [fold(text).count(word) for text in texts]
        assert words.counts(word).tolist() == plainly
        assert words.holds(word).tolist() == [count > 0 for count in plainly]


def test_no_texts_hold_nothing() -> None:
    assert index_words([]).counts("a").tolist() == index_words([]).holds("a").tolist() == []
    assert index_words(["", "  "]).counts("a").tolist() == [0, 0]


@pytest.mark.parametrize(
    ("text", "used"),
    [
        pytest.param("", 0, id="nothing"),
        pytest.param("a b c", 3, id="few"),
        pytest.param(" ".join("abcdefghijklmnop"), 12, id="too many"),
        pytest.param("a " * 99, 99, id="one word again and again"),
        pytest.param("A a Á á " * 20, 80, id="spellings of one word"),
        pytest.param("a b c d e f g h ﷺ i", 9, id="a character that is four words"),
        pytest.param("a b c d e f g h i ﷺ", 9, id="four words where three fit"),
        pytest.param("“a” (b) c, d.", 4, id="punctuation"),
    ],
)
def test_a_search_of_many_words_uses_the_first_twelve_different_ones(text: str, used: int) -> None:
    assert searched_length(text) == used


@given(st.text(LETTERS + " ﷺ  ", max_size=200))
def test_no_text_is_searched_for_more_than_twelve_words(text: str) -> None:
    words = first_words(split_words(fold(text)))
    assert len(set(words)) <= MOST_WORDS
    assert words == split_words(fold(text))[: len(words)]
