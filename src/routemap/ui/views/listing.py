"""The list of places and routes, which selects like the map and works with the keyboard."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from routemap.ui.frame import select_feature
from routemap.ui.parts.component import component
from routemap.ui.session import Key


def draw_listing(rows: Sequence[tuple[str, str, str, str, str]], selected: str) -> None:
    """Draw a list of features.

    Parameters
    ----------
    rows
        Per feature: id, name, kind, key of its status and label of its status.
    selected
        Id of the selected feature, ``""`` for none.
    """
    component("listing")(
        key=Key.LIST,
        data={"rows": [list(row) for row in rows], "selected": selected},
        on_chosen_change=_select,
    )


def _select() -> None:
    # the value comes from the browser and is untrusted: select_feature takes known ids only
    chosen = st.session_state[Key.LIST].chosen
    if isinstance(chosen, str):
        st.session_state[Key.TAB] = EVIDENCE
        select_feature(chosen)


EVIDENCE = "Evidence"
