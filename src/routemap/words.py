"""An index of the words of many texts, so that a search reads words and not texts.

A searched word holds no white space, so a text holds it exactly where one of the text's own
words does. Distinct words are few: looking through them costs a millisecond where looking
through a hundred thousand texts costs fifty.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from routemap.characters import plain_dashes, plain_quotes, replaced, visible

Ints = NDArray[np.int64]
Places = NDArray[np.int32]


def fold(text: str) -> str:
    r"""Return text for comparison, without the differences that readers do not type.

    Case, accents and width do not count, nor do invisible characters; quotation marks,
    apostrophes and dashes of every kind are the plain ones. Folding a text is folding its
    characters one by one.

    Examples
    --------
    >>> fold("Rāson-HANG") == fold("rason-hang")
    True
    >>> fold("Russia’s “Khasan–Tuman\u00adgang”")
    'russia\'s "khasan-tumangang"'
    """
    if text.isascii():
        return text.lower().replace("`", "'")
    # first the marks, because some decompose into a space and an accent
    decomposed = unicodedata.normalize("NFKD", plain_quotes(text))
    # again after casefold, which composes some letters and leaves others, such as ℌ, to NFKD
    folded = unicodedata.normalize("NFKD", decomposed.casefold())
    bare = replaced(visible(folded), {c: "" for c in set(folded) if unicodedata.combining(c)})
    return plain_dashes(plain_quotes(bare))


@dataclass(frozen=True, eq=False)
class Words:
    """The folded words of some texts, and where each of them stands.

    Attributes
    ----------
    texts
        How many texts were read.
    vocabulary
        All distinct words, each between line breaks.
    starts
        Per word: where it begins in ``vocabulary``.
    bounds
        One more than there are words: entries ``bounds[n]`` to ``bounds[n + 1]`` of ``places``
        and ``times`` belong to word ``n``.
    places, times
        Per word and text that holds it: position of the text, and how often it stands there.
    """

    texts: int
    vocabulary: str
    starts: Places
    bounds: Places
    places: Places
    times: Places

    def counts(self, word: str) -> Ints:
        """Return, per text, how often a folded word without white space stands in it."""
        found = [match.start() for match in re.finditer(re.escape(word), self.vocabulary)]
        if not word or not found:
            return np.zeros(self.texts, dtype=np.int64)
        numbers, within = np.unique(
            np.searchsorted(self.starts, found, side="right") - 1, return_counts=True
        )
        sizes = self.bounds[numbers + 1] - self.bounds[numbers]
        # positions of all entries of these words, one after the other
        offsets = np.repeat(self.bounds[numbers] - (np.cumsum(sizes) - sizes), sizes)
        entries = offsets + np.arange(len(offsets))
        times = self.times[entries] * np.repeat(within, sizes)
        counts = np.bincount(self.places[entries], weights=times, minlength=self.texts)
        return counts.astype(np.int64)


def index_words(texts: Iterable[str]) -> Words:
    """Return the index of some texts."""
    cells = pa.array(texts, pa.string())
    split = pc.utf8_split_whitespace(cells)
    lengths = pc.list_value_length(split).to_numpy()
    raw = pc.dictionary_encode(split.flatten())
    numbers: dict[str, int] = {}
    # all at once, which is faster; folding can bring forth spaces: a lone accent is one with a mark
    parts = [
        [numbers.setdefault(part, len(numbers)) for part in folded.split()]
        for folded in fold("\n".join(raw.dictionary.to_pylist())).split("\n")
    ]
    words, text_of = _entries(parts, raw.indices.to_numpy(), lengths)
    size = max(1, len(lengths))
    pairs, times = np.unique(words * np.int64(size) + text_of, return_counts=True)
    bounds = np.searchsorted(pairs, np.arange(len(numbers) + 1) * size)
    sizes = np.array([len(word) + 1 for word in numbers], dtype=np.int64)
    return Words(
        texts=len(lengths),
        vocabulary="".join(f"{word}\n" for word in numbers),
        starts=(np.cumsum(sizes) - sizes).astype(np.int32),
        bounds=bounds.astype(np.int32),
        places=(pairs % size).astype(np.int32),
        times=times.astype(np.int32),
    )


def _entries(parts: list[list[int]], raw: Places, lengths: Places) -> tuple[Ints, Ints]:
    """Return the number of every word of every text, and which text it stands in."""
    text_of = np.repeat(np.arange(len(lengths)), lengths)
    sizes = np.array([len(part) for part in parts], dtype=np.int64)
    numbers = np.array([number for part in parts for number in part], dtype=np.int64)
    first = np.cumsum(sizes) - sizes
    repeats = sizes[raw]
    offsets = np.repeat(first[raw] - (np.cumsum(repeats) - repeats), repeats)
    return numbers[offsets + np.arange(len(offsets))], np.repeat(text_of, repeats)
