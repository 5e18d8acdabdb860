"""An index of the words of many texts, so that a search compares words and not whole texts.

A searched word contains no white space, so a text contains it only if one of the text's own words
does. There are few distinct words: searching them takes a millisecond, where searching a hundred
thousand texts takes fifty.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from routemap.model.text import plain_dashes, plain_quotes, replaced, visible

MOST_WORDS: Final = 12  # distinct words of a search; each takes a pass over all texts
_NO_LETTER: Final = np.uint32(0xFFFFFFFF)
_AROUND: Final = re.compile(r"^[\W_]+|[\W_]+$")
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
Places = NDArray[np.int32]


def fold(text: str) -> str:
    r"""Return text for comparison, without differences that readers do not type.

    Case, accents, width and invisible characters are removed; quotation marks, apostrophes and
    dashes of every kind become the plain ones. Each character is folded independently of the
    others.

    Examples
    --------
    >>> fold("Rāson-HANG") == fold("rason-hang")
    True
    >>> fold("Russia’s “Khasan–Tuman\u00adgang”")
    'russia\'s "khasan-tumangang"'
    """
    if text.isascii():
        return text.lower().replace("`", "'")
    # quotation marks first, because some of them decompose into a space and an accent
    decomposed = unicodedata.normalize("NFKD", plain_quotes(text))
    # again after casefold, which composes some letters and leaves others, such as ℌ, to NFKD
    folded = unicodedata.normalize("NFKD", decomposed.casefold())
    bare = replaced(visible(folded), {c: "" for c in set(folded) if unicodedata.combining(c)})
    return plain_dashes(plain_quotes(bare))


def fold_with_origin(text: str) -> tuple[str, Sequence[int]]:
    """Return a text folded by :func:`fold`, and for each character its position in ``text``.

    Examples
    --------
    >>> fold_with_origin("ﬁ Tår")
    ('fi tar', [0, 0, 1, 2, 3, 4])
    """
    if text.isascii():
        return fold(text), range(len(text))
    folded = {character: fold(character) for character in set(text)}
    parts = [(part, position) for position, letter in enumerate(text) for part in folded[letter]]
    return "".join(part for part, _ in parts), [position for _, position in parts]


def continues(character: str) -> bool:
    """Return whether a character is invisible, or drawn as a part of the one before it."""
    # vowels and final consonants of decomposed Hangul syllables
    return fold(character) == "" or "\u1160" <= character <= "\u11ff"


def split_words(folded: str) -> tuple[str, ...]:
    """Return the words of a folded text without the punctuation around them.

    Examples
    --------
    >>> split_words("“rajin” (port)")
    ('rajin', 'port')
    """
    return tuple(filter(None, (_AROUND.sub("", word) for word in folded.split())))


def first_words(words: Sequence[str]) -> tuple[str, ...]:
    """Return the words of a search up to the maximum number of distinct words.

    A repeated word takes no extra time and is not counted.
    """
    different: set[str] = set()
    for position, word in enumerate(words):
        different.add(word)
        if len(different) > MOST_WORDS:
            return tuple(words[:position])
    return tuple(words)


def searched_length(text: str) -> int:
    """Return how many words of a text, as written, a search uses.

    They are counted after folding, because one character can fold to several words.

    Examples
    --------
    >>> searched_length("one two one"), searched_length(" ".join("abcdefghijklmnop"))
    (3, 12)
    """
    written = text.split()
    folded: list[str] = []
    for position, word in enumerate(written):
        folded += split_words(fold(word))
        if len(first_words(folded)) < len(folded):
            return position
    return len(written)


@dataclass(frozen=True, eq=False)
class WordIndex:
    """The folded words of some texts, and the texts in which they occur.

    Attributes
    ----------
    texts
        The number of texts.
    letters
        All distinct words, each followed by a line break, as code points; the last value is not
        a letter.
    starts
        Per word: its first position in ``letters``.
    bounds
        One more than the number of words: entries ``bounds[n]`` to ``bounds[n + 1]`` of ``places``
        and ``times`` belong to word ``n``.
    places, times
        Per word and text that contains it: position of the text, and number of occurrences.
    """

    texts: int
    letters: NDArray[np.uint32]
    starts: Places
    bounds: Places
    places: Places
    times: Places

    def counts(self, word: str) -> Ints:
        """Return, per text, how often it contains a folded word without white space."""
        numbers, within = np.unique(self._numbers(word), return_counts=True)
        entries = self._entries(numbers)
        sizes = self.bounds[numbers + 1] - self.bounds[numbers]
        times = self.times[entries] * np.repeat(within, sizes)
        counts = np.bincount(self.places[entries], weights=times, minlength=self.texts)
        return counts.astype(np.int64)

    def holds(self, word: str) -> Bools:
        """Return, per text, whether it contains a folded word without white space."""
        found = np.zeros(self.texts, dtype=bool)
        hit = np.zeros(len(self.starts), dtype=bool)
        hit[self._numbers(word)] = True
        found[self.places[np.repeat(hit, np.diff(self.bounds))]] = True
        return found

    def _numbers(self, word: str) -> Places:
        """Return, for each occurrence of a text in ``letters``, the number of its word."""
        if not word:
            return np.zeros(0, dtype=np.int64)
        # letter by letter, which takes as long for “e” as for a word that occurs in few others
        first, *others = map(ord, word)
        found = np.flatnonzero(self.letters == first)
        for distance, letter in enumerate(others, start=1):
            found = found[self.letters[found + distance] == letter]
        return self._words_of[_apart(found, len(word))]

    @property
    def words(self) -> list[str]:
        """All distinct words, in the order of their numbers."""
        text = self.letters[:-1].astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")
        return text.split("\n")[:-1]

    @property
    def numbers(self) -> Ints:
        """Per entry of ``places``: the number of its word."""
        return np.repeat(np.arange(len(self.starts), dtype=np.int64), np.diff(self.bounds))

    @cached_property
    def _words_of(self) -> Places:
        """Per letter: the number of the word that it belongs to."""
        sizes = np.diff(self.starts, append=len(self.letters))
        return np.repeat(np.arange(len(self.starts), dtype=np.int32), sizes)

    def _entries(self, numbers: Ints | Places) -> Ints:
        """Return the positions of all entries of some words, one after the other."""
        sizes = self.bounds[numbers + 1] - self.bounds[numbers]
        offsets = np.repeat(self.bounds[numbers] - (np.cumsum(sizes) - sizes), sizes)
        return offsets + np.arange(len(offsets))


def index_words(texts: Iterable[str]) -> WordIndex:
    """Return the index of some texts.

    Examples
    --------
    >>> index_words(["Rajin port", "Port of Rajin port"]).counts("port")
    array([1, 2])
    """
    cells = pa.array(texts, pa.string())
    split = pc.utf8_split_whitespace(cells)
    lengths = pc.list_value_length(split).to_numpy()
    raw = pc.dictionary_encode(split.flatten())
    numbers: dict[str, int] = {}
    # all at once, which is faster; folding can add spaces: a lone accent becomes a space and a mark
    parts = [
        [numbers.setdefault(part, len(numbers)) for part in folded.split()]
        for folded in fold("\n".join(raw.dictionary.to_pylist())).split("\n")
    ]
    words, text_of = _entries(parts, raw.indices.to_numpy(), lengths)
    size = max(1, len(lengths))
    pairs, times = np.unique(words * np.int64(size) + text_of, return_counts=True)
    return make_index(list(numbers), len(lengths), pairs // size, pairs % size, times)


def make_index(
    words: Sequence[str], texts: int, number: Ints, place: Ints, times: Places
) -> WordIndex:
    """Return the index of some texts from its entries, in any order.

    Parameters
    ----------
    words
        All distinct words.
    texts
        The number of texts.
    number, place, times
        Per entry: position of the word in ``words``, position of the text, and how often the text
        contains the word.
    """
    order = np.argsort(number * np.int64(max(1, texts)) + place, kind="stable")
    sizes = np.array([len(word) + 1 for word in words], dtype=np.int64)
    return WordIndex(
        texts=texts,
        letters=_letters("".join(f"{word}\n" for word in words)),
        starts=(np.cumsum(sizes) - sizes).astype(np.int32),
        bounds=np.searchsorted(number[order], np.arange(len(words) + 1)).astype(np.int32),
        places=place[order].astype(np.int32),
        times=times[order].astype(np.int32),
    )


def _apart(found: Ints, length: int) -> Ints:
    """Return positions that are at least ``length`` apart, so that occurrences do not overlap."""
    if length == 1 or (np.diff(found) >= length).all():
        return found
    kept: list[int] = []
    for position in found.tolist():
        if not kept or position >= kept[-1] + length:
            kept.append(position)
    return np.array(kept, dtype=np.int64)


def _letters(text: str) -> NDArray[np.uint32]:
    letters = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    return np.append(letters, _NO_LETTER)


def _entries(parts: list[list[int]], raw: Places, lengths: Places) -> tuple[Ints, Ints]:
    """Return the number of every word of every text, and the text that contains it."""
    text_of = np.repeat(np.arange(len(lengths)), lengths)
    sizes = np.array([len(part) for part in parts], dtype=np.int64)
    numbers = np.array([number for part in parts for number in part], dtype=np.int64)
    first = np.cumsum(sizes) - sizes
    repeats = sizes[raw]
    offsets = np.repeat(first[raw] - (np.cumsum(repeats) - repeats), repeats)
    return numbers[offsets + np.arange(len(offsets))], np.repeat(text_of, repeats)
