"""How the parts of a date in words, such as a weekday, become an EDTF date.

A reading takes the parts that a pattern of :mod:`routemap.questions.proposals.day_rules` found
and the day of publication. It returns a date that is at most as precise as the words, or ``""``
where the words leave it open which date they mean.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

Parts = Mapping[str, str]

# the first letters of months and weekdays in English, Russian and Korean
_MONTHS: Final = {
    name: number
    for names in (
        "jan feb mar apr may jun jul aug sep oct nov dec",
        "янв фев мар апр мая июн июл авг сен окт ноя дек",
    )
    for number, name in enumerate(names.split(), start=1)
} | {"май": 5, "мае": 5}
_WEEKDAYS: Final = {
    name: number
    for names in (
        "mon tue wed thu fri sat sun",
        "пон вто сре чет пят суб вос",
        "월 화 수 목 금 토 일",
    )
    for number, name in enumerate(names.split())
}
_SEASONS: Final = {
    name: number
    for names in ("spring summer autumn", "spring summer fall", "весн лет осен", "봄 여름 가을")
    for number, name in enumerate(names.split(), start=21)
}
_COUNTS: Final = {
    name: number
    for names in (
        "one two three four five six seven eight nine ten",
        "один два три четыре пять шесть семь восемь девять десять",
        "하루 이틀 사흘 나흘 닷새 엿새 이레 여드레 아흐레 열흘",
        "한 두 세 네 다섯 여섯 일곱 여덟 아홉 열",
    )
    for number, name in enumerate(names.split(), start=1)
} | {"a": 1, "an": 1, "две": 2}
_WEEK: Final = 7
_MONTHS_BACK: Final = (
    6  # months; a month of the year before is meant without its year only in these
)


@dataclass(frozen=True)
class Reading:
    """How parts of a date become a date.

    Attributes
    ----------
    sentence
        The rule in words, without the date.
    read
        Returns the date (EDTF), ``""`` if unsure.
    needs_publication
        Whether the date depends on the day of publication.
    """

    sentence: str
    read: Callable[[Parts, date], str]
    needs_publication: bool = True


def _edtf(year: int, month: int = 0, day: int = 0) -> str:
    """Return a date, ``""`` if there is no such day."""
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return ""
    return "-".join((f"{year:04}", *(f"{part:02}" for part in (month, day) if part)))


def _month(word: str) -> int:
    return int(word) if word.isdigit() else _MONTHS.get(word[:3].lower(), 0)


def _weekday(word: str) -> int:
    return _WEEKDAYS[next(name for name in _WEEKDAYS if word.lower().startswith(name))]


def _count(word: str) -> int:
    return int(word) if word.isdigit() else _COUNTS[word.lower()]


def _day(parts: Parts, key: str = "day") -> int:
    return int("".join(filter(str.isdigit, parts.get(key, ""))) or 0)


def _fits(edtf: str, parts: Parts) -> str:
    """Return a day if it is the weekday that the words name, else ``""``."""
    word = parts.get("weekday")
    return edtf if edtf and (not word or _as_day(edtf).weekday() == _weekday(word)) else ""


def _as_day(edtf: str) -> date:
    return date.fromisoformat(edtf)


def _interval(first: str, last: str) -> str:
    return f"{first}/{last}" if first and last and first < last else ""


def _written(parts: Parts, _: date) -> str:
    year = int(parts["year"])
    if season := parts.get("season"):
        return f"{year:04}-{_season(season)}"
    return _in_year(parts, year)


def _season(word: str) -> int:
    return _SEASONS[next(name for name in _SEASONS if word.lower().startswith(name))]


def _in_year(parts: Parts, year: int) -> str:
    """Return the day, month, interval or year that the parts name in a year."""
    month = _month(parts["month"]) if "month" in parts else 0
    first = _edtf(year, month, _day(parts))
    if "day2" not in parts and "month2" not in parts:
        return _fits(first, parts) if "day" in parts else first
    last_month = _month(parts["month2"]) if "month2" in parts else month
    return _interval(first, _edtf(year, last_month, _day(parts, "day2")))


def _without_year(parts: Parts, published: date) -> str:
    """Return the latest such date, unless it is so long ago that the next one may be meant."""
    year = published.year
    last_month = _month(parts.get("month2", parts["month"]))
    last = _edtf(year, last_month, _day(parts, "day2") or _day(parts))
    if last and last[:10] <= published.isoformat()[: len(last)]:
        return _in_year(parts, year)
    months = published.month + 12 - _month(parts["month"])
    return _in_year(parts, year - 1) if months <= _MONTHS_BACK else ""


def _in_other_year(parts: Parts, published: date) -> str:
    return _in_year(parts, published.year - ("ago" in parts))


def _last_month_named(parts: Parts, published: date) -> str:
    month = _month(parts["month"])
    return _edtf(published.year - 1, month) if month >= published.month else ""


def _day_of_month(parts: Parts, published: date) -> str:
    first, last = _day(parts), _day(parts, "day2") or _day(parts)
    year, month = published.year, published.month
    if last > published.day:
        year, month = _months_before(published, 1)
    if first == last:
        return _edtf(year, month, first)
    return _interval(_edtf(year, month, first), _edtf(year, month, last))


def _day_of_month_before(parts: Parts, published: date) -> str:
    return _edtf(*_months_before(published, 1), _day(parts))


def _day_of_this_month(parts: Parts, published: date) -> str:
    day = _day(parts)
    return _edtf(published.year, published.month, day) if day <= published.day else ""


def _latest_weekday(parts: Parts, published: date) -> str:
    back = (published.weekday() - _weekday(parts["weekday"])) % _WEEK
    return (published - timedelta(back)).isoformat()


def _last_weekday(parts: Parts, published: date) -> str:
    """Return the weekday before publication, if that is also the one of the week before."""
    back = (published.weekday() - _weekday(parts["weekday"])) % _WEEK or _WEEK
    found = (published - timedelta(back)).isoformat()
    return found if found == _weekday_of_last_week(parts, published) else ""


def _weekday_of_last_week(parts: Parts, published: date) -> str:
    back = published.weekday() + _WEEK - _weekday(parts["weekday"])
    return (published - timedelta(back)).isoformat()


def _days_ago(parts: Parts, published: date) -> str:
    return (published - timedelta(_count(parts["count"]))).isoformat()


def _weeks_ago(parts: Parts, published: date) -> str:
    return f"{published - timedelta(_WEEK * _count(parts.get('count', '1')))}~"


def _months_ago(parts: Parts, published: date) -> str:
    return f"{_edtf(*_months_before(published, _count(parts.get('count', '1'))))}~"


def _years_ago(parts: Parts, published: date) -> str:
    return f"{_edtf(published.year - _count(parts.get('count', '1')))}~"


def _months_before(published: date, months: int) -> tuple[int, int]:
    year, month = divmod(published.year * 12 + published.month - 1 - months, 12)
    return year, month + 1


def _last_week(_: Parts, published: date) -> str:
    monday = published - timedelta(published.weekday() + _WEEK)
    return f"{monday}/{monday + timedelta(_WEEK - 1)}"


def _last_week_anywhere(_: Parts, published: date) -> str:
    """Return the week before, from Sunday to Sunday, because weeks begin on Sunday or Monday."""
    if published.weekday() == _WEEK - 1:
        return ""
    monday = published - timedelta(published.weekday() + _WEEK)
    return f"{monday - timedelta(1)}/{monday + timedelta(_WEEK - 1)}"


WRITTEN: Final = Reading("The date as written", _written, needs_publication=False)
WITHOUT_YEAR: Final = Reading("The latest such date up to the day of publication", _without_year)
LAST_YEAR: Final = Reading("In the year before that of publication", _in_other_year)
THIS_YEAR: Final = Reading("In the year of publication", _in_other_year)
LAST_NAMED_MONTH: Final = Reading(
    "The month of this name in the year before that of publication", _last_month_named
)
DAY_OF_MONTH: Final = Reading(
    "The day of the month of publication, or of the month before if it is later than the day of "
    "publication",
    _day_of_month,
)
DAY_OF_LAST_MONTH: Final = Reading(
    "The day of the month before that of publication", _day_of_month_before
)
DAY_OF_THIS_MONTH: Final = Reading("The day of the month of publication", _day_of_this_month)
LATEST_WEEKDAY: Final = Reading(
    "The latest day with this name up to the day of publication", _latest_weekday
)
LAST_WEEKDAY: Final = Reading(
    "The day with this name before the day of publication, which is also in the week before",
    _last_weekday,
)
WEEKDAY_OF_LAST_WEEK: Final = Reading(
    "The day with this name in the week before that of publication", _weekday_of_last_week
)
PUBLICATION: Final = Reading("The day of publication", lambda _, day: day.isoformat())
DAY_BEFORE: Final = Reading(
    "The day before publication", lambda _, day: (day - timedelta(1)).isoformat()
)
TWO_DAYS_BEFORE: Final = Reading(
    "Two days before publication", lambda _, day: (day - timedelta(2)).isoformat()
)
DAYS_AGO: Final = Reading("So many days before publication", _days_ago)
WEEKS_AGO: Final = Reading("About so many weeks before publication", _weeks_ago)
MONTHS_AGO: Final = Reading("About so many months before publication", _months_ago)
YEARS_AGO: Final = Reading("About so many years before publication", _years_ago)
LAST_WEEK: Final = Reading("The week before that of publication, from Monday", _last_week)
LAST_WEEK_ANYWHERE: Final = Reading(
    "The week before that of publication, whether it begins on Sunday or Monday",
    _last_week_anywhere,
)
LAST_MONTH: Final = Reading(
    "The month before that of publication", lambda _, day: _edtf(*_months_before(day, 1))
)
THIS_MONTH: Final = Reading("The month of publication", lambda _, day: _edtf(day.year, day.month))
WHOLE_LAST_YEAR: Final = Reading(
    "The year before that of publication", lambda _, day: _edtf(day.year - 1)
)
WHOLE_THIS_YEAR: Final = Reading("The year of publication", lambda _, day: _edtf(day.year))
UNSURE: Final = Reading("", lambda _, __: "")
"""Words that look like a date, of which no single date is certain."""
