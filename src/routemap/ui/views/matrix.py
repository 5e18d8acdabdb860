"""The matrix of allegations by claim sources, with a sign for each side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import streamlit as st

from routemap.model.vocabulary import SOURCE_KINDS
from routemap.questions.links import link_to
from routemap.questions.matrix import AllegationSummary
from routemap.questions.nested_allegations import Nested
from routemap.questions.query import Query
from routemap.questions.sides import Cell, sides
from routemap.ui.frame import Frame
from routemap.ui.parts.pager import page_of
from routemap.ui.parts.templates import draw
from routemap.ui.session import Key
from routemap.ui.views.sides import GLYPHS

_ALLEGATIONS, _SOURCES = 30, 60


@dataclass(frozen=True)
class _Row:
    item: AllegationSummary
    depth: int
    cells: dict[str, Cell]


def draw_matrix(current: Frame, found: Sequence[Nested]) -> None:
    """Draw the matrix. Its columns are the claim sources that speak about any of its rows."""
    body = st.container()
    query_and_order = (current.selection.query, current.query.order)
    rows = [
        _Row(row.item, row.depth, dict(sides(row.item).cells))
        for row in found[_page(found, _ALLEGATIONS, "allegations", of=query_and_order)]
    ]
    sources = _by_kind(current, {source for row in rows for source in row.cells})
    about = tuple(row.item.allegation for row in rows)
    shown = sources[_page(sources, _SOURCES, "claim sources", of=(query_and_order, about))]
    kinds = current.selection.dataset.case.terms(SOURCE_KINDS)
    with body:
        draw(
            "matrix.html",
            rows=rows,
            groups=[
                (kinds.label(kind), [(key, name) for _, key, name in members])
                for kind, members in groupby(shown, key=lambda member: member[0])
            ],
            glyphs=GLYPHS,
            address=_address(current.query),
        )


def _by_kind(current: Frame, speaking: set[str]) -> list[tuple[str, str, str]]:
    """Return kind, id and name of some claim sources, by kind and name."""
    dataset = current.selection.dataset
    table, kinds = dataset.sources, dataset.case.terms(SOURCE_KINDS).keys
    known = [(str(table["kind"][key]), key, str(table["name"][key])) for key in speaking]
    return sorted(known, key=lambda row: (kinds.index(row[0]), row[2].casefold()))


def _page(items: Sequence[object], size: int, what: str, *, of: object) -> slice:
    if len(items) > size:
        st.caption(f"Pages of {what}")
    return page_of(len(items), size, f"{Key.WHO}.matrix.{what}", of=of)


def _address(query: Query) -> Callable[[str], str]:
    return lambda source: link_to(replace(query, source=(source,), claim="")).to_string()
