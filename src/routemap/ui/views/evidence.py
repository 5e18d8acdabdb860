"""The evidence in the panel: for the selected feature or claim, the comparison, or the search."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from routemap.data.text_search import names_something, phrases
from routemap.map.style import COMPARISON_STYLES, STATUS_STYLES
from routemap.model.comparisons import COMPARISONS
from routemap.questions.claim import ClaimDetails, claim_details
from routemap.questions.compare import compared_allegations
from routemap.questions.evidence import evidence
from routemap.questions.links import link_to
from routemap.questions.matrix import allegation_summaries, count_allegations
from routemap.questions.search import ranked
from routemap.questions.selection import Selection
from routemap.questions.vessel import vessel_details
from routemap.ui.frame import Frame, keep_only, select_feature
from routemap.ui.parts.pager import page_of
from routemap.ui.parts.templates import draw, render
from routemap.ui.session import Key
from routemap.ui.views.empty import draw_nothing_left

_OTHER_NAMES = " or another name of the same place"
_MATCHES, _CLAIMS, _ALLEGATIONS, _SHIPS = 10, 40, 6, 10


def draw_evidence(current: Frame) -> None:
    """Draw the evidence for the selected feature.

    Without a selection, draw the comparison, the search results or how to select a feature.
    """
    glyphs = {style.key: style.glyph for style in STATUS_STYLES}
    chosen = _selected_claim(current)
    if current.query.feature or chosen:
        _draw_selection_tools(current)
    if chosen:
        draw("claims.html", caption="Selected claim", claim_details=chosen, text="")
    if not current.query.feature:
        if chosen:
            return
        if not current.query.compare:
            _draw_ships(current)
        if not len(current.selection.positions):
            draw_nothing_left(current.selection)
        elif current.query.compare:
            _draw_comparison(current.selection)
        elif current.query.vessel:
            return
        elif current.query.text:
            _draw_matches(current.selection)
        else:
            _draw_hint(current.selection)
        return
    selection, feature = current.selection, current.query.feature
    total = evidence(selection, feature, count=0).total
    body = st.container()
    page = page_of(total, _CLAIMS, Key.EVIDENCE_PAGE, of=(selection.query, feature))
    found = evidence(selection, feature, start=page.start, count=page.stop - page.start)
    with body:
        draw(
            "evidence.html",
            found=found,
            glyph=glyphs.get(found.status, ""),
            text=phrases(current.selection.dataset, current.query.text),
        )


def _draw_selection_tools(current: Frame) -> None:
    feature = current.query.feature
    with st.container(key=Key.SELECTION_TOOLS, horizontal=True, gap="small"):
        if feature and feature not in current.query.about:
            kind = "place" if feature in current.selection.dataset.places.index else "route"
            st.button(
                f"Only this {kind}",
                help="Keep only the claims about it.",
                on_click=keep_only,
                args=(feature,),
                type="tertiary",
            )
        st.button("Clear selection", on_click=select_feature, args=("",), type="tertiary")


def _selected_claim(current: Frame) -> tuple[ClaimDetails, ...]:
    """Return the selected claim, which is shown whether or not it passes the filters."""
    dataset = current.selection.dataset
    if current.query.claim not in dataset.claims.index:
        return ()
    position = dataset.claims.index.get_indexer(pd.Index([current.query.claim]))
    return claim_details(dataset, position, current.selection.kept_denials)


def _draw_hint(selection: Selection) -> None:
    def hint() -> str:
        return render(
            "hint.html",
            allegations=allegation_summaries(selection, _ALLEGATIONS),
            more=max(0, count_allegations(selection) - _ALLEGATIONS),
            address=link_to(selection.query).to_string(),
            glyphs={style.key: style.glyph for style in STATUS_STYLES},
        )

    st.html(selection.dataset.memo.get("hint", selection.query, hint))


def _draw_comparison(selection: Selection) -> None:
    names = selection.dataset.sources["name"]
    draw(
        "compare.html",
        names=[names[source] for source in selection.query.compare],
        verdicts=compared_allegations(selection),
        labels={term.key: term.label for term in COMPARISONS.terms},
        glyphs={style.key: style.glyph for style in COMPARISON_STYLES},
    )


def _draw_ships(current: Frame) -> None:
    """Draw the ships that the filters name, each with its heading and its claims."""
    selection, dataset = current.selection, current.selection.dataset
    known = [vessel for vessel in current.query.vessel if vessel in dataset.vessels.index]
    for vessel in known[:_SHIPS]:
        ship = vessel_details(selection, vessel)
        draw(
            "vessel.html",
            ship=ship,
            total=len(ship.positions),
            claim_details=claim_details(dataset, ship.positions[:_CLAIMS], selection.kept_denials),
            text=phrases(dataset, current.query.text),
        )


def _draw_matches(selection: Selection) -> None:
    dataset, query = selection.dataset, selection.query
    positions = dataset.memo.get("ranked", query, lambda: ranked(selection))
    body = st.container()
    page = page_of(len(positions), _MATCHES, Key.MATCHES_PAGE, of=query)

    several = names_something(dataset, query.text)

    def matches() -> str:
        return render(
            "claims.html",
            caption=f"Claims that mention “{query.text}”{_OTHER_NAMES if several else ''}",
            claim_details=claim_details(dataset, positions[page], selection.kept_denials),
            text=phrases(dataset, query.text),
        )

    body.html(dataset.memo.get("matches", (query, page.start), matches))
