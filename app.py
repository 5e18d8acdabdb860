"""The ASGI app: the dashboard, and the data and asset routes beside it.

Run it with ``streamlit run app.py``. The script that draws stands in
``src/routemap/ui``, away from ``pages/`` (see docs/decisions.md).
"""

from pathlib import Path

import streamlit as st

from routemap.server import routes

DASHBOARD = Path(__file__).parent / "src" / "routemap" / "ui" / "dashboard.py"

app = st.App(DASHBOARD, routes=routes(st.get_option("server.baseUrlPath")))
