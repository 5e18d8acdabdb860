"""The parts that all pages share: data, sidebar with filters, header and messages."""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st

from routemap.data.load import Loaded, data_folder
from routemap.data.repository import Repository, repository
from routemap.host.identity import login, reader_name
from routemap.host.streamlit_internals import held_by_browser
from routemap.model.credits import BRAND
from routemap.model.errors import DataFolderError
from routemap.questions.query import Query
from routemap.questions.selection import Selection, recall
from routemap.ui import filter_values, url_state
from routemap.ui.current_data import dataset_now
from routemap.ui.parts.band import draw_band
from routemap.ui.parts.component import draw_states
from routemap.ui.parts.facets import draw_facets
from routemap.ui.parts.markdown import plain
from routemap.ui.parts.refresh import draw_renewal, draw_waiting, renewed
from routemap.ui.parts.share import share
from routemap.ui.session import Key
from routemap.ui.shown_state import shown_state
from routemap.web.pages import WITHOUT_FILTERS

_SHORT = 0.3  # seconds


@dataclass(frozen=True)
class Frame:
    """The input of a page.

    Attributes
    ----------
    loaded
        The data that the page shows.
    current
        The current data, which is the same unless the query asks for an earlier state or a draft.
    query
        The reader's query.
    selection
        The selection of its filters. Its own query contains the filters only, so that readers
        with the same filters share one selection, and selecting a feature computes nothing again.
    page
        The path of the page in addresses, ``""`` for the first page.
    """

    loaded: Loaded
    current: Loaded
    query: Query
    selection: Selection
    page: str


def open_frame(title: str, page: str = "") -> None:
    """Prepare the data, the query and the selection of this run; see :func:`frame`.

    Stops the run with an error message if there is no data.
    """
    close_frame()
    # a file, because Streamlit fetches an icon given by name from another site
    st.set_page_config(f"{title} · Route Map", str(BRAND / "favicon.png"), layout="wide")
    # a PNG file, because an SVG would be sent with every rerun; desk.css adds the name beside it
    if not st.context.is_embedded:
        st.logo(BRAND / "mark.png", size="large")
    data = repository(data_folder())
    try:
        current = _load(data)
    except DataFolderError as error:
        _draw_no_data(str(error), page)
        st.stop()
    wanted = url_state.wanted_state()
    state = shown_state(data, current, wanted)
    loaded, dataset = state.loaded, state.loaded.dataset
    changed = renewed(wanted.as_of or wanted.draft, dataset.revision)
    # the page was already open in the browser before the session: the server was restarted
    comes_back = bool(held_by_browser()) and url_state.is_first_run()
    if url_state.address_wins():
        query = url_state.read_address(dataset)
        _keep_selection(query)
        filter_values.fill(query, dataset)
    query = filter_values.read(dataset, url_state.last_query())
    feature, claim = st.session_state[Key.FEATURE], st.session_state[Key.CLAIM]
    query = replace(query, feature=feature, claim=claim, as_of=state.as_of, draft=state.draft)
    if changed:
        query = url_state.renew(query, dataset)
        _keep_selection(query)
        filter_values.fill(query, dataset)
        if not loaded.draft:  # readers of a draft change it themselves
            text = "The data has changed. This page shows the new state."
            st.toast(text, icon=":material/update:")
    url_state.write_address(query)
    if state.notice:
        url_state.add_notice(state.notice)
    selection = recall(dataset, query.filters())
    st.session_state[Key.FRAME] = Frame(loaded, current, query, selection, page)
    st.session_state[Key.FILTERS_DRAWN] = False
    if comes_back and page not in WITHOUT_FILTERS:
        # The page may bring a change of the filters that the address does not have yet. It is
        # known only after they are drawn, so that happens before anything answers the address.
        _draw_filters(st.session_state[Key.FRAME])


def close_frame() -> None:
    """Release the data at the end of a run.

    If open pages kept their data until the next run, revisions that nobody sees any more would
    stay in memory.
    """
    st.session_state.pop(Key.FRAME, None)


def draw_sidebar() -> None:
    """Draw the filters and the buttons below them."""
    current: Frame | None = st.session_state.get(Key.FRAME)
    if current is None:
        return
    has_filters = current.page not in WITHOUT_FILTERS
    if has_filters and not st.session_state[Key.FILTERS_DRAWN]:
        _draw_filters(current)
    with st.sidebar:
        if has_filters:
            st.button(
                "Reset filters",
                icon=":material/restart_alt:",
                disabled=not current.query.is_filtered,
                on_click=reset,
                width="stretch",
            )
        if login() is not None:
            st.button("Sign out", type="tertiary", help=reader_name(), on_click=st.logout)
        draw_states()


def _draw_filters(current: Frame) -> None:
    """Draw the filters, and rerun the page if they have sent something that this run misses."""
    with st.sidebar:
        is_late = draw_facets(current.selection, current.page)
    st.session_state[Key.FILTERS_DRAWN] = True
    if is_late:
        st.rerun()


def _load(data: Repository) -> Loaded:
    """Return the data, with a progress bar if reading takes a while.

    Every page has the element of the bar, even if no bar is shown. Otherwise, after a restart of
    the server under an open page, all other elements would move. The browser builds the map again
    if its position changes, and what was open on it is lost.
    """
    shown = st.empty()
    if data.wait(_SHORT):
        return data.current()
    shown.progress(0.0, "Reading data")
    while not data.wait(_SHORT):
        if progress := data.progress:
            shown.progress(progress.share, f"{progress.stage} …")
    shown.empty()
    return data.current()


def frame() -> Frame:
    """Return the frame of this run."""
    current: Frame = st.session_state[Key.FRAME]
    return current


def reset() -> None:
    """Clear every filter, but keep the selected feature."""
    filter_values.fill(Query(), dataset_now())


def keep_only(feature: str) -> None:
    """Filter for the claims about one feature, beside the other filters."""
    query = replace(url_state.last_query(), about=(feature,))
    filter_values.fill(query, dataset_now())


def select_feature(feature: str) -> None:
    """Select a feature for the next run; an unknown id or ``""`` selects none."""
    known = feature in dataset_now().features.index
    st.session_state[Key.FEATURE] = feature if known else ""
    st.session_state[Key.CLAIM] = ""


def select_claim(claim: str) -> None:
    """Select a claim and the first feature that it is about for the next run.

    An unknown id selects nothing.
    """
    claims = dataset_now().claims
    known = claim in claims.index
    features = claims["features"][claim] if known else ()
    st.session_state[Key.FEATURE] = features[0] if features else ""
    st.session_state[Key.CLAIM] = claim if known else ""


def _keep_selection(query: Query) -> None:
    st.session_state[Key.FEATURE] = query.feature
    st.session_state[Key.CLAIM] = query.claim


def _draw_no_data(reason: str, page: str) -> None:
    st.title("There is no data to show yet")
    st.error(plain(reason), icon=":material/folder_off:")
    st.markdown(
        "The data files of this map are incomplete or unreadable at the moment. An update may be "
        "in progress. The map appears here as soon as the files can be read. If this message "
        "stays, contact the operator of this server: the log names the folder and the cause."
    )
    draw_waiting(page, reason)


def draw_header(title: str, standfirst: str) -> None:
    """Draw the title of a page, its tools, and then notices and warnings."""
    with st.container(key=Key.PAGE_HEAD, horizontal=True, vertical_alignment="center", wrap=False):
        st.title(title)
        draw_tools()
    st.markdown(standfirst)
    draw_state()
    draw_messages()


def draw_state() -> None:
    """Draw that the page shows an earlier state or a draft, or what has changed since its link."""
    current = frame()
    if current.page in WITHOUT_FILTERS and current.query.draft:
        return  # the page is about the draft
    draw_band(current.query, current.loaded, current.current)


def draw_tools() -> None:
    """Draw the link to the About page, Share, and which data the page shows."""
    current = frame()
    revision, is_private = current.loaded.dataset.revision, login() is not None
    if not current.query.draft:  # citations, embeds and previews are of published data
        share(current.query, revision, current.page, is_private=is_private)
    draw_renewal(current.page, current.loaded, current.current)


def draw_messages() -> None:
    """Draw notices about the address, and warnings about the data."""
    for text, icon in messages():
        st.warning(text, icon=icon)


def messages() -> tuple[tuple[str, str], ...]:
    """Return the notices about the address and the warnings about the data, each with its icon."""
    loaded, page = frame().loaded, frame().page
    notices = "  \n".join(plain(notice) for notice in url_state.notices())
    return tuple(
        (text, f":material/{icon}:")
        for text, icon in ((notices, "link_off"), (_data_warning(loaded, page), "warning"))
        if text
    )


def _data_warning(loaded: Loaded, page: str) -> str:
    if loaded.draft and page in WITHOUT_FILTERS:
        return ""  # the page itself lists the problems of the draft
    if loaded.warning:
        return plain(loaded.warning)
    number = len(loaded.problems)
    if not number:
        return ""
    found = "1 problem was" if number == 1 else f"{number:,} problems were"
    details = "" if page == "data" else " See the Data page for details."
    return f"{found} found in the data. Everything else is shown.{details}"
