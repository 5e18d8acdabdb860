"""Find a missing record among the rows of its file that cannot be read.

A row whose id was mistyped still has its other cells. A row that cannot be taken apart, because a
separator or quotation mark is missing or one too many, still has its words, and so has a row inside
of it. One wrong character changes two words at most.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from typing import Final

from routemap.data.reading.written_rows import WrittenRow, likeness

_ALIKE: Final = 0.5  # minimum share of equal or found cells for a row to be the record
_FOUND: Final = 0.75  # minimum share of the words of a cell for it to be found in a text
_COMMON: Final = 50  # lines of one word that are looked at; more have words that say little
_TRIED: Final = 3  # lines for one record
_WORD: Final = re.compile(r"\w+")


class LeftOut:
    """The rows and lines of one file that cannot be read.

    Parameters
    ----------
    rows
        The rows that cannot be read, in the order of the file.
    known
        Those that could not be read before. They are not what became of a record that could.
    """

    def __init__(self, rows: Sequence[WrittenRow], known: Sequence[WrittenRow]) -> None:
        cells = {_cells_of(row) for row in known}
        texts = {row.text for row in known}
        invalid = [row for row in rows if not row.text and _cells_of(row) not in cells]
        self._pieces: list[_Piece] = []
        self._lines: defaultdict[str, list[int]] = defaultdict(list)
        torn = _adjoining([row for row in rows if row.text])
        for run in (*torn, *([row] for row in invalid)):
            written = [row.text or "\n".join(row.cells.values()) for row in run]
            if texts.issuperset(written):
                continue
            words = frozenset(_words("\n".join(written)))
            for row, text in zip(run, written, strict=True):
                for word in {*_words(text)}:
                    self._lines[word].append(len(self._pieces))
                self._pieces.append(_Piece(row, words))

    def find(self, old: WrittenRow) -> WrittenRow | None:
        """Return the row that an earlier row has become, ``None`` if it is none of them."""
        words = {word for text in old.cells.values() for word in _words(text)}
        shared: Counter[int] = Counter()
        for word in words:
            shared.update(self._lines.get(word, ())[:_COMMON])
        pieces = [self._pieces[at] for at, _ in shared.most_common(_TRIED)]
        return next((piece.row for piece in pieces if piece.share(old) >= _ALIKE), None)


class _Piece:
    """A row, with its words and those of adjoining lines that cannot be taken apart either."""

    def __init__(self, row: WrittenRow, words: Collection[str]) -> None:
        self.row, self._words = row, words

    def share(self, old: WrittenRow) -> float:
        """Return the share, 0 to 1, of an earlier row's filled cells that are found here."""
        begins = (self.row.key or self.row.text.lstrip('"')).startswith(old.key)
        texts = [text for key, text in old.cells.items() if text and key != "id"]
        found = (begins + sum(map(self._has, texts))) / (1 + len(texts))
        return max(found, likeness(self.row, old))

    def _has(self, text: str) -> bool:
        words = _words(text)
        return sum(word in self._words for word in words) >= _FOUND * len(words)


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _cells_of(row: WrittenRow) -> frozenset[tuple[str, str]]:
    return frozenset(row.cells.items())


def _adjoining(rows: Sequence[WrittenRow]) -> Iterator[list[WrittenRow]]:
    """Yield runs of rows that follow each other in the file without another row between them."""
    for _, run in groupby(enumerate(rows), key=lambda pair: pair[1].row - pair[0]):
        yield [row for _, row in run]
