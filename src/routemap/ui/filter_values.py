"""What the filter widgets of the sidebar hold: set, kept over runs, and read as a query.

A widget is set by replacing it with a new one (:mod:`routemap.ui.session`).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import Any

import streamlit as st

from routemap.data.dataset import Dataset
from routemap.questions.query import Query
from routemap.questions.reconcile import without_full_lists
from routemap.ui.filter_widgets import WIDGETS
from routemap.ui.session import Key, continue_widget, key_of, resend, set_widget


def fill(query: Query, dataset: Dataset, but_for: Collection[str] = ()) -> None:
    """Set the widgets to what a query asks.

    A widget that already holds its value is left alone. Any other is replaced by a new widget:
    the browser may have sent a value for the old one before it could draw the new value, and the
    old widget would then show another value than the one that is answered.

    Parameters
    ----------
    query
        What the widgets must ask.
    dataset
        The data.
    but_for
        The keys of widgets to leave as they are.
    """
    state, default = st.session_state, _values(Query(), dataset)
    for name, value in _values(query, dataset).items():
        key = key_of(name)
        if key not in but_for and state.get(key, default[name]) != value:
            set_widget(name, value)


def keep(query: Query, dataset: Dataset, drawn: Collection[str]) -> None:
    """Set the widgets again that the browser has not drawn yet.

    See :mod:`routemap.ui.session`.

    Parameters
    ----------
    query
        The query of the previous run. It has the values of widgets that Streamlit has forgotten
        because that run was interrupted.
    dataset
        The data.
    drawn
        The keys of the widgets whose values the browser sent with this run.
    """
    resend(_values(query, dataset), _values(Query(), dataset), drawn)


def renew(before: Query, after: Query, dataset: Dataset) -> None:
    """Set the widgets that new data changes: those with another value or other options.

    Parameters
    ----------
    before, after
        The query as the reader asked it, and the part of it that the new data can answer.
    dataset
        The new data.
    """
    was, offered = _values(before, dataset), st.session_state.get(Key.OFFERED, {})
    for name, value in _values(after, dataset).items():
        if was[name] != value or offered.get(name) != _offered(dataset).get(name):
            set_widget(name, value)


def continue_widgets(dataset: Dataset, drawn: Collection[str]) -> bool:
    """Continue with the widgets of a page whose server was restarted; return if it has any.

    Parameters
    ----------
    dataset
        The data.
    drawn
        The keys of the widgets whose values the browser sent.
    """
    continued = [continue_widget(name, drawn) for name in _values(Query(), dataset)]
    return any(continued)


def _offered(dataset: Dataset) -> dict[str, int]:
    """Return a hash of the options, and of their names, for each widget that lists records."""

    def hashes() -> dict[str, int]:
        return {
            name: offered
            for widget in WIDGETS.values()
            for name, offered in widget.offered(dataset).items()
        }

    return dataset.memo.get("offered", (), hashes)


def note_offered(dataset: Dataset) -> None:
    """Remember which options the widgets offer, for :func:`renew`; call it where they are drawn."""
    st.session_state[Key.OFFERED] = _offered(dataset)


def _values(query: Query, dataset: Dataset) -> dict[str, Any]:
    """Return the values of the widgets, by name, for a query."""
    return {
        name: value
        for widget in WIDGETS.values()
        for name, value in widget.values(query, dataset).items()
    }


def set_days(first: date | None, last: date | None, by: str | None = None) -> None:
    """Set the two days of the date filter, and which date they mean; ``None`` leaves that.

    Call it in a callback, before widgets are drawn.
    """
    for key, day in (("from", first), ("to", last)):
        set_widget(WIDGETS[key].name, day)
    if by is not None:
        set_widget(WIDGETS["by"].name, by)


def read(dataset: Dataset, query: Query) -> Query:
    """Return ``query`` with the values of the widgets.

    A list in which every option is chosen asks for nothing, as one in which none is.

    Their values are known before they are drawn: Streamlit holds them by their keys. So the map
    is drawn first, and the twenty widgets, which take the browser longer, after it.

    If Streamlit has forgotten a widget, because the previous run was interrupted, ``query`` has
    its value; :func:`routemap.ui.filters.draw` brings it back.
    """
    state = st.session_state

    def held(name: str, before: Any) -> Any:
        return state.get(key_of(name), before)

    asked = {widget.row.field: widget.read(held, query, dataset) for widget in WIDGETS.values()}
    return without_full_lists(replace(query, **asked).forwards(), dataset)
