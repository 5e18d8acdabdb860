"""The index of words answers like a search through the texts themselves."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from routemap.words import fold, index_words

TEXTS = st.lists(st.text("abÄaé́ß´ 두만강Хñ\n\u3000ﬁ", max_size=12), max_size=6)


@given(TEXTS, st.text("abäeß 두만Хfi", min_size=1, max_size=3))
def test_counts_are_those_of_a_plain_search(texts: list[str], sought: str) -> None:
    words = index_words(texts)
    for word in fold(sought).split():
        plainly = [fold(text).count(word) for text in texts]
        assert words.counts(word).tolist() == plainly


def test_no_texts_hold_nothing() -> None:
    assert index_words([]).counts("a").tolist() == []
    assert index_words(["", "  "]).counts("a").tolist() == [0, 0]
