"""The values of the filter widgets: set, kept between runs, and read as a query.

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
    """Set the widgets to the values of a query.

    A widget that already has its value is not changed. Any other is replaced by a new widget.
    The browser may have sent a value of the old widget before it drew the new value, and the old
    widget would then show a value that the page does not use.

    Parameters
    ----------
    query
        The query.
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
        The query of the previous run. It has the values of widgets that Streamlit dropped
        because that run was interrupted.
    dataset
        The data.
    drawn
        The keys of the widgets whose values the browser sent with this run.
    """
    resend(_values(query, dataset), _values(Query(), dataset), drawn)


def renew(before: Query, after: Query, dataset: Dataset) -> None:
    """Set the widgets whose value or options change with new data.

    Parameters
    ----------
    before, after
        The query of the reader, and the same without values that the new data does not have.
    dataset
        The new data.
    """
    was, offered = _values(before, dataset), st.session_state.get(Key.OFFERED, {})
    for name, value in _values(after, dataset).items():
        if was[name] != value or offered.get(name) != _offered(dataset).get(name):
            set_widget(name, value)


def continue_widgets(dataset: Dataset, drawn: Collection[str]) -> bool:
    """Use the widgets that a page has from before a restart, and return whether there are any.

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
    """Return a hash of the options and their names, for each widget that lists records."""

    def hashes() -> dict[str, int]:
        return {
            name: offered
            for widget in WIDGETS.values()
            for name, offered in widget.offered(dataset).items()
        }

    return dataset.memo.get("offered", (), hashes)


def note_offered(dataset: Dataset) -> None:
    """Store which options the widgets have, for :func:`renew`. Call it when they are drawn."""
    st.session_state[Key.OFFERED] = _offered(dataset)


def _values(query: Query, dataset: Dataset) -> dict[str, Any]:
    """Return the values of the widgets for a query, by name."""
    return {
        name: value
        for widget in WIDGETS.values()
        for name, value in widget.values(query, dataset).items()
    }


def set_days(first: date | None, last: date | None, by: str | None = None) -> None:
    """Set both days of the date filter, and with ``by`` which date of a claim counts.

    Call it in a callback, before widgets are drawn.
    """
    for key, day in (("from", first), ("to", last)):
        set_widget(WIDGETS[key].name, day)
    if by is not None:
        set_widget(WIDGETS["by"].name, by)


def read(dataset: Dataset, query: Query) -> Query:
    """Return ``query`` with the values of the widgets.

    A list in which every option is chosen filters nothing, like one in which none is chosen.

    Streamlit stores the values by key, so they are known before the widgets are drawn. Therefore
    the map is drawn first, and the twenty widgets, which take the browser longer, after it.

    If Streamlit has dropped a widget because the previous run was interrupted, its value is taken
    from ``query``, and :func:`routemap.ui.filters.draw` draws the widget again.
    """
    state = st.session_state

    def held(name: str, before: Any) -> Any:
        return state.get(key_of(name), before)

    asked = {widget.row.field: widget.read(held, query, dataset) for widget in WIDGETS.values()}
    return without_full_lists(replace(query, **asked).forwards(), dataset)
