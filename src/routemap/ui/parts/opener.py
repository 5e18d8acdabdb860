"""Opens and closes the claims of a source in the place where the source is named.

The buttons are part of drawn HTML: ``data-opens`` has the id of the first claim. The component
listens to all of them, so that a page of a thousand sources needs one element and not a thousand.
The open claims are a part of the address (``claim``).
"""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from routemap.ui.current_data import dataset_now
from routemap.ui.parts.component import component
from routemap.ui.session import Key


def draw_opener(claim: str) -> None:
    """Draw the component. ``claim`` is what the open button has in ``data-opens``, or ``""``."""
    with st.container(key=f"{Key.OPENER}.box"):
        component("opener")(key=Key.OPENER, data={"open": claim}, on_open_change=_take)


def _take() -> None:
    # the value comes from the browser and is untrusted: only a known id opens anything
    value = st.session_state.get(Key.OPENER)
    claim = value.get("open") if isinstance(value, Mapping) else None
    known = isinstance(claim, str) and claim in dataset_now().claims.index
    st.session_state[Key.CLAIM] = claim if known else ""
