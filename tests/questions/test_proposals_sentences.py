"""Texts are split into sentences, with positions, where the split is certain."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routemap.questions.proposals.sentences import sentences_of


def split(text: str) -> list[str]:
    return [text[found.start : found.end] for found in sentences_of(text)]


@pytest.mark.parametrize(
    "text",
    [
        "The U.S. office said so.|It left.",
        "It went to the U.S.|He saw it.",
        "It went to the U.S. Coast Guard.",
        "Gen. Roe and Mr. J. Poe came.|Dr. Doe left at 3 p.m. on Sunday.",
        "It left at 3 p.m.|The watch saw it.",
        "Kelp Ltd. of Vellmar denies it.|Kelp Inc.|It closed.",
        "It was on Nov. 2 at pier No. 5.|“Yes.”|She left.",
        "“It is false,” he said.|“We deny it!”|So they say.",
        "“Is it so?” he asked.|(It was not.)|Well… it was.|So…|It was.",
        "It weighed 3.5 tons, see www.watch.example.|Next.",
        "Порт опроверг это.|«Это ложь!» — сказал он.|В 2022 г. поезд прошёл.",
        "Это было в 2022 г.|Поезд прошёл.|Он вёз уголь и т. д.|Всё.",
        "Груз весил 5 тыс. тонн.|Сообщил А. С. Иванов в г. Велмар.",
        "항구는 2일 밝혔다.|“사실이 아니다”라고 부인했다.|배는 3.5톤이었다.",
        "“사실이 아니다.”라고 말했다.|그는 갔다!",
        "これは船です。|次です。",
    ],
)
def test_sentences_end_where_a_reader_sees_their_end(text: str) -> None:
    parts = text.split("|")
    joined = "".join(parts) if "。" in text else " ".join(parts)
    assert split(joined) == parts


def test_an_empty_line_ends_a_sentence_and_a_wrapped_line_does_not() -> None:
    assert split("Title of a report\n\nForty bales\ncrossed.\r\nNo one saw.\n1.  One\n") == [
        "Title of a report",
        "Forty bales\ncrossed.",
        "No one saw.",
        "1.  One",
    ]


@given(st.text(alphabet='aB .!?…\n"”(U.S。-1가Я'))
def test_sentences_cover_all_text_but_white_space_and_do_not_overlap(text: str) -> None:
    found = sentences_of(text)
    ends = [0, *(sentence.end for sentence in found)]
    assert all(end <= sentence.start for end, sentence in zip(ends, found, strict=False))
    assert "".join("".join(split(text)).split()) == "".join(text.split())
    assert all(part and part == part.strip() for part in split(text))
