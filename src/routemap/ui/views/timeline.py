"""The timeline below the map: claims over time, and a brush that sets the date filter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import streamlit as st

from routemap.data.dataset import Dataset
from routemap.model.vocabulary import DATE_MEANINGS, KNOWN, WHEN
from routemap.questions.months import Days, months
from routemap.questions.selection import Selection
from routemap.questions.timeline import Layout, axis, layout, summary
from routemap.ui.filter_values import set_days
from routemap.ui.frame import Frame
from routemap.ui.session import Key, key_of, replace_widget
from routemap.ui.views.playback import draw_playback, follow, stop_playback
from routemap.ui.views.timeline_chart import BRUSH, Spec, chart

_HOW = {
    True: "A dot is a day. A bar is as long as the date is uncertain, and dashed if the date is "
    "approximate.",
    False: "Each bar shows how many claims begin in that month.",
}
_HOLLOW = {
    WHEN: "Hollow: the day of the event is unknown, so the day of the statement or of publication "
    "is used.",
    KNOWN: "Hollow: the day of the statement is unknown, so the day of publication is used.",
}


def draw_timeline(current: Frame) -> None:
    """Draw the timeline, which is linked with the date filter, and the controls of playback."""
    selection, query = current.selection, current.query
    meaning = DATE_MEANINGS.label(query.by)
    where = _layout(selection.dataset, query.by)
    found = summary(selection, where) if where else None
    if where is None or found is None:
        stop_playback()
        left = len(selection.positions)
        st.caption(
            f"No claim has a date of {meaning}." if left else "No claim matches all filters."
        )
        return
    days = (query.first, query.last)
    _follow(days, query.by)
    first, last = axis(selection, where)
    begin, end = f"{found.first:%B %Y}", f"{found.last:%B %Y}"
    left_out = f" Not shown: background before {first:%B %Y} ({found.earlier:,})."
    undated = f"; {found.undated:,} without this date are not shown" if found.undated else ""
    hollow = _HOLLOW[query.by] if where.fallbacks and where.claims is not None else ""
    text = (
        f"{found.claims:,} claim{'' if found.claims == 1 else 's'} by date of {meaning}, "
        f"{f'in {begin}' if begin == end else f'from {begin} to {end}'}{undated}."
        f"{left_out if found.earlier else ''} {_HOW[where.claims is not None]} {hollow}".rstrip()
    )
    brushed_or_all = days == (None, None) or st.session_state.get(Key.BRUSHED) is not None
    with st.container(key=Key.TIMELINE, gap="small"):
        st.vega_lite_chart(
            spec=_chart(selection, where, None if brushed_or_all else days),
            key=key_of(Key.CHART),
            on_select=_take_brush,
            selection_mode=BRUSH,
            width="stretch",
            alt=text,
        )
        st.markdown(
            f":small[{text} Drag across the timeline to set the dates. Click it to clear them.]"
        )
        draw_playback(months(first, last), days, query.by)


def _layout(dataset: Dataset, by: str) -> Layout | None:
    return dataset.memo.get("layout", by, lambda: layout(dataset, by))


def _chart(selection: Selection, where: Layout, shaded: Days | None) -> Spec:
    dark = st.context.theme.type == "dark"
    return selection.dataset.memo.get(
        "chart",
        (selection.query, shaded, dark),
        lambda: chart(selection, where, shaded=shaded, dark=dark),
    )


def _follow(days: Days, by: str) -> None:
    # days that are set elsewhere stop playback, and clear a brush of other days
    follow(days, by)
    state = st.session_state
    if state.get(Key.BRUSHED) not in (None, days):
        state[Key.BRUSHED] = None
        replace_widget(Key.CHART)


def _take_brush() -> None:
    state = st.session_state
    days = _brushed(state.get(key_of(Key.CHART)))
    if days is None and state.get(Key.BRUSHED) is None:
        return
    stop_playback()
    state[Key.BRUSHED] = days
    set_days(*(days or (None, None)))


def _brushed(event: Any) -> tuple[date, date] | None:
    # the value comes from the browser and is untrusted: two numbers in milliseconds, or nothing
    selection = event.get("selection") if isinstance(event, Mapping) else None
    brush = selection.get(BRUSH) if isinstance(selection, Mapping) else None
    ends = next(iter(brush.values()), None) if isinstance(brush, Mapping) else None
    if not isinstance(ends, Sequence) or isinstance(ends, str) or len(ends) != 2:
        return None
    try:
        first, last = sorted(datetime.fromtimestamp(float(end) / 1000, tz=UTC) for end in ends)
    except (TypeError, ValueError, OverflowError, OSError):
        return None
    # a brush that ends at midnight does not include the day that begins then
    return first.date(), max(first, last - timedelta(milliseconds=1)).date()
