"""Positions written in degrees, with or without minutes, seconds and letters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from routemap.model.errors import CoordinateError
from routemap.model.position import KM_PER_DEGREE, Position, position

_FORMS: Final = ("degrees", "minutes", "seconds")
_LATITUDE, _LONGITUDE = "latitude", "longitude"
# words before or after a number: the axis, and the sign if they say it
_WORDS: Final[dict[str, tuple[str, int]]] = {
    **dict.fromkeys(("n", "north", "с.ш", "сш", "с", "북위"), (_LATITUDE, 1)),
    **dict.fromkeys(("s", "south", "ю.ш", "юш", "ю", "남위"), (_LATITUDE, -1)),
    **dict.fromkeys(("e", "east", "в.д", "вд", "в", "동경"), (_LONGITUDE, 1)),
    **dict.fromkeys(("w", "west", "з.д", "зд", "з", "서경"), (_LONGITUDE, -1)),
    **dict.fromkeys(("latitude", "lat", "широта", "위도"), (_LATITUDE, 0)),
    **dict.fromkeys(("longitude", "long", "lon", "lng", "долгота", "경도"), (_LONGITUDE, 0)),
}
_UNITS: Final = {
    **dict.fromkeys(("°", "degrees", "degree", "deg", "d", "градусов", "град", "도"), "°"),
    **dict.fromkeys(("'", "minutes", "minute", "min", "m", "минут", "мин", "분"), "'"),
    **dict.fromkeys(('"', "seconds", "second", "sec", "секунд", "сек", "초"), '"'),
}
_MARKS: Final = str.maketrans(
    {
        **dict.fromkeys("º˚", "°"),
        **dict.fromkeys("′’‘´ʹ`‵", "'"),
        **dict.fromkeys("″”“„ʺ‶", '"'),
        **dict.fromkeys("−–—‐‑‒", "-"),
        **dict.fromkeys("、，", ","),
    }
)
_NUMBER: Final = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
_TOKEN: Final = re.compile(
    rf"(?P<number>{_NUMBER.pattern})|(?P<word>''|[^\W\d_]+(?:\.[^\W\d_]+)?\.?|[°'\"])|(?P<comma>[,;/|])"
)
_LETTERS: Final = re.compile(r"([0-9.,]+) ?d ?([0-9.,]+) ?m(?: ?([0-9.,]+) ?s)?")
_COORDINATE: Final = re.compile(r"w*n°?(?:n'?(?:n\"?)?)?w*")
# degrees and minutes (and seconds) without anything between them, by axis and length
_RUN_TOGETHER: Final = {
    (_LATITUDE, 4): (2, 4),
    (_LATITUDE, 6): (2, 4, 6),
    (_LONGITUDE, 5): (3, 5),
    (_LONGITUDE, 7): (3, 5, 7),
}
_EXAMPLE: Final = "such as “42.41, 130.64” or “42°24′36″N 130°38′24″E”"


@dataclass(frozen=True)
class _Token:
    """``n`` for a number, ``w`` for a word that names an axis, a mark, or ``,``; and its text."""

    kind: str
    text: str


@dataclass(frozen=True)
class _Coordinate:
    """One of two coordinates: its value in degrees, and what the text says about it."""

    value: float
    axis: str
    units: int  # 1 with degrees only, 3 with seconds
    digits: int

    @property
    def precision_km(self) -> float:
        step: float = KM_PER_DEGREE / 60 ** (self.units - 1) / 10**self.digits
        return step


def read_degrees(text: str) -> Position:
    """Return the position of two coordinates in degrees.

    Without letters the latitude is first. A comma between two digits is a decimal comma if no
    number has a point.

    Raises
    ------
    CoordinateError
        If these are not two coordinates on the Earth, or there are several ways to read them.
    """
    tokens = _joined(_tokens(_plain(text)))
    error: CoordinateError | None = None
    found = set[tuple[_Coordinate, _Coordinate]]()
    for one, other in _halves(tokens):
        try:
            found.add(_pair(_coordinate(one), _coordinate(other)))
        except CoordinateError as fault:
            error = error or fault
    if len(found) > 1:
        raise CoordinateError(f"“{text}” can be read in several ways; write it {_EXAMPLE}")
    if not found:
        raise error or _not_two(text, tokens)
    ((latitude, longitude),) = found
    coarse = max(latitude, longitude, key=lambda side: side.precision_km)
    return position(
        _FORMS[coarse.units - 1],
        longitude.value,
        latitude.value,
        coarse.digits,
        coarse.precision_km,
        is_order_assumed=not latitude.axis,
    )


def _plain(text: str) -> str:
    """Return a text with plain marks, points as decimal marks, and spaces between units."""
    plain = unicodedata.normalize("NFKC", text.translate(_MARKS))
    plain = re.sub(r"[:=]", " ", plain)
    plain = _LETTERS.sub(lambda match: _lettered(*match.groups()), plain)  # not S for south
    plain = plain.casefold().strip("()[]{}<>,;/ ")
    plain = re.sub(r"\b([сюзв])\. (?=[шд]\b)", r"\1.", plain)  # с. ш., в. д.
    if not re.search(r"[0-9]\.[0-9]", plain):
        if re.search(r"[0-9],[0-9]+,[0-9]", plain):
            raise CoordinateError(
                f"the commas of “{text}” can be read in several ways; write decimals with a point, "
                + _EXAMPLE
            )
        plain = re.sub(r"(?<=[0-9]),(?=[0-9])", ".", plain)
    if re.search(r"(?<=[0-9°'])-(?=[0-9])", plain) and not plain.startswith(("+", "-")):
        if not any(word in _WORDS for word in re.findall(r"[^\W\d_]+", plain)):
            raise CoordinateError(
                f"the hyphen in “{text}” can be a minus sign or stand between two numbers; write a "
                f"space or a comma between the coordinates, {_EXAMPLE}"
            )
        plain = re.sub(r"(?<=[0-9°'])-(?=[0-9])", " ", plain)
    return plain


def _lettered(degrees: str, minutes: str, seconds: str | None) -> str:
    return f"{degrees}°{minutes}'" + (f'{seconds}"' if seconds else "")


def _tokens(plain: str) -> Iterator[_Token]:
    at = 0
    for match in _TOKEN.finditer(plain):
        _only_space(plain[at : match.start()])
        at = match.end()
        if match["number"]:
            yield _Token("n", match["number"])
        elif match["comma"]:
            yield _Token(",", ",")
        else:
            word = match["word"].rstrip(".").replace("''", '"')
            if kind := _UNITS.get(word, "w" if word in _WORDS else ""):
                yield _Token(kind, word)
            else:
                raise CoordinateError(f"“{word}” is not part of coordinates; write them {_EXAMPLE}")
    _only_space(plain[at:])


def _only_space(gap: str) -> None:
    if gap.strip():
        raise CoordinateError(f"“{gap.strip()}” is not part of coordinates; write them {_EXAMPLE}")


def _joined(tokens: Iterator[_Token]) -> list[_Token]:
    """Return tokens without a comma that follows a comma."""
    listed = list(tokens)
    return listed[:1] + [
        token for before, token in pairwise(listed) if (before.kind, token.kind) != (",", ",")
    ]


def _halves(tokens: Sequence[_Token]) -> list[tuple[Sequence[_Token], Sequence[_Token]]]:
    """Return the ways to divide tokens into two coordinates, the most regular first."""
    commas = [at for at, token in enumerate(tokens) if token.kind == ","]
    ways = (
        [(tokens[: commas[0]], tokens[commas[0] + 1 :])]
        if len(commas) == 1
        else [(tokens[:at], tokens[at:]) for at in range(1, len(tokens)) if not commas]
    )
    marked = bool(commas) or any(token.kind in "w°" for token in tokens)
    fit = [
        (one, other)
        for one, other in ways
        if all(_COORDINATE.fullmatch(_kinds(side)) for side in (one, other))
        and (marked or len(one) == len(other))
    ]
    return sorted(fit, key=lambda way: abs(_kinds(way[0]).count("w") - _kinds(way[1]).count("w")))


def _kinds(tokens: Sequence[_Token]) -> str:
    return "".join(token.kind for token in tokens)


def _coordinate(tokens: Sequence[_Token]) -> _Coordinate:
    said = [_WORDS[token.text] for token in tokens if token.kind == "w"]
    axes, signs = {axis for axis, _ in said}, {sign for _, sign in said if sign}
    if len(axes) > 1 or len(signs) > 1:
        words = " and ".join(f"“{token.text.upper()}”" for token in tokens if token.kind == "w")
        raise CoordinateError(f"{words} belong to one number; write one letter per coordinate")
    axis = axes.pop() if axes else ""
    numbers = [token.text for token in tokens if token.kind == "n"]
    if signs and numbers[0].startswith("-"):
        raise CoordinateError(f"“{numbers[0]}” has a sign and a letter; write only one of them")
    negative = numbers[0].startswith("-") or -1 in signs
    numbers[0] = numbers[0].lstrip("+-")
    if signs and len(numbers) == 1:
        numbers = _run_together(axis, numbers[0])
    if any(not number[0].isdigit() for number in numbers[1:]):
        raise CoordinateError(f"only degrees have a sign; write them {_EXAMPLE}")
    for number in numbers[:-1]:
        if "." in number:
            raise CoordinateError(f"only the last unit can have decimals, not {number}")
    for unit, number in zip(("minutes", "seconds"), numbers[1:], strict=False):
        if float(number) >= 60:
            raise CoordinateError(f"{number} {unit} are not less than 60")
    value = sum(float(number) / 60**power for power, number in enumerate(numbers))
    digits = len(numbers[-1].partition(".")[2])
    return _Coordinate(-value if negative else value, axis, len(numbers), digits)


def _run_together(axis: str, number: str) -> list[str]:
    """Return the units of a number such as 422436, which is 42°24′36″; else the number alone."""
    degrees, point, decimals = number.partition(".")
    ends = _RUN_TOGETHER.get((axis, len(degrees)))
    if not ends:
        return [number]
    units = [degrees[start:end] for start, end in pairwise((0, *ends))]
    return [*units[:-1], f"{units[-1]}{point}{decimals}"]


def _pair(one: _Coordinate, other: _Coordinate) -> tuple[_Coordinate, _Coordinate]:
    """Return latitude and longitude."""
    if bool(one.axis) != bool(other.axis):
        known = one.axis or other.axis
        missing, letters = (_LONGITUDE, "E or W") if known == _LATITUDE else (_LATITUDE, "N or S")
        raise CoordinateError(f"the {missing} has no letter; write {letters} after it")
    if one.axis and one.axis == other.axis:
        raise CoordinateError(
            f"both numbers are a {one.axis}; write one with N or S, one with E or W"
        )
    return (other, one) if one.axis == _LONGITUDE else (one, other)


def _not_two(text: str, tokens: Sequence[_Token]) -> CoordinateError:
    count = _kinds(tokens).count("n")
    if count == 1:
        return CoordinateError(
            f"“{text}” has one number; write latitude and longitude, with a space after the comma "
            f"between them, {_EXAMPLE}"
        )
    return CoordinateError(f"“{text}” is not a pair of coordinates; write them {_EXAMPLE}")
