"""The link “Report an error” of the claims on the page."""

from __future__ import annotations

import streamlit as st

from routemap.questions.error_link import error_link
from routemap.ui.session import Key
from routemap.ui.url_state import dashboard_address


def error_link_of(claim: str) -> str:
    """Return the link for a claim of the data that this run shows, ``""`` without a contact."""
    current = st.session_state.get(Key.FRAME)
    if current is None:
        return ""
    dataset = current.loaded.dataset
    return error_link(dataset.case, claim, dataset.revision, dashboard_address(current.page))
