"""The features of a selection in the panel: as a list that selects, and as a table."""

from __future__ import annotations

import numpy as np
import streamlit as st

from routemap.map.style import COMPARISON_STYLES, STATUS_STYLES
from routemap.model.comparisons import COMPARISONS
from routemap.model.vocabulary import STATUSES
from routemap.questions.compare import VERDICTS, compared_codes
from routemap.questions.evidence import evidence, kind_label
from routemap.questions.selection import Selection
from routemap.questions.statuses import STATUS_BY_CODE
from routemap.ui.frame import Frame
from routemap.ui.parts.pager import page_of
from routemap.ui.parts.templates import draw
from routemap.ui.session import Key
from routemap.ui.views.empty import draw_nothing_left
from routemap.ui.views.listing import draw_listing

_LISTED = 50


def draw_feature_list(current: Frame) -> None:
    """Draw the list of features, which selects like the map and works with the keyboard."""
    selection, chosen = current.selection, current.query.feature
    if not len(selection.shown):
        draw_nothing_left(selection)
        return
    features = selection.dataset.features
    places = selection.count("place")
    order = np.concatenate([selection.shown[places:], selection.shown[:places]])
    at = np.flatnonzero(features.index[order] == chosen)
    page = page_of(
        len(order), _LISTED, Key.LIST_PAGE, of=selection.query, at=int(at[0]) if len(at) else 0
    )
    rows = features.iloc[order[page]]
    draw_listing(
        [
            (str(key), name, kind_label(selection.dataset, kind), *state)
            for key, name, kind, state in zip(
                rows.index, rows["name_en"], rows["kind"], _states(selection, order[page]),
                strict=True,
            )
        ],
        chosen,
    )  # fmt: skip


def _states(selection: Selection, positions: np.ndarray) -> list[tuple[str, str]]:
    """Return glyph and label per feature: of its status or, in a comparison, of the verdict."""
    if selection.query.compare:
        glyphs = {style.key: style.glyph for style in COMPARISON_STYLES}
        keys = [VERDICTS[code] for code in compared_codes(selection)[positions]]
        return [(glyphs[key], COMPARISONS.label(key)) for key in keys]
    glyphs = {style.key: style.glyph for style in STATUS_STYLES}
    statuses = [STATUS_BY_CODE[code] for code in selection.status_codes[positions]]
    return [(glyphs[status], STATUSES.label(status)) for status in statuses]


def draw_features_table(current: Frame) -> None:
    """Draw every feature of the selection as a table, for readers who cannot see the map."""
    selection = current.selection
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
