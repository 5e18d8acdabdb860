"""The months of playback, which shows what had been said by the end of each month, or in it."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from datetime import date
from typing import Final

from routemap.model.terms import Term, Vocabulary

PACES: Final = Vocabulary(
    "playback",
    (
        Term("cumulative", "Everything so far", "Each month adds to the months before it."),
        Term("window", "Month by month", "Each month is shown on its own."),
    ),
)
Days = tuple[date | None, date | None]


def months(first: date, last: date) -> list[date]:
    """Return the first day of every month between two days, earliest first.

    Examples
    --------
    >>> months(date(2022, 12, 24), date(2023, 1, 2))
    [datetime.date(2022, 12, 1), datetime.date(2023, 1, 1)]
    """
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [date(number // 12, number % 12 + 1, 1) for number in numbers]


def end_of_month(day: date) -> date:
    """Return the last day of the month that contains ``day``.

    Examples
    --------
    >>> end_of_month(date(2024, 2, 3))
    datetime.date(2024, 2, 29)
    """
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def days_of(month: date, pace: str) -> Days:
    """Return the first and last day that playback filters by at a month.

    With ``window`` these are the days of the month. Otherwise the first day is ``None``.

    Examples
    --------
    >>> days_of(date(2022, 11, 1), "window")
    (datetime.date(2022, 11, 1), datetime.date(2022, 11, 30))
    >>> days_of(date(2022, 11, 1), "cumulative")
    (None, datetime.date(2022, 11, 30))
    """
    return (month.replace(day=1) if pace == "window" else None), end_of_month(month)


def said_by(first: date | None, last: date | None) -> str:
    """Return a caption for a map that shows only what was said between two days.

    ``None`` means no limit. Days at the start or end of a month are written as months.

    Examples
    --------
    >>> said_by(None, date(2023, 1, 31)), said_by(date(2023, 1, 1), date(2023, 1, 31))
    ('What had been said by January 2023', 'What was said in January 2023')
    >>> said_by(date(2023, 1, 5), date(2023, 3, 31))
    'What was said from 5 January 2023 to March 2023'
    """
    if last is None:
        return f"What was said from {_day_or_month(first)} on" if first else "What was said"
    end = _day_or_month(last, ends=True)
    if first is None:
        return f"What had been said by {end}"
    if days_of(last, "window") == (first, last):
        return f"What was said in {end}"
    return f"What was said from {_day_or_month(first)} to {end}"


def _day_or_month(day: date, *, ends: bool = False) -> str:
    complete = day == end_of_month(day) if ends else day.day == 1
    return f"{day:%B %Y}" if complete else f"{day.day} {day:%B %Y}"


def step(steps: Sequence[date], days: Days, by: int) -> date:
    """Return the month ``by`` months after the one in which ``days`` end.

    Days without an end count as before the first month when stepping forward, and as after the
    last when stepping back. The result is always one of ``steps``, which must not be empty.
    """
    end = days[1]
    if end is None:
        at = -1 if by > 0 else len(steps)
    else:
        number = end.year * 12 + end.month
        at = number - (steps[0].year * 12 + steps[0].month)
    return steps[min(max(at + by, 0), len(steps) - 1)]
