"""The state of a session: every key of it, and how a widget gets another value.

Two rules keep what readers see and what they get the same.

**A widget that is set is replaced.** The browser sends the value of a widget with everything that
the reader does. Until it has drawn a new value it sends the old one, and Streamlit takes that for
a choice of the reader. So a widget gets another value only as another widget, with another key:
:func:`key_of` numbers the keys, and a value for an old key changes nothing.

**A value is sent until the browser has drawn it.** Streamlit sends the value of a widget once, in
the run that set it. If the next run begins before the browser has drawn the widget, that message
is lost, and the widget is empty. :func:`resend` sets every widget again that the browser has not
drawn yet.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from typing import Any, Final

import streamlit as st

# keys are used again after this many, because Streamlit keeps what it knows of each widget
TURNS: Final = 4


class Key(StrEnum):
    """Every key of the session state and of widgets, or what such keys begin with."""

    FRAME = "routemap.frame"
    """What every page of this run reads."""
    FEATURE = "routemap.feature"
    """Id of the selected place or route."""
    FILTERS_DRAWN = "routemap.filters_drawn"
    """Whether this run has drawn the filters."""
    QUERY = "routemap.query"
    """The query of the previous run."""
    NOTICES = "routemap.notices"
    """What a link asked for and cannot have."""
    REVISION = "routemap.revision"
    """The data revision of the previous run."""
    FILTER = "filter"
    """Prefix of the widgets of the filters."""
    OFFERED = "filters.offered"
    """Hashes of what the filters offer, by widget."""
    MAP = "map"
    """The map component."""
    MAP_DRAWN = "map.drawn"
    """The query that the map was last drawn for."""
    LIST = "feature.list"
    """The list of places and routes."""
    LIST_DRAWN = "feature.list.drawn"
    """What that list was last drawn with."""
    LIST_PAGE = "feature.page"
    """Its page."""
    TIMELINE = "timeline.view"
    """Container of the timeline."""
    CHART = "timeline.chart"
    """Its chart."""
    BRUSHED = "timeline.brushed"
    """The days that a reader has marked on it."""
    PLAY = "timeline.play"
    """The button that starts and stops playback."""
    STEP = "timeline.step"
    """Prefix of the buttons for one month."""
    SPEED = "timeline.speed"
    """How fast playback runs."""
    PACE = "timeline.pace"
    """What a month of playback shows."""
    PLAYING = "timeline.playing"
    """Whether playback runs."""
    ASKED = "timeline.asked"
    """The days that playback has set."""
    PENDING = "timeline.pending"
    """The days that playback sets in the next run."""
    WHOLE_RUN = "timeline.whole_run"
    """Whether this is a run of the whole page."""
    EVIDENCE_PAGE = "evidence.page"
    """The page of the evidence for one feature."""
    MATCHES_PAGE = "matches.page"
    """The page of what a search finds."""
    TABLE_PAGE = "table.page"
    """The page of the table of features."""
    PROBLEMS_PAGE = "problems.page"
    """The page of the problems in the data."""
    NOTICES_PAGE = "notices.page"
    """The page of the notices."""
    HELD_BACK_PAGE = "held-back.page"
    """The page of what is held back."""
    ARTICLES_PAGE = "articles.page"
    """The page of the articles."""
    ARTICLE = "article"
    """Prefix of the pages of one article's claims."""
    MATRIX = "who"
    """Prefix of the pages of the matrix."""
    MATRIX_ORDER = "who.order"
    """The order of its allegations."""
    EXPORT_JOB = "export.held"
    """The export that is being prepared."""
    EXPORT_REFUSED = "export.refused"
    """Key of a format, and why it was not prepared."""
    EXPORT_AGAIN = "export.again"
    """The format of the repeated export."""
    EXPORT_CARD = "export-card"
    """Prefix of the cards of formats."""
    EXPORT_PREPARE = "export.prepare"
    """Prefix of the buttons that prepare a file."""
    EXPORT_DOWNLOAD = "export.download"
    """Prefix of the buttons that download one."""
    EXPORT_CANCEL = "export.cancel"
    """Prefix of the buttons that cancel one."""
    RESET = "reset"
    """Prefix of the buttons that reset the filters."""
    SIGN_IN = "sign-in"
    """Container and prefix of the buttons to sign in."""
    SIGN_OUT = "access.sign-out"
    """The button to sign out on the Data page."""
    REFRESH = "renewal"
    """The component that refreshes the page."""
    SHARE = "share"
    """The Share control."""


def key_of(name: str) -> str:
    """Return the key of the widget that stands for a name now, such as ``filter.from.0``."""
    return f"{name}.{st.session_state.get(_turn(name), 0)}"


def replace_widget(name: str) -> None:
    """Give the widget of a name another key; call it before the widget is drawn."""
    state = st.session_state
    state[_turn(name)] = (state.get(_turn(name), 0) + 1) % TURNS


def set_widget(name: str, value: Any) -> None:
    """Give a widget another value; call it before the widget is drawn."""
    replace_widget(name)
    st.session_state[key_of(name)] = value


def resend(values: Mapping[str, Any], default: Mapping[str, Any], drawn: Collection[str]) -> None:
    """Set the widgets again that the browser has not drawn yet.

    Parameters
    ----------
    values
        What each widget had in the previous run, by name. This is used where Streamlit has
        forgotten the widget, because that run was interrupted.
    default
        What each widget has if nothing sets it.
    drawn
        The keys of the widgets whose values the browser sent with this run.
    """
    for name, value in values.items():
        key = key_of(name)
        held = st.session_state.get(key, value)
        if key not in drawn and held != default[name]:
            set_widget(name, held)


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
