"""Claims over time, with the precision of their dates, and the months of playback."""

from __future__ import annotations

import calendar
from dataclasses import replace
from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from routemap.dates import in_words
from routemap.model import STANCES, Term, Vocabulary
from routemap.query import Selection, select

PACES: Final = Vocabulary(
    "playback",
    (
        Term("cumulative", "Everything so far", "Each month adds to the months before it."),
        Term("window", "Month by month", "Each month stands alone."),
    ),
)


def timeline(selection: Selection) -> pd.DataFrame:
    """Return the dated claims that pass every filter but the days, one row each.

    Returns
    -------
    DataFrame
        ``first`` and ``last`` (the bounds of the date, days; an open interval ends
        where the known dates end), ``words``, ``stance`` (label), ``source``
        (name), ``exact`` (a single day), ``context`` (background, no movement) and
        ``kept`` (whether the days keep it).
    """
    dataset, query = selection.dataset, selection.query
    undivided = select(dataset, replace(query, first=None, last=None)).mask
    bounds = dataset.bounds[query.by]
    positions = np.flatnonzero(undivided & bounds.known)
    claims = dataset.claims.iloc[positions]
    texts = (
        claims["article"].map(dataset.articles["published"])
        if query.by == "published"
        else claims[query.by]
    )
    first, last = bounds.first[positions], bounds.last[positions]
    known_days = np.concatenate([first[first > 0], last[last < date.max.toordinal()]])
    start, end = (int(known_days.min()), int(known_days.max())) if len(known_days) else (1, 1)
    frame = pd.DataFrame(
        {
            "first": [date.fromordinal(max(int(day), start)) for day in first],
            "last": [date.fromordinal(min(int(day), end)) for day in last],
            "words": [in_words(text) for text in texts],
            "stance": [STANCES.label(stance) for stance in claims["stance"]],
            "source": list(claims["source"].map(dataset.sources["name"])),
            "context": list(claims["stance"] == "background"),
            "kept": selection.mask[positions],
        },
        index=claims.index,
    )
    return frame.assign(exact=frame["first"] == frame["last"])


def span(frame: pd.DataFrame) -> tuple[date, date]:
    """Return the first and last day of what is claimed; of the context where nothing else is."""
    claimed = frame[~frame["context"]]
    shown = frame if claimed.empty else claimed
    return shown["first"].min(), shown["last"].max()


def months(frame: pd.DataFrame) -> list[date]:
    """Return the first day of every month that :func:`span` touches, earliest first."""
    first, last = span(frame)
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [date(number // 12, number % 12 + 1, 1) for number in numbers]


def days_of(month: date, pace: str) -> tuple[date | None, date]:
    """Return the days that playback asks for at a month.

    Examples
    --------
    >>> days_of(date(2022, 11, 1), "window")
    (datetime.date(2022, 11, 1), datetime.date(2022, 11, 30))
    >>> days_of(date(2022, 11, 1), "cumulative")[0] is None
    True
    """
    end = month.replace(day=calendar.monthrange(month.year, month.month)[1])
    return (month if pace == "window" else None), end
