"""Allegations with both sides, and the claims of one source below its allegation."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from routemap.data.text_search import phrases
from routemap.map.style import STATUS_STYLES
from routemap.model.vocabulary import STATUSES
from routemap.questions.claim import claim_details
from routemap.questions.claims_of_source import ClaimsOfSource
from routemap.questions.nested_allegations import Nested
from routemap.questions.sides import sides
from routemap.ui.frame import Frame
from routemap.ui.parts.pager import page_of
from routemap.ui.parts.templates import draw, render
from routemap.ui.session import Key

GLYPHS = {style.key: style.glyph for style in STATUS_STYLES}
# how many claim sources of a side are shown at once, and how many are listed
SOME, MOST = 12, 300
_CLAIMS = 40


def draw_rows(current: Frame, rows: Sequence[Nested], claims: ClaimsOfSource | None) -> None:
    """Draw allegations with both sides, and the open claims below their allegation.

    Every row is an element of its own, so that opening claims changes no other element and the
    focus stays.
    """
    selection = current.selection
    drawn = selection.dataset.memo.get(
        "sides",
        (selection.query, tuple((row.item.allegation, row.depth) for row in rows)),
        lambda: [_row(row) for row in rows],
    )
    with st.container(key=f"{Key.SIDES}.rows", gap=None):
        for row, html in zip(rows, drawn, strict=True):
            st.html(html)
            with st.container():
                if claims and claims.allegation == row.item.allegation:
                    draw_opened(current, claims)


def _row(row: Nested) -> str:
    return render(
        "sides_row.html",
        row=row,
        sides=sides(row.item),
        glyph=GLYPHS[row.item.status],
        status=STATUSES.label(row.item.status),
        some=SOME,
        most=MOST,
    )


def draw_opened(current: Frame, claims: ClaimsOfSource) -> None:
    """Draw the claims of one source about one allegation."""
    selection = current.selection
    body = st.container()
    page = page_of(
        len(claims.positions), _CLAIMS, f"{Key.WHO}.opened", of=(selection.query, claims.first)
    )
    with body:
        draw(
            "opened.html",
            caption=claims.caption,
            first=claims.first,
            claim_details=claim_details(
                selection.dataset, claims.positions[page], selection.kept_denials
            ),
            text=phrases(selection.dataset, current.query.text),
        )
