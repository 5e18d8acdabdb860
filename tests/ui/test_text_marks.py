"""What the text with marks sends to the browser, and what it accepts from it."""

from __future__ import annotations

import json
from typing import Any

import pytest
import streamlit as st

from routemap.ui.parts import text_marks
from routemap.ui.parts.text_marks import Mark, Span, draw_text_marks, sent_choice, sent_mark

KEY = "text"
TEXT = "🚢 Sailed. Docked."
MARKS = [Mark(2, 9, "m1", "claim 1", chosen=False), Mark(10, 17, "m2", "claim 2", chosen=True)]


def told(monkeypatch: pytest.MonkeyPatch, value: object) -> None:
    monkeypatch.setattr(st, "session_state", {KEY: value})


@pytest.mark.parametrize(
    ("value", "passage"),
    [
        ({"start": 0, "end": 17, "n": 1}, (0, 17)),
        ({"start": 2, "end": 9, "n": 1.5}, (2, 9)),
        ({"start": 2, "end": 18, "n": 1}, None),
        ({"start": -1, "end": 9, "n": 1}, None),
        ({"start": 9, "end": 9, "n": 1}, None),
        ({"start": 9, "end": 2, "n": 1}, None),
        ({"start": 2.0, "end": 9, "n": 1}, None),
        ({"start": False, "end": True, "n": 1}, None),
        ({"start": "2", "end": "9", "n": 1}, None),
        ({"end": 9, "n": 1}, None),
        ({"start": 2, "end": 9}, None),
        ({"start": 2, "end": 9, "n": "1"}, None),
        ({"start": 2, "end": 9, "n": 0}, None),
        ({"start": 2, "end": 9, "n": float("nan")}, None),
        ({"start": 2, "end": 9, "n": float("inf")}, None),
        ([2, 9, 1], None),
        ("2", None),
        (None, None),
    ],
)
def test_only_a_passage_of_the_text_is_accepted(
    monkeypatch: pytest.MonkeyPatch, value: object, passage: tuple[int, int] | None
) -> None:
    told(monkeypatch, {"mark": value})
    assert sent_mark(TEXT, KEY) == passage
    told(monkeypatch, value)
    assert sent_mark(TEXT, KEY) is None


@pytest.mark.parametrize(
    ("value", "key"),
    [
        ({"key": "m2", "n": 1}, "m2"),
        ({"key": "m3", "n": 1}, ""),
        ({"key": ["m2"], "n": 1}, ""),
        ({"key": "m2"}, ""),
        ({"n": 1}, ""),
        ("m2", ""),
        (None, ""),
    ],
)
def test_only_a_mark_is_accepted_as_chosen(
    monkeypatch: pytest.MonkeyPatch, value: object, key: str
) -> None:
    told(monkeypatch, {"choice": value})
    assert sent_choice(KEY, MARKS) == key


def test_a_message_that_comes_again_is_taken_once(monkeypatch: pytest.MonkeyPatch) -> None:
    told(monkeypatch, {"mark": {"start": 2, "end": 9, "n": 7}, "choice": {"key": "m1", "n": 6}})
    assert sent_mark(TEXT, KEY) == (2, 9)
    assert sent_mark(TEXT, KEY) is None
    assert sent_choice(KEY, MARKS) == "m1"
    st.session_state[KEY] = {"mark": {"start": 2, "end": 9, "n": 6}}
    assert sent_mark(TEXT, KEY) is None
    st.session_state[KEY] = {"mark": {"start": 2, "end": 9, "n": 8}}
    assert sent_mark(TEXT, KEY) == (2, 9)


def test_a_message_that_is_refused_is_taken_too(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[dict[str, Any]] = []
    monkeypatch.setattr(
        text_marks, "draw_with_state", lambda _name, **given: sent.append(given["state"])
    )
    told(monkeypatch, {"mark": {"start": 2, "end": 99, "n": 7}})
    assert sent_mark(TEXT, KEY) is None
    drawn(TEXT, MARKS)
    assert sent[0]["taken"] == {"mark": 7, "choice": 0}


def drawn(text: str, marks: list[Mark]) -> None:
    spans = [Span(10, 16, "cue", "later"), Span(2, 8, "cue", "earlier")]
    draw_text_marks(
        text, [(0, 9), (10, 17)], spans, marks,
        key=KEY, on_mark=lambda: None, on_choose=lambda: None,
    )  # fmt: skip


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    monkeypatch.setattr(st, "session_state", {})
    monkeypatch.setattr(text_marks, "draw_with_state", lambda _name, **given: found.append(given))
    return found


def test_a_mark_changes_only_the_small_part(sent: list[dict[str, Any]]) -> None:
    drawn(TEXT, [])
    drawn(TEXT, MARKS)
    assert sent[0]["constant"] == sent[1]["constant"]
    constant = json.loads(sent[1]["constant"])
    assert constant["id"] == sent[1]["state"]["of"]
    assert constant["shown"]["spans"] == [[2, 8, "cue", "earlier"], [10, 16, "cue", "later"]]
    assert sent[0]["state"]["marks"] == []
    assert sent[1]["state"]["marks"] == [
        [2, 9, "m1", "claim 1", False],
        [10, 17, "m2", "claim 2", True],
    ]


def test_unsafe_characters_are_replaced_without_moving_a_position(
    sent: list[dict[str, Any]],
) -> None:
    drawn("\u202e Sail\0d. D\ud83dcked.\r", [])
    assert json.loads(sent[0]["constant"])["shown"]["text"] == "\ufffd Sail\ufffdd. D\ufffdcked.\r"


def test_a_text_that_shows_nothing_is_not_drawn(sent: list[dict[str, Any]]) -> None:
    drawn(" \n\u200b", [])
    assert sent == []


def test_a_text_without_sentences_is_one(sent: list[dict[str, Any]]) -> None:
    draw_text_marks(TEXT, [], [], [], key=KEY, on_mark=lambda: None, on_choose=lambda: None)
    assert json.loads(sent[0]["constant"])["shown"]["sentences"] == [[0, 17]]
