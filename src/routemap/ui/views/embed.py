"""The map embedded in another site: ``?embed=true``.

Streamlit's own embed mode removes its header and toolbar. This module also removes the sidebar and
the rest of the page. The map with legend and credits fills the frame, and a caption says what is
shown and links to the same view.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import streamlit as st

from routemap.questions.links import link_to
from routemap.questions.view import view_of
from routemap.ui import url_state
from routemap.ui.frame import close_frame, frame, open_frame
from routemap.ui.parts.component import draw_states
from routemap.ui.parts.refresh import draw_renewal
from routemap.ui.parts.templates import draw
from routemap.ui.views.map import draw_map

_STYLE = Path(__file__).parent / "embed.css"


def draw_embed(page: str) -> None:
    """Draw one run of the embedded map, whichever page the address names."""
    open_frame("Map", page)
    st.html(_STYLE)
    current = frame()
    draw_map(current)
    selection = replace(current.selection, query=current.query)
    revision = current.loaded.dataset.revision
    texts = [*url_state.notices(), current.loaded.held_back_notice]
    if current.loaded.draft:
        texts.append("This map shows a draft that is not published.")
    draw(
        "embed.html",
        title=selection.dataset.case.title,
        view=view_of(selection),
        address=link_to(current.query).to_string(rev=revision),
        notices=[text for text in texts if text],
    )
    draw_renewal(page, current.loaded, current.current, shown=False)
    draw_states()
    close_frame()
