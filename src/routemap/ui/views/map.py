"""The map of a selection, and clicks on it."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st
from streamlit_folium import st_folium

from routemap.map import MapState, base_map
from routemap.map.payload import difference_string, shown_string
from routemap.map.templates import compile_once
from routemap.questions.changes import Changes
from routemap.questions.movement import marks
from routemap.ui.frame import Frame, select_feature
from routemap.ui.parts.component import send_state
from routemap.ui.session import Key
from routemap.web.assets import assets_url
from routemap.web.map_data import ahead_url, compared_names, data_url, evidence_url

compile_once()
_HEIGHT = 560


def draw_map(
    current: Frame,
    height: int = _HEIGHT,
    *,
    follows_filters: bool = True,
    found: Changes | None = None,
) -> None:
    """Draw the map. Its component is constant, so the browser never rebuilds it.

    What it shows is sent like the state of our own components, because the page passes that on
    before it renders anything else that the run has changed. ``follows_filters`` says that the
    selection is that of the query, so that the map can show a filter before its run. With
    ``found`` the map shows what has changed.
    """
    query, revision = current.query, current.loaded.dataset.revision
    view = query.view
    theme = st.context.theme.type
    state = MapState(
        data_url=data_url(revision),
        ahead_url=ahead_url(revision) if follows_filters else "",
        evidence_url=evidence_url(revision),
        shown=difference_string(found) if found else shown_string(current.selection),
        marks=marks(current.selection),
        query=current.query.without_view().to_string(),
        selected=query.feature or None,
        view=(view.latitude, view.longitude, view.zoom) if view else None,
        basemap=query.basemap,
        compare=compared_names(current.loaded.dataset, query),
        looks="difference" if found else "comparison" if query.compare else "status",
        theme="dark" if theme == "dark" else "light" if theme == "light" else None,
    )
    send_state("map", state.to_json())
    st_folium(
        base_map(assets_url()),
        key=Key.MAP,
        height=height,
        use_container_width=True,
        returned_objects=["last_active_drawing"],
        render=False,  # st_folium renders the map itself; True would render it twice
        on_change=_take_click,
    )


def _take_click() -> None:
    # the value comes from the browser and is untrusted: only a known id selects a feature
    value = st.session_state.get(Key.MAP)
    drawing = value.get("last_active_drawing") if isinstance(value, Mapping) else None
    properties = drawing.get("properties") if isinstance(drawing, Mapping) else None
    feature = properties.get("id") if isinstance(properties, Mapping) else None
    if isinstance(feature, str):
        select_feature(feature)
