"""The content of the page “Who says what”: both sides of every allegation, and the claims."""

from __future__ import annotations

from collections.abc import Hashable

import streamlit as st

from routemap.model.arrangements import LAYOUTS, MATRIX, ORDERS
from routemap.model.terms import Vocabulary
from routemap.questions.claim import claim_details
from routemap.questions.claims_of_source import ClaimsOfSource, claims_of_source
from routemap.questions.matrix import allegation_summaries, ordered, rows_and_rest
from routemap.questions.nested_allegations import Nested, nested
from routemap.questions.quoting import quoted
from routemap.questions.sentences import in_order
from routemap.ui import url_state
from routemap.ui.frame import Frame
from routemap.ui.parts.opener import draw_opener
from routemap.ui.parts.pager import page_of
from routemap.ui.parts.templates import draw
from routemap.ui.session import Key, key_of, replace_widget
from routemap.ui.views.empty import draw_nothing_left
from routemap.ui.views.matrix import draw_matrix
from routemap.ui.views.sides import draw_opened, draw_rows

_ALLEGATIONS, _CLAIMS = 30, 40


def draw_who(current: Frame) -> None:
    """Draw who affirms and who denies each allegation, as two sides or as a matrix."""
    query = current.query
    with st.container(horizontal=True, gap="medium"):
        _draw_choice("Show", LAYOUTS, "show", Key.WHO_SHOW, query.show)
        _draw_choice("Order of the allegations", ORDERS, "order", Key.WHO_ORDER, query.order)
    found = ordered(allegation_summaries(current.selection), query.order)
    if not found:
        draw_nothing_left(current.selection, "allegation")
        return
    claims = claims_of_source(found, query.claim, both_sides=query.show == MATRIX)
    rows = nested(found)
    if query.show != MATRIX:
        _draw_page(current, rows, claims)
    else:
        table, rest = rows_and_rest(found)
        if table:
            draw_matrix(current, nested(table))
            if claims and any(item.allegation == claims.allegation for item in table):
                draw_opened(current, claims)
        if rest:
            _draw_rest(current, nested(rest), claims, unfolded=not table)
    draw_opener(claims.first if claims else "")


def _draw_choice(label: str, vocabulary: Vocabulary, field: str, name: str, chosen: str) -> None:
    """Draw a choice that is part of the address."""
    if st.session_state.get(key_of(name), chosen) != chosen:
        replace_widget(name)  # the address has changed, not the widget
    key = key_of(name)
    st.session_state[key] = chosen
    st.segmented_control(
        label,
        vocabulary.keys,
        format_func=vocabulary.label,
        key=key,
        required=True,
        on_change=_take_choice,
        args=(key, field),
    )


def _take_choice(key: str, field: str) -> None:
    if chosen := st.session_state.get(key):
        url_state.arrange(**{field: chosen})


def _draw_page(current: Frame, rows: tuple[Nested, ...], claims: ClaimsOfSource | None) -> None:
    at = next(
        (n for n, row in enumerate(rows) if claims and row.item.allegation == claims.allegation), 0
    )
    body = st.container()
    of: Hashable = (current.selection.query, current.query.order)
    page = page_of(len(rows), _ALLEGATIONS, f"{Key.WHO}.allegations", of=of, at=at)
    with body:
        draw_rows(current, rows[page], claims)


def _draw_rest(
    current: Frame, rows: tuple[Nested, ...], claims: ClaimsOfSource | None, *, unfolded: bool
) -> None:
    named = any(claims and row.item.allegation == claims.allegation for row in rows)
    number = f"{len(rows):,} allegation{'' if len(rows) == 1 else 's'}"
    part = st.expander(
        f"{number} whose only claim source speaks about nothing else",
        key=Key.WHO_REST,
        expanded=unfolded or named,
        on_change="rerun",
    )
    if part.open:
        with part:
            _draw_page(current, rows, claims)


def draw_claims(current: Frame) -> None:
    """Draw the claims of the sources or about the allegations in the filters, if there are any."""
    selection, query = current.selection, current.query
    if not (query.source or query.allegation):
        return
    dataset = selection.dataset
    who = ", ".join(dataset.sources["name"][source] for source in query.source)
    what = ", ".join(quoted(dataset.allegations["statement"][key]) for key in query.allegation)
    caption = " ".join(
        part for part in ("Claims", who and f"by {who}", what and f"about {what}") if part
    )
    positions = in_order(dataset, selection.positions)
    body = st.container()
    page = page_of(len(positions), _CLAIMS, f"{Key.WHO}.claims", of=selection.query)
    with body:
        draw(
            "claims.html",
            caption=caption,
            claim_details=claim_details(dataset, positions[page], selection.kept_denials),
            text=query.text,
        )
