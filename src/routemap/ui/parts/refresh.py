"""What keeps open pages up to date: the line on top of every page that says which data it shows.

Its script asks ``/data/current.json`` every two seconds and has the page drawn anew where the
answer is another one. Nothing of a page is lost by that: it is what a click does.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from routemap.data.load import Loaded
from routemap.data.watch import mark_of
from routemap.ui.session import Key

_FOLDER = Path(__file__).parent / "refresh"


@cache
def _component() -> Any:
    return st.components.v2.component(
        "routemap.renewal",
        html=(_FOLDER / "refresh.html").read_text(encoding="utf-8"),
        css=(_FOLDER / "refresh.css").read_text(encoding="utf-8"),
        js=(_FOLDER / "refresh.js").read_text(encoding="utf-8"),
    )


def draw_renewal(page: str, loaded: Loaded, *, told: bool = True) -> None:
    """Draw which data a page shows, and keep it up to date.

    Parameters
    ----------
    page
        Its name in the address.
    loaded
        What it shows.
    told
        Whether that is said there.
    """
    revision = loaded.dataset.revision
    text = f"Data read {loaded.read} ({revision})" if told else ""
    _draw(page, mark_of(revision, loaded.warning), text)


def draw_waiting(page: str, reason: str) -> None:
    """Draw that a page without data waits for some."""
    _draw(page, mark_of("", reason), "This page looks again by itself.")


def renewed(revision: str) -> bool:
    """Return whether the data has changed since the reader's last run, and remember it."""
    before = st.session_state.get(Key.REVISION)
    st.session_state[Key.REVISION] = revision
    return before is not None and before != revision


def _draw(page: str, mark: str, text: str) -> None:
    _component()(
        key=Key.REFRESH,
        data={"page": page, "mark": mark, "text": text},
        on_stale_change=_run_again,
    )


def _run_again() -> None:
    """Do nothing: that the script runs is what is wanted."""
