"""The filters in the sidebar, in sections."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import streamlit as st

from routemap.data.dataset import Dataset
from routemap.ui.filter_values import note_offered
from routemap.ui.filter_widgets import WIDGETS
from routemap.ui.session import key_of

SECTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "": ("q", "from", "to", "by"),
    "Who says it": ("source",),
    "What they say": ("allegation", "stance", "cargo", "mode"),
    "Where it was published": ("publisher", "article"),
    "Compare two claim sources": ("compare",),
}
"""Keys of the filters by heading, in the order of the sidebar."""


def draw(dataset: Dataset) -> None:
    """Draw all filters, and a warning if their dates are in the wrong order."""
    note_offered(dataset)
    for heading, keys in SECTIONS.items():
        if heading:
            st.subheader(heading, divider=False)
        for key in keys:
            WIDGETS[key].draw(dataset)
    state = st.session_state
    first, last = (state[key_of(WIDGETS[key].name)] for key in ("from", "to"))
    if first and last and first > last:
        st.warning("“From” is later than “To”; the two dates were swapped.")
