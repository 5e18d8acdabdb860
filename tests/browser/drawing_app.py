"""An app with the map to draw on, behind the routes and the middleware of the dashboard."""

from pathlib import Path

import streamlit as st

from routemap.host.middleware import lifespan, middleware_stack
from routemap.web.routes import routes

app = st.App(
    Path(__file__).with_name("drawing_page.py"),
    routes=routes(""),
    middleware=middleware_stack(""),
    lifespan=lifespan,
)
