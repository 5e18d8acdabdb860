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
ALTERNATES: Final = 4


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
    PAGE_HEAD = "page-head"
    """The container of a page's title and tools."""
    DESK = "desk"
    """The container of the whole Map page."""
    DESK_HEAD = "desk-head"
    """The container of its header line."""
    DESK_MESSAGES = "desk-messages"
    """The container of its notices and warnings."""
    DESK_BODY = "desk-body"
    """The container of the following four."""
    DESK_CHIPS = "desk-chips"
    """The container of the filters that are set."""
    DESK_MAP = "desk-map"
    """The container of the map."""
    DESK_PANEL = "desk-panel"
    """The container of the panel."""
    DESK_TIMELINE = "desk-timeline"
    """The container of the timeline."""
    SELECTION_TOOLS = "selection-tools"
    """The container of the buttons for the selected feature."""
    ABOUT = "about"
    """The container of the operator's text."""
    STATE = "state"
    """The component that sends the others what a run changes in them."""
    STATES = "state.parts"
    """What this run changes in components, by their name."""
    CHIPS = "chips"
    """The filters that are set, as chips."""
    PANEL_EDGE = "panel-edge"
    """The edge of the panel beside the map."""
    TAB = "desk-tab"
    """The tabs of the panel, and the open one."""
    FILTERS_DRAWN = "routemap.filters_drawn"
    """Whether this run has drawn the filters."""
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
    LIST = "feature.list"
    """The list of places and routes."""
    LIST_PAGE = "feature.page"
    """The page of that list."""
    PLOT = "timeline.plot"
    """The component of the timeline."""
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
    WHO = "who"
    """Prefix of the pages of “Who says what”."""
    WHO_SHOW = "who.show"
    """Whether that page shows two sides or the matrix."""
    WHO_ORDER = "who.order"
    """The order of the allegations on that page."""
    WHO_ALONE = "who.alone"
    """The part for allegations of one claim source."""
    SIDES = "sides"
    """Prefix of the containers of allegations with both sides."""
    OPENER = "opener"
    """The component that opens the claims of a source below its allegation."""
    ALLEGATION_MAP = "allegation-map"
    """The container of the map of an allegation."""
    ALLEGATION_PAGE = "allegation.page"
    """The page of the claims about an allegation."""
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
    state[_turn(name)] = (state.get(_turn(name), 0) + 1) % ALTERNATES


def _turn(name: str) -> str:
    return f"{name}.turn"
