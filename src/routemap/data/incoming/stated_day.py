"""Days as files state them, as EDTF: no part is added that is not stated."""

from __future__ import annotations

import re
from email.utils import parsedate
from typing import Final

from routemap.model.dates import parse
from routemap.model.errors import DateError

# ISO 8601 with or without the time, and the same with slashes or full stops, year first; with a
# time zone, the day is the one that is written
_ISO: Final = re.compile(
    r"(\d{4})(?:([-/.])(\d{1,2})(?:\2(\d{1,2}))?)?(?:(?:T|\s+)\d{1,2}:.*)?", re.IGNORECASE
)
_COMPACT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?\d{4,6}\D?.*)?")
_MONTHS: Final = (
    *("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
)
_NAMED: Final = (
    re.compile(r"(?P<month>[a-z]{3})[a-z]*\.?\s+(?P<day>\d{1,2}),?\s+(?P<year>\d{4})\b.*"),
    re.compile(
        r"(?:[a-z]+,?\s+)?(?P<day>\d{1,2})\s+(?P<month>[a-z]{3})[a-z]*\.?,?\s+(?P<year>\d{4})\b.*"
    ),
    re.compile(r"(?P<month>[a-z]{3})[a-z]*\.?,?\s+(?P<year>\d{4})"),
)


def stated_day(text: str) -> str:
    """Return the EDTF date that a text states, ``""`` if it states none or can mean two days.

    Examples
    --------
    >>> stated_day("2022-11-08T23:30:00-05:00"), stated_day("2022/9"), stated_day("2022-11~")
    ('2022-11-08', '2022-09', '2022-11~')
    >>> stated_day("November 8, 2022"), stated_day("Tue, 08 Nov 2022 12:00:00 GMT")
    ('2022-11-08', '2022-11-08')
    >>> stated_day("06/05/2022"), stated_day("yesterday"), stated_day("2022-02-30")
    ('', '', '')
    """
    for candidate in (text, _iso(text), _named(text), _mail(text)):
        if candidate and _is_edtf(candidate):
            return candidate
    return ""


def _is_edtf(text: str) -> bool:
    try:
        parse(text)
    except DateError:
        return False
    return True


def _iso(text: str) -> str:
    if found := _ISO.fullmatch(text):
        return "-".join(f"{int(part):02}" for part in (found[1], found[3], found[4]) if part)
    found = _COMPACT.fullmatch(text)
    return "-".join(found.groups()) if found else ""


def _named(text: str) -> str:
    """Return a date with the English name of its month."""
    for pattern in _NAMED:
        found = pattern.fullmatch(text.lower())
        if found and found["month"] in _MONTHS:
            parts = found.groupdict()
            month = _MONTHS.index(parts["month"]) + 1
            day = f"-{int(parts['day']):02}" if "day" in parts else ""
            return f"{parts['year']}-{month:02}{day}"
    return ""


def _mail(text: str) -> str:
    """Return the day of a date as in e-mail and HTTP (RFC 5322)."""
    found = parsedate(text)
    return f"{found[0]:04}-{found[1]:02}-{found[2]:02}" if found else ""
