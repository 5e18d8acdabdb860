"""The filters of the sidebar: one widget per filter of the query."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import streamlit as st

from routemap.dataset import Dataset
from routemap.query import FIRST_DAY, LAST_DAY, MAX_TEXT, Query, searched
from routemap.reconcile import without_full_lists
from routemap.ui.options import Choices, options
from routemap.ui.replaced_widgets import key_of, replace_widget
from routemap.vocabulary import CARGO, DATE_MEANINGS, MODES, SOURCE_KINDS, STANCES, Vocabulary

_FROM, _TO, _BY = "filter.from", "filter.to", "filter.by"
_ALLEGATION, _ARTICLE, _PUBLISHER = "filter.allegation", "filter.article", "filter.publisher"
_FIRST, _SECOND = "filter.compare.first", "filter.compare.second"
_LONG = 200
_STANCE, _CARGO, _MODE, _TEXT = "filter.stance", "filter.cargo", "filter.mode", "filter.text"


def fill(query: Query, dataset: Dataset, but_for: Collection[str] = ()) -> None:
    """Set the widgets, but for some keys of them, to what a query asks."""
    for key, value in _values(query, dataset).items():
        if key not in but_for:
            st.session_state[key] = value


def keep(query: Query, dataset: Dataset, drawn: Collection[str]) -> None:
    """Say again what stands in the widgets that the browser has not drawn yet.

    Streamlit tells the browser once what a widget was set to, in the run that set it. Where the
    next run begins before the browser has drawn the widget, that word is overtaken: the widget
    is drawn empty, and the next thing that the reader does sends it as empty.

    Parameters
    ----------
    query
        The query of the run before: it says what a widget held that Streamlit has forgotten,
        because the run before was cut short.
    dataset
        The data.
    drawn
        The keys of the widgets whose values the browser sent with this run.
    """
    state = st.session_state
    for key, value in _values(query, dataset).items():
        if key not in drawn:
            state[key] = state.get(key, value)


def _values(query: Query, dataset: Dataset) -> dict[str, Any]:
    """Return what the widgets hold, by key, where a query is asked."""
    values: dict[str, Any] = {
        key_of(_FROM): query.first,
        key_of(_TO): query.last,
        key_of(_BY): query.by,
        _ALLEGATION: list(query.allegation),
        _ARTICLE: list(query.article),
        _PUBLISHER: list(query.publisher),
        _STANCE: list(query.stance),
        _CARGO: list(query.cargo),
        _MODE: list(query.mode),
        _TEXT: query.text,
    }
    values[_FIRST], values[_SECOND] = query.compare or (None, None)
    for kind, names in _sources(dataset).items():
        values[_source_key(kind)] = [key for key in names if key in query.source]
    return values


def set_days(first: date | None, last: date | None, by: str | None = None) -> None:
    """Set the two days of the date filter, and which date they mean; ``None`` leaves that.

    Call it in a callback, before widgets are drawn.
    """
    for name, day in ((_FROM, first), (_TO, last)):
        replace_widget(name)
        st.session_state[key_of(name)] = day
    if by is not None:
        replace_widget(_BY)
        st.session_state[key_of(_BY)] = by


def read(dataset: Dataset, query: Query) -> Query:
    """Return ``query`` with what the reader asks in the widgets.

    A list in which every option is chosen asks for nothing, as one in which none is.

    What they say is known before they are drawn: Streamlit holds it by their keys. So the map
    is drawn first, and the twenty widgets, which take the browser longer, after it.

    Where Streamlit has forgotten a widget, because the run before was cut short, ``query`` says
    what it held; :func:`draw` brings it back.
    """
    state = st.session_state

    def held(key: str, before: Any) -> Any:
        return state.get(key, before)

    chosen = [
        source
        for kind, names in _sources(dataset).items()
        for source in held(_source_key(kind), [s for s in query.source if s in names])
    ]
    pair = tuple(query.compare) or (None, None)
    pair = tuple(filter(None, (held(_FIRST, pair[0]), held(_SECOND, pair[1]))))
    first, last = held(key_of(_FROM), query.first), held(key_of(_TO), query.last)
    if first and last and first > last:
        first, last = last, first
    asked = replace(
        query,
        first=first,
        last=last,
        by=held(key_of(_BY), query.by),
        source=tuple(sorted(set(chosen))),
        allegation=tuple(sorted(held(_ALLEGATION, query.allegation))),
        article=tuple(sorted(held(_ARTICLE, query.article))),
        publisher=tuple(sorted(held(_PUBLISHER, query.publisher))),
        stance=tuple(sorted(held(_STANCE, query.stance))),
        cargo=tuple(sorted(held(_CARGO, query.cargo))),
        mode=tuple(sorted(held(_MODE, query.mode))),
        compare=pair if len(set(pair)) == 2 else (),
        text=searched(held(_TEXT, query.text) or ""),
    )
    return without_full_lists(asked, dataset)


def draw(dataset: Dataset) -> None:
    """Draw the widgets."""
    state = st.session_state
    st.text_input(
        "Search",
        key=_TEXT,
        max_chars=MAX_TEXT,
        placeholder="두만강, Хасан, uniforms …",
        help="Finds words in excerpts, notes, titles and sources; places by any of their names.",
    )
    _day("From", key_of(_FROM))
    _day("To", key_of(_TO))
    st.selectbox(
        "Date of",
        DATE_MEANINGS.keys,
        format_func=DATE_MEANINGS.label,
        key=key_of(_BY),
        help="Which date of a claim the two days above are compared with.",
    )
    st.subheader("Who says it", divider=False)
    offered = options(dataset)
    for kind, members in offered.sources.items():
        _records(SOURCE_KINDS.label(kind), members, _source_key(kind))
    st.subheader("What they say", divider=False)
    _records("Allegation", offered.allegations, _ALLEGATION)
    _terms("Stance", STANCES, offered.stances, _STANCE)
    _terms("Cargo", CARGO, offered.cargo, _CARGO)
    _terms("Moved by", MODES, offered.modes, _MODE)
    st.subheader("Where it was published", divider=False)
    _records("Publisher", offered.publishers, _PUBLISHER)
    _records("Article", offered.articles, _ARTICLE)
    _draw_comparison(offered.speakers)
    first, last = state[key_of(_FROM)], state[key_of(_TO)]
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
            key=key,
            placeholder="Choose a source",
        )
        for label, key in (("Source A", _FIRST), ("Source B", _SECOND))
    ]
    if chosen[0] and chosen[0] == chosen[1]:
        st.caption("Choose two different sources.")


def _sources(dataset: Dataset) -> dict[str, Iterable[str]]:
    """Return the claim sources by kind, kinds without any among them."""
    offered = options(dataset).sources
    return {k: offered[k].names if k in offered else () for k in SOURCE_KINDS.keys}


def _source_key(kind: str) -> str:
    return f"filter.source.{kind}"


def _day(label: str, key: str) -> None:
    st.date_input(
        label, value=None, key=key, min_value=FIRST_DAY, max_value=LAST_DAY, format="YYYY-MM-DD"
    )


def _records(label: str, choices: Choices, key: str) -> None:
    names = choices.names
    keys, hint = list(names), f"All {len(names):,}"
    if len(names) == 1:
        hint = names[keys[0]]
    elif len(names) > _LONG:
        # a list of thousands helps nobody: words narrow it, what is chosen always stays in it
        text = st.text_input(
            f"Find in {len(names):,}",
            key=f"{key}.find",
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


def _terms(label: str, vocabulary: Vocabulary, present: tuple[str, ...], key: str) -> None:
    # only what the data has, but never less than what is chosen
    there = {*present, *st.session_state.get(key, [])}
    keys = [term for term in vocabulary.keys if term in there]
    st.multiselect(
        label, keys, format_func=vocabulary.label, key=key, placeholder=f"All {len(keys)}"
    )
