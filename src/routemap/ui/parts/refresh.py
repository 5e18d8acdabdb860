"""The line in the header that says which data a page shows, and keeps the page up to date.

Its script fetches ``/data/current.json`` every two seconds and reruns the page if the answer has
changed: there is other data, or another process of the deployment answers, which does not know the
page yet. Nothing on the page is lost, because a click causes the same kind of rerun. If the answer
is of another version, the page reloads once, and not while it has text that would be lost.
"""

from __future__ import annotations

import streamlit as st

from routemap.data.load import Loaded
from routemap.data.showing import mark_of
from routemap.ui.parts.component import component
from routemap.ui.session import Key
from routemap.web.server_id import PROCESS


def draw_renewal(page: str, loaded: Loaded, current: Loaded, *, shown: bool = True) -> None:
    """Draw which data a page shows, and keep the page up to date.

    Parameters
    ----------
    page
        The path of the page in the address.
    loaded
        The data that it shows.
    current
        The current data. A page that shows an earlier state says how that differs from it.
    shown
        Whether to display the line. The page is kept up to date in any case.
    """
    text = f"Data read {loaded.read} ({loaded.dataset.revision})" if shown else ""
    _draw(page, mark_of(current.dataset.revision, current.warning), text)


def draw_waiting(page: str, reason: str) -> None:
    """Draw that a page without data refreshes as soon as there is data."""
    _draw(page, mark_of("", reason), "This page refreshes automatically.")


def renewed(as_of: str, revision: str) -> bool:
    """Return whether the data has changed since the previous run, and store its revision.

    A reader who asks for another state of the data (``as_of``) does not change it.
    """
    before = st.session_state.get(Key.REVISION)
    st.session_state[Key.REVISION] = (as_of, revision)
    return before is not None and before[0] == as_of and before[1] != revision


def _draw(page: str, mark: str, text: str) -> None:
    component("refresh")(
        key=Key.REFRESH,
        data={"page": page, "mark": mark, "process": PROCESS, "text": text},
        on_stale_change=_run_again,
    )


def _run_again() -> None:
    """No-op: the rerun itself is the effect."""
