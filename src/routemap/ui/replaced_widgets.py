"""Widgets that give way to another of their kind, which must not be taken for the one before.

Until the browser has drawn a widget anew, it sends its old value with whatever the reader does. A
widget with another key is another widget to Streamlit, so that such a value is no answer to it.
"""

from __future__ import annotations

from typing import Final

import streamlit as st

# they take turns, because Streamlit keeps what it knows of a widget as long as the session lasts
TURNS: Final = 4


def key_of(name: str) -> str:
    """Return the key of the widget that stands for a name now, such as ``filter.from.0``."""
    return f"{name}.{st.session_state.get(_turn(name), 0)}"


def replace_widget(name: str) -> None:
    """Have another widget stand for a name; call it before that is drawn."""
    state = st.session_state
    state[_turn(name)] = (state.get(_turn(name), 0) + 1) % TURNS


def _turn(name: str) -> str:
    return f"{name}.turn"
