"""Functions that read the values of a parameter from a link, and write them into one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from routemap.data.word_index import MOST_WORDS, first_words, fold, searched_length, split_words
from routemap.model.dates import parse
from routemap.model.draft import DRAFT_ID
from routemap.model.errors import DateError, ParameterError
from routemap.model.revisions import NAME, REVISION
from routemap.model.terms import Vocabulary
from routemap.model.text import shortened, shown

FIRST_DAY: Final = date(1900, 1, 1)
LAST_DAY: Final = date(2099, 12, 31)
MAX_TEXT: Final = 200
MAX_VALUES: Final = 500
_PERIOD: Final = re.compile(r"\d{4}(-\d{2}){0,2}")


@dataclass(frozen=True)
class MapView:
    """A map view: centre in degrees (WGS 84) and Leaflet zoom level."""

    latitude: float
    longitude: float
    zoom: float


def read_day(values: Sequence[str], *, end: bool) -> date | None:
    """Return the first day of an EDTF date, or with ``end`` the last.

    Raises
    ------
    ParameterError
        If the text is not a date, or the day is outside 1900 to 2099.

    Examples
    --------
    >>> read_day(["2022-11"], end=True)
    datetime.date(2022, 11, 30)
    """
    try:
        parsed = parse(values[-1].strip()[:40])
    except DateError as error:
        raise ParameterError("not a date; write 2022-11-02, 2022-11 or 2022") from error
    day = parsed.last if end else parsed.first
    if day is None or not FIRST_DAY <= day <= LAST_DAY:
        raise ParameterError(f"outside {FIRST_DAY.year} to {LAST_DAY.year}")
    return day


def in_date_order(params: Mapping[str, Sequence[str]]) -> Mapping[str, Sequence[str]]:
    """Return parameters with “from” and “to” exchanged if “from” is later than “to”.

    The texts are exchanged, not the days: “from” 2024 “to” 2022 means both years in full.

    Examples
    --------
    >>> in_date_order({"from": ["2024"], "to": ["2022"]})
    {'from': ['2022'], 'to': ['2024']}
    """
    try:
        first, last = read_day(params["from"], end=False), read_day(params["to"], end=True)
    except (KeyError, IndexError, ParameterError):
        return params
    if first and last and first > last:
        return {**params, "from": params["to"], "to": params["from"]}
    return params


def read_moment(values: Sequence[str]) -> str:
    """Return which state of the data is meant: a day, month or year, a revision, or its name.

    Raises
    ------
    ParameterError
        If the text is none of these.

    Examples
    --------
    >>> read_moment(["2026-03"]), read_moment(["0123456789ab"]), read_moment(["first-edition"])
    ('2026-03', '0123456789ab', 'first-edition')
    """
    text = values[-1].strip()
    if NAME.fullmatch(text) or REVISION.fullmatch(text):
        return text
    if _PERIOD.fullmatch(text):
        read_day([text], end=True)
        return text
    raise ParameterError("not a day, a data revision or the name of one; write 2026-03-01")


def read_draft(values: Sequence[str]) -> str:
    """Return the id of a draft.

    Raises
    ------
    ParameterError
        If the text is not one.

    Examples
    --------
    >>> read_draft(["20260301-k3f9ab"])
    '20260301-k3f9ab'
    """
    text = values[-1].strip()
    if not DRAFT_ID.fullmatch(text):
        raise ParameterError("not the id of a draft, such as 20260301-k3f9ab")
    return text


def read_choice(vocabulary: Vocabulary) -> Callable[[Sequence[str]], str]:
    """Return a function that reads one key of a closed list."""

    def read(values: Sequence[str]) -> str:
        if values[-1] not in vocabulary.keys:
            raise ParameterError(f"not one of {', '.join(vocabulary.keys)}")
        return values[-1]

    return read


def read_many(values: Sequence[str]) -> tuple[str, ...]:
    """Return the distinct values, sorted.

    Examples
    --------
    >>> read_many(["reports", "denies", "denies", ""])
    ('denies', 'reports')
    """
    return tuple(sorted({value for value in values if value}))


def read_name(values: Sequence[str]) -> str:
    """Return one id, cut to 80 characters; no id in the data is longer."""
    return values[-1].strip()[:80].strip()


def read_pair(values: Sequence[str]) -> tuple[str, ...]:
    """Return two different values.

    Raises
    ------
    ParameterError
        If there are not exactly two.
    """
    pair = tuple(dict.fromkeys(values[:MAX_VALUES]))
    if len(pair) != 2:
        raise ParameterError("a comparison needs two different claim sources")
    return pair


def searched(text: str) -> str:
    """Return the searched part of a text, in the form in which a query stores it.

    The text can be typed or come from a link.

    Examples
    --------
    >>> searched("  two   words ")
    'two words'
    """
    words = _typed(text)[:MAX_TEXT].split()
    # one character can represent more words than a search uses; the search itself cuts these
    return " ".join(words[: max(1, searched_length(" ".join(words)))])


def unsearched(text: str) -> str:
    """Return a notice about the end of a text that is not searched, ``""`` if all is searched.

    Examples
    --------
    >>> unsearched("Khasan station")
    ''
    >>> print(unsearched("a b c d e f g h i j k l m n"))
    A search uses up to 12 different words and 200 characters. Not searched: “m n”.
    """
    typed, used = _typed(text), searched(text)
    folded = split_words(fold(used))
    if typed == used and len(first_words(folded)) == len(folded):
        return ""
    # if one character represents more words than a search uses, it is named itself
    rest = shortened(typed.removeprefix(used).strip() or used, 60)
    return (
        f"A search uses up to {MOST_WORDS} different words and {MAX_TEXT} characters. "
        f"Not searched: “{rest}”."
    )


def _typed(text: str) -> str:
    return " ".join(shown(text).split())


def read_text(values: Sequence[str]) -> str:
    """Return the words to search for; see :func:`searched`."""
    return searched(values[-1])


def read_view(values: Sequence[str]) -> MapView:
    """Return the map view that a link gives as latitude,longitude,zoom.

    Raises
    ------
    ParameterError
        If it is not three numbers, or not on the map.
    """
    try:
        latitude, longitude, zoom = (float(part) for part in values[-1].split(","))
    except ValueError as error:
        raise ParameterError("not three numbers; write latitude,longitude,zoom") from error
    if not (abs(latitude) <= 90 and abs(longitude) <= 180 and 0 <= zoom <= 22):
        raise ParameterError(
            "outside the map: latitude is -90 to 90, longitude -180 to 180, zoom 0 to 22"
        )
    # adding zero turns -0.0 into 0.0, so that one view has one link
    return MapView(round(latitude, 4) + 0.0, round(longitude, 4) + 0.0, round(zoom, 2) + 0.0)


def write_one(value: object) -> list[str]:
    """Return one value as text."""
    return [str(value)]


def write_view(view: MapView) -> list[str]:
    """Return a map view as latitude,longitude,zoom."""
    return [f"{view.latitude:.4f},{view.longitude:.4f},{view.zoom:g}"]
