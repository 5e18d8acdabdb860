"""The index of searched texts after an edit, made from the one before, is that of all texts."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from routemap.data import searched_texts
from routemap.data.searched_texts import later_index
from routemap.data.word_index import fold, index_words

RECORDS = st.dictionaries(st.sampled_from("abcdefgh"), st.text("aäb 두\n–", max_size=8), max_size=8)


def texts(records: dict[str, str]) -> pd.Series:
    return pd.Series(records, dtype=object)


@given(RECORDS, RECORDS, RECORDS, st.text("aäb두–", min_size=1, max_size=2))
def test_later_texts_have_the_index_that_they_would_have_had_at_first(
    first: dict[str, str], second: dict[str, str], third: dict[str, str], sought: str
) -> None:
    index = index_words(texts(first))
    for before, after in ((first, second), (second, third)):
        index = later_index(index, texts(before), texts(after))
        alone = index_words(texts(after))
        for word in fold(sought).split():
            assert index.counts(word).tolist() == alone.counts(word).tolist()
            assert index.holds(word).tolist() == alone.holds(word).tolist()
    assert index.texts == len(third)


def test_only_new_texts_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    before = texts({key: f"text of {key}" for key in "abcdefgh"})
    index = index_words(before)
    read: list[list[str]] = []

    def note(found: pd.Series) -> object:
        read.append(list(found))
        return index_words(found)

    monkeypatch.setattr(searched_texts, "index_words", note)
    assert later_index(index, before, before.copy()) is index
    # a text is changed, one is taken out, one is added in front of the others
    after = texts({"z": "added", **before.drop("b").to_dict()} | {"h": "changed"})
    later = later_index(index, before, after)
    assert read == [["added", "changed"]]
    assert later.counts("text").tolist() == [0, 1, 1, 1, 1, 1, 1, 0]
