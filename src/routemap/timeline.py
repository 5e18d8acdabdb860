"""Claims over time, with the precision of their dates, and the months of playback."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

import numpy as np
import pandas as pd

from routemap.dates import in_words
from routemap.selection import Selection, select
from routemap.vocabulary import STANCES, Term, Vocabulary

PACES: Final = Vocabulary(
    "playback",
    (
        Term("cumulative", "Everything so far", "Each month adds to the months before it."),
        Term("window", "Month by month", "Each month stands alone."),
    ),
)
Days = tuple[date | None, date | None]
_DAY: Final = timedelta(days=1)
# dots and bars of one lane that lie closer than this share of the axis are drawn in rows
_APART: Final = 0.012
_ROWS: Final = 6


def timeline(selection: Selection) -> pd.DataFrame:
    """Return the dated claims that pass every filter but the days, one row each.

    Returns
    -------
    DataFrame
        Indexed by claim id: ``first`` and ``last`` (the bounds of its date as days, both
        inclusive; an open interval ends where the known dates end), ``stance`` (key),
        ``source`` (name), ``words`` (the date in words), ``exact`` (a single day, not an
        approximate one), ``about`` (approximate or uncertain) and ``kept`` (whether the
        days of the query keep it).
    """
    dataset, query = selection.dataset, selection.query
    whenever = select(dataset, replace(query, first=None, last=None)).mask
    bounds = dataset.bounds[query.by]
    positions = np.flatnonzero(whenever & bounds.known)
    claims = dataset.claims.iloc[positions]
    published = query.by == "published"
    texts = claims["article"].map(dataset.articles["published"]) if published else claims[query.by]
    first, last = bounds.first[positions], bounds.last[positions]
    known = np.concatenate([first[first > 0], last[last <= date.max.toordinal()]])
    start, end = (int(known.min()), int(known.max())) if len(known) else (1, 1)
    about = [text.rstrip("?~%") != text or "~/" in text or "?/" in text for text in texts]
    frame = pd.DataFrame(
        {
            "first": [date.fromordinal(max(int(day), start)) for day in first],
            "last": [date.fromordinal(min(int(day), end)) for day in last],
            "stance": list(claims["stance"]),
            "source": list(claims["source"].map(dataset.sources["name"])),
            "words": [in_words(text) for text in texts],
            "about": np.array(about, dtype=bool),
            "kept": selection.mask[positions],
        },
        index=claims.index,
    )
    return frame.assign(exact=(frame["first"] == frame["last"]) & ~frame["about"])


def extent(frame: pd.DataFrame) -> tuple[date, date]:
    """Return the first and last day worth an axis: background long before is left out.

    Background such as the opening of a railway line can lie years before everything that
    is asserted or denied; an axis that reached it would squeeze the rest into one corner.
    """
    taking_sides = frame[frame["stance"] != "background"]
    shown = frame if taking_sides.empty else taking_sides
    first, last = shown["first"].min(), frame["last"].max()
    return first.replace(day=1), end_of_month(last)


def rows(frame: pd.DataFrame, first: date, last: date) -> pd.Series:
    """Return, per claim, the row within the lane of its stance, so that few hide another.

    Claims are laid in the first row that is free at their date; where all rows are taken,
    rows are used again in turn.
    """
    gap = (last - first + _DAY) * _APART
    row = pd.Series(0, index=frame.index, dtype="int64")
    for _, lane in frame.sort_values(["first", "last"], kind="stable").groupby("stance"):
        free: list[date] = []
        for number, (claim, begins, ends) in enumerate(
            zip(lane.index, lane["first"], lane["last"], strict=True)
        ):
            place = next((at for at, since in enumerate(free) if since <= begins), len(free))
            if place == _ROWS:
                place = number % _ROWS
            until = ends + max(_DAY, gap)
            if place == len(free):
                free.append(until)
            free[place] = max(free[place], until)
            row[claim] = place
    return row


def months(first: date, last: date) -> list[date]:
    """Return the first day of every month from one day to another, earliest first.

    Examples
    --------
    >>> months(date(2022, 12, 24), date(2023, 1, 2))
    [datetime.date(2022, 12, 1), datetime.date(2023, 1, 1)]
    """
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [date(number // 12, number % 12 + 1, 1) for number in numbers]


def end_of_month(day: date) -> date:
    """Return the last day of the month of a day.

    Examples
    --------
    >>> end_of_month(date(2024, 2, 3))
    datetime.date(2024, 2, 29)
    """
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def days_of(month: date, pace: str) -> Days:
    """Return the days that playback asks for at a month.

    Examples
    --------
    >>> days_of(date(2022, 11, 1), "window")
    (datetime.date(2022, 11, 1), datetime.date(2022, 11, 30))
    >>> days_of(date(2022, 11, 1), "cumulative")
    (None, datetime.date(2022, 11, 30))
    """
    return (month.replace(day=1) if pace == "window" else None), end_of_month(month)


def step(steps: Sequence[date], days: Days, by: int) -> date:
    """Return the month that lies ``by`` months after the one where the days end.

    Days without an end stand before the first month when stepping forward, and after the
    last when stepping back. The answer is always one of ``steps``, which must not be empty.
    """
    end = days[1]
    if end is None:
        at = -1 if by > 0 else len(steps)
    else:
        number = end.year * 12 + end.month
        at = number - (steps[0].year * 12 + steps[0].month)
    return steps[min(max(at + by, 0), len(steps) - 1)]


def lanes(frame: pd.DataFrame) -> list[str]:
    """Return the stances that a timeline has, in the order of screens."""
    present = set(frame["stance"])
    return [stance for stance in STANCES.keys if stance in present]
