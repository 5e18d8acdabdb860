"""Widgets that give way to another of their kind, which must not be taken for the one before.

Until the browser has drawn a widget anew, it sends its old value with whatever the reader does. A
widget with another key is another widget to Streamlit, so that such a value is no answer to it.
"""

from __future__ import annotations

from collections.abc import Iterable
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


def continue_widget(name: str, drawn: Iterable[str]) -> bool:
    """Let a name stand for the widget that the browser has, if it has one, and return if it has.

    A new session counts its widgets from 0; a page that was open before the server was restarted
    may have a later one.

    Parameters
    ----------
    name
        The name.
    drawn
        The keys of the widgets whose values the browser sent.
    """
    for key in drawn:
        before, _, turn = key.rpartition(".")
        if before == name and turn.isdecimal() and int(turn) < TURNS:
            st.session_state[_turn(name)] = int(turn)
            return True
    return False


def _turn(name: str) -> str:
    return f"{name}.turn"
