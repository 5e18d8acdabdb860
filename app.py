"""The ASGI app: the dashboard, and the data and asset routes beside it.

Run it with ``streamlit run app.py``. The script that draws stands in
``src/routemap/ui``, away from ``pages/`` (see docs/decisions.md).
"""

import sys
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from routemap.api import UnsafePaths
from routemap.server import routes

DASHBOARD = Path(__file__).parent / "src" / "routemap" / "ui" / "dashboard.py"

# Streamlit sends what a script has drawn from another thread, which must wait for its turn
# after every message: 5 ms by default, as long as drawing the whole map takes.
sys.setswitchinterval(0.0005)

base = st.get_option("server.baseUrlPath")
app = st.App(DASHBOARD, routes=routes(base), middleware=[Middleware(UnsafePaths, base=base)])
