"""Days, months and years in a text, as EDTF dates."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Final

from routemap.model.dates import in_words, parse
from routemap.model.errors import DateError
from routemap.questions.proposals.day_readings import Reading
from routemap.questions.proposals.day_rules import DAY_RULES

_BEFORE, _AFTER = 40, 8  # characters beside a date that can change what it means
_WEEKDAYS: Final = (
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
)  # fmt: skip


@dataclass(frozen=True)
class Day:
    """A date in a text.

    Attributes
    ----------
    start, end
        Its first position in the text, and the position after its last character, in code points.
    words
        The words in the text.
    edtf
        The date, never more precise than the words.
    rule
        How the date follows from the words, in one plain sentence without full stop.
    """

    start: int
    end: int
    words: str
    edtf: str
    rule: str


@dataclass(frozen=True)
class Neighbour:
    """Words directly before or after a date that change what it means.

    Attributes
    ----------
    before, after
        Regular expressions of the text before and after the date; one of them must match.
    change
        Returns the changed date, ``""`` if it is not certain any more.
    """

    before: re.Pattern[str]
    after: re.Pattern[str]
    change: Callable[[str], str]


def _about(edtf: str) -> str:
    return edtf if edtf.endswith("~") else f"{edtf}~"


_NEVER: Final = r"(?!)"
_NEIGHBOURS: Final = tuple(
    Neighbour(re.compile(f"(?:{before})$", re.IGNORECASE), re.compile(after), change)
    for before, after, change in (
        (
            r"\b(?:about|around|circa|roughly|approximately|около|примерно)\s|약\s?",
            r"경|께|쯤",
            _about,
        ),
        (r"\b(?:since|с|со)\s", r"\s?부터", lambda edtf: f"{edtf}/.."),
        (r"\buntil\s", _NEVER, lambda edtf: f"../{edtf}"),
        (
            r"\b(?:before|after|by|from|prior to|no later than|through|till|up to|every|each|next"
            r"|до|после|к|ко|по|каждый|каждую)\s(?:the\s)?|오는\s?",
            r"\s?(?:이전|이후|전까지|까지|전에|후에)",
            lambda _: "",
        ),
        # a movement that is still to come
        (
            r"\b(?:will|would|due to|set to|scheduled for|expected to|plans to)\s"
            r"(?:\w{1,12}\s){0,2}"
            r"|\b(?:состоится|пройд[её]т)\s(?:во?\s)?",
            _NEVER,
            lambda _: "",
        ),
    )
)  # fmt: skip


def days_in(text: str, published: str) -> tuple[Day, ...]:
    """Return the dates that a text names, in the order of the text.

    Words that depend on the day of publication, such as “Tuesday”, are resolved from it by fixed
    rules, one per row of :data:`routemap.questions.proposals.day_rules.DAY_RULES`. If the day of
    publication is an interval or a month, they are resolved only if every day of it gives the
    same date. Where the words leave open which date they mean, there is none.

    Parameters
    ----------
    text
        Plain text in English, Korean or Russian.
    published
        When the article was published (EDTF).

    Raises
    ------
    DateError
        If ``published`` is not a valid date.

    Examples
    --------
    >>> (found,) = days_in("It said so on Tuesday.", "2022-11-09")
    >>> print(found.words, found.edtf, found.rule, sep="; ")
    Tuesday; 2022-11-08; The latest day with this name up to the day of publication: Tuesday 8 \
November 2022
    """
    days = _possible_days(published)
    matches = [
        (found, rule.reading)
        for letters, rules in DAY_RULES
        if letters.search(text)
        for rule in rules
        for found in rule.pattern.finditer(text)
    ]
    matches.sort(key=lambda match: (match[0].start(), -match[0].end()))
    return tuple(_resolved(text, matches, days))


def _possible_days(published: str) -> tuple[date, ...]:
    """Return the first and the last day of publication, none if they are not certain."""
    bounds = parse(published)
    if bounds.first is None or bounds.last is None or published.endswith(("~", "?", "%")):
        return ()
    return tuple(dict.fromkeys((bounds.first, bounds.last)))


def _resolved(
    text: str, matches: list[tuple[re.Match[str], Reading]], days: tuple[date, ...]
) -> Iterator[Day]:
    reached = 0
    for found, reading in matches:
        if found.start() < reached:
            continue
        reached = found.end()
        start = max(found.start(), found.end("lead") if "lead" in found.re.groupindex else 0)
        edtf = _changed(text, start, found.end(), _edtf(found, reading, days))
        if edtf:
            rule = f"{reading.sentence}: {_named(edtf)}"
            yield Day(start, reached, text[start:reached], edtf, rule)


def _edtf(found: re.Match[str], reading: Reading, days: tuple[date, ...]) -> str:
    parts = {key: part for key, part in found.groupdict().items() if part and key != "lead"}
    anchors = days if reading.needs_publication else (date.min,)
    with suppress(OverflowError, DateError):  # a day that no calendar has
        dates = {reading.read(parts, day) for day in anchors}
        if len(dates) == 1 and (edtf := dates.pop()):
            return parse(edtf).text
    return ""


def _changed(text: str, start: int, end: int, edtf: str) -> str:
    before, after = text[max(0, start - _BEFORE) : start], text[end : end + _AFTER]
    row = next((r for r in _NEIGHBOURS if r.before.search(before) or r.after.match(after)), None)
    if row is None or not edtf:
        return edtf
    return "" if "/" in edtf else row.change(edtf)


def _named(edtf: str) -> str:
    words = in_words(edtf, preposition=False)
    is_day = edtf.count("-") == 2 and edtf[-1:].isdigit() and "/" not in edtf
    return f"{_WEEKDAYS[date.fromisoformat(edtf).weekday()]} {words}" if is_day else words
