"""The component of a map, which is the same for every state of the map."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import streamlit as st
from streamlit_folium import st_folium

from routemap.map import MapState, Theme
from routemap.map.base import base_map
from routemap.map.templates import compile_once
from routemap.ui.parts.component import send_state
from routemap.web.assets import assets_url

compile_once()
_CLICKED: Final = "last_active_drawing"


def draw_map_component(
    state: MapState, *, key: str, height: int, on_click: Callable[[], None]
) -> None:
    """Draw a map. Its component is constant, so the browser never rebuilds it.

    What it shows is sent like the state of our own components, because the page passes that on
    before it renders anything else that the run has changed. A page has one map.

    Parameters
    ----------
    state
        What the map shows.
    key
        The key of the component.
    height
        In pixels.
    on_click
        Called after a click; :func:`sent_feature` then returns what was clicked.
    """
    send_state("map", state.to_json())
    st_folium(
        base_map(assets_url()),
        key=key,
        height=height,
        use_container_width=True,
        returned_objects=[_CLICKED],
        render=False,  # st_folium renders the map itself; True would render it twice
        on_change=on_click,
    )


def sent_feature(key: str) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Return the properties and the geometry of the GeoJSON feature that was clicked last.

    Both come from the browser and are untrusted. They are empty if there are none.
    """
    value = st.session_state.get(key)
    feature = _mapping(value).get(_CLICKED)
    return _mapping(_mapping(feature).get("properties")), _mapping(
        _mapping(feature).get("geometry")
    )


def page_theme() -> Theme | None:
    """Return the theme of the page, ``None`` if it is not known."""
    themes: dict[object, Theme] = {"light": "light", "dark": "dark"}
    return themes.get(st.context.theme.type)


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
