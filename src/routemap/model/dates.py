"""EDTF dates: parsing, bounds, and English words that keep their precision.

Dates are Extended Date/Time Format, level 1 (ISO 8601-2; Library of Congress,
https://www.loc.gov/standards/datetime/), as far as the ``edtf`` package supports it. Its parser
needs milliseconds per date, so the common forms are parsed here, with the same results.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import takewhile
from math import isinf
from typing import Any

from edtf import parse_edtf

from routemap.model.errors import DateError

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
# the forms of level 1 that the package supports, without times and long years; the package prints
# messages about text that it cannot parse
_DAY = r"[0-9]{4}(-(0[1-9]|1[0-2])(-[0-9]{2})?)?"
_SEASON = r"[0-9]{4}-2[1-4]"
_VAGUE = r"([0-9]{3}X|[0-9]{2}XX|[0-9]{4}-(0[1-9]|1[0-2])-XX|[0-9]{4}-XX-XX)"
_CLEAR = rf"({_DAY}|{_SEASON})"
_END = rf"{_CLEAR}[~?%]?"
_ALONE = rf"{_DAY}[~?%]?|{_SEASON}|{_VAGUE}|[0-9]{{4}}-XX"
_INTERVAL = rf"{_END}/(\.\.|{_END})?|(\.\.)?/{_END}"
_VAGUE_INTERVAL = rf"({_CLEAR}|{_VAGUE})/({_CLEAR}|{_VAGUE})"
_LEVEL_1 = re.compile(rf"{_ALONE}|{_INTERVAL}|{_VAGUE_INTERVAL}")
# nearly all dates, and fast to parse; years before 1000 and vague intervals go to the package
_PLAIN = re.compile(rf"(?!0|.*/0)({_ALONE}|{_INTERVAL})")
_SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}
# as in the package: winter is the December of its year
_MONTHS_OF = {"XX": (1, 12), "21": (3, 5), "22": (6, 8), "23": (9, 11), "24": (12, 12)}


Bounds = tuple[date | None, date | None]


@dataclass(frozen=True)
class EdtfDate:
    """A parsed EDTF date.

    Attributes
    ----------
    text
        The date as written in the data.
    first, last
        The earliest and latest day it covers, both inclusive; ``None`` where
        the interval is open or the bound is unknown.
    """

    text: str
    first: date | None
    last: date | None


@lru_cache(maxsize=262_144)
def parse(text: str) -> EdtfDate:
    """Return the parsed form of an EDTF level 1 date.

    Parameters
    ----------
    text
        For example ``2022-11-02``, ``2022-09``, ``2013``, ``2022-11~``,
        ``2022-11-02/2022-11-08`` or ``2022-11/..``.

    Raises
    ------
    DateError
        If the text is not such a date, or an interval ends before it starts.

    Examples
    --------
    >>> parse("2022-09").first, parse("2022-09").last
    (datetime.date(2022, 9, 1), datetime.date(2022, 9, 30))
    >>> parse("2022-11/..").last is None
    True
    """
    try:
        first, last = _bounds(text)
    except Exception as error:  # the package raises many kinds of errors
        raise DateError(
            f"“{text}” is not a valid EDTF date; write 2022-11-02, 2022-11, 2022, 2022-11~, "
            "2022-11-02/2022-11-08 or 2022-11/.."
        ) from error
    if first and last and first > last:
        raise DateError(f"“{text}” ends before it starts; write the earlier date first")
    return EdtfDate(text, first, last)


def _bounds(text: str) -> Bounds:
    if not _PLAIN.fullmatch(text):
        if not _LEVEL_1.fullmatch(text):
            raise ValueError(text)
        return package_bounds(text)
    start, slash, end = text.partition("/")
    if not slash:
        return _plain_days(start)
    return _plain_days(start)[0], _plain_days(end)[1]


@lru_cache(maxsize=65_536)
def _plain_days(text: str) -> Bounds:
    """Return the bounds of a single date; an ``X`` matches any digit."""
    if text in ("", ".."):
        return None, None
    year, month, day = (*text.rstrip("~?%").split("-"), "XX", "XX")[:3]
    first_year, last_year = int(year.replace("X", "0")), int(year.replace("X", "9"))
    first_month, last_month = _MONTHS_OF.get(month) or (int(month), int(month))
    first_day, last_day = 1, monthrange(last_year, last_month)[1]
    if day != "XX":
        first_day = last_day = int(day)
    return date(first_year, first_month, first_day), date(last_year, last_month, last_day)


def package_bounds(text: str) -> Bounds:
    """Return the bounds of an EDTF date according to the ``edtf`` package.

    Raises
    ------
    Exception
        Of many kinds, if the text is not an EDTF date.
    """
    parsed = parse_edtf(text)
    first, last = _bound(parsed.lower_strict()), _bound(parsed.upper_strict())
    start, slash, end = text.partition("/")
    if slash:  # the package assumes ten years for an unknown bound
        first, last = (first if start else None), (last if end else None)
    return first, last


def _bound(value: Any) -> date | None:
    if isinstance(value, float) and isinf(value):
        return None
    return date(value.tm_year, value.tm_mon, value.tm_mday)


def in_words(text: str, *, preposition: bool = True) -> str:
    """Return an EDTF date in English words, with the precision of the date.

    ``preposition`` adds ``on`` or ``in`` before a single date.

    Examples
    --------
    >>> in_words("2022-11-02"), in_words("2022-11-02", preposition=False)
    ('on 2 November 2022', '2 November 2022')
    >>> in_words("2022-09")
    'in September 2022'
    >>> in_words("2020-02~")
    'around February 2020'
    >>> in_words("2022-11-08/2022-11-09")
    'between 8 and 9 November 2022'
    >>> in_words("2022-10~/2022-11-02")
    'between about October 2022 and 2 November 2022'
    >>> in_words("2022-11/..")
    'since November 2022'
    """
    start, slash, end = text.partition("/")
    if slash and end in ("..", ""):
        return f"since {_named(start)}"
    if slash and start in ("..", ""):
        return f"until {_named(end)}"
    if slash and start != end:
        return f"between {_span(start, end)}"
    text = start
    if text.endswith(("~", "%")):
        return _named(text, about="around")
    if not preposition:
        return _named(text)
    return f"{'on' if text.count('-') == 2 else 'in'} {_named(text)}"


def days_in_words(text: str) -> str:
    """Return the days that something lasted, as an EDTF date or interval, in English words.

    Examples
    --------
    >>> days_in_words("2022-11-10/2022-11-12"), days_in_words("2022-11-10")
    ('10 to 12 November 2022', '10 November 2022')
    """
    words = in_words(text, preposition=False)
    if not words.startswith("between "):
        return words
    return words.removeprefix("between ").replace(" and ", " to ", 1)


def _span(start: str, end: str) -> str:
    first, last = _named(start), _named(end)
    shared = 0
    if start.count("-") == end.count("-"):
        words = zip(reversed(first.split(" ")[1:]), reversed(last.split(" ")[1:]), strict=False)
        shared = len(list(takewhile(lambda pair: pair[0] == pair[1], words)))
    return f"{' '.join(first.split(' ')[: -shared or None])} and {last}"


def _named(text: str, *, about: str = "about") -> str:
    """Return a single date in words; ``about`` is the word before an approximate one."""
    plain = text.rstrip("~?%")
    about = f"{about} " if text.endswith(("~", "%")) else ""
    doubt = " (uncertain)" if text.endswith(("?", "%")) else ""
    parts = plain.split("-")
    if "X" in plain or not all(part.isdigit() for part in parts):
        return text
    if len(parts) == 1:
        return about + plain + doubt
    year, month = parts[0], parts[1]
    if month in _SEASONS:
        return f"{about}{_SEASONS[month]} {year}{doubt}"
    name = f"{_MONTHS[int(month) - 1]} {year}"
    return about + (f"{int(parts[2])} {name}" if len(parts) == 3 else name) + doubt
