"""What a page shows if nothing matches the filters."""

from __future__ import annotations

import streamlit as st

from routemap.questions.selection import Selection
from routemap.questions.view import query_in_words
from routemap.ui.frame import reset
from routemap.ui.parts.markdown import plain
from routemap.ui.session import Key

_NAMED = 5  # values of one filter


def draw_nothing_left(selection: Selection, what: str = "claim") -> None:
    """Draw that no claim, or no other ``what``, matches, which filters are set, and a reset.

    Without filters, draw that the data has none.
    """
    if not selection.query.is_filtered:
        st.info(f"The data has no {what}s yet.", icon=":material/inbox:")
        return
    filters = "; ".join(f"{label}: {said}" for label, said in query_in_words(selection, _NAMED))
    st.info(
        f"No {what} matches all filters. {plain(filters)}  \n"
        "Widen the dates, clear a filter, or reset all filters.",
        icon=":material/filter_alt_off:",
    )
    st.button("Reset filters", key=f"{Key.RESET}.{what}", on_click=reset)
