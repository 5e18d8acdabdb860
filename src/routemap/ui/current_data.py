"""The data for callbacks, because a session stores none between two runs."""

from __future__ import annotations

import streamlit as st

from routemap.data.dataset import Dataset
from routemap.data.load import data_folder
from routemap.data.repository import repository
from routemap.questions.query import Query
from routemap.ui.session import Key
from routemap.ui.shown_state import shown_state


def dataset_now() -> Dataset:
    """Return the data that the reader sees: the current one, an earlier state, or a draft's."""
    data = repository(data_folder())
    query = st.session_state.get(Key.QUERY, Query())
    return shown_state(data, data.current(), query).loaded.dataset
