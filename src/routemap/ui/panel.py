"""Beside the map: what is counted, the list of features, and the evidence for one."""

from __future__ import annotations

import streamlit as st

from routemap.compare import compared_allegations
from routemap.evidence import evidence
from routemap.exhibit import exhibits
from routemap.maps.style import COMPARISON_STYLES, STATUS_STYLES
from routemap.query import DATE_MEANINGS
from routemap.search import ranked
from routemap.selection import Selection
from routemap.standing import standings
from routemap.ui.frame import Frame, reset, select_feature
from routemap.ui.templates import draw
from routemap.vocabulary import COMPARISONS, PLACE_KINDS, ROUTE_KINDS, STATUSES

_LIST = "feature.list"
_MATCHES = 20


def draw_counts(selection: Selection) -> None:
    """Draw “n of m”, and what the date filter does with undated claims."""
    dataset, query = selection.dataset, selection.query
    everything = selection.everything
    undated = ""
    if query.first or query.last:
        meaning = DATE_MEANINGS.label(query.by)
        number = selection.undated or "none"
        undated = f"{number} of these do not say when {meaning}; the dates leave them in"
    draw(
        "counts.html",
        claims=len(selection.claims),
        all_claims=len(dataset.claims),
        routes=selection.count("route"),
        all_routes=everything.count("route"),
        places=selection.count("place"),
        all_places=everything.count("place"),
        undated=undated,
    )


def draw_feature_list(current: Frame) -> None:
    """Draw the list that selects the same features as the map, from the keyboard."""
    selection = current.selection
    features = selection.dataset.features.loc[selection.status.index]
    routes_first = features.sort_values("type", ascending=False, kind="stable")
    options = list(routes_first.index)
    if not options:
        _draw_nothing_left()
        return
    chosen = current.query.feature
    st.session_state[_LIST] = chosen if chosen in options else None
    names, status = features["name_en"], selection.status
    kinds = {**{t.key: t.label for t in (*PLACE_KINDS.terms, *ROUTE_KINDS.terms)}}
    st.radio(
        "Routes and places",
        options,
        key=_LIST,
        index=None,
        format_func=lambda key: names.get(key, key),
        captions=[
            f"{kinds[features['kind'][key]]} · {STATUSES.label(status[key])}" for key in options
        ],
        on_change=lambda: select_feature(st.session_state[_LIST] or ""),
    )


def _draw_nothing_left() -> None:
    st.info(
        "No claim matches all filters. Widen the dates, clear a filter, or start over.",
        icon=":material/filter_alt_off:",
    )
    st.button("Reset filters", key="reset.empty", on_click=reset)


def draw_evidence(current: Frame) -> None:
    """Draw the evidence for the selected feature, or how to select one."""
    glyphs = {style.key: style.glyph for style in STATUS_STYLES}
    if not current.query.feature:
        if current.query.compare:
            _draw_comparison(current.selection)
        elif current.query.text:
            _draw_matches(current.selection)
        else:
            draw("hint.html", standings=standings(current.selection), glyphs=glyphs)
        return
    found = evidence(current.selection, current.query.feature)
    draw(
        "evidence.html",
        found=found,
        glyph=glyphs.get(found.status, ""),
        text=current.query.text,
    )
    st.button(
        "Clear selection",
        icon=":material/close:",
        on_click=select_feature,
        args=("",),
        type="tertiary",
    )


def _draw_comparison(selection: Selection) -> None:
    names = selection.dataset.sources["name"]
    draw(
        "compare.html",
        names=[names[source] for source in selection.query.compare],
        verdicts=compared_allegations(selection),
        labels={term.key: term.label for term in COMPARISONS.terms},
        glyphs={style.key: style.glyph for style in COMPARISON_STYLES},
    )


def _draw_matches(selection: Selection) -> None:
    positions = ranked(selection)
    shown = positions[:_MATCHES]
    caption = f"Claims that mention “{selection.query.text}”"
    if len(positions) > _MATCHES:
        caption += f", the best {_MATCHES} of {len(positions)}"
    draw(
        "claims.html",
        caption=caption,
        exhibits=exhibits(selection.dataset, shown),
        text=selection.query.text,
    )


def draw_features_table(selection: Selection) -> None:
    """Draw every feature of the selection as a table, for whoever cannot see the map."""
    rows = []
    for key in selection.status.index:
        found = evidence(selection, str(key))
        rows.append(
            [found.name, found.kind, found.facts[0][1], found.sentence, len(found.exhibits)]
        )
    draw(
        "table.html",
        caption="Every route and place on the map",
        header=["Name", "Kind", "Where", "Status", "Claims"],
        rows=rows,
    )
