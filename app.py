"""ASGI app of Route Map: the dashboard, additional routes and middleware.

Run it with ``streamlit run app.py``. The script of the dashboard is in ``src/routemap/ui``, outside
``pages/`` (see docs/decisions/host.md).
"""

import sys
from pathlib import Path

import streamlit as st

from routemap.host.failure import report_failure
from routemap.host.middleware import lifespan, middleware_stack
from routemap.web.routes import routes

DASHBOARD = Path(__file__).parent / "src" / "routemap" / "ui" / "dashboard.py"
BASE = st.get_option("server.baseUrlPath")

# Streamlit sends the output of a script from another thread, which waits for its turn after every
# message: 5 ms by default, which is as long as drawing the whole map takes.
sys.setswitchinterval(0.0005)

app = st.App(
    DASHBOARD,
    routes=routes(BASE),
    middleware=middleware_stack(BASE),
    lifespan=lifespan,
    on_script_error=report_failure,
)
