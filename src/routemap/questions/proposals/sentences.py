"""The sentences of a text, with their positions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

_CLOSING: Final = "\"'”’»›)\\]」』）》"
_OPENING: Final = "\"'“‘„«‹([「『（《"
_LONGEST_ABBREVIATION: Final = 24  # characters before a full stop that are compared
# the end of a sentence, with white space after it unless the script writes none
_END: Final = re.compile(
    rf"(?:[.!?…]{{1,8}}[{_CLOSING}]{{0,4}}(?=\s|$)|[。！？][{_CLOSING}]{{0,4}})"
)
_LINE_BREAK: Final = re.compile(r"[\n\r\v\f\x85\u2028\u2029]+")
_STARTERS: Final = re.compile(
    r"(?:A|An|And|As|At|But|By|For|He|Her|His|However|If|In|It|Its|On|She|That|The|Their|There"
    r"|These|They|This|Those|We|When|While)\b"
)


@dataclass(frozen=True)
class Sentence:
    """One sentence: its first position in the text, and the position after its last character."""

    start: int
    end: int


@dataclass(frozen=True)
class Abbreviation:
    """Abbreviations with a full stop.

    Attributes
    ----------
    pattern
        Regular expression of the text up to and including the full stop.
    ends
        Whether the full stop also ends the sentence, given the text that follows.
    """

    pattern: re.Pattern[str]
    ends: Callable[[str], bool]


def _never(_: str) -> bool:
    return False


def _always(_: str) -> bool:
    return True


def _before_a_usual_start(following: str) -> bool:
    return _STARTERS.match(following) is not None


def _before_a_word(following: str) -> bool:
    return not following[:1].isdigit()


_ABBREVIATIONS: Final = (
    # Russian: “and so on” and the like, and the year after its number
    Abbreviation(re.compile(r"(?:\bт\.\s?[дпк]|\bи др|\d\s?гг?)\.$"), _always),
    # “U.S.”, “p.m.”, “Inc.”: only if the next word is one that usually starts a sentence
    Abbreviation(re.compile(r"(?:\b(?:[^\W\d_]\.){2,}|\b(?:Co|Corp|Inc|Ltd|Jr|Sr)\.)$"),
                 _before_a_usual_start),
    Abbreviation(re.compile(r"\b[A-ZА-ЯЁ]\.$"), _never),
    Abbreviation(
        re.compile(
            r"\b(?:Adm|Brig|Capt|Cmdr|Col|Cpl|Dr|Ft|Gen|Gov|Hon|Lt|Maj|Messrs|Mr|Mrs|Ms|Mt"
            r"|Prof|Pvt|Rep|Rev|Sen|Sgt|St|approx|cf|dept|e\.g|est|i\.e|vs)\.$"
        ),
        _never,
    ),
    Abbreviation(
        re.compile(r"\b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|[Nn]os?|[Pp]p?|[Ff]ig)\.$"),
        _before_a_word,
    ),
    Abbreviation(
        re.compile(
            r"\b(?:г|гр|им|ул|пр|стр|рис|см|ср|напр|тыс|млн|млрд|руб|коп|ген|полк|проф|акад|св"
            r"|т|ок|ст|обл|пос|корп)\.$"
        ),
        _never,
    ),
    # the number of an item of a list
    Abbreviation(re.compile(r"(?:^|[\n\r])\s{0,4}\d{1,3}\.$"), _never),
)  # fmt: skip


def sentences_of(text: str) -> tuple[Sentence, ...]:
    r"""Return the sentences of a text in order, without the white space around them.

    A sentence ends at ``.``, ``!``, ``?`` or ``…`` with the quotation marks and brackets after
    them, if white space follows and the text does not go on in lower case or with a dash, and if
    no abbreviation explains the full stop. It also ends at an empty line, and at a line break
    unless the next line goes on in lower case. Where neither is certain, the text is not split.

    Parameters
    ----------
    text
        Plain text in English, Korean or Russian; other languages are split by the same marks.

    Examples
    --------
    >>> text = "The U.S. denied it. “It is false,” Gen. Roe said.\n\nNext"
    >>> [text[found.start : found.end] for found in sentences_of(text)]
    ['The U.S. denied it.', '“It is false,” Gen. Roe said.', 'Next']
    """
    found = []
    start = 0
    for end in (*_ends(text), len(text)):
        part = text[start:end]
        first = start + len(part) - len(part.lstrip())
        last = start + len(part.rstrip())
        if first < last:
            found.append(Sentence(first, last))
        start = end
    return tuple(found)


def _ends(text: str) -> Iterator[int]:
    """Yield the positions after the last character of each sentence but the last."""
    marks = ((found.end(), _is_end(text, found)) for found in _END.finditer(text))
    breaks = ((found.start(), _is_break(text, found)) for found in _LINE_BREAK.finditer(text))
    yield from sorted({at for at, is_end in (*marks, *breaks) if is_end})


def _is_end(text: str, mark: re.Match[str]) -> bool:
    following = _following(text, mark.end())
    if not following or following[0].islower() or following[0] in "-–—,;":
        return False
    if not mark.group().startswith(".") or mark.group().startswith(".."):
        return True
    before = text[max(0, mark.start() - _LONGEST_ABBREVIATION) : mark.start() + 1]
    row = next((row for row in _ABBREVIATIONS if row.pattern.search(before)), None)
    return row is None or row.ends(following)


def _is_break(text: str, lines: re.Match[str]) -> bool:
    is_paragraph = len(lines.group().replace("\r\n", "\n")) > 1
    return is_paragraph or not _following(text, lines.end())[:1].islower()


def _following(text: str, at: int) -> str:
    """Return the next few characters without white space and opening marks before them."""
    return text[at : at + 40].lstrip().lstrip(_OPENING)
