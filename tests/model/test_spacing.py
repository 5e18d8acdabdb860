"""Trimmed parts of a text are joined as the text has them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routemap.model.spacing import space_between

TEXTS = (
    "It said thirty horses left the station, and “nobody saw them.” Then the horses – all of "
    "them – returned (or so the paper wrote); the North’s agency called it a ‘rumour’.",
    'The ministry\'s paper: "No horse left," it said. "None at all." It cost $30 in the '
    "U.S. market—a third of what South-North traders pay… Nobody paid 100% of it.",
    "Er sagte: „Dreißig Pferde sind fort“, und „keines“ kam zurück.",
    "Он сказал: «Тридцать лошадей ушли», — и «ни одна» не вернулась.",
)


@given(st.sampled_from(TEXTS), st.data())
def test_two_parts_of_a_text_are_joined_as_they_were(text: str, data: st.DataObject) -> None:
    # editors cut between words, and inside quotation marks and brackets
    ends = [
        at
        for at in range(12, len(text) - 12)
        if text[at].isspace()
        or (text[at - 1] in "“‘„«(" and text[at].isalpha())
        or (text[at] in "”.,;:!?…)»%" and text[at - 1].isalnum())
    ]
    at = data.draw(st.sampled_from(ends))
    before, after = text[:at].rstrip(), text[at:].lstrip()
    assert f"{before}{space_between(before, after, 'en')}{after}" == text


@pytest.mark.parametrize(
    ("before", "after", "language", "expected"),
    [
        ("thirty horses", "'s riders", "en", ""),
        ("thirty horses", "'left' it", "en", " "),
        ('it said "', "thirty", "en", ""),
        ('it said "thirty"', "horses", "en", " "),
        ("thirty horses", "— it said", "en", " "),
        ("thirty horses", "—it said", "en", ""),
        ("South", "-North", "en", ""),
        ("it cost $", "30", "en", ""),
        ("il a dit «", "trente", "fr", None),
        ("trente chevaux", ": rien", "fr-BE", None),
        ("서른 마리", "말", "ko", None),
        ("“서른 마리”", "라고", "ko", None),
        ("三十", "匹马", "zh", ""),
        ("三十", "horses", "zh", None),
        ("", "thirty", "en", None),
    ],
)
def test_a_space_is_certain_or_none(
    before: str, after: str, language: str, expected: str | None
) -> None:
    assert space_between(before, after, language) == expected
