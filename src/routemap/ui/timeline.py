"""The timeline under the map: a brush that is the date filter, and playback by month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from routemap.maps.style import STANCE_STYLES
from routemap.model import STANCES
from routemap.timeline import PACES, days_of, months, span, timeline
from routemap.ui.filters import set_days
from routemap.ui.frame import Frame

_CHART, _BRUSH = "timeline", "days"
_PLAYING, _MONTH = "timeline.playing", "timeline.month"
_SPEED, _PACE = "timeline.speed", "timeline.pace"
_SPEEDS = {"Slow": 2.0, "Normal": 1.0, "Fast": 0.5}
_DAY, _MARGIN = timedelta(days=1), timedelta(days=20)
_PENDING, _TICK, _DRAWN = "timeline.pending", "timeline.tick", "timeline.drawn"
_REMEMBERED = 6


def draw_timeline(current: Frame) -> None:
    """Draw claims over time, linked with the date filter, and the playback controls."""
    rows = timeline(current.selection)
    if rows.empty:
        st.caption("No claim in view carries a date of the chosen kind.")
        return
    st.altair_chart(
        _chart(rows, current.query.first, current.query.last),
        key=_CHART,
        on_select=_take_brush,
        selection_mode=_BRUSH,
        width="stretch",
    )
    undated, (start, _) = current.selection.undated, span(rows)
    earlier = int((rows["last"] < start).sum())
    st.caption(
        f"{len(rows)} dated claims, {undated or 'none'} without a date"
        + (f", {earlier} earlier than the chart" if earlier else "")
        + ". Dots are days, bars are as long as the date is uncertain. Drag to set the dates."
    )
    playing = st.session_state.setdefault(_PLAYING, False)
    every = _SPEEDS[st.session_state.get(_SPEED) or "Normal"] if playing else None
    st.session_state[_TICK] = False  # only a run of the fragment alone is a step of playback
    st.fragment(_draw_playback, run_every=every)(months(rows))


def _chart(
    rows: pd.DataFrame, first: date | None, last: date | None
) -> alt.LayerChart | alt.FacetChart:
    start, end = (day + pad for day, pad in zip(span(rows), (-_MARGIN, _MARGIN), strict=True))
    shown = (first or start, last or end) if first or last else None
    if shown:
        st.session_state[_DRAWN] = [*st.session_state.get(_DRAWN, []), shown][-_REMEMBERED:]
    present = set(rows["stance"][(rows["last"] >= start) & (rows["first"] <= end)])
    stances = [term.label for term in STANCES.terms if term.label in present]
    dark = st.context.theme.type == "dark"
    colours = {
        STANCES.label(style.key): style.dark if dark else style.light for style in STANCE_STYLES
    }
    data = (
        rows[rows["stance"].isin(stances)]
        .assign(
            first=pd.to_datetime(rows["first"]),
            last=pd.to_datetime(rows["last"]) + _DAY,
        )
        .reset_index(drop=True)
    )
    brush = (
        alt.selection_interval(_BRUSH, encodings=["x"], value={"x": [_stamp(d) for d in shown]})
        if shown
        else alt.selection_interval(_BRUSH, encodings=["x"])
    )
    base = alt.Chart(data, height=28 * len(stances) + 26).encode(
        x=alt.X(
            "first:T",
            title=None,
            scale=alt.Scale(type="utc", domain=[_stamp(start), _stamp(end)]),
            axis=alt.Axis(grid=False, tickCount=8),
        ),
        y=alt.Y("stance:N", title=None, sort=stances, axis=alt.Axis(ticks=False, domain=False)),
        color=alt.Color(
            "stance:N",
            legend=None,
            scale=alt.Scale(domain=stances, range=[colours[stance] for stance in stances]),
        ),
        opacity=alt.condition("datum.kept", alt.value(0.85), alt.value(0.2)),
        tooltip=[
            alt.Tooltip("source:N", title="Claim source"),
            alt.Tooltip("stance:N", title="Stance"),
            alt.Tooltip("words:N", title="Date"),
        ],
    )
    bars = (
        base.transform_filter("!datum.exact")
        .mark_bar(height=5, cornerRadius=2, clip=True)
        .encode(x2="last:T")
    )
    dots = base.transform_filter("datum.exact").mark_circle(size=70, clip=True)
    # on canvas: as SVG its marks are images without a name. The caption says it in words, and
    # the day fields do what the brush does.
    usermeta = {"embedOptions": {"renderer": "canvas"}}
    return alt.layer(bars, dots, usermeta=usermeta).add_params(brush)


def _stamp(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() * 1000)


def _take_brush() -> None:
    first, last = _brushed(st.session_state.get(_CHART))
    if first is None or last is None:
        return
    # a chart that is drawn with a range reports it back, perhaps a run late: not the reader's
    for start, end in st.session_state.get(_DRAWN, []):
        if abs(first - start) <= _DAY and abs(last - end) <= _DAY:
            return
    st.session_state[_PLAYING] = False
    set_days(first, last)


def _brushed(event: Any) -> tuple[date | None, date | None]:
    # whatever the browser sends: two numbers in milliseconds, or nothing
    selection = event.get("selection") if isinstance(event, Mapping) else None
    interval = selection.get(_BRUSH) if isinstance(selection, Mapping) else None
    ends = (
        next(iter(interval.values()), None) if isinstance(interval, Mapping) and interval else None
    )
    if not isinstance(ends, Sequence) or len(ends) != 2:
        return None, None
    try:
        first, last = (datetime.fromtimestamp(float(end) / 1000, tz=UTC).date() for end in ends)
    except (TypeError, ValueError, OverflowError, OSError):
        return None, None
    return min(first, last), max(first, last)


def stop_playback() -> None:
    """Stop playback; the frame calls it when the reader opens another page."""
    st.session_state[_PLAYING] = False


def apply_playback() -> None:
    """Set the days of the month that playback has reached, before the filters are drawn."""
    if (pending := st.session_state.pop(_PENDING, None)) is not None:
        set_days(*pending)


def _draw_playback(steps: list[date]) -> None:
    playing = bool(st.session_state[_PLAYING])
    if playing and st.session_state.get(_TICK):
        _move(steps, 1)
    st.session_state[_TICK] = True
    month = _current(steps)
    row = st.container(horizontal=True, vertical_alignment="bottom")
    row.button(
        "Pause" if playing else "Play",
        icon=":material/pause:" if playing else ":material/play_arrow:",
        key="timeline.play",
        on_click=_toggle,
        args=(steps,),
    )
    row.button("Back", icon=":material/skip_previous:", on_click=_step, args=(steps, -1))
    row.button("Forward", icon=":material/skip_next:", on_click=_step, args=(steps, 1))
    row.segmented_control(
        "Speed", list(_SPEEDS), default="Normal", key=_SPEED, on_change=_ask, args=(steps,)
    )
    row.segmented_control(
        "Show",
        PACES.keys,
        format_func=PACES.label,
        default="cumulative",
        key=_PACE,
        on_change=_ask,
        args=(steps,),
    )
    row.markdown(f"**{month:%B %Y}**" if month else "")
    if _PENDING in st.session_state:
        st.rerun(scope="app")


def _current(steps: list[date]) -> date | None:
    index = st.session_state.get(_MONTH)
    return steps[min(index, len(steps) - 1)] if index is not None else None


def _toggle(steps: list[date]) -> None:
    playing = not st.session_state[_PLAYING]
    st.session_state[_PLAYING] = playing
    at_end = st.session_state.get(_MONTH, len(steps)) >= len(steps) - 1
    if playing:
        st.session_state[_MONTH] = -1 if at_end else st.session_state[_MONTH]
        _move(steps, 1)
    else:
        _ask(steps)


def _step(steps: list[date], by: int) -> None:
    st.session_state[_PLAYING] = False
    _move(steps, by)


def _move(steps: list[date], by: int) -> None:
    index = st.session_state.get(_MONTH)
    start = (-1 if by > 0 else len(steps)) if index is None else index
    st.session_state[_MONTH] = min(max(start + by, 0), len(steps) - 1)
    if st.session_state[_MONTH] == len(steps) - 1:
        st.session_state[_PLAYING] = False
    _ask(steps)


def _ask(steps: list[date]) -> None:
    month = _current(steps)
    if month is not None:
        pace = st.session_state.get(_PACE) or "cumulative"
        st.session_state[_PENDING] = days_of(month, pace)
