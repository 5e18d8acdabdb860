"""Misspelled parameter names in links, and the parameters that they mean."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Final, NamedTuple
from urllib.parse import unquote

from routemap.model.text import shortened, shown
from routemap.questions.words_in_names import part_of

# separators before a name: one that is repeated, and “&” that was escaped for HTML, maybe twice
_SEPARATORS: Final = re.compile(r"^(?:[?&\s]|(?:amp|#0*38|#x0*26);)+", re.IGNORECASE)
# how PHP and others write lists and parts: “stance[]”, “stance[0][a]”, “stance(0)”
_BRACKETS: Final = re.compile(r"[\[({].*", re.DOTALL)
# a filter that leaves out what it names, which this query does not have
_NEGATED: Final = re.compile(r"[\[({](?:not?|neq?|n(?:ot_?)?in|exclude|!)[\])}]", re.IGNORECASE)
_MOST_ESCAPES: Final = 3  # how often an address is escaped on its way
_SHORTEST: Final = 5  # letters; shorter names are too similar to names that other sites add
_MOST_NOTICES: Final = 5


@dataclass(frozen=True)
class ResolvedParameters:
    """Parameters under their known names.

    Attributes
    ----------
    params
        Values by known name.
    unread
        Values by name as given, for names that are close to a known one but were not read.
    notices
        One sentence per name that is close to a known one.
    """

    params: dict[str, list[str]]
    unread: dict[str, list[str]]
    notices: list[str]


def settled(params: Mapping[str, Sequence[str]], known: Collection[str]) -> ResolvedParameters:
    """Return parameters under their known names.

    ``amp;`` or ``#38;`` before a name is taken for a part of an escaped ``&``. In a name, escaped
    letters are read, and also an escaped ``=``. A name that differs only by case or by brackets at
    its end is read, with a notice, unless the parameter is also given under its own name, or the
    brackets say “not”. A name with one typing error, or with a known name as a part, is not read,
    but named in a notice. Other unknown names, such as those that social media add, are ignored
    without a notice.

    Parameters
    ----------
    params
        Values by name, as in the address.
    known
        The known names.

    Examples
    --------
    >>> settled({"amp;source": ["kremlin"], "utm_source": ["x"]}, ["source"]).params
    {'source': ['kremlin']}
    >>> settled({"stance=denies&source": ["kremlin"]}, ["stance", "source"]).params
    {'stance': ['denies'], 'source': ['kremlin']}
    >>> settled({"stanse": ["denies"]}, ["stance"]).notices
    ['Unknown parameter “stanse” in the link was ignored. Did you mean “stance”?']
    """
    exact: dict[str, list[str]] = {}
    others: dict[str, list[str]] = {}
    for name, values in _unescaped(params):
        (exact if name in known else others).setdefault(name, []).extend(values)
    found = {name: list(values) for name, values in exact.items()}
    unread: dict[str, list[str]] = {}
    notices = []
    for name, values in others.items():
        meant = nearest(name, known)
        written = shortened(shown(name), 60)
        if meant and meant not in exact and _is_certain(name, meant):
            found.setdefault(meant, []).extend(values)
            notices.append(f"The parameter “{written}” in the link was read as “{meant}”.")
        elif meant:
            unread[name] = values
            notices.append(
                f"Unknown parameter “{written}” in the link was ignored. Did you mean “{meant}”?"
            )
    return ResolvedParameters(found, unread, notices[:_MOST_NOTICES])


def nearest(name: str, known: Collection[str], shortest: int = _SHORTEST) -> str:
    """Return the known name that is closest to an unknown one, or ``""``.

    A name is close if it differs by case, has brackets at its end, is in the plural, has one letter
    missing, added, replaced or swapped with its neighbour, or has the known name as a part.

    Parameters
    ----------
    name
        An unknown name.
    known
        The known names.
    shortest
        The number of letters from which a typing error in a known name is recognised. Swapped
        neighbours and plurals are recognised from four letters on.

    Examples
    --------
    >>> [nearest(name, ["stance", "from"]) for name in ("Stance[]", "stances", "form", "code")]
    ['stance', 'stance', 'from', '']
    >>> [nearest(name, ["source", "from"]) for name in ("claimSource", "date_from", "utm_source")]
    ['source', 'from', '']
    """
    plain = _spelling(name)
    if plain in known:
        return plain
    for candidate in known:
        rules = (
            len(candidate) >= shortest and _one_edit(plain, candidate),
            len(candidate) >= 4 and plain == f"{candidate}s",
            len(candidate) >= 4 and _swapped(plain, candidate),
        )
        if any(rules):
            return candidate
    return part_of(name, known)


class _Given(NamedTuple):
    """A parameter as it was meant before the address was escaped."""

    name: str
    values: Sequence[str]


def _unescaped(params: Mapping[str, Sequence[str]]) -> Iterator[_Given]:
    """Yield parameters with plain names; a name with ``=`` has values or further names in it."""
    for written, values in params.items():
        name = _bare(_plain(written))
        if "=" not in name:
            yield _Given(name, values)
            continue
        *earlier, last = (pair.partition("=") for pair in name.split("&"))
        for key, _, value in earlier:
            yield _Given(_bare(key), [value])
        key, equals, first = last
        own = [f"{first}={value}" if equals and value else first or value for value in values]
        yield _Given(_bare(key), own)


def _plain(text: str) -> str:
    for _ in range(_MOST_ESCAPES):
        text = unquote(text)
    return text


def _bare(name: str) -> str:
    return _SEPARATORS.sub("", name).strip()


def _is_certain(name: str, meant: str) -> bool:
    """Return whether a name can only mean a known one."""
    return _spelling(name) == meant and not _NEGATED.search(name)


def _spelling(name: str) -> str:
    return _BRACKETS.sub("", _bare(name)).strip().lower()


def _different_endings(first: str, second: str) -> tuple[str, str]:
    """Return both words, each from the first letter in which they differ."""
    pairs = zip(first, second, strict=False)
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return first[same:], second[same:]


def _one_edit(first: str, second: str) -> bool:
    """Return whether one letter was added, removed, replaced, or swapped with its neighbour."""
    one, other = _different_endings(first, second)
    edited = one[1:] == other[1:] or one[1:] == other or one == other[1:]
    return edited or _swapped(first, second)


def _swapped(first: str, second: str) -> bool:
    one, other = _different_endings(first, second)
    return len(one) > 1 and one[1::-1] == other[:2] and one[2:] == other[2:]
