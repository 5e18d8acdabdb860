"""The filters that are set, as chips: each has a button that removes it.

On screens under 1100 px a button before the chips opens the filters, with their number on it. The
row is then always there, so that the map keeps its size when a filter is set.
"""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from routemap.questions.chips import chips, without_chip
from routemap.questions.query import Query
from routemap.questions.selection import Selection
from routemap.ui import filter_values, url_state
from routemap.ui.current_data import dataset_now
from routemap.ui.parts.component import draw_with_state
from routemap.ui.session import Key


def draw_chips(selection: Selection) -> None:
    """Draw a chip for each value of a filter, and “Reset”."""
    data = [
        {"key": chip.key, "value": chip.value, "label": chip.label, "text": chip.text}
        for chip in chips(selection)
    ]
    draw_with_state(
        "chips",
        key=Key.CHIPS,
        state={"chips": data},
        on_removed_change=_remove,
        on_reset_change=_reset,
    )


def _remove() -> None:
    # the value comes from the browser and is untrusted: an unknown chip changes nothing
    sent = st.session_state[Key.CHIPS].removed
    if not isinstance(sent, Mapping):
        return
    key, value = (str(sent.get(part, "")) for part in ("key", "value"))
    _set(without_chip(url_state.last_query(), key, value))


def _reset() -> None:
    _set(Query())


def _set(query: Query) -> None:
    filter_values.fill(query, dataset_now())
