"""The panels of the Map page: counts, the list of features, and the evidence for one."""

from __future__ import annotations

import numpy as np
import streamlit as st

from routemap.data.text_search import names_something, phrases
from routemap.map.style import COMPARISON_STYLES, STATUS_STYLES
from routemap.model.vocabulary import COMPARISONS, PLACE_KINDS, ROUTE_KINDS, STATUSES
from routemap.questions.claim import claim_details
from routemap.questions.compare import compared_allegations
from routemap.questions.evidence import evidence
from routemap.questions.links import link_to
from routemap.questions.matrix import allegation_summaries, count_allegations
from routemap.questions.search import ranked
from routemap.questions.selection import Selection
from routemap.questions.sentences import filter_notes
from routemap.questions.statuses import STATUS_BY_CODE
from routemap.ui.filter_options import unique_names
from routemap.ui.frame import Frame, reset, select_feature
from routemap.ui.parts.markdown import plain
from routemap.ui.parts.pager import page_of
from routemap.ui.parts.templates import draw, render
from routemap.ui.session import Key, key_of, replace_widget

_OTHER_NAMES = " or another name of the same place"
_MATCHES, _CLAIMS, _LISTED, _ALLEGATIONS = 10, 40, 50, 6


def draw_counts(selection: Selection) -> None:
    """Draw how many of all claims, routes and places are shown, and notes on the filters."""
    dataset, everything = selection.dataset, selection.everything
    draw(
        "counts.html",
        claims=f"{len(selection.positions):,}",
        all_claims=f"{len(dataset.claims):,}",
        routes=f"{selection.count('route'):,}",
        all_routes=f"{everything.count('route'):,}",
        places=f"{selection.count('place'):,}",
        all_places=f"{everything.count('place'):,}",
        notes=filter_notes(selection),
    )


def draw_feature_list(current: Frame) -> None:
    """Draw the list of features, which selects like the map and works with the keyboard."""
    selection, chosen = current.selection, current.query.feature
    if not len(selection.shown):
        _draw_nothing_left()
        return
    features = selection.dataset.features
    places = selection.count("place")
    order = np.concatenate([selection.shown[places:], selection.shown[:places]])
    at = np.flatnonzero(features.index[order] == chosen)
    page = page_of(
        len(order),
        _LISTED,
        Key.LIST_PAGE,
        of=current.selection.query,
        at=int(at[0]) if len(at) else 0,
    )
    rows = features.iloc[order[page]]
    options = list(rows.index)
    names = unique_names(dict(zip(options, rows["name_en"], strict=True)))
    statuses = [STATUS_BY_CODE[code] for code in selection.status_codes[order[page]]]
    kinds = {t.key: t.label for t in (*PLACE_KINDS.terms, *ROUTE_KINDS.terms)}
    key = _list_key((tuple(options), chosen))
    st.session_state[key] = chosen if chosen in names else None
    st.radio(
        "Routes and places",
        options,
        key=key,
        index=None,
        format_func=lambda key: plain(str(names.get(key, key))),
        captions=[
            f"{kinds[kind]} · {STATUSES.label(status)}"
            for kind, status in zip(rows["kind"], statuses, strict=True)
        ],
        on_change=_take_from_list,
        args=(key, tuple(options), chosen),
    )


def _list_key(drawn: tuple[tuple[str, ...], str]) -> str:
    """Return the key of the list, which is new if anything but the list has changed it.

    The browser sends the value of the list with every action of the reader. Until it has drawn a
    selection that was made on the map, it sends the previous one, and Streamlit would take that
    for a choice in the list.
    """
    state = st.session_state
    if state.get(Key.LIST_DRAWN, drawn) != drawn:
        replace_widget(Key.LIST)
    state[Key.LIST_DRAWN] = drawn
    return key_of(Key.LIST)


def _take_from_list(key: str, options: tuple[str, ...], before: str) -> None:
    feature = st.session_state[key] or ""
    if feature == before:
        return
    st.session_state[Key.LIST_DRAWN] = (options, feature)
    select_feature(feature)


def _draw_nothing_left() -> None:
    st.info(
        "No claim matches all filters. Widen the dates, clear a filter, or reset all filters.",
        icon=":material/filter_alt_off:",
    )
    st.button("Reset filters", key=f"{Key.RESET}.empty", on_click=reset)


def draw_evidence(current: Frame) -> None:
    """Draw the evidence for the selected feature.

    Without a selection, draw the comparison, the search results or how to select a feature.
    """
    glyphs = {style.key: style.glyph for style in STATUS_STYLES}
    if not current.query.feature:
        if current.query.compare:
            _draw_comparison(current.selection)
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
    st.button(
        "Clear selection",
        icon=":material/close:",
        on_click=select_feature,
        args=("",),
        type="tertiary",
    )


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


def draw_features_table(selection: Selection) -> None:
    """Draw every feature of the selection as a table, for readers who cannot see the map."""
    ids = selection.dataset.features.index[selection.shown]
    body = st.container()
    page = page_of(len(ids), _LISTED, Key.TABLE_PAGE, of=selection.query)
    found = [evidence(selection, str(key), count=0) for key in ids[page]]
    with body:
        draw(
            "table.html",
            caption="Every route and place on the map",
            header=["Name", "Kind", "Where", "Status", "Claims"],
            rows=[
                [item.name, item.kind, item.facts[0][1], item.sentence, item.total]
                for item in found
            ],
        )
