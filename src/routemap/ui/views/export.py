"""The content of the Export page: the query, a card per format, and how to repeat an export."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import Final

import streamlit as st

from routemap.exports import FORMATS, PURPOSES, Extract, Format, extract, format_named
from routemap.exports.job import Preparation
from routemap.exports.progress import Watch
from routemap.exports.recipe import api_address, command_line
from routemap.host.identity import reader_address
from routemap.host.streamlit_internals import is_connected, session_id
from routemap.model.errors import ExportCancelledError, TooManyError
from routemap.questions.links import link_to
from routemap.questions.selection import Selection
from routemap.questions.view import query_in_words
from routemap.ui.frame import Frame
from routemap.ui.parts.markdown import plain
from routemap.ui.parts.templates import draw
from routemap.ui.session import Key
from routemap.ui.url_state import dashboard_address
from routemap.ui.views.empty import draw_nothing_left
from routemap.web.guard.export_limit import EXPORTING

_AT_ONCE: Final = 1_000  # claims; more take too long to write for an immediate download
_CARD: Final = 260  # pixels; four fit beside each other on a desk
_EVERY: Final = 0.4  # seconds between two updates of the progress
_GONE: Final = 20.0  # seconds; a page that reconnects within them finds its export still running


@dataclass(frozen=True)
class _Held:
    """The file that this reader has requested, and the query and revision it is made from."""

    of: Hashable
    preparation: Preparation


@dataclass(frozen=True)
class _Offer:
    """The extract that the cards export, and the file that this reader has already requested."""

    extracted: Extract
    held: _Held | None


def draw_query(current: Frame) -> bool:
    """Draw the query and the number of added denials; return whether any claim is left."""
    selection = current.selection
    if not len(selection.positions):
        draw_nothing_left(selection)
        return False
    extracted = _extract(current, selection)
    draw(
        "query_in_words.html",
        words=query_in_words(selection),
        added=len(extracted.positions) - int(selection.passing.sum()),
    )
    return True


def draw_formats(current: Frame) -> None:
    """Draw a card per format of the registry, grouped by purpose."""
    selection = replace(current.selection, query=current.query)
    offer = _Offer(_extract(current, selection, dashboard_address(current.page)), _held(selection))
    for term in PURPOSES.terms:
        rows = [row for row in FORMATS if row.purpose == term.key]
        if not rows:
            continue
        draw("purpose.html", label=term.label, meaning=term.meaning)
        with st.container(horizontal=True, gap="small"):
            for row in rows:
                with st.container(border=True, width=_CARD, key=f"{Key.EXPORT_CARD}-{row.key}"):
                    draw("format.html", row=row)
                    _draw_control(offer, row)


def draw_recipe(current: Frame) -> None:
    """Draw the command and the address that produce the same file, to copy."""
    labels = {row.key: row.label for row in FORMATS}
    chosen = st.selectbox(
        "Format", list(labels), format_func=lambda key: labels[key], key=Key.EXPORT_AGAIN, width=300
    )
    row, address = format_named(chosen), dashboard_address(current.page)
    st.markdown("On the command line, if Route Map is installed:")
    st.code(command_line(current.query, row, address), language=None, wrap_lines=True)
    if reason := link_to(current.query).reason:
        st.caption(plain(reason))
        return
    st.markdown("In a program, or as a link:")
    st.code(api_address(current.query, row, address), language=None, wrap_lines=True)


def _draw_control(offer: _Offer, row: Format) -> None:
    extracted, held = offer.extracted, offer.held
    own = held.preparation if held and held.preparation.row == row else None
    if own and not own.is_done:
        st.fragment(_draw_progress, run_every=_EVERY)(own)
    elif own and own.file_name:
        _draw_download(f"Download {_size(own.size)}", own.read, row, own.file_name)
    elif len(extracted.positions) <= _AT_ONCE and not link_to(extracted.query).reason:
        # made by the API, which has queues and limits, and stops when the reader leaves
        revision = extracted.dataset.revision
        draw(
            "download.html", row=row, address=api_address(extracted.query, row, "./", rev=revision)
        )
    else:
        if own and own.failure:
            draw("failure.html", failure=f"This file could not be created: {own.failure}.")
        elif st.session_state.get(Key.EXPORT_REFUSED, ("", ""))[0] == row.key:
            draw("failure.html", failure=st.session_state.pop(Key.EXPORT_REFUSED)[1])
        st.button(
            "Prepare",
            key=f"{Key.EXPORT_PREPARE}.{row.key}",
            icon=":material/manufacturing:",
            on_click=_prepare,
            args=(row, extracted),
            disabled=bool(held and not held.preparation.is_done),
            width="stretch",
        )


def _draw_download(label: str, read: Callable[[], bytes], row: Format, name: str) -> None:
    # read when clicked, so that an unused button costs nothing and stores nothing
    st.download_button(
        label,
        read,
        file_name=name,
        mime=row.media_type,
        key=f"{Key.EXPORT_DOWNLOAD}.{row.key}",
        icon=":material/download:",
        on_click="ignore",
        width="stretch",
    )


def _draw_progress(preparation: Preparation) -> None:
    if preparation.is_done or Key.EXPORT_JOB not in st.session_state:
        st.rerun(scope="app")
    if preparation.is_waiting:
        st.progress(0.0, "Waiting for other exports …")
    else:
        st.progress(preparation.share, f"Writing, {preparation.share:.0%}")
    st.button(
        "Cancel",
        key=f"{Key.EXPORT_CANCEL}.{preparation.row.key}",
        icon=":material/close:",
        on_click=_cancel,
        width="stretch",
    )


def _held(selection: Selection) -> _Held | None:
    """Return the file that this reader has requested, if it is of the same query and revision."""
    held: _Held | None = st.session_state.get(Key.EXPORT_JOB)
    if held and held.of != _identity(selection):
        _cancel()
        return None
    return held


def _prepare(row: Format, extracted: Extract) -> None:
    _cancel()
    client = reader_address()
    try:
        EXPORTING.begin(client)
    except TooManyError as error:
        st.session_state[Key.EXPORT_REFUSED] = row.key, str(error)
        return
    begin = partial(_renewed, replace(extracted, watch=_while_open(session_id())))
    try:
        preparation = Preparation(row, begin, client, partial(EXPORTING.end, client))
    except OSError:  # such as a full disk
        EXPORTING.end(client)
        raise
    st.session_state[Key.EXPORT_JOB] = _Held(_identity(extracted.matching), preparation)


def _while_open(session: str) -> Watch:
    """Return a watch that cancels an export if its page has been gone for :data:`_GONE` seconds."""
    seen = time.monotonic()

    def watch(_share: float) -> None:
        nonlocal seen
        if is_connected(session):
            seen = time.monotonic()
        elif time.monotonic() - seen > _GONE:
            raise ExportCancelledError("the page was closed")

    return watch


def _cancel() -> None:
    held: _Held | None = st.session_state.pop(Key.EXPORT_JOB, None)
    if held:
        held.preparation.cancel()


def _identity(selection: Selection) -> Hashable:
    return selection.query, selection.dataset.revision


def _extract(current: Frame, selection: Selection, address: str = "") -> Extract:
    held_back = current.loaded.held_back_in_short
    return extract(selection, made=datetime.now(UTC), address=address, held_back=held_back)


def _renewed(extracted: Extract, watch: Watch) -> Extract:
    """Return an extract with the current time, not that of the page, and with one more watch."""

    def both(share: float) -> None:
        extracted.watch(share)
        watch(share)

    return replace(extracted, made=datetime.now(UTC), watch=both)


def _size(count: int) -> str:
    """Return a number of bytes as text.

    Examples
    --------
    >>> _size(2_400), _size(9_010_555)
    ('2 kB', '9.0 MB')
    """
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{max(1, round(count / 1e3))} kB"
