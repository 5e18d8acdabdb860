"""The address of the page contains the query: filters → query → URL, and back.

Usually the filters decide, and the address follows. On the first run of a session, and when the
reader goes back or forward in the browser, the address decides and sets the filters. Streamlit's
own ``bind="query-params"`` is not used, because it writes the text of an option into the address,
while links need ids (docs/decisions/ui.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from routemap.data.dataset import Dataset
from routemap.host.streamlit_internals import is_history_navigation
from routemap.questions.filters import PARAMETERS
from routemap.questions.links import labels, link_to
from routemap.questions.parameter_names import settled
from routemap.questions.query import LINK_KEYS, OMITTED, REVISION, Query, read_params
from routemap.questions.reconcile import reconcile
from routemap.ui.session import Key
from routemap.web.address import named_address


def is_first_run() -> bool:
    """Return whether this is the first run of a session, before it has read an address."""
    return Key.QUERY not in st.session_state


def address_wins() -> bool:
    """Return whether this run must read the address: on a first run, or after back or forward."""
    return is_first_run() or is_history_navigation()


def wanted_state() -> Query:
    """Return a query whose ``as_of`` and ``draft`` say which state of the data is asked for."""
    if not address_wins():
        return last_query()
    params = {key: st.query_params.get_all(key) for key in st.query_params}
    return read_params(params)[0]


def read_address(dataset: Dataset) -> Query:
    """Return the query in the address, and store notices about it for :func:`notices`."""
    params = {key: st.query_params.get_all(key) for key in st.query_params}
    query, unreadable = read_params(params)
    given = settled(params, LINK_KEYS).params
    if is_first_run() and not given.keys() - {REVISION}:
        query = replace(query, by=dataset.case.by)
    query, unknown = reconcile(query, dataset)
    messages = [*unreadable, *unknown]
    if left_out := [row for row in PARAMETERS if row.key in given.get(OMITTED, ())]:
        messages.insert(
            0,
            f"This link leaves out {labels(left_out)}, because the values did not fit into an "
            "address. The original view may show fewer claims than this one.",
        )
    made_from = given.get(REVISION)
    st.session_state[Key.MADE_FROM] = made_from[-1] if made_from and not query.as_of else ""
    st.session_state[Key.NOTICES] = messages
    st.session_state[Key.QUERY] = query
    st.session_state[Key.WRITTEN] = _without_map(_own_params())
    return query


def write_address(query: Query) -> None:
    """Write a query into the address, if the address differs."""
    if query != st.session_state[Key.QUERY]:
        st.session_state[Key.NOTICES] = []
    st.session_state[Key.QUERY] = query
    params = link_to(query).params
    # a run brings an old address if it begins before the browser has received the latest one
    if _own_params() != params or st.session_state[Key.WRITTEN] != _without_map(params):
        st.query_params.from_dict(params)
    st.session_state[Key.WRITTEN] = _without_map(params)


def renew(query: Query, dataset: Dataset) -> Query:
    """Return a query without values that new data does not have, and store notices about these."""
    query, unknown = reconcile(query, dataset)
    write_address(query)
    st.session_state[Key.NOTICES] = [*st.session_state[Key.NOTICES], *unknown]
    return query


def last_query() -> Query:
    """Return the query of the previous run."""
    query: Query = st.session_state[Key.QUERY]
    return query


def arrange(**fields: Any) -> None:
    """Set fields of the query that no filter widget has, for the next run. Call it in a callback.

    Examples of such fields are ``show`` and ``order``.
    """
    st.session_state[Key.QUERY] = replace(last_query(), **fields)


def add_notice(text: str) -> None:
    """Add a notice to those about the address."""
    st.session_state[Key.NOTICES] = [*st.session_state.get(Key.NOTICES, []), text]


def notices() -> list[str]:
    """Return the notices about the address of this page.

    They name what the link asked for but the data does not have, until the reader changes a
    filter, and what the address leaves out because it does not fit.
    """
    messages: list[str] = st.session_state.get(Key.NOTICES, [])
    link = link_to(last_query())
    if link.left_out:
        lost = (
            f"The address of this page leaves out {labels(link.left_out)}. If you reload the page, "
            "these values are lost."
        )
        return [*messages, f"{link.reason} {lost}"]
    return messages


def dashboard_address(page: str) -> str:
    """Return the address of the dashboard for this reader's browser, ending in ``/``.

    This is the address in the settings (``ROUTEMAP_ADDRESS``), or the one in the browser, which
    is correct behind any proxy. It is ``""`` if the browser has not sent one. ``page`` is the
    path of the open page, ``""`` for the first page.
    """
    if named := named_address():
        return named
    url = (st.context.url or "").rstrip("/")
    root = url.removesuffix(page).rstrip("/")
    return f"{root}/" if root else ""


def _without_map(params: Mapping[str, list[str]]) -> Mapping[str, list[str]]:
    """Return parameters without those that the map writes itself."""
    return {key: values for key, values in params.items() if key not in ("view", "basemap")}


def _own_params() -> Mapping[str, list[str]]:
    keys = {OMITTED, *(parameter.key for parameter in PARAMETERS)}
    return {key: st.query_params.get_all(key) for key in st.query_params if key in keys}
