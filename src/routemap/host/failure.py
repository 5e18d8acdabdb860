"""What a reader sees where the script fails: a calm sentence and a number, never the error."""

from __future__ import annotations

import logging
from typing import Final

import streamlit as st

from routemap.host.streamlit_internals import UNCAUGHT
from routemap.web.guard.log import record
from routemap.web.guard.request_log import new_id

_UNHANDLED: Final = "Exception in ASGI application"  # what the server logs of the same error


def report_failure(error: Exception) -> bool:
    """Write an error of the script to the log, and tell its reader the number of that line.

    Returns
    -------
    bool
        True: Streamlit is to show nothing of its own.
    """
    number = new_id()
    record("script failed", error=error, request_id=number)
    st.error(
        "**This page could not be drawn whole.** Your link and your filters are kept: "
        "reload the page. If it happens again, tell whoever runs this dashboard the number "
        f"`{number}`.",
        icon=":material/report:",
    )
    return True


def is_told_elsewhere(entry: logging.LogRecord) -> bool:
    """Return whether a record of Streamlit or the server repeats a line of ours."""
    return entry.getMessage().startswith((UNCAUGHT, _UNHANDLED))
