"""An app of which everything breaks, behind what stands before the dashboard."""

import streamlit as st
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from routemap.data.load import SHIPPED
from routemap.host.failure import report_failure
from routemap.host.middleware import entrance, opening


def broken(_request: Request) -> Response:
    """Fail, naming what nobody is to see."""
    raise RuntimeError("a secret of /home/desk")


app = st.App(
    SHIPPED.parent / "tests" / "browser" / "broken_page.py",
    routes=[Route("/api/broken", broken)],
    middleware=entrance(""),
    lifespan=opening,
    on_script_error=report_failure,
)
