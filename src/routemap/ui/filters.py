"""The filters of the sidebar: one widget per filter of the query."""

from __future__ import annotations

import streamlit as st

from routemap.data.dataset import Dataset
from routemap.model.vocabulary import CARGO, DATE_MEANINGS, MODES, SOURCE_KINDS, STANCES, Vocabulary
from routemap.questions.query import FIRST_DAY, LAST_DAY, MAX_TEXT, unsearched
from routemap.ui.filter_options import Choices, options
from routemap.ui.filter_values import (
    ALLEGATION,
    ARTICLE,
    BY,
    CARGO_KINDS,
    FIRST,
    FROM,
    MODE,
    PUBLISHER,
    SECOND,
    STANCE,
    TEXT,
    TO,
    note_offered,
    source_widget,
)
from routemap.ui.parts.markdown import plain
from routemap.ui.widget_keys import key_of

_LONG = 200


def draw(dataset: Dataset) -> None:
    """Draw the widgets."""
    state = st.session_state
    note_offered(dataset)
    st.text_input(
        "Search",
        key=key_of(TEXT),
        max_chars=MAX_TEXT,
        placeholder="두만강, Хасан, uniforms …",
        help="Finds words in excerpts, notes, titles and sources; places by any of their names.",
    )
    if unread := unsearched(state[key_of(TEXT)] or ""):
        st.caption(plain(unread))
    _day("From", key_of(FROM))
    _day("To", key_of(TO))
    st.selectbox(
        "Date of",
        DATE_MEANINGS.keys,
        format_func=DATE_MEANINGS.label,
        key=key_of(BY),
        help="Which date of a claim the two days above are compared with.",
    )
    st.subheader("Who says it", divider=False)
    offered = options(dataset)
    for kind, members in offered.sources.items():
        _records(SOURCE_KINDS.label(kind), members, source_widget(kind))
    st.subheader("What they say", divider=False)
    _records("Allegation", offered.allegations, ALLEGATION)
    _terms("Stance", STANCES, offered.stances, STANCE)
    _terms("Cargo", CARGO, offered.cargo, CARGO_KINDS)
    _terms("Moved by", MODES, offered.modes, MODE)
    st.subheader("Where it was published", divider=False)
    _records("Publisher", offered.publishers, PUBLISHER)
    _records("Article", offered.articles, ARTICLE)
    _draw_comparison(offered.speakers)
    first, last = state[key_of(FROM)], state[key_of(TO)]
    if first and last and first > last:
        st.warning("“From” is later than “To”; the two dates were swapped.")


def _draw_comparison(speakers: Choices) -> None:
    st.subheader("Compare two sources", divider=False)
    names = speakers.names
    chosen = [
        st.selectbox(
            label,
            list(names),
            index=None,
            format_func=lambda source: names.get(source, source),
            key=key_of(name),
            placeholder="Choose a source",
        )
        for label, name in (("Source A", FIRST), ("Source B", SECOND))
    ]
    if chosen[0] and chosen[0] == chosen[1]:
        st.caption("Choose two different sources.")


def _day(label: str, key: str) -> None:
    st.date_input(
        label, value=None, key=key, min_value=FIRST_DAY, max_value=LAST_DAY, format="YYYY-MM-DD"
    )


def _records(label: str, choices: Choices, name: str) -> None:
    names, key = choices.names, key_of(name)
    keys, hint = list(names), f"All {len(names):,}"
    if len(names) == 1:
        hint = names[keys[0]]
    elif len(names) > _LONG:
        # a list of thousands helps nobody: words narrow it, what is chosen always stays in it
        text = st.text_input(
            f"Find in {len(names):,}",
            key=f"{name}.find",
            max_chars=MAX_TEXT,
            placeholder=f"Find in {len(names):,}: type words, press Enter",
            label_visibility="collapsed",
        )
        taken = st.session_state.get(key, [])
        found = choices.found(text or "", _LONG)
        keys = list(dict.fromkeys([*taken, *found]))
        hint = (
            f"All {len(names):,}" if not text else f"{len(found)} found" if found else "None found"
        )
    st.multiselect(
        label,
        keys,
        format_func=lambda option: names.get(option, option),
        key=key,
        placeholder=hint,
    )


def _terms(label: str, vocabulary: Vocabulary, present: tuple[str, ...], name: str) -> None:
    key = key_of(name)
    # only what the data has, but never less than what is chosen
    there = {*present, *st.session_state.get(key, [])}
    keys = [term for term in vocabulary.keys if term in there]
    st.multiselect(
        label, keys, format_func=vocabulary.label, key=key, placeholder=f"All {len(keys)}"
    )
