"""The map of a selection, and clicks on it."""

from __future__ import annotations

import time
from collections.abc import Mapping

import streamlit as st
from streamlit_folium import st_folium

from routemap.map import MapState, base_map, evidence_group
from routemap.map.payload import shown_string
from routemap.map.templates import compile_once
from routemap.ui.frame import Frame, select_feature
from routemap.ui.session import Key
from routemap.web.assets import assets_url
from routemap.web.map_data import data_url, evidence_url

compile_once()
_HEIGHT = 560
_FIRST_TURN = 0.5  # seconds: the map loads its scripts before sixty others are requested
_TURN = 0.06  # seconds: one message to the browser, and one short rendering


def draw_map(current: Frame, height: int = _HEIGHT) -> None:
    """Draw the map. Its base map is constant, so the browser never rebuilds it."""
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
        height=height,
        use_container_width=True,
        feature_group_to_add=evidence_group(state),
        returned_objects=["last_active_drawing"],
        render=False,  # st_folium renders the map itself; True would render it twice
        on_change=_take_click,
    )


def give_way(current: Frame) -> None:
    """Wait a moment, so that the browser draws the map before the rest of the page.

    Streamlit's front end renders everything that has arrived at once, and the map cannot draw
    while it renders the timeline and twenty widgets. After a change of the filters, readers wait
    for the map, so the rest is delayed. After a selection they wait for the evidence, so nothing
    is delayed. On a first visit, the rest would load and compile sixty scripts before those of
    the map. A page whose server was restarted already has these scripts, and its reader can act
    at any moment.
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
    # the value comes from the browser and is untrusted: only a known id selects a feature
    value = st.session_state.get(Key.MAP)
    drawing = value.get("last_active_drawing") if isinstance(value, Mapping) else None
    properties = drawing.get("properties") if isinstance(drawing, Mapping) else None
    feature = properties.get("id") if isinstance(properties, Mapping) else None
    if isinstance(feature, str):
        select_feature(feature)
