"""What the page “Who says what” shows: allegations by claim sources, and the claims behind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from routemap.evidence import in_order
from routemap.exhibit import exhibits
from routemap.maps.style import STATUS_STYLES
from routemap.query import Query
from routemap.selection import Selection
from routemap.standing import ORDERS, ordered, standings
from routemap.ui.filters import sources_by_kind
from routemap.ui.frame import reset
from routemap.ui.templates import draw
from routemap.vocabulary import SOURCE_KINDS


def draw_matrix(selection: Selection) -> None:
    """Draw the table of allegations by claim sources, sorted as the reader asks."""
    order = st.segmented_control(
        "Order of the allegations",
        ORDERS.keys,
        format_func=ORDERS.label,
        default="file",
        key="who.order",
    )
    found = ordered(standings(selection), order or "file")
    if not found:
        st.info("No allegation is left by these filters.", icon=":material/filter_alt_off:")
        st.button("Reset filters", key="reset.who", on_click=reset)
        return
    speaking = {source for item in found for source in item.cells}
    names = selection.dataset.sources["name"]
    groups = [
        (SOURCE_KINDS.label(kind), [(key, names[key]) for key in members if key in speaking])
        for kind, members in sources_by_kind(selection.dataset).items()
    ]
    draw(
        "matrix.html",
        standings=found,
        groups=[(kind, sources) for kind, sources in groups if sources],
        glyphs={style.key: style.glyph for style in STATUS_STYLES},
        address=_address(selection.query),
    )


def _address(query: Query) -> Callable[..., str]:
    def address(source: str = "", allegation: str = "") -> str:
        narrowed = query
        if source:
            narrowed = replace(narrowed, source=(source,))
        if allegation:
            narrowed = replace(narrowed, allegation=(allegation,))
        return narrowed.to_string()

    return address


def draw_claims(selection: Selection) -> None:
    """Draw the claims behind a cell, a row or a column, once the reader has chosen one."""
    query = selection.query
    if not (query.source or query.allegation):
        return
    dataset = selection.dataset
    who = ", ".join(dataset.sources["name"][source] for source in query.source)
    what = " ".join(dataset.allegations["statement"][key] for key in query.allegation)
    caption = ": ".join(part for part in (who, what) if part)
    positions = in_order(dataset, selection.positions)
    draw("claims.html", caption=caption, exhibits=exhibits(dataset, positions), text=query.text)
