"""The filters of the sidebar: one widget per filter of the query."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pandas as pd
import streamlit as st

from routemap.dataset import Dataset
from routemap.query import DATE_MEANINGS, FIRST_DAY, LAST_DAY, MAX_TEXT, Query
from routemap.vocabulary import CARGO, MODES, SOURCE_KINDS, STANCES, Vocabulary

_FROM, _TO, _BY = "filter.from", "filter.to", "filter.by"
_ALLEGATION, _ARTICLE, _PUBLISHER = "filter.allegation", "filter.article", "filter.publisher"
_FIRST, _SECOND = "filter.compare.first", "filter.compare.second"
_STANCE, _CARGO, _MODE, _TEXT = "filter.stance", "filter.cargo", "filter.mode", "filter.text"


def fill(query: Query, dataset: Dataset) -> None:
    """Set the widgets to what a query asks."""
    state = st.session_state
    state[_FROM], state[_TO], state[_BY] = query.first, query.last, query.by
    state[_ALLEGATION], state[_ARTICLE] = list(query.allegation), list(query.article)
    state[_PUBLISHER], state[_STANCE] = list(query.publisher), list(query.stance)
    state[_CARGO] = list(query.cargo)
    state[_FIRST], state[_SECOND] = query.compare or (None, None)
    state[_MODE], state[_TEXT] = list(query.mode), query.text
    for kind, members in sources_by_kind(dataset).items():
        state[_source_key(kind)] = [source for source in members if source in query.source]


def set_days(first: date | None, last: date | None) -> None:
    """Set the two days of the date filter; call it in a callback, before widgets are drawn."""
    st.session_state[_FROM], st.session_state[_TO] = first, last


def draw(dataset: Dataset, query: Query) -> Query:
    """Draw the widgets and return ``query`` with what the reader asks in them."""
    state = st.session_state
    text = st.text_input(
        "Search",
        key=_TEXT,
        max_chars=MAX_TEXT,
        placeholder="두만강, Хасан, uniforms …",
        help="Finds words in excerpts, sources, and place names in any language.",
    )
    _day("From", _FROM)
    _day("To", _TO)
    st.selectbox(
        "Dates are when",
        DATE_MEANINGS.keys,
        format_func=DATE_MEANINGS.label,
        key=_BY,
        help="Which date of a claim the two days above are compared with.",
    )
    st.subheader("Who says it", divider=False)
    chosen: list[str] = []
    names = dataset.sources["name"]
    for kind, members in sources_by_kind(dataset).items():
        chosen += st.multiselect(
            SOURCE_KINDS.label(kind),
            members,
            format_func=lambda source: names.get(source, source),
            key=_source_key(kind),
            placeholder=f"All {len(members)}" if len(members) > 1 else names[members[0]],
        )
    st.subheader("What they say", divider=False)
    _records("Allegation", dataset.allegations["statement"], _ALLEGATION)
    _choices("Stance", STANCES, dataset.claims["stance"], _STANCE)
    _choices("Cargo", CARGO, _flat(dataset.claims["cargo"]), _CARGO)
    _choices("Moved by", MODES, dataset.routes["mode"], _MODE)
    st.subheader("Where it was published", divider=False)
    publishers = pd.Series(sorted(set(dataset.articles["publisher"]), key=str.casefold))
    _records("Publisher", publishers.set_axis(publishers), _PUBLISHER)
    _records("Article", dataset.articles["title"], _ARTICLE)
    pair = _draw_comparison(dataset)
    first, last = state[_FROM], state[_TO]
    if first and last and first > last:
        st.warning("“From” is later than “To”; the two days were read the other way round.")
        first, last = last, first
    return replace(
        query,
        first=first,
        last=last,
        by=state[_BY],
        source=tuple(sorted(chosen)),
        allegation=tuple(sorted(state[_ALLEGATION])),
        article=tuple(sorted(state[_ARTICLE])),
        publisher=tuple(sorted(state[_PUBLISHER])),
        stance=tuple(sorted(state[_STANCE])),
        cargo=tuple(sorted(state[_CARGO])),
        mode=tuple(sorted(state[_MODE])),
        compare=pair,
        text=" ".join((text or "").split()),
    )


def _draw_comparison(dataset: Dataset) -> tuple[str, ...]:
    st.subheader("Compare two sources", divider=False)
    names = dataset.sources["name"].sort_values(key=lambda column: column.str.casefold())
    pair = [
        st.selectbox(
            label,
            list(names.index),
            index=None,
            format_func=lambda source: names.get(source, source),
            key=key,
            placeholder="Choose a source",
        )
        for label, key in (("Source A", _FIRST), ("Source B", _SECOND))
    ]
    chosen = tuple(source for source in pair if source)
    if len(chosen) == 2 and chosen[0] == chosen[1]:
        st.caption("Choose two different sources.")
    return chosen if len(set(chosen)) == 2 else ()


def sources_by_kind(dataset: Dataset) -> dict[str, list[str]]:
    """Return ids of claim sources by kind, both in the order of screens."""
    ordered = dataset.sources.sort_values("name", key=lambda names: names.str.casefold())
    groups = {kind: list(ordered.index[ordered["kind"] == kind]) for kind in SOURCE_KINDS.keys}
    return {kind: members for kind, members in groups.items() if members}


def _source_key(kind: str) -> str:
    return f"filter.source.{kind}"


def _day(label: str, key: str) -> None:
    st.date_input(
        label, value=None, key=key, min_value=FIRST_DAY, max_value=LAST_DAY, format="YYYY-MM-DD"
    )


def _records(label: str, names: pd.Series, key: str) -> None:
    options = list(names.index)
    st.multiselect(
        label,
        options,
        format_func=lambda option: names.get(option, option),
        key=key,
        placeholder=f"All {len(options)}",
    )


def _choices(label: str, vocabulary: Vocabulary, used: Iterable[str], key: str) -> None:
    # only what the data has, but never less than what is chosen
    present = {*used, *st.session_state.get(key, [])}
    options = [term for term in vocabulary.keys if term in present]
    st.multiselect(
        label, options, format_func=vocabulary.label, key=key, placeholder=f"All {len(options)}"
    )


def _flat(cells: Iterable[Iterable[str]]) -> list[str]:
    return [value for cell in cells for value in cell]
