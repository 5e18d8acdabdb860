"""Sentences with one place in the code."""

from __future__ import annotations

from pathlib import Path

import pytest

import routemap
from routemap.questions import shared_sentences
from routemap.questions.filter_sentences import kept_sentence, undated_sentence
from routemap.questions.shared_sentences import KEPT_DENIAL, KEPT_DENIALS, UNDATED, Counted

SOURCES = [
    path
    for path in Path(routemap.__file__).parent.rglob("*")
    if path.suffix in {".py", ".html", ".js"} and path != Path(shared_sentences.__file__)
]


@pytest.mark.parametrize(
    "words",
    [
        KEPT_DENIAL,
        "1 denial that the filters exclude",
        "{number} denials that",
        "without a date of {meaning}",
    ],
)
def test_templates_and_scripts_have_no_copy_of_a_shared_sentence(words: str) -> None:
    texts = (KEPT_DENIAL, *vars(KEPT_DENIALS).values(), *vars(UNDATED).values())
    assert any(words in text for text in texts)
    assert [path.name for path in SOURCES if words in path.read_text(encoding="utf-8")] == []


@pytest.mark.parametrize("counted", [KEPT_DENIALS, UNDATED])
def test_one_and_many_are_two_sentences(counted: Counted) -> None:
    one, many = (counted.of(number, meaning="the event") for number in (1, 1234))
    assert one.startswith("1 ")
    assert many.startswith("1,234 ")
    assert "{" not in one + many
    assert counted.of(0, meaning="the event") == ""


def test_added_denials_are_told_in_the_singular_and_the_plural() -> None:
    assert kept_sentence(0) == ""
    assert kept_sentence(1) == (
        "1 denial that the filters exclude is included, because the claims it denies are shown."
    )
    assert kept_sentence(12) == (
        "12 denials that the filters exclude are included, because the claims they deny are shown."
    )
    assert undated_sentence(1, "said") == "1 claim without a date of the statement is left out."
