"""A marked passage becomes an excerpt that the check of quotations verifies."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.proposing import shipped

from routemap.data.checks.quotations import Match, Result
from routemap.model.errors import ArticleTextError
from routemap.model.tables import MAX_QUOTATION
from routemap.model.text import visible
from routemap.questions.proposals import excerpt as module
from routemap.questions.proposals.excerpt import Excerpt, excerpt_of

TEXT = (
    "The office\u00ad said that\n  forty bales of kelp   crossed the strait, on Saturday.\n\n"
    "The watch said that forty bales of kelp crossed the strait, on Sunday."
)


def marked(text: str, words: str, at: int = 0) -> Excerpt:
    start = text.index(words, at)
    return excerpt_of(text, start, start + len(words))


def test_white_space_is_joined_and_the_words_beside_it_are_added() -> None:
    assert marked(TEXT, "  forty bales of kelp   crossed ") == Excerpt(
        "forty bales of kelp crossed", "The office said that", "the strait, on Saturday. The watch"
    )


def test_a_passage_that_occurs_twice_gets_more_words_until_it_is_unique() -> None:
    refrain = "one two three four five six seven eight nine ten "
    text = f"First {refrain}bales {refrain}. Second {refrain}bales {refrain} end."
    second = text.rindex("bales")
    found = excerpt_of(text, second, second + 5)
    assert found.prefix.startswith("Second one two")
    assert len(found.prefix) <= 200


def test_a_passage_that_cannot_be_made_unique_is_refused() -> None:
    text = "bales of kelp " * 200
    with pytest.raises(ArticleTextError, match="occur more than once"):
        excerpt_of(text, 1400, 1405)


@pytest.mark.parametrize(
    ("start", "end", "message"),
    [
        (5, 5, "empty"),
        (7, 3, "empty"),
        (10, 12, "empty"),
        (900, 910, "empty"),
        (0, 400, "357 characters; an excerpt has at most 320"),
        (360, 363, "U+0007"),
    ],
)
def test_a_passage_that_cannot_be_an_excerpt_is_refused(start: int, end: int, message: str) -> None:
    text = f"{'a' * 10} \u200b{'b' * 338}{' ' * 10}c\u0007d end"
    with pytest.raises(ArticleTextError, match=message.replace("+", r"\+")):
        excerpt_of(text, start, end)


def test_the_whole_text_is_refused() -> None:
    with pytest.raises(ArticleTextError, match="whole text"):
        excerpt_of(" It crossed. ", 0, 13)


def test_the_quotations_of_the_shipped_data_are_cut_from_their_place() -> None:
    claims = shipped().claims
    quoted = claims[claims["excerpt_kind"] == "quotation"]
    assert len(quoted) > 20
    for row in quoted.to_dict("records"):
        text = f"Before. {row['prefix']}\n{row['excerpt']}\n{row['suffix']} After."
        assert marked(text, row["excerpt"]).excerpt == row["excerpt"]


def test_the_check_of_quotations_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "compare_quotations", lambda *_: [Result(Match.NEARLY)])
    with pytest.raises(ArticleTextError):
        marked(TEXT, "on Saturday")


def letters(text: str) -> str:
    return unicodedata.normalize("NFC", "".join(visible(text).split()))


@given(
    st.text(alphabet="ab.,“”\u00ad \n가каé\u0301", min_size=1, max_size=120),
    st.integers(0, 119),
    st.integers(1, 40),
)
def test_an_excerpt_is_between_its_prefix_and_suffix_in_the_text(
    text: str, start: int, length: int
) -> None:
    start %= len(text)
    try:
        found = excerpt_of(text, start, start + length)
    except ArticleTextError:
        return
    assert 0 < len(found.excerpt) <= MAX_QUOTATION
    assert found.prefix or found.suffix
    parts = (found.prefix, found.excerpt, found.suffix)
    assert all(part == " ".join(part.split()) for part in parts)
    assert letters("".join(parts)) in letters(text)
