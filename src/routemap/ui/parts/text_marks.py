"""The text of an article in which an analyst marks passages, which become excerpts.

The script (``text_marks/*.js``) gets the text, its sentences and its proposals once, and the marks
with every run. It numbers what the analyst does and sends it until a run says that it has arrived.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import Any, Final

import streamlit as st

from routemap.model.text import shown, shows_nothing
from routemap.ui.parts.component import draw_with_state
from routemap.ui.session import Key

_NAME: Final = "text_marks"
_MARK: Final = "mark"
_CHOICE: Final = "choice"


@dataclass(frozen=True)
class Span:
    """Something that was found in a text, and that nobody has accepted yet.

    Attributes
    ----------
    start, end
        Its first position in the text, and the position after its last character, in code points.
    kind
        ``name`` (of a place or route), ``vessel``, ``day``, ``source``, or ``cue`` (words that
        propose a stance).
    label
        What it is, in words, such as “Place: Rason Port”.
    """

    start: int
    end: int
    kind: str
    label: str


@dataclass(frozen=True)
class Mark:
    """A passage that is the excerpt of a claim.

    Attributes
    ----------
    start, end
        Its first position in the text, and the position after its last character, in code points.
    key
        What :func:`sent_choice` returns if the reader chooses it.
    label
        What it is, in words, such as “Claim 1: the ministry denies”.
    chosen
        Whether its claim is the one that is being edited.
    """

    start: int
    end: int
    key: str
    label: str
    chosen: bool


def draw_text_marks(  # noqa: PLR0913 - a text, three layers on it, and what is done with it
    text: str,
    sentences: Sequence[tuple[int, int]],
    spans: Sequence[Span],
    marks: Sequence[Mark],
    *,
    key: str,
    on_mark: Callable[[], None],
    on_choose: Callable[[], None],
) -> None:
    """Draw a text with its proposals and marks. A text that shows nothing is not drawn.

    A page has one text with marks. Its states are sent by
    :func:`routemap.ui.parts.component.draw_states`.

    Parameters
    ----------
    text
        Plain text, which is untrusted.
    sentences
        First position and end of each sentence in code points, in order and without overlaps. A
        text without sentences is one sentence.
    spans
        What was found in the text.
    marks
        The passages that are excerpts, in the order of their numbers.
    key
        The key of the component.
    on_mark, on_choose
        Callbacks, which get what the analyst did from :func:`sent_mark` and :func:`sent_choice`.
        Each must call its function, which says that the message has arrived.
    """
    if shows_nothing(text):
        return
    constant = _constant(text, sentences or [(0, len(text))], spans)
    name = hashlib.sha256(constant.encode()).hexdigest()[:16]
    draw_with_state(
        _NAME,
        key=key,
        constant=f'{{"id": "{name}", "shown": {constant}}}',
        state={
            "of": name,
            "marks": [list(astuple(mark)) for mark in marks],
            "taken": {event: _taken(key, event) for event in (_MARK, _CHOICE)},
        },
        on_mark_change=on_mark,
        on_choice_change=on_choose,
    )


def _constant(text: str, sentences: Sequence[tuple[int, int]], spans: Sequence[Span]) -> str:
    """Return what no mark changes, as JSON: ``text``, ``sentences``, and ``spans`` in order."""
    found = sorted(spans, key=lambda span: (span.start, -span.end))
    # each unsafe character is replaced by one character, so that all positions stay valid
    return json.dumps(
        {
            "text": shown(text),
            "sentences": [list(sentence) for sentence in sentences],
            "spans": [list(astuple(span)) for span in found],
        }
    )


def sent_mark(text: str, key: str) -> tuple[int, int] | None:
    """Return the passage that the analyst has marked, once, ``None`` if there is no new one.

    The value comes from the browser and is untrusted. A page sends it again until it hears that it
    has arrived, so each number is taken once.

    Parameters
    ----------
    text
        The text as given to :func:`draw_text_marks`.
    key
        The key of the component.

    Returns
    -------
    tuple
        The first position of the passage, and the position after its last character, in code
        points: ``0 <= start < end <= len(text)``.
    """
    value = _take(key, _MARK)
    start, end = value.get("start"), value.get("end")
    # bool is an int, too
    if type(start) is not int or type(end) is not int or not 0 <= start < end <= len(text):
        return None
    return start, end


def sent_choice(key: str, marks: Sequence[Mark]) -> str:
    """Return the key of the mark that the analyst has chosen, once, ``""`` if there is no new one.

    The value comes from the browser and is untrusted: only the key of a mark is returned.

    Parameters
    ----------
    key
        The key of the component.
    marks
        The marks as given to :func:`draw_text_marks`.
    """
    chosen = _take(key, _CHOICE).get("key")
    return next((mark.key for mark in marks if mark.key == chosen), "")


def _take(key: str, event: str) -> Mapping[str, Any]:
    """Return a message that has not been taken yet, and take it; an empty one if there is none."""
    value = st.session_state.get(key)
    sent = value.get(event) if isinstance(value, Mapping) else None
    if not isinstance(sent, Mapping):
        return {}
    number = sent.get("n")
    if not isinstance(number, int | float) or not _taken(key, event) < number < math.inf:
        return {}
    taken = st.session_state.get(Key.MARKS_TAKEN, {})
    st.session_state[Key.MARKS_TAKEN] = {**taken, _event(key, event): number}
    return sent


def _taken(key: str, event: str) -> float:
    number: float = st.session_state.get(Key.MARKS_TAKEN, {}).get(_event(key, event), 0)
    return number


def _event(key: str, event: str) -> str:
    return f"{key} {event}"
