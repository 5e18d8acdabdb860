"""The Map page: map, panel and timeline in one screen, which does not scroll itself.

The containers have keys, by which ``host/desk.css`` places them. They are in reading order, which
is also their order on a phone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import streamlit as st

from routemap.questions.evidence import evidence
from routemap.questions.filter_sentences import filter_notes
from routemap.questions.query import Query
from routemap.ui.frame import Frame, draw_messages, draw_state, draw_tools, messages
from routemap.ui.parts.markdown import plain
from routemap.ui.parts.panel import draw_panel_edge
from routemap.ui.parts.templates import draw
from routemap.ui.session import Key
from routemap.ui.views.chips import draw_chips
from routemap.ui.views.counts import draw_counts
from routemap.ui.views.evidence import draw_evidence
from routemap.ui.views.features import draw_feature_list, draw_features_table

TABS: Final = {
    "Evidence": draw_evidence,
    "Places and routes": draw_feature_list,
    "Table": draw_features_table,
}
"""The tabs of the panel: what draws each, by its name."""


@dataclass(frozen=True)
class Desk:
    """The containers of the Map page."""

    head: Any
    messages: Any
    chips: Any
    map: Any
    panel: Any
    timeline: Any


def open_desk() -> Desk:
    """Create the containers, all empty."""
    with st.container(key=Key.DESK, gap=None):
        head = st.container(
            key=Key.DESK_HEAD,
            horizontal=True,
            vertical_alignment="center",
            wrap=False,
            gap="small",
        )
        with st.container(key=Key.DESK_BODY, gap=None):
            areas = (st.container(key=key, gap=None) for key in _AREAS)
            return Desk(head, *areas)


_AREAS: Final = (
    Key.DESK_MESSAGES,
    Key.DESK_CHIPS,
    Key.DESK_MAP,
    Key.DESK_PANEL,
    Key.DESK_TIMELINE,
)


def draw_head(desk: Desk, current: Frame) -> None:
    """Draw the header line, and the messages as a box over the map, which the reader can fold."""
    with desk.head:
        st.title(plain(current.loaded.dataset.case.title))
        draw_counts(current.selection, short=True)
        draw_tools()
    if number := len(messages()):
        title = "1 message" if number == 1 else f"{number} messages"
        with desk.messages, st.expander(title, expanded=True):
            draw_messages()


def draw_panel(desk: Desk, current: Frame) -> None:
    """Draw the chips of the filters, and the open tab of the panel."""
    with desk.chips:
        draw_state()
        draw_chips(current.selection)
        if notes := _notes(current):
            draw("filter_notes.html", notes=notes)
    with desk.panel:
        draw_panel_edge(_about(current.query))
        tabs = st.tabs(list(TABS), key=Key.TAB, on_change="rerun")
        for tab, draw_tab in zip(tabs, TABS.values(), strict=True):
            if tab.open:
                with tab:
                    draw_tab(current)


def _about(query: Query) -> str:
    """Return what the panel is about, ``""`` if it lists everything."""
    return query.claim or query.feature or ";".join(query.vessel)


def _notes(current: Frame) -> tuple[str, ...]:
    """Return what the filters hide, of the selected feature first."""
    selection, feature = current.selection, current.query.feature
    hidden = evidence(selection, feature, count=0).hidden if feature else ""
    return (*filter(None, [hidden]), *filter_notes(selection))
