"""Playback below the timeline: controls that show what had been said, month by month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import streamlit as st

from routemap.model.vocabulary import KNOWN
from routemap.questions.months import PACES, Days, days_of, said_by, step
from routemap.ui.filter_values import set_days
from routemap.ui.session import Key

_SECONDS: Final = {"0.5×": 2.0, "1×": 1.0, "2×": 0.5}
_STEPS: Final = (
    ("Previous month", ":material/skip_previous:", -1),
    ("Next month", ":material/skip_next:", 1),
)


def draw_playback(steps: Sequence[date], days: Days, by: str) -> None:
    """Draw the controls of playback. While it plays, they run automatically.

    Parameters
    ----------
    steps
        The months of the timeline.
    days, by
        The date filter of the query, and which date it applies to.
    """
    state = st.session_state
    state[Key.WHOLE_RUN] = True
    every = _SECONDS[state.get(Key.SPEED) or "1×"] if state.get(Key.PLAYING) else None
    st.fragment(_draw_controls, run_every=every)(steps, days, by)


def apply_playback() -> None:
    """Set the date filter to the days that playback has reached.

    Call it before the filters are drawn.
    """
    pending = st.session_state.pop(Key.PENDING, None)
    if pending is not None:
        first, last = pending
        set_days(first, last, KNOWN)


def stop_playback() -> None:
    """Stop playback, because the reader has left the page or set other dates."""
    st.session_state[Key.PLAYING] = False
    st.session_state.pop(Key.PENDING, None)


def follow(days: Days, by: str) -> None:
    """Stop playback if the dates, or which date they apply to, were set elsewhere."""
    state = st.session_state
    if state.get(Key.PLAYING) and (state.get(Key.ASKED), KNOWN) != (days, by):
        stop_playback()


def _draw_controls(steps: Sequence[date], days: Days, by: str) -> None:
    state = st.session_state
    whole_run = state.pop(Key.WHOLE_RUN, False)
    if state.get(Key.PLAYING) and not whole_run and Key.PENDING not in state:
        _go(steps, days, 1)
    playing = bool(state.get(Key.PLAYING))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            "Pause" if playing else "Play",
            key=Key.PLAY,
            icon=":material/pause:" if playing else ":material/play_arrow:",
            on_click=_toggle,
            args=(steps, days),
        )
        for label, icon, months in _STEPS:
            st.button(
                label,
                key=f"{Key.STEP}.{months}",
                icon=icon,
                on_click=_step,
                args=(steps, days, months),
            )
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.segmented_control(
            "Speed",
            list(_SECONDS),
            default="1×",
            key=Key.SPEED,
            on_change=_repeat,
            args=(days,),
            label_visibility="collapsed",
        )
        st.segmented_control(
            "What a month shows",
            PACES.keys,
            default="cumulative",
            format_func=PACES.label,
            key=Key.PACE,
            on_change=_change_pace,
            args=(days,),
            label_visibility="collapsed",
        )
    if by == KNOWN and days[1]:
        st.markdown(f"**{said_by(*days)}**")
    if Key.PENDING in state:
        st.rerun(scope="app")


def _toggle(steps: Sequence[date], days: Days) -> None:
    if st.session_state.get(Key.PLAYING):
        stop_playback()
        _repeat(days)
        return
    at_the_end = days[1] is not None and days[1] >= steps[-1]
    st.session_state[Key.PLAYING] = True
    _go(steps, (None, None) if at_the_end else days, 1)


def _step(steps: Sequence[date], days: Days, by: int) -> None:
    stop_playback()
    _go(steps, days, by)


def _go(steps: Sequence[date], days: Days, by: int) -> None:
    month = step(steps, days, by)
    if month == steps[-1]:
        stop_playback()
    _ask(days_of(month, st.session_state.get(Key.PACE) or "cumulative"))


def _change_pace(days: Days) -> None:
    # only days that playback has set change with the pace, never those that the reader has set
    if st.session_state.get(Key.ASKED) == days and days[1]:
        _ask(days_of(days[1], st.session_state.get(Key.PACE) or "cumulative"))


def _repeat(days: Days) -> None:
    # the speed changes with the next run of the whole page
    st.session_state[Key.PENDING] = days


def _ask(days: Days) -> None:
    st.session_state[Key.ASKED] = st.session_state[Key.PENDING] = days
