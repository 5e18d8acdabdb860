"""An app with one text with marks; it lists the marks and counts its runs.

A button for each text shows it without marks. The address can name the first one (``text``) and how
many marks it has (``marks``).
"""

import json
import re

import streamlit as st

from routemap.ui.parts.component import draw_states
from routemap.ui.parts.text_marks import Mark, Span, draw_text_marks, sent_choice, sent_mark
from tests.browser.text_marks_texts import FOUND, TEXTS

KEY = "text"
MARKS = "marks"
CHOSEN = "chosen"
NAME = "name"

state = st.session_state
text = TEXTS[state.setdefault(NAME, st.query_params.get("text", "empty"))]
found = [
    Span(hit.start(), hit.end(), kind, label)
    for words, kind, label in FOUND
    for hit in re.finditer(re.escape(words), text)
]
sentences = [hit.span() for hit in re.finditer(r"\S[^\n]*?[.!?]”?(?=\s|$)|\S[^\n]*", text)]
if MARKS not in state:
    state[MARKS] = sentences[: int(st.query_params.get("marks", "0"))]
    state[CHOSEN] = ""
state["runs"] = state.get("runs", 0) + 1


def marks() -> list[Mark]:
    """Return the passages of this session as marks."""
    return [
        Mark(start, end, f"m{n}", f"claim {n + 1} of the ministry", f"m{n}" == state[CHOSEN])
        for n, (start, end) in enumerate(state[MARKS])
    ]


def mark() -> None:
    """Keep a passage that was marked."""
    if passage := sent_mark(text, KEY):
        state[MARKS] = [*state[MARKS], passage]


def choose() -> None:
    """Keep which mark was chosen."""
    state[CHOSEN] = sent_choice(KEY, marks())


def start(name: str) -> None:
    """Show another text."""
    state[NAME] = name
    state[MARKS] = []
    state[CHOSEN] = ""


# in a container, so that the buttons keep their place if nothing is drawn
with st.container():
    draw_text_marks(text, sentences, found, marks(), key=KEY, on_mark=mark, on_choose=choose)
st.button("Run again")
with st.container(horizontal=True):
    for name in TEXTS:
        st.button(name, key=name, on_click=start, args=(name,))
st.text(json.dumps([text[start:end] for start, end in state[MARKS]], ensure_ascii=False))
st.text(f"chosen {state[CHOSEN]} run {state['runs']}")
draw_states()
