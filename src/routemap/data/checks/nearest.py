"""Find the passage of an article that is most similar to a quotation, and describe differences."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, reduce
from typing import Final

from routemap.data.word_index import fold
from routemap.model.text import plain_dashes, plain_quotes

# a kind of difference, and a function that removes it
Difference = tuple[str, Callable[[str], str]]
_DIFFERENCES: Final[tuple[Difference, ...]] = (
    ("quotation marks", lambda text: plain_quotes(text).replace('"', "'")),
    ("dashes", plain_dashes),
    ("spaces", lambda text: "".join(text.split())),
    ("capital letters", str.casefold),
)
_LETTERS_PER_EDIT, _MOST_EDITS = 12, 5  # longer quotations can have more typing errors
_LONGEST = 1_000  # letters; aligning more takes seconds, and no excerpt is as long
_AROUND, _SNIPPET = 15, 80  # characters: beside the first and last difference, and in total
_TRIES = 20  # passages that are compared letter by letter


@dataclass(frozen=True)
class NearMatch:
    """A similar passage: the kinds of differences, and both wordings at the differences."""

    kinds: tuple[str, ...]
    wanted: str
    found: str

    def __str__(self) -> str:
        kinds = ", ".join(self.kinds)
        return f"differs in {kinds}: “{self.wanted}” in the data, “{self.found}” in the article"


@dataclass(frozen=True)
class Page:
    """The text of an article, for searching quotations."""

    text: str

    def nearest(self, wanted: str) -> NearMatch | None:
        """Return the passage that differs by typography or a few letters, ``None`` if none does."""
        letters, _ = _letters(wanted)
        _, origin = self._folded
        passages = [
            self.text[origin[begin] : origin[end - 1] + 1] for begin, end in self._spans(letters)
        ]
        if not passages:
            return None
        found = min(passages, key=lambda passage: _edits(wanted, passage))
        return NearMatch(tuple(_kinds(wanted, found)), *_snippets(wanted, found))

    @cached_property
    def _folded(self) -> tuple[str, list[int]]:
        return _letters(self.text)

    def _spans(self, wanted: str) -> list[tuple[int, int]]:
        """Return the begin and end of the passages with the fewest edits in the folded page."""
        page, _ = self._folded
        at = page.find(wanted)
        if wanted and at >= 0:
            return [(at, at + len(wanted))]
        short = len(wanted) <= _LONGEST
        allowed = min(_MOST_EDITS, len(wanted) // _LETTERS_PER_EDIT) if short else 0
        spans, fewest = dict[tuple[int, int], None](), (allowed, allowed)
        for start in self._starts(wanted, allowed):
            first = max(0, start - allowed)
            window = page[first : start + len(wanted) + allowed]
            edits, (begin, end) = _aligned(wanted, window, anywhere=True)
            if edits < fewest:
                spans, fewest = {}, edits
            if edits == fewest:
                spans[first + begin, first + end] = None
        return list(spans)

    def _starts(self, wanted: str, allowed: int) -> Iterator[int]:
        """Yield possible positions of the passage.

        The wanted text is split into one piece more than the allowed edits, so at least one piece
        occurs in the passage unchanged.
        """
        page, _ = self._folded
        size = len(wanted) // (allowed + 1)
        tried: set[int] = set()
        for begin in range(0, allowed * size + 1, size) if allowed else ():
            at = page.find(wanted[begin : begin + size])
            while at >= 0 and len(tried) < _TRIES:
                if at - begin not in tried:
                    tried.add(at - begin)
                    yield at - begin
                at = page.find(wanted[begin : begin + size], at + 1)


def _letters(text: str) -> tuple[str, list[int]]:
    """Return folded text without spaces, and per letter the position of its original character."""
    folded = {character: "".join(fold(character).split()) for character in set(text)}
    pairs = [(letter, at) for at, character in enumerate(text) for letter in folded[character]]
    return "".join(letter for letter, _ in pairs), [at for _, at in pairs]


def _aligned(wanted: str, text: str, *, anywhere: bool) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return the fewest edits that turn part of a text into another, and the position of the part.

    The edits are a pair: all of them, and those that add or remove a letter. The part is the
    whole text unless it can be ``anywhere``. This is the algorithm of Sellers (1980),
    https://doi.org/10.1016/0196-6774(80)90016-4; ``difflib`` does not find the fewest.
    """
    # Per end of the part: edits, how many of them add or remove a letter, minus the beginning.
    # Of parts with as few edits, the least replaces letters rather than moving all that follow.
    row = [(0, 0, -at) if anywhere else (at, at, 0) for at in range(len(text) + 1)]
    for letter in wanted:
        above, row = row, [(row[0][0] + 1, row[0][1] + 1, 0)]
        for at, other in enumerate(text):
            edits, moved, begin = above[at]
            same = (edits + (letter != other), moved, begin)
            missing = (above[at + 1][0] + 1, above[at + 1][1] + 1, above[at + 1][2])
            extra = (row[at][0] + 1, row[at][1] + 1, row[at][2])
            row.append(min(same, missing, extra))
    end = min(range(len(row)), key=row.__getitem__) if anywhere else len(text)
    edits, moved, begin = row[end]
    return (edits, moved), (-begin, end)


def _kinds(wanted: str, found: str) -> Iterator[str]:
    """Yield the kinds of differences between two wordings."""
    least = _edits(*(_without(text, _DIFFERENCES) for text in (wanted, found)))
    for row in _DIFFERENCES:
        others = [other for other in _DIFFERENCES if other is not row]
        if _edits(*(_without(text, others) for text in (wanted, found))) > least:
            yield row[0]
    if least:
        yield "1 character" if least == 1 else f"{least} characters"


def _without(text: str, differences: Iterable[Difference]) -> str:
    return reduce(lambda changed, row: row[1](changed), differences, text)


def _edits(one: str, other: str) -> int:
    """Return the fewest edits that turn one text into another."""
    before = _alike(one, other)
    one, other = one[before:], other[before:]
    after = _alike(one[::-1], other[::-1])
    return _aligned(one[: len(one) - after], other[: len(other) - after], anywhere=False)[0][0]


def _snippets(wanted: str, found: str) -> tuple[str, str]:
    """Return both wordings around their differences."""
    before = _alike(wanted, found)
    after = _alike(wanted[before:][::-1], found[before:][::-1])
    return _cut(wanted, before, after), _cut(found, before, after)


def _alike(one: str, other: str) -> int:
    """Return how many characters two texts have in common at their beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _cut(text: str, before: int, after: int) -> str:
    start = max(0, before - _AROUND)
    end = min(len(text), len(text) - after + _AROUND, start + _SNIPPET)
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"
