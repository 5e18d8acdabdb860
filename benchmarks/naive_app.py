"""The plain folium map as an ASGI app: its script, and our routes, which serve Leaflet offline."""

from pathlib import Path

import streamlit as st

from routemap.web.routes import routes

app = st.App(Path(__file__).parent / "naive.py", routes=routes())
