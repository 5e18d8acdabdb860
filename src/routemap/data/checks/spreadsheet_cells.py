"""Cells that a spreadsheet has replaced: errors, dates and shortened numbers, in its language."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from routemap.data.checks.month_names import MONTHS

_NAMES: Final = tuple({name for names in MONTHS.values() for name in names.split()})
_LETTERS: Final = 3  # of a shortened name, such as фев
_WORDS: Final = frozenset({"lip", "mag", "out", "set"})  # also words that follow a number
_WITH_NAME: Final = re.compile(
    r"(?P<day>\d{1,2}(?:\.? |[-./]))?(?P<month>[^\W\d_]+)\.?(?P<year>[-./ ]\d{2,4})?"
)
_AS_DATE: Final = re.compile(
    r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}( \d{1,2}:\d{2}(:\d{2})?)?"
    r"|\d{1,2}\.\d{1,2}\."  # 02.11., German and Czech
    r"|0\d/\d{1,2}|\d{1,2}/0\d"  # 01/30, but not 1/2
    r"|(\d{2,4}년 ?)?\d{1,2}월 ?\d{1,2}일|(\d{2,4}年 ?)?\d{1,2}月 ?\d{1,2}日"
)
_SHORTENED: Final = re.compile(r"\d([.,]\d+)?[eE][-+]?\d+")
# #REF!, #WERT!, #¡VALOR!, #NOM?, #DIV/0!, and those without a mark at the end
_ERROR: Final = re.compile(r"#{3,}|#[¡¿]?[^\W\d_]+(/[^\W_]+)?[!?]|#([^\W\d_]/[^\W\d_]|NV)")


def _is_error(text: str) -> bool:
    return _ERROR.fullmatch(text) is not None and text == text.upper()


def _is_date(text: str) -> bool:
    if _AS_DATE.fullmatch(text):
        return True
    found = _WITH_NAME.fullmatch(text)
    if not found or not (found["day"] or found["year"]):
        return False
    month = found["month"].casefold()
    is_word = month in _WORDS and " " in text
    return len(month) >= _LETTERS and not is_word and any(name.startswith(month) for name in _NAMES)


def _is_shortened(text: str) -> bool:
    return _SHORTENED.fullmatch(text) is not None


Rule = tuple[Callable[[str], bool], str]
ERRORS: Final[tuple[Rule, ...]] = (
    (_is_error, "a spreadsheet has replaced the value; type it again"),
)
"""What is wrong with a text of any column, if a function says so."""
QUANTITIES: Final[tuple[Rule, ...]] = (
    (_is_date, "a spreadsheet seems to have turned the quantity into a date; type it again"),
    (_is_shortened, "a spreadsheet seems to have shortened the number; type all of its digits"),
)
"""The same for quantities."""


def spreadsheet_fault(text: str, rules: tuple[Rule, ...]) -> str | None:
    """Return what a spreadsheet has done to a text, ``None`` if nothing.

    Examples
    --------
    >>> spreadsheet_fault("11. Feb", QUANTITIES)
    'a spreadsheet seems to have turned the quantity into a date; type it again'
    >>> spreadsheet_fault("5 mares", QUANTITIES), spreadsheet_fault("#1 of 3!", ERRORS)
    (None, None)
    """
    return next((message for is_so, message in rules if is_so(text)), None)
