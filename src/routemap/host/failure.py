"""Report script errors: a message with an id for the reader, the traceback for the log."""

from __future__ import annotations

import logging
from typing import Final

import streamlit as st

from routemap.host.streamlit_internals import UNCAUGHT
from routemap.web.guard.log import record
from routemap.web.guard.request_log import new_id

_UNHANDLED: Final = "Exception in ASGI application"  # uvicorn's log message for the same error


def report_failure(error: Exception) -> bool:
    """Log an error of the script, and show the reader a message with the id of the log line.

    Returns
    -------
    bool
        Always True: Streamlit must not show the error itself.
    """
    error_id = new_id()
    record("script failed", error=error, request_id=error_id)
    st.error(
        "**Part of this page could not be displayed.** Reload the page. Your link and filters are "
        "kept. If it happens again, send this error id to the people who run the dashboard: "
        f"`{error_id}`.",
        icon=":material/report:",
    )
    return True


def is_duplicate(entry: logging.LogRecord) -> bool:
    """Return whether a log record of Streamlit or uvicorn repeats a line of Route Map."""
    return entry.getMessage().startswith((UNCAUGHT, _UNHANDLED))
