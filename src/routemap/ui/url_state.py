"""The address of the page is the state: widgets → query → URL, and back.

The reader's widgets win, except on the first run of a session and when the reader
goes back or forward in the browser: then the address wins and fills the widgets.
Streamlit's own ``bind="query-params"`` is not used because it writes the text of
an option into the address, where links need ids (docs/decisions/ui.md).
"""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from routemap.data.dataset import Dataset
from routemap.host.streamlit_internals import is_history_navigation
from routemap.questions.filters import PARAMETERS
from routemap.questions.links import labels, link_to
from routemap.questions.parameter_names import settled
from routemap.questions.query import LINK_KEYS, OMITTED, REVISION, Query, read_params
from routemap.questions.reconcile import reconcile
from routemap.web.address import named_address

_QUERY = "routemap.query"
_NOTICES = "routemap.notices"


def is_first_run() -> bool:
    """Return whether this session has read no address yet."""
    return _QUERY not in st.session_state


def address_wins() -> bool:
    """Return whether this run must read the address: first run, or back and forward."""
    return is_first_run() or is_history_navigation()


def read_address(dataset: Dataset) -> Query:
    """Return the query of the address; what it asks in vain is kept for :func:`notices`."""
    params = {key: st.query_params.get_all(key) for key in st.query_params}
    query, unreadable = read_params(params)
    query, unknown = reconcile(query, dataset)
    messages = [*unreadable, *unknown]
    given = settled(params, LINK_KEYS).params
    if left_out := [row for row in PARAMETERS if row.key in given.get(OMITTED, ())]:
        messages.insert(
            0,
            f"This link leaves out {labels(left_out)}, because the values did not fit into an "
            "address. The view that it was made from may show less than this one.",
        )
    made_from = given.get(REVISION)
    if made_from and made_from[-1] != dataset.revision:
        messages.insert(0, "The data has changed since this link was made; the view may differ.")
    st.session_state[_NOTICES] = messages
    st.session_state[_QUERY] = query
    return query


def write_address(query: Query) -> None:
    """Put a query into the address where it says something else."""
    if query != st.session_state[_QUERY]:
        st.session_state[_NOTICES] = []
    st.session_state[_QUERY] = query
    params = link_to(query).params
    if _own_params() != params:
        st.query_params.from_dict(params)


def renew(query: Query, dataset: Dataset) -> Query:
    """Return a query as far as new data can answer it; what is dropped is kept for notices."""
    query, unknown = reconcile(query, dataset)
    write_address(query)
    st.session_state[_NOTICES] = [*st.session_state[_NOTICES], *unknown]
    return query


def last_query() -> Query:
    """Return the query of the run before."""
    query: Query = st.session_state[_QUERY]
    return query


def notices() -> list[str]:
    """Return what the reader must know about the address of this page.

    That is what the link asked for that cannot be given, until the reader changes a filter, and
    what the address leaves out because it does not fit.
    """
    messages: list[str] = st.session_state.get(_NOTICES, [])
    link = link_to(last_query())
    if link.left_out:
        lost = (
            f"The address of this page leaves out {labels(link.left_out)}, and reloading loses it."
        )
        return [*messages, f"{link.reason} {lost}"]
    return messages


def dashboard_address(page: str) -> str:
    """Return where this reader's browser finds the dashboard, ending in ``/``.

    That is the address that was named, or the browser's own, which is right behind any proxy;
    ``""`` where no browser told it. ``page`` is the path of the page that is open, ``""`` for
    the first one.
    """
    if named := named_address():
        return named
    url = (st.context.url or "").rstrip("/")
    root = url.removesuffix(page).rstrip("/")
    return f"{root}/" if root else ""


def _own_params() -> Mapping[str, list[str]]:
    keys = {OMITTED, *(parameter.key for parameter in PARAMETERS)}
    return {key: st.query_params.get_all(key) for key in st.query_params if key in keys}
