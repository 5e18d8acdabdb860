"""The timeline below the map: claims over time, the date filter as a brush, and playback."""

from __future__ import annotations

import json

import streamlit as st

from routemap.data.dataset import Dataset
from routemap.model.vocabulary import DATE_MEANINGS, KNOWN, WHEN
from routemap.questions.timeline import Layout, layout
from routemap.ui.filter_values import set_days, stored
from routemap.ui.frame import Frame, select_claim
from routemap.ui.parts.timeline import (
    Shown,
    changing_part,
    constant_part,
    sent_claim,
    sent_days,
    timeline,
)


def draw_timeline(current: Frame) -> None:
    """Draw the timeline, which is linked with the date filter and the selection."""
    query, selection, dataset = current.query, current.selection, current.selection.dataset
    where = _layout(dataset, query.by)
    if where is None:
        of = "" if query.by == WHEN else f" of {DATE_MEANINGS.label(query.by)}"
        st.caption(f"No claim has a date{of}.")
        return
    memo = dataset.memo
    timeline(
        memo.get("timeline", query.by, lambda: json.dumps(constant_part(dataset, where))),
        memo.get(
            "timeline.state",
            (selection.query, query.feature, query.claim),
            lambda: changing_part(selection, where, _layout(dataset, KNOWN), query),
        ),
        on_days=take_days,
        on_claim=_take_claim,
    )


def _layout(dataset: Dataset, by: str) -> Layout | None:
    return dataset.memo.get("layout", by, lambda: layout(dataset, by))


def take_days() -> None:
    """Set the days that the timeline has sent, in its callback."""
    days = sent_days()
    if days is None:
        return
    filters = stored()
    now = Shown(filters.first, filters.last, known=filters.by == KNOWN)
    if days.after is None:
        set_days(days.first, days.last)
    elif days.after == now:  # otherwise the reader has set other days since playback asked
        set_days(days.first, days.last, KNOWN)


def _take_claim() -> None:
    if claim := sent_claim():
        select_claim(claim)
