"""The About page: the operator's text, and how a status is decided."""

from __future__ import annotations

import streamlit as st

from routemap.data.about import FILE, read_about
from routemap.data.load import data_folder
from routemap.map.style import STATUS_STYLES
from routemap.model.vocabulary import STANCES, STATUSES
from routemap.ui.parts.templates import draw
from routemap.ui.session import Key


def draw_about() -> None:
    """Draw the text of the operator, or that there is none."""
    try:
        text = read_about(data_folder())
    except (OSError, ValueError) as error:
        st.warning(f"The text about this copy cannot be read: {error}", icon=":material/warning:")
        return
    if text:
        with st.container(key=Key.ABOUT):
            st.markdown(text)
    else:
        st.info(
            "The operator of this copy has not said who runs it or how to reach them. "
            f"They can write it in {FILE} in the data folder.",
            icon=":material/info:",
        )


def draw_status_rules() -> None:
    """Draw what each status and each stance means."""
    glyphs = {style.key: style.glyph for style in STATUS_STYLES}
    draw("about.html", statuses=STATUSES.terms, stances=STANCES.terms, glyphs=glyphs)
