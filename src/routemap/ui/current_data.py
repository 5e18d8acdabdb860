"""The data for callbacks, because a session stores none between two runs."""

from __future__ import annotations

import streamlit as st

from routemap.data.dataset import Dataset
from routemap.data.load import data_folder
from routemap.data.repository import repository
from routemap.model.errors import UnknownRevisionError
from routemap.questions.query import Query
from routemap.ui.session import Key


def dataset_now() -> Dataset:
    """Return the data that the reader sees: the current one, or an earlier state."""
    query = st.session_state.get(Key.QUERY, Query())
    try:
        return repository(data_folder()).as_of(query.as_of).dataset
    except UnknownRevisionError:  # no longer kept; the next run says so
        return repository(data_folder()).current().dataset
