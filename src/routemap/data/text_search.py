"""Free text search: find claims by words, and by any name of a place or route."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from routemap.data.codes import Bools
from routemap.data.dataset import Dataset
from routemap.data.word_index import first_words, fold, split_words
from routemap.model.vocabulary import PLACE_KINDS

Wording = tuple[str, ...]  # folded words
_SHORTEST = 3  # letters of a name without its kind; a shorter one would match too many words
MOST_SHARED = 20  # places and routes; a name that more of them share is too ambiguous


@dataclass(frozen=True)
class TextPart:
    """One word of a search, or several words that form a name.

    Attributes
    ----------
    wordings
        Alternatives that match: the word itself, or every name of the feature that it names.
    """

    wordings: tuple[Wording, ...]

    @property
    def needed(self) -> tuple[Wording, ...]:
        """The shortest wordings; longer ones that contain one of them add no matches."""
        kept: list[Wording] = []
        for wording in sorted(self.wordings, key=lambda words: len("".join(words))):
            if not any(_implies(wording, shorter) for shorter in kept):
                kept.append(wording)
        return tuple(kept)


@dataclass(frozen=True)
class Names:
    """The folded names of all places and routes.

    Attributes
    ----------
    full, shortened
        Per name as the data has it, and per name without the word for its kind of place: the
        positions in ``Dataset.features`` of the features with this name.
    kinds
        Per position: the kind.
    wordings
        Per position: every name, except shortened ones that are full names of other features.
    longest
        The number of words of the longest name with a word for its kind.
    """

    full: Mapping[Wording, Sequence[int]]
    shortened: Mapping[Wording, Sequence[int]]
    kinds: tuple[str, ...]
    wordings: tuple[tuple[Wording, ...], ...]
    longest: int

    def named(self, words: Wording) -> Sequence[int]:
        """Return the positions of the features that some words name, unless there are too many.

        Features with this full name come first, then those whose name has a word for their kind
        before or after it here, then those whose name has such a word in the data.
        """
        found = self.full.get(words) or self._with_kind(words) or self.shortened.get(words, ())
        return found if len(found) <= MOST_SHARED else ()

    def _with_kind(self, words: Wording) -> Sequence[int]:
        found: dict[int, None] = {}
        for kind in _KINDS_IN_NAMES:
            for name in _stems(words, kind):
                positions = (*self.full.get(name, ()), *self.shortened.get(name, ()))
                found |= dict.fromkeys(at for at in positions if self.kinds[at] == kind)
        return tuple(found)


def claims_with(dataset: Dataset, text: str) -> Bools:
    """Return, per claim, whether it matches a search text.

    Every word must occur in the claim: in its excerpt, note, quantity, source, the title of its
    article, or a name of a place or route that it is about. If words of the text form a name of a
    place or route, with or without a word for its kind, all names of it match instead.
    """
    found = np.ones(len(dataset.claims), dtype=bool)
    for part in parts(dataset, text):
        either = np.zeros(len(found), dtype=bool)
        for wording in part.needed:
            either |= np.logical_and.reduce([dataset.mentions(word) for word in wording])
        found &= either
        if not found.any():
            break
    return found


def phrases(dataset: Dataset, text: str) -> tuple[str, ...]:
    """Return the folded phrases to highlight for a search text: its words and alternative names."""
    found = dict.fromkeys(_words(text))
    for part in parts(dataset, text):
        found |= dict.fromkeys(" ".join(wording) for wording in part.needed)
    return tuple(found)


def names_something(dataset: Dataset, text: str) -> bool:
    """Return whether a text contains a name of a place or route that has other names."""
    return any(len(part.needed) > 1 for part in parts(dataset, text))


def prepare(dataset: Dataset, earlier: Dataset | None = None) -> None:
    """Compute in advance what every search of a dataset needs, so that the first one is fast.

    What is equal in an earlier dataset is taken from there.
    """
    names = _named_columns(dataset)
    if earlier is not None and earlier is not dataset:
        dataset.take_words(earlier)
        if names.equals(_named_columns(earlier)):
            known = _known(earlier)
            dataset.memo.get("names", (), lambda: known)
    _ = _known(dataset)
    dataset.mentions("a")


def _named_columns(dataset: Dataset) -> pd.DataFrame:
    return dataset.features[["kind", *dataset.name_columns, "aliases"]]


def parts(dataset: Dataset, text: str) -> tuple[TextPart, ...]:
    """Return the parts of a text: names of places and routes, the longest first, and single words.

    Punctuation around a word is ignored, and a name can be possessive.
    """
    known = _known(dataset)
    words = _words(text)
    found = []
    start = 0
    while start < len(words):
        lengths = range(min(known.longest, len(words) - start), 0, -1)
        ends = (start + length for length in lengths)
        end = next((end for end in ends if _named(words[start:end], known)), start + 1)
        phrase = words[start:end]
        of_names = (w for at in _named(phrase, known) for w in known.wordings[at])
        found.append(TextPart(tuple(dict.fromkeys(of_names)) or (phrase,)))
        start = end
    return tuple(dict.fromkeys(found))


def _words(text: str) -> Wording:
    """Return the folded words of a search, up to the maximum number."""
    return first_words(split_words(fold(text)))


def _named(words: Wording, known: Names) -> Sequence[int]:
    """Return the positions of the features that have this name, with or without a possessive s."""
    found = known.named(words)
    if not found and words[-1].endswith("'s"):
        return known.named((*words[:-1], words[-1].removesuffix("'s")))
    return found


def _known(dataset: Dataset) -> Names:
    return dataset.memo.get("names", (), lambda: _names(dataset))


def _names(dataset: Dataset) -> Names:
    table = _named_columns(dataset)
    columns = (table[key] for key in table.columns[1:])
    named = [(*names, *aliases) for *names, aliases in zip(*columns, strict=True)]
    lines = "\n".join(" ".join(name.split()) for names in named for name in names)
    folded = iter(fold(lines).split("\n"))  # all at once, which is faster
    full: defaultdict[Wording, list[int]] = defaultdict(list)
    shortened: defaultdict[Wording, list[int]] = defaultdict(list)
    own: list[dict[Wording, None]] = []
    for at, (kind, names) in enumerate(zip(table["kind"], named, strict=True)):
        written = [split_words(name) for name in (next(folded) for _ in names) if _has_letter(name)]
        own.append(dict.fromkeys(written))
        for wording in own[at]:
            full[wording].append(at)
        for wording in dict.fromkeys(one for name in own[at] for one in without_kind(name, kind)):
            if wording not in own[at]:
                shortened[wording].append(at)
    for wording, positions in shortened.items():
        for at in positions if wording not in full else ():
            own[at][wording] = None
    return Names(
        full,
        shortened,
        tuple(table["kind"]),
        tuple(map(tuple, own)),
        max(map(len, full), default=0) + _LONGEST_KIND,
    )


def _has_letter(name: str) -> bool:
    return any(map(str.isalnum, name))


def without_kind(name: Wording, kind: str) -> Iterator[Wording]:
    """Yield the folded words of a name without those for its kind of place, if it has any.

    Examples
    --------
    >>> list(without_kind(("tumen", "river", "station"), "station"))
    [('tumen', 'river')]
    """
    return (stem for stem in _stems(name, kind) if len("".join(stem)) >= _SHORTEST)


def _stems(name: Wording, kind: str) -> Iterator[Wording]:
    """Yield what remains of a name without each word for a kind of place that it has."""
    for word in _kind_words(kind):
        size = len(word.words)
        if word.is_suffix:
            *before, last = name
            stem = (*before, *filter(None, [last.removesuffix(word.words[0])]))
        elif name[-size:] == word.words:
            stem = name[:-size]
        else:
            stem = name[size:] if name[:size] == word.words else name
        if stem != name:
            yield stem


class _KindWord(NamedTuple):
    """A folded word for a kind of place, and whether names have it without a space before it."""

    words: Wording
    is_suffix: bool


@cache
def _kind_words(kind: str) -> tuple[_KindWord, ...]:
    found = (term.in_names for term in PLACE_KINDS.terms if term.key == kind)
    return tuple(
        _KindWord(split_words(fold(word)), word.startswith("-"))
        for words in found
        for word in words
    )


_KINDS_IN_NAMES: Final = tuple(term.key for term in PLACE_KINDS.terms if term.in_names)
_LONGEST_KIND: Final = max(
    len(word.words) for kind in _KINDS_IN_NAMES for word in _kind_words(kind)
)


def _implies(longer: Wording, shorter: Wording) -> bool:
    """Return whether a text that contains all words of ``longer`` contains those of ``shorter``."""
    return all(any(word in other for other in longer) for word in shorter)
