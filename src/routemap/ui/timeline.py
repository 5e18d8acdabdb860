"""The timeline under the map: a brush that is the date filter, and playback by month.

The chart keeps one specification while the days change: the shaded days and what they keep
are its data, so the browser redraws marks and never builds the chart anew during playback.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

import altair as alt
import pandas as pd
import streamlit as st

from routemap.maps.style import GROUNDS, STANCE_STYLES
from routemap.query import DATE_MEANINGS
from routemap.timeline import PACES, Days, days_of, extent, lanes, months, rows, step, timeline
from routemap.ui.filters import set_days
from routemap.ui.frame import Frame
from routemap.vocabulary import STANCES

_BRUSH = "days"
_ROUND, _BRUSHED = "timeline.round", "timeline.brushed"
_PLAYING, _ASKED, _PENDING = "timeline.playing", "timeline.asked", "timeline.pending"
_WHOLE_RUN = "timeline.whole_run"
_SPEED, _PACE = "timeline.speed", "timeline.pace"
_SECONDS: Final = {"0.5×": 2.0, "1×": 1.0, "2×": 0.5}
_STEPS: Final = (
    ("Previous month", ":material/skip_previous:", -1),
    ("Next month", ":material/skip_next:", 1),
)
_HOLLOW: Final = frozenset({"reports", "estimates"})
_LANE, _ROW, _AXIS = 9.0, 6.0, 26.0  # pixels
_MONTH_OR_YEAR: Final = "utcFormat(datum.value, utcmonth(datum.value) ? '%b' : '%Y')"
_DAY = timedelta(days=1)


def draw_timeline(current: Frame) -> None:
    """Draw claims over time, linked with the date filter, and the playback controls."""
    claims = timeline(current.selection)
    meaning = DATE_MEANINGS.label(current.query.by)
    if claims.empty:
        stop_playback()
        st.caption(f"No claim that passes the other filters has a date when {meaning}.")
        return
    days = (current.query.first, current.query.last)
    first, last = extent(claims)
    if days[0] and days[0] < first:
        first = min(first, claims["first"].min())
    _follow(days)
    text = _in_words(claims, first, current.selection.undated, meaning)
    with st.container(key="timeline.view", gap="small"):
        st.altair_chart(
            _chart(claims, first, last, days),
            key=_key(),
            on_select=_take_brush,
            selection_mode=_BRUSH,
            width="stretch",
            alt=text,
        )
        st.markdown(f":small[{text} Drag across it to set the dates; click it to clear them.]")
        state = st.session_state
        state[_WHOLE_RUN] = True
        every = _SECONDS[state.get(_SPEED) or "1×"] if state.get(_PLAYING) else None
        st.fragment(_draw_playback, run_every=every)(months(first, last), days)


def apply_playback() -> None:
    """Set the days that playback has reached; call it before the filters are drawn."""
    pending = st.session_state.pop(_PENDING, None)
    if pending is not None:
        set_days(*pending)


def stop_playback() -> None:
    """Stop playback: the reader has left the page, or has asked for other days."""
    st.session_state[_PLAYING] = False
    st.session_state.pop(_PENDING, None)


def _follow(days: Days) -> None:
    # days set elsewhere end playback, and leave no brush behind that says otherwise
    state = st.session_state
    if state.get(_PLAYING) and state.get(_ASKED) != days:
        stop_playback()
    if state.get(_BRUSHED) not in (None, days):
        state[_BRUSHED] = None
        state[_ROUND] = state.get(_ROUND, 0) + 1


def _key() -> str:
    return f"timeline.chart.{st.session_state.get(_ROUND, 0)}"


def _in_words(claims: pd.DataFrame, first: date, undated: int, meaning: str) -> str:
    begin, end = f"{claims['first'].min():%B %Y}", f"{claims['last'].max():%B %Y}"
    span = f"in {begin}" if begin == end else f"from {begin} to {end}"
    number = "1 claim" if len(claims) == 1 else f"{len(claims)} claims"
    without = f"; {undated} without a date" if undated else ""
    earlier = int((claims["last"] < first).sum())
    left_out = f" Background before {first:%B %Y} ({earlier}) is not drawn." if earlier else ""
    return (
        f"{number} by when {meaning}, {span}{without}.{left_out} "
        "A dot is a day; a bar is as long as the date is uncertain; a dashed one is approximate."
    )


def _chart(claims: pd.DataFrame, first: date, last: date, days: Days) -> alt.LayerChart:
    dark = st.context.theme.type == "dark"
    ground = next(ground for ground in GROUNDS if (ground.key == "dark") == dark)
    shown = claims[claims["last"] >= first]
    data, middles, height = _marks(shown, first, last)
    # one layer gives the domain: Vega warns of it on marks that have two ends
    timed = alt.Scale(type="utc", domain=[_date_time(first), _date_time(last + _DAY)], clamp=True)
    across: dict[str, Any] = {
        "title": None,
        "scale": alt.Scale(type="utc"),
        "axis": alt.Axis(
            gridOpacity=0.5,
            labelExpr=_MONTH_OR_YEAR,
            labelOverlap=True,
            labelPadding=5,
            tickCount=8,
        ),
    }
    down: dict[str, Any] = {
        "title": None,
        "scale": alt.Scale(domain=[height, 0], nice=False, zero=False),
        "axis": alt.Axis(
            values=list(middles.values()),
            labelExpr=f"{[STANCES.label(s) for s in middles]}"
            f"[indexof({list(middles.values())}, datum.value)]",
            grid=False,
            ticks=False,
            domain=False,
            labelColor=ground.ink,
            labelFontSize=12,
        ),
    }
    marks = _coloured(alt.Chart(data), list(middles), dark=dark)
    bars = (
        marks.transform_filter("!datum.day")
        .mark_bar(orient="horizontal", size=4, strokeWidth=1, cornerRadius=2)
        .encode(x=alt.X("begins:T", **across), x2="ends:T", y=alt.Y("centre:Q", stack=None, **down))
    )
    dots = (
        marks.transform_filter("datum.day")
        .mark_point(size=28, strokeWidth=1.2)
        .encode(
            x=alt.X("noon:T", **across | {"scale": timed}), y=alt.Y("centre:Q", stack=None, **down)
        )
    )
    brush = alt.selection_interval(
        name=_BRUSH,
        encodings=["x"],
        mark=alt.BrushConfig(
            fill=ground.muted, fillOpacity=0.16, stroke=ground.ink, strokeOpacity=0.5
        ),
    )
    shade = (
        alt.Chart(_shaded(first, last, days))
        .mark_rect(color=ground.muted, opacity=0.16)
        .encode(x=alt.X("begins:T", **across), x2="ends:T")
        .add_params(brush)
    )
    chart: alt.LayerChart = alt.layer(shade, bars, dots).configure_view(stroke=None)
    return chart.properties(
        height=height + _AXIS,
        # as an SVG the brush would be symbols without a name; the words stand on the whole
        usermeta={"embedOptions": {"renderer": "canvas"}},
        background="transparent",
        padding={"left": 0, "right": 6, "top": 2, "bottom": 2},
    )


def _coloured(chart: alt.Chart, present: list[str], *, dark: bool) -> alt.Chart:
    colours = {style.key: style.dark if dark else style.light for style in STANCE_STYLES}
    scale = alt.Scale(domain=present, range=[colours[stance] for stance in present])
    return chart.encode(
        stroke=alt.Stroke("stance:N", legend=None, scale=scale),
        fill=alt.Fill("stance:N", legend=None, scale=scale),
        fillOpacity=alt.FillOpacity("fill:Q", legend=None, scale=None),
        opacity=alt.Opacity("opacity:Q", legend=None, scale=None),
        strokeDash=alt.condition("datum.about", alt.value([2, 2]), alt.value([1, 0])),
        tooltip=[
            alt.Tooltip("source:N", title="Claim source"),
            alt.Tooltip("label:N", title="Stance"),
            alt.Tooltip("words:N", title="Date"),
        ],
    )


def _marks(
    claims: pd.DataFrame, first: date, last: date
) -> tuple[pd.DataFrame, dict[str, float], float]:
    row = rows(claims, first, last)
    depth = (row.groupby(claims["stance"]).max() + 1) * _ROW
    top: dict[str, float] = {}
    height = 0.0
    for stance in lanes(claims):
        top[stance] = height + _LANE / 2
        height += _LANE + float(depth[stance])
    begins = claims["first"].map(_stamp).clip(lower=_stamp(first))
    ends = (claims["last"] + _DAY).map(_stamp)
    hollow = claims["stance"].isin(_HOLLOW)
    data = pd.DataFrame(
        {
            "begins": begins,
            "ends": ends,
            "noon": (begins + ends) // 2,
            "centre": claims["stance"].map(top) + _ROW * (row + 0.5),
            "stance": claims["stance"],
            "label": claims["stance"].map(STANCES.label),
            "source": claims["source"],
            "words": claims["words"],
            "day": claims["first"] == claims["last"],
            "about": claims["about"],
            "fill": (~hollow).astype(float) * claims["about"].map({True: 0.35, False: 1.0}),
            "opacity": claims["kept"].map({True: 1.0, False: 0.18}),
        }
    ).reset_index(drop=True)
    return data, {stance: top[stance] + float(depth[stance]) / 2 for stance in top}, height


def _shaded(first: date, last: date, days: Days) -> pd.DataFrame:
    span = {"begins": [_stamp(days[0] or first)], "ends": [_stamp((days[1] or last) + _DAY)]}
    brushed_or_all = days == (None, None) or st.session_state.get(_BRUSHED) is not None
    return pd.DataFrame(span).iloc[: 0 if brushed_or_all else 1]


def _date_time(day: date) -> alt.DateTime:
    return alt.DateTime(year=day.year, month=day.month, date=day.day, utc=True)


def _stamp(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() * 1000)


def _take_brush() -> None:
    state = st.session_state
    days = _brushed(state.get(_key()))
    if days is None and state.get(_BRUSHED) is None:
        return
    stop_playback()
    state[_BRUSHED] = days
    set_days(*(days or (None, None)))


def _brushed(event: Any) -> tuple[date, date] | None:
    # whatever the browser sends: two numbers in milliseconds, or nothing
    selection = event.get("selection") if isinstance(event, Mapping) else None
    brush = selection.get(_BRUSH) if isinstance(selection, Mapping) else None
    ends = next(iter(brush.values()), None) if isinstance(brush, Mapping) else None
    if not isinstance(ends, Sequence) or isinstance(ends, str) or len(ends) != 2:
        return None
    try:
        first, last = sorted(datetime.fromtimestamp(float(end) / 1000, tz=UTC) for end in ends)
    except (TypeError, ValueError, OverflowError, OSError):
        return None
    # a brush that ends at midnight does not reach the day that begins there
    return first.date(), max(first, last - timedelta(milliseconds=1)).date()


def _draw_playback(steps: Sequence[date], days: Days) -> None:
    state = st.session_state
    whole_run = state.pop(_WHOLE_RUN, False)
    if state.get(_PLAYING) and not whole_run and _PENDING not in state:
        _go(steps, days, 1)
    playing = bool(state.get(_PLAYING))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            "Pause" if playing else "Play",
            key="timeline.play",
            icon=":material/pause:" if playing else ":material/play_arrow:",
            on_click=_toggle,
            args=(steps, days),
        )
        for label, icon, by in _STEPS:
            st.button(
                label,
                key=f"timeline.step.{by}",
                icon=icon,
                on_click=_step,
                args=(steps, days, by),
            )
        st.markdown(_month_in_words(days), width="content")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.segmented_control(
            "Speed",
            list(_SECONDS),
            default="1×",
            key=_SPEED,
            on_change=_repeat,
            args=(days,),
            label_visibility="collapsed",
        )
        st.segmented_control(
            "What a month shows",
            PACES.keys,
            default="cumulative",
            format_func=PACES.label,
            key=_PACE,
            on_change=_change_pace,
            args=(days,),
            label_visibility="collapsed",
        )
    if _PENDING in state:
        st.rerun(scope="app")


def _month_in_words(days: Days) -> str:
    asked = st.session_state.get(_ASKED)
    if asked != days or days[1] is None:
        return ""
    return f"**{days[1]:%B %Y}**" if days[0] else f"until **{days[1]:%B %Y}**"


def _toggle(steps: Sequence[date], days: Days) -> None:
    if st.session_state.get(_PLAYING):
        stop_playback()
        _repeat(days)
        return
    at_the_end = days[1] is not None and days[1] >= steps[-1]
    st.session_state[_PLAYING] = True
    _go(steps, (None, None) if at_the_end else days, 1)


def _step(steps: Sequence[date], days: Days, by: int) -> None:
    stop_playback()
    _go(steps, days, by)


def _go(steps: Sequence[date], days: Days, by: int) -> None:
    month = step(steps, days, by)
    if month == steps[-1]:
        stop_playback()
    _ask(days_of(month, st.session_state.get(_PACE) or "cumulative"))


def _change_pace(days: Days) -> None:
    # only what playback has asked for changes with the pace, never days of the reader's own
    if st.session_state.get(_ASKED) == days and days[1]:
        _ask(days_of(days[1], st.session_state.get(_PACE) or "cumulative"))


def _repeat(days: Days) -> None:
    # a whole run takes up the new speed
    st.session_state[_PENDING] = days


def _ask(days: Days) -> None:
    st.session_state[_ASKED] = st.session_state[_PENDING] = days
