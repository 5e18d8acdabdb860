"""A page with the map to draw on: a click draws a new place, clicks on places draw a route."""

from __future__ import annotations

import streamlit as st

from routemap.data.lines.lines import line_between
from routemap.data.load import data_folder
from routemap.data.repository import repository
from routemap.ui.parts.component import draw_states
from routemap.ui.parts.drawing_map import Drawing, draw_drawing_map, sent_click

KEY = "drawing-map"
dataset = repository(data_folder()).current().dataset
state = st.session_state
state.setdefault("place", None)
state.setdefault("stops", [])
state.setdefault("clicks", 0)


def take() -> None:
    """Take a click."""
    click = sent_click(dataset, KEY)
    if click is None:
        return
    state.clicks += 1
    if click.place:
        state.stops = [*state.stops, click.place]
    else:
        state.place = (click.longitude, click.latitude)


def clear() -> None:
    """Draw nothing."""
    state.place, state.stops, state.typed = None, [], ""


points = dataset.places.geometry
drawn = line_between(dataset, "rail", state.stops) if len(state.stops) > 1 else None
radius = st.number_input("Radius (km)", 0.0, 500.0, 30.0)
typed = st.text_input("Position", key="typed")
if typed:
    longitude, latitude = map(float, typed.split(","))
    state.place = (longitude, latitude)
draw_drawing_map(
    dataset,
    Drawing(
        place=state.place,
        radius_km=radius,
        line=drawn.geometry if drawn else None,
        basis=drawn.basis if drawn else "",
        stops=tuple((points[key].x, points[key].y) for key in state.stops),
    ),
    key=KEY,
    height=480,
    on_click=take,
)
st.button("Clear", on_click=clear)
st.write(f"Clicks: {state.clicks}. Stops: {', '.join(state.stops) or 'none'}.")
if state.place:
    st.write(f"Place: {state.place[0]:.5f}, {state.place[1]:.5f}.")
draw_states()
