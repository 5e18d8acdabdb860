"""What had been said by the end of a month, or in it, in words."""

from __future__ import annotations

import calendar
from datetime import date


def end_of_month(day: date) -> date:
    """Return the last day of the month that contains ``day``.

    Examples
    --------
    >>> end_of_month(date(2024, 2, 3))
    datetime.date(2024, 2, 29)
    """
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


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
    if (first, last) == (last.replace(day=1), end_of_month(last)):
        return f"What was said in {end}"
    return f"What was said from {_day_or_month(first)} to {end}"


def _day_or_month(day: date, *, ends: bool = False) -> str:
    complete = day == end_of_month(day) if ends else day.day == 1
    return f"{day:%B %Y}" if complete else f"{day.day} {day:%B %Y}"
