"""The map of a selection, and what the reader clicks on it."""

from __future__ import annotations

import time
from collections.abc import Mapping

import streamlit as st
from streamlit_folium import st_folium

from routemap.map import MapState, base_map, evidence_group
from routemap.map.payload import shown_string
from routemap.ui.frame import Frame, select_feature
from routemap.ui.session import Key
from routemap.web.assets import assets_url
from routemap.web.map_data import data_url, evidence_url

_HEIGHT = 560
_FIRST_TURN = 0.5  # seconds: the map fetches its scripts while sixty others would be on their way
_TURN = 0.06  # seconds: a message's way to the browser, and one short rendering there


def draw_map(current: Frame) -> None:
    """Draw the map. The base map never changes, so the browser never rebuilds it."""
    query, revision = current.query, current.loaded.dataset.revision
    view = query.view
    theme = st.context.theme.type
    state = MapState(
        data_url=data_url(revision),
        evidence_url=evidence_url(revision),
        shown=shown_string(current.selection),
        query=current.query.without_view().to_string(),
        selected=query.feature or None,
        view=(view.latitude, view.longitude, view.zoom) if view else None,
        basemap=query.basemap,
        compare=_names(current) if query.compare else None,
        theme="dark" if theme == "dark" else "light" if theme == "light" else None,
    )
    st_folium(
        base_map(assets_url()),
        key=Key.MAP,
        height=_HEIGHT,
        use_container_width=True,
        feature_group_to_add=evidence_group(state),
        returned_objects=["last_active_drawing"],
        render=False,  # st_folium renders the map itself; this would only do it twice
        on_change=_take_click,
    )


def give_way(current: Frame) -> None:
    """Let the browser draw the map before the rest of the page keeps it busy.

    Streamlit's browser side renders whatever has arrived in one go, and while it renders the
    timeline and twenty widgets the map cannot draw. Where the filters have changed, the reader
    waits for the map; where a feature was selected, for the evidence, and nothing is held back.
    On a first visit the rest would bring sixty scripts to fetch and compile before the map's; a
    page whose server was started anew has them, and its reader may ask something at any moment.
    """
    asked = current.selection.query
    if Key.MAP_DRAWN not in st.session_state and not current.comes_back:
        time.sleep(_FIRST_TURN)
    if st.session_state.get(Key.MAP_DRAWN, asked) != asked:
        time.sleep(_TURN)
    st.session_state[Key.MAP_DRAWN] = asked


def _names(current: Frame) -> tuple[str, str]:
    first, second = current.query.compare
    names = current.loaded.dataset.sources["name"]
    return names[first], names[second]


def _take_click() -> None:
    # whatever the browser sends: only an id that the data knows selects something
    value = st.session_state.get(Key.MAP)
    drawing = value.get("last_active_drawing") if isinstance(value, Mapping) else None
    properties = drawing.get("properties") if isinstance(drawing, Mapping) else None
    feature = properties.get("id") if isinstance(properties, Mapping) else None
    if isinstance(feature, str):
        select_feature(feature)
