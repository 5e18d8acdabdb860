"""An app in which everything fails, behind the middleware of the dashboard."""

import streamlit as st
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from routemap.data.load import SHIPPED
from routemap.host.failure import report_failure
from routemap.host.middleware import lifespan, middleware_stack


def broken(_request: Request) -> Response:
    """Raise an error whose message must not be visible to readers."""
    raise RuntimeError("a secret of /home/desk")


app = st.App(
    SHIPPED.parent / "tests" / "browser" / "broken_page.py",
    routes=[Route("/api/broken", broken)],
    middleware=middleware_stack(""),
    lifespan=lifespan,
    on_script_error=report_failure,
)
