"""Names of places, routes, vessels and claim sources in a text."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final, NamedTuple

import pandas as pd
from ahocorasick_rs import AhoCorasick, Implementation

from routemap.data.dataset import Dataset
from routemap.data.text_search import MOST_SHARED, without_kind
from routemap.data.word_index import continues, fold, fold_with_origin, split_words
from routemap.model.text import one_line
from routemap.questions.proposals.word_forms import (
    begins_word,
    declined,
    ends_word,
    is_distinctive,
    stem,
)

_IN_BRACKETS: Final = re.compile(r" ?\([^()]*\)")
# “U.S.”: its full stops are ignored, because data and articles write it with and without them
_DOTTED: Final = re.compile(r"(?<![^\W\d_])(?:[^\W\d_]\.){2,}")


@dataclass(frozen=True)
class Found:
    """A name of the data in a text.

    Attributes
    ----------
    start, end
        Its first position in the text, and the position after its last character, in code points.
    table, record
        Name of the table, and the id of the record in it.
    name
        The name as written in the data.
    """

    start: int
    end: int
    table: str
    record: str
    name: str


@dataclass(frozen=True)
class Named:
    """A table whose records have names.

    Attributes
    ----------
    table
        Its name.
    frame
        Returns its records.
    columns
        Returns the columns with one name each.
    has_kinds
        Whether names contain words for the kind of the record, such as “Station”.
    needs_capital
        Whether a name of one word that the data writes with a capital needs one in the text too,
        because in lower case it is mostly another word.
    """

    table: str
    frame: Callable[[Dataset], pd.DataFrame]
    columns: Callable[[Dataset], Sequence[str]]
    has_kinds: bool = False
    needs_capital: bool = True


NAMED: Final = (
    Named(
        "places",
        lambda data: pd.DataFrame(data.places),
        lambda data: data.name_columns,
        has_kinds=True,
    ),
    Named("routes", lambda data: pd.DataFrame(data.routes), lambda data: data.name_columns),
    Named(
        "vessels",
        lambda data: data.vessels,
        lambda data: ("name", *(key for _, key in data.case.names_by_language)),
    ),
    Named("sources", lambda data: data.sources, lambda _: ("name",), needs_capital=False),
)


class Entry(NamedTuple):
    """One name of one record.

    Attributes
    ----------
    table, record, name
        As in :class:`Found`.
    folded
        The name as it is compared with the text.
    is_own
        Whether it is the name itself, not the name without the word for its kind of place.
    needs_capital
        Whether the text must write it with a capital.
    """

    table: str
    record: str
    name: str
    folded: str
    is_own: bool
    needs_capital: bool


@dataclass(frozen=True, eq=False)
class NameIndex:
    """All names of a dataset, to be looked for at once.

    Attributes
    ----------
    matcher
        Finds the unchanged beginnings of the folded names, which are numbered from 0.
    entries
        Per number: the names that begin with it.
    """

    matcher: AhoCorasick
    entries: tuple[tuple[Entry, ...], ...]


@dataclass(frozen=True)
class _Text:
    """A text, the same folded and with single spaces, and the origin of each character of that."""

    text: str
    folded: str
    origin: Sequence[int]

    def end_of(self, start: int, forms: Iterable[str]) -> int:
        """Return where the longest form ends that the text has at a position, -1 if none.

        A form that ends inside a Hangul syllable, which is folded to several letters, does not end
        a word.
        """
        ends = (start + len(form) for form in forms if self.folded.startswith(form, start))
        return max((end for end in ends if ends_word(self.folded, end)), default=-1)


def names_in(text: str, dataset: Dataset) -> tuple[Found, ...]:
    """Return the names of the data that a text contains, in the order of the text.

    Names in all languages of the case and aliases are found, also without the word for the kind of
    place, in Russian cases and before Korean particles. Differences that the search ignores are
    ignored, and also line breaks and the full stops of “U.S.”. Of names that overlap, the one that
    begins first is kept, of these the longest. A name that several records have is returned once
    for each of them; a name of more than 20 records is not looked for.

    Parameters
    ----------
    text
        Plain text.
    dataset
        The data; the index of its names is computed once.
    """
    index = dataset.memo.get("proposed names", (), lambda: _index(dataset))
    read = _flat(text)
    by_span: defaultdict[tuple[int, int], list[Entry]] = defaultdict(list)
    for number, start, _ in index.matcher.find_matches_as_indexes(read.folded, overlapping=True):
        if not begins_word(read.folded, start):
            continue
        is_lower = text[read.origin[start]].islower()
        for entry in index.entries[number]:
            if is_lower and entry.needs_capital:
                continue
            end = read.end_of(start, (entry.folded, *declined(entry.folded)))
            if end > 0:
                by_span[start, -end].append(entry)
    found: list[Found] = []
    reached = 0
    for (start, last), entries in sorted(by_span.items()):
        if start >= reached:
            reached = -last
            found += _found(text, read.origin[start], read.origin[reached - 1] + 1, entries)
    return tuple(found)


def _found(text: str, start: int, end: int, entries: Sequence[Entry]) -> Iterator[Found]:
    while end < len(text) and continues(text[end]):
        end += 1
    own = {(entry.table, entry.record): entry.name for entry in entries if entry.is_own}
    others = {(entry.table, entry.record): entry.name for entry in entries}
    for (table, record), name in (own or others).items():
        yield Found(start, end, table, record, name)


def _flat(text: str) -> _Text:
    folded, origin = fold_with_origin(text)
    dots = {
        at
        for found in _DOTTED.finditer(text)
        for at in range(found.start(), found.end())
        if text[at] == "."
    }
    letters: list[str] = []
    positions: list[int] = []
    for letter, at in zip(folded, origin, strict=True):
        is_space = letter.isspace()
        if at in dots or (is_space and letters[-1:] == [" "]):
            continue
        letters.append(" " if is_space else letter)
        positions.append(at)
    return _Text(text, "".join(letters), positions)


def _index(dataset: Dataset) -> NameIndex:
    entries = list(chain.from_iterable(_entries(row, dataset) for row in NAMED))
    records = {(entry.folded, entry.table, entry.record) for entry in entries}
    sharing = Counter(folded for folded, _, _ in records)
    by_stem: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if sharing[entry.folded] <= MOST_SHARED:
            by_stem[stem(entry.folded)].append(entry)
    # of the implementations, the one that is built fastest; a text is searched in milliseconds
    matcher = AhoCorasick(by_stem, implementation=Implementation.NoncontiguousNFA)
    return NameIndex(matcher, tuple(map(tuple, by_stem.values())))


def _entries(row: Named, dataset: Dataset) -> Iterator[Entry]:
    """Yield the names of the records of a table that are looked for."""
    frame = row.frame(dataset)
    columns = zip(*(frame[column] for column in row.columns(dataset)), strict=True)
    others = frame["aliases"] if "aliases" in frame else [()] * len(frame)
    kinds = frame["kind"] if "kind" in frame else [""] * len(frame)
    rows = [
        (str(record), name, str(kind))
        for record, names, also, kind in zip(frame.index, columns, others, kinds, strict=True)
        for name in (*names, *also)
        if name
    ]
    if not rows:
        return
    lines = "\n".join(_IN_BRACKETS.sub("", one_line(name)) for _, name, _ in rows)
    folded = fold(_DOTTED.sub(_without_dots, lines)).split("\n")  # all at once, which is faster
    for (record, name, kind), written in zip(rows, folded, strict=True):
        is_capital = name[:1].isupper()
        variants = {written.strip(): True}
        if row.has_kinds:
            for words in without_kind(split_words(written), kind):
                variants.setdefault(" ".join(words), False)
        for variant, is_own in variants.items():
            if is_distinctive(variant, is_acronym=name.isupper()):
                is_short = len(variant) < 3 or (row.needs_capital and " " not in variant)
                yield Entry(row.table, record, name, variant, is_own, is_short and is_capital)


def _without_dots(found: re.Match[str]) -> str:
    return found.group().replace(".", "")
