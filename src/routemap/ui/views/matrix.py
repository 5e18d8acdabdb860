"""The content of the page “Who says what”: the matrix, and the claims of a cell."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from itertools import groupby

import streamlit as st

from routemap.map.style import STATUS_STYLES
from routemap.model.vocabulary import SOURCE_KINDS
from routemap.questions.claim import claim_details
from routemap.questions.filters import PARAMETER
from routemap.questions.links import link_to
from routemap.questions.matrix import ORDERS, allegation_summaries, ordered
from routemap.questions.query import Query
from routemap.questions.sentences import in_order
from routemap.ui.filter_options import choices_by_kind
from routemap.ui.frame import Frame, reset
from routemap.ui.parts.pager import page_of
from routemap.ui.parts.templates import draw
from routemap.ui.session import Key

_ALLEGATIONS, _SOURCES, _CLAIMS = 30, 60, 40


def draw_matrix(current: Frame) -> None:
    """Draw the table of claim sources by allegations, in the order that the reader has chosen."""
    selection = current.selection
    order = st.segmented_control(
        "Order of the allegations",
        ORDERS.keys,
        format_func=ORDERS.label,
        default="file",
        key=Key.MATRIX_ORDER,
    )
    found = ordered(allegation_summaries(selection), order or "file")
    if not found:
        st.info("No allegation matches all filters.", icon=":material/filter_alt_off:")
        st.button("Reset filters", key=f"{Key.RESET}.matrix", on_click=reset)
        return
    body = st.container()
    columns = found[_page(found, _ALLEGATIONS, "allegations", of=(selection.query, order))]
    speaking = {source for item in columns for source in item.cells}
    sources = [
        (kind, key, name)
        for kind, members in choices_by_kind(PARAMETER["source"], selection.dataset).items()
        for key, name in members.names.items()
        if key in speaking
    ]
    about = tuple(item.allegation for item in columns)
    rows = sources[_page(sources, _SOURCES, "claim sources", of=(selection.query, about))]
    groups = [
        (SOURCE_KINDS.label(kind), [(key, name) for _, key, name in members])
        for kind, members in groupby(rows, key=lambda row: row[0])
    ]
    with body:
        draw(
            "matrix.html",
            allegations=columns,
            groups=groups,
            glyphs={style.key: style.glyph for style in STATUS_STYLES},
            address=_address(current.query),
        )


def _page(items: Sequence[object], size: int, what: str, *, of: Hashable) -> slice:
    if len(items) > size:
        st.caption(f"Pages of {what}")
    return page_of(len(items), size, f"{Key.MATRIX}.{what}", of=of)


def _address(query: Query) -> Callable[..., str]:
    def address(source: str = "", allegation: str = "") -> str:
        narrowed = query
        if source:
            narrowed = replace(narrowed, source=(source,))
        if allegation:
            narrowed = replace(narrowed, allegation=(allegation,))
        return link_to(narrowed).to_string()

    return address


def draw_claims(current: Frame) -> None:
    """Draw the claims of the cell, row or column that the reader has chosen, if any."""
    selection, query = current.selection, current.query
    if not (query.source or query.allegation):
        return
    dataset = selection.dataset
    who = ", ".join(dataset.sources["name"][source] for source in query.source)
    what = " ".join(dataset.allegations["statement"][key] for key in query.allegation)
    caption = ": ".join(part for part in (who, what) if part)
    positions = in_order(dataset, selection.positions)
    body = st.container()
    page = page_of(len(positions), _CLAIMS, f"{Key.MATRIX}.claims", of=selection.query)
    with body:
        draw(
            "claims.html",
            caption=caption,
            claim_details=claim_details(dataset, positions[page], selection.kept_denials),
            text=query.text,
        )
