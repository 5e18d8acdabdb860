"""The keys of the session state, and functions that replace widgets.

To set a widget of Streamlit, replace it. The browser sends the values of all widgets with every
action of the reader. Until it has drawn a new value, it sends the old one, and Streamlit takes that
for a choice of the reader. Therefore a new value needs a new widget with a new key. :func:`key_of`
numbers the keys, and a value that arrives for an old key has no effect.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

import streamlit as st

# the number of keys per widget: keys are reused, because Streamlit stores the state of each key
TURNS: Final = 4


class Key(StrEnum):
    """Every key of the session state and of widgets, or the prefix of such keys."""

    FRAME = "routemap.frame"
    """The :class:`routemap.ui.frame.Frame` of this run."""
    FEATURE = "routemap.feature"
    """Id of the selected place or route."""
    CLAIM = "routemap.claim"
    """Id of the selected claim."""
    FILTERS = "routemap.filters"
    """The query that the reader's filters make."""
    QUERY = "routemap.query"
    """The query of the previous run."""
    NOTICES = "routemap.notices"
    """Notices about what a link asked for but the data does not have."""
    REVISION = "routemap.revision"
    """The data revision of the previous run."""
    FACETS = "facets"
    """The component of the filters."""
    VISIT = "facets.visit"
    """A random name of this session, by which a page notices that its server was restarted."""
    TAKEN = "facets.taken"
    """The number of the latest change of the filters that has arrived from the page."""
    FIND = "facets.find"
    """What is typed in the search fields of the filters, by parameter."""
    UNREAD = "facets.unread"
    """A notice about the end of a search text that is not searched."""
    MAP = "map"
    """The map component."""
    MAP_DRAWN = "map.drawn"
    """The query for which the map was last drawn."""
    LIST = "feature.list"
    """The list of places and routes."""
    LIST_DRAWN = "feature.list.drawn"
    """The options and the selection with which that list was last drawn."""
    LIST_PAGE = "feature.page"
    """The page of that list."""
    TIMELINE = "timeline.view"
    """Container of the timeline."""
    CHART = "timeline.chart"
    """The chart of the timeline."""
    BRUSHED = "timeline.brushed"
    """The days that the reader has marked on the chart."""
    PLAY = "timeline.play"
    """The button that starts and stops playback."""
    STEP = "timeline.step"
    """Prefix of the buttons for one month."""
    SPEED = "timeline.speed"
    """The speed of playback."""
    PACE = "timeline.pace"
    """Whether the months of playback add up: a key of ``PACES``."""
    PLAYING = "timeline.playing"
    """Whether playback runs."""
    ASKED = "timeline.asked"
    """The days that playback has set."""
    PENDING = "timeline.pending"
    """The days that playback will set in the next run."""
    WHOLE_RUN = "timeline.whole_run"
    """Whether this run draws the whole page, not only a fragment."""
    EVIDENCE_PAGE = "evidence.page"
    """The page of the evidence for one feature."""
    MATCHES_PAGE = "matches.page"
    """The page of the search results."""
    TABLE_PAGE = "table.page"
    """The page of the table of features."""
    PROBLEMS_PAGE = "problems.page"
    """The page of the problems in the data."""
    NOTICES_PAGE = "notices.page"
    """The page of the notices."""
    HELD_BACK_PAGE = "held-back.page"
    """The page of the held-back records."""
    ARTICLES_PAGE = "articles.page"
    """The page of the articles."""
    ARTICLE = "article"
    """Prefix of the pages of one article's claims."""
    MATRIX = "who"
    """Prefix of the pages of the matrix."""
    MATRIX_ORDER = "who.order"
    """The order of the allegations in the matrix."""
    EXPORT_JOB = "export.held"
    """The export that is being prepared."""
    EXPORT_REFUSED = "export.refused"
    """The key of a format, and the reason why its file was not prepared."""
    EXPORT_AGAIN = "export.again"
    """The format of the repeated export."""
    EXPORT_CARD = "export-card"
    """Prefix of the cards of formats."""
    EXPORT_PREPARE = "export.prepare"
    """Prefix of the buttons that prepare a file."""
    EXPORT_DOWNLOAD = "export.download"
    """Prefix of the buttons that download a prepared file."""
    EXPORT_CANCEL = "export.cancel"
    """Prefix of the buttons that cancel a preparation."""
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
    """Return the current key of the widget with a name, such as ``timeline.chart.0``."""
    return f"{name}.{st.session_state.get(_turn(name), 0)}"


def replace_widget(name: str) -> None:
    """Give a widget a new key. Call it before the widget is drawn."""
    state = st.session_state
    state[_turn(name)] = (state.get(_turn(name), 0) + 1) % TURNS


def _turn(name: str) -> str:
    return f"{name}.turn"
