"""What every page shares: the data, the sidebar with the filters, and the messages."""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st

from routemap.data.dataset import Dataset
from routemap.data.load import Loaded, data_folder
from routemap.data.repository import Repository, repository
from routemap.host.identity import login, reader_name
from routemap.host.streamlit_internals import held_by_browser
from routemap.model.credits import BRAND
from routemap.model.errors import DataFolderError
from routemap.questions.query import Query
from routemap.questions.selection import Selection, recall
from routemap.ui import filter_values, filters, url_state
from routemap.ui.parts.markdown import plain
from routemap.ui.parts.refresh import draw_renewal, draw_waiting, renewed
from routemap.ui.parts.share import share
from routemap.ui.session import Key

_SHORT = 0.3  # seconds


@dataclass(frozen=True)
class Frame:
    """What a page reads: the loaded data, the reader's query and what its filters leave.

    The query of ``selection`` holds the filters alone, so that readers who ask the same share
    one selection, and selecting a feature computes nothing anew. ``page`` is the path of the
    page in addresses, ``""`` for the first one. ``comes_back`` says that the browser had the page
    open before the session began, because its server was started anew.
    """

    loaded: Loaded
    query: Query
    selection: Selection
    page: str
    comes_back: bool = False


def open_frame(title: str, page: str = "") -> None:
    """Settle what every page needs: the data, the query, what it leaves; see :func:`frame`."""
    close_frame()
    st.session_state.pop(Key.FILTERS_DRAWN, None)
    # an image of ours: an icon by name would be fetched from outside as the favicon
    st.set_page_config(f"{title} · Route Map", str(BRAND / "favicon.png"), layout="wide")
    # as files: an SVG would travel inside every rerun (wordmark.svg is what they were drawn from)
    if not st.context.is_embedded:
        st.logo(BRAND / "wordmark.png", size="large", icon_image=BRAND / "mark.png")
    try:
        loaded = _load(repository(data_folder()))
    except DataFolderError as error:
        _draw_no_data(str(error), page)
        st.stop()
    dataset = loaded.dataset
    changed = renewed(dataset.revision)
    drawn = held_by_browser()
    comes_back = bool(drawn) and url_state.is_first_run()
    if url_state.address_wins():
        query = url_state.read_address(dataset)
        st.session_state[Key.FEATURE] = query.feature
        if comes_back and filter_values.continue_widgets(dataset, drawn):
            # What they hold is known once they are drawn. Drawn last, as in every other run, they
            # would stand beside the answer to what the address asked before the restart.
            filter_values.fill(query, dataset, but_for=drawn)
            with st.sidebar:
                filters.draw(dataset)
            st.session_state[Key.FILTERS_DRAWN] = True
        else:
            filter_values.fill(query, dataset)
    else:
        filter_values.keep(url_state.last_query(), dataset, drawn)
    query = filter_values.read(dataset, url_state.last_query())
    query = replace(query, feature=st.session_state[Key.FEATURE])
    if changed:
        asked, query = query, url_state.renew(query, dataset)
        st.session_state[Key.FEATURE] = query.feature
        filter_values.renew(asked, query, dataset)
        st.toast("The data has changed. You see the new state.", icon=":material/update:")
    url_state.write_address(query)
    selection = recall(dataset, query.filters())
    st.session_state[Key.FRAME] = Frame(loaded, query, selection, page, comes_back)


def close_frame() -> None:
    """Let go of the data at the end of a run.

    Open pages that held theirs until the next run would keep revisions in memory that nobody
    sees any more.
    """
    st.session_state.pop(Key.FRAME, None)


def draw_sidebar() -> None:
    """Draw the filters; where they say something else than was drawn, draw that."""
    current: Frame | None = st.session_state.get(Key.FRAME)
    if current is None:
        return
    dataset = current.loaded.dataset
    with st.sidebar:
        if not st.session_state.pop(Key.FILTERS_DRAWN, False):
            filters.draw(dataset)
        st.button(
            "Reset filters",
            icon=":material/restart_alt:",
            disabled=not current.query.is_filtered,
            on_click=reset,
            width="stretch",
        )
        if login() is not None:
            st.button("Sign out", type="tertiary", help=reader_name(), on_click=st.logout)
    if filter_values.read(dataset, current.query) != current.query:
        st.rerun()


def _load(data: Repository) -> Loaded:
    """Return the data; where the first reading takes a while, show how far it is.

    Every page has the place of the bar, also without a bar. Otherwise everything would move
    where a server was restarted under an open page and reads longer than before, and the browser
    builds the map again, without what was open on it, where its place has changed.
    """
    shown = st.empty()
    if data.wait(_SHORT):
        return data.current()
    shown.progress(0.0, "Reading the data")
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
    """Clear every filter; the selected feature stays."""
    filter_values.fill(Query(), _dataset())


def select_feature(feature: str) -> None:
    """Select a feature for the run that follows; an unknown id or ``""`` selects none."""
    known = feature in _dataset().features.index
    st.session_state[Key.FEATURE] = feature if known else ""


def _dataset() -> Dataset:
    """Return the data for a callback: between two runs a session holds none."""
    return repository(data_folder()).current().dataset


def _draw_no_data(reason: str, page: str) -> None:
    st.title("There is no data to show yet")
    st.error(plain(reason), icon=":material/folder_off:")
    st.markdown(
        "The files that this map is drawn from cannot be read whole at the moment. They may be "
        "in the middle of an update. As soon as they are whole, the map appears here. If this "
        "lasts, tell whoever runs this server: its log names the folder and the cause."
    )
    draw_waiting(page, reason)


def draw_header(title: str, standfirst: str) -> None:
    """Draw a page's title with the Share control, then what the reader must be told."""
    current = frame()
    text, control = st.columns([5, 1], vertical_alignment="bottom")
    text.title(title)
    with control:
        share(current.query, current.loaded.dataset.revision, current.page)
        draw_renewal(current.page, current.loaded)
    st.markdown(standfirst)
    if notices := url_state.notices():
        st.warning("  \n".join(plain(notice) for notice in notices), icon=":material/link_off:")
    if current.loaded.warning:
        st.warning(plain(current.loaded.warning), icon=":material/warning:")
    elif number := len(current.loaded.problems):
        found = "1 problem was" if number == 1 else f"{number} problems were"
        st.warning(
            f"{found} found in the data; everything else is shown. "
            "The Data page says what and where.",
            icon=":material/warning:",
        )
