"""The content of the page of one allegation: sides, claims, map, timeline, related allegations."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from routemap.data.text_search import phrases
from routemap.model.vocabulary import STATUSES
from routemap.questions.allegation import Allegation, allegation_page
from routemap.questions.claim import claim_details
from routemap.questions.claims_of_source import claims_of_source
from routemap.questions.links import link_to
from routemap.questions.query import Query
from routemap.questions.sides import sides
from routemap.ui import filter_values
from routemap.ui.current_data import dataset_now
from routemap.ui.frame import Frame, draw_header
from routemap.ui.parts.markdown import plain
from routemap.ui.parts.opener import draw_opener
from routemap.ui.parts.pager import page_of
from routemap.ui.parts.templates import draw
from routemap.ui.session import Key
from routemap.ui.views.empty import draw_nothing_left
from routemap.ui.views.map import draw_map
from routemap.ui.views.sides import GLYPHS, MOST, SOME, draw_opened
from routemap.ui.views.timeline import draw_timeline

_CLAIMS, _LISTED = 40, 200
_MAP_HEIGHT = 340


def draw_allegation(current: Frame) -> None:
    """Draw everything about the allegation in the address, or a list of allegations."""
    dataset = current.selection.dataset
    known = dataset.allegations.index
    key = next(iter(current.query.allegation or (known if len(known) == 1 else ())), "")
    if not key:
        _draw_list(current)
        return
    found = allegation_page(current.selection, str(key))
    st.set_page_config(page_title=f"{found.statement} · Route Map")
    draw("breadcrumb.html")
    draw_header(plain(found.statement), "")
    _draw_sides(current, found)
    _draw_hidden(found)
    # map and timeline first: on a phone the columns lie below each other
    map_column, claims = st.columns([5, 7], gap="large")
    with claims:
        _draw_claims(current, found)
    with map_column:
        _draw_map(current, found)
        draw_timeline(current)
        if found.broader or found.narrower:
            draw("related.html", broader=found.broader, narrower=found.narrower)


def _draw_list(current: Frame) -> None:
    statements = current.selection.dataset.allegations["statement"]
    draw_header("Allegation", "This page shows everything about one allegation. Select one.")
    if not len(statements):
        draw_nothing_left(current.selection, "allegation")
        return
    draw(
        "allegations.html",
        allegations=list(statements.items())[:_LISTED],
        more=max(0, len(statements) - _LISTED),
    )


def _draw_sides(current: Frame, found: Allegation) -> None:
    item = found.item
    shown = claims_of_source([item], current.query.claim, both_sides=False) if item else None
    with st.container(key=f"{Key.SIDES}.rows", gap=None):
        draw(
            "allegation.html",
            found=found,
            item=item,
            sides=sides(item) if item else None,
            glyph=GLYPHS[item.status] if item else "",
            status=STATUSES.label(item.status) if item else "",
            also=[
                (key, current.selection.dataset.allegations["statement"][key])
                for key in current.query.allegation[1:]
            ],
            some=SOME,
            most=MOST,
        )
        with st.container():
            if shown:
                draw_opened(current, shown)
    draw_opener(shown.first if shown else "")


def _draw_hidden(found: Allegation) -> None:
    # always there: the browser would build the map again if an element before it came or went
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if not found.hidden:
            return
        claims = "1 claim" if found.hidden == 1 else f"{found.hidden:,} claims"
        st.markdown(f"The filters hide {claims} about this allegation.", width="content")
        st.button(
            "Show all claims",
            key=f"{Key.RESET}.allegation",
            on_click=_show_all,
            args=(found.allegation,),
        )


def _show_all(allegation: str) -> None:
    filter_values.fill(Query(allegation=(allegation,)), dataset_now())


def _draw_claims(current: Frame, found: Allegation) -> None:
    dataset = current.selection.dataset
    body = st.container()
    page = page_of(
        len(found.positions),
        _CLAIMS,
        Key.ALLEGATION_PAGE,
        of=(current.selection.query, found.allegation),
    )
    cards = claim_details(dataset, found.positions[page])
    with body:
        draw(
            "allegation_claims.html",
            claims=list(zip(cards, found.of_broader[page].tolist(), strict=True)),
            own=int((~found.of_broader).sum()),
            of_broader=int(found.of_broader.sum()),
            text=phrases(dataset, current.query.text),
        )


def _draw_map(current: Frame, found: Allegation) -> None:
    if not len(found.selection.shown):
        st.caption("No claim about this allegation names a place or route.")
        return
    with st.container(key=Key.ALLEGATION_MAP):
        draw_map(replace(current, selection=found.selection), _MAP_HEIGHT, follows_filters=False)
    feature = current.query.feature
    names = current.selection.dataset.features["name_en"]
    draw(
        "on_the_map.html",
        address=link_to(current.query.without_view()).to_string(),
        name=names.get(feature, ""),
    )
