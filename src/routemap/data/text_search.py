"""Free text search: find claims by words, and by any name of a place or route."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

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
    features
        Per name: the positions in ``Dataset.features`` of the features with this name, unless there
        are too many.
    wordings
        Per position: every name.
    longest
        The number of words of the longest name.
    """

    features: Mapping[Wording, tuple[int, ...]]
    wordings: tuple[tuple[Wording, ...], ...]
    longest: int


def claims_with(dataset: Dataset, text: str) -> Bools:
    """Return, per claim, whether it matches a search text.

    Every word must occur in the claim: in its excerpt, note, quantity, source, the title of its
    article, or a name of a place or route that it is about. If words of the text form a name of a
    place or route, every other name of it matches too.
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
        found.append(TextPart(tuple(dict.fromkeys((phrase, *of_names)))))
        start = end
    return tuple(dict.fromkeys(found))


def _words(text: str) -> Wording:
    """Return the folded words of a search, up to the maximum number."""
    return first_words(split_words(fold(text)))


def _named(words: Wording, known: Names) -> tuple[int, ...]:
    """Return the positions of the features that have this name, with or without a possessive s."""
    bare = (*words[:-1], words[-1].removesuffix("'s"))
    return known.features.get(words) or known.features.get(bare) or ()


def _known(dataset: Dataset) -> Names:
    return dataset.memo.get("names", (), lambda: _names(dataset))


def _names(dataset: Dataset) -> Names:
    table = _named_columns(dataset)
    columns = (table[key] for key in table.columns[1:])
    named = [(*names, *aliases) for *names, aliases in zip(*columns, strict=True)]
    lines = "\n".join(" ".join(name.split()) for names in named for name in names)
    folded = iter(fold(lines).split("\n"))  # all at once, which is faster
    wordings: list[tuple[Wording, ...]] = []
    features: defaultdict[Wording, list[int]] = defaultdict(list)
    for kind, names in zip(table["kind"], named, strict=True):
        own: dict[Wording, None] = {}
        for name in (next(folded) for _ in names):
            if any(map(str.isalnum, name)):
                written = split_words(name)
                own |= dict.fromkeys((written, *without_kind(written, kind)))
        for wording in own:
            features[wording].append(len(wordings))
        wordings.append(tuple(own))
    return Names(
        {name: tuple(found) for name, found in features.items() if len(found) <= MOST_SHARED},
        tuple(wordings),
        max(map(len, features), default=0),
    )


def without_kind(name: Wording, kind: str) -> Iterator[Wording]:
    """Yield the folded words of a name without those for its kind of place, if it has any.

    Examples
    --------
    >>> list(without_kind(("tumen", "river", "station"), "station"))
    [('tumen', 'river')]
    """
    for word in _kind_words(kind):
        written = tuple(word.split())
        size = len(written)
        if word.startswith("-"):
            *before, last = name
            stem = (*before, *filter(None, [last.removesuffix(word[1:])]))
        elif name[-size:] == written:
            stem = name[:-size]
        else:
            stem = name[size:] if name[:size] == written else name
        if stem != name and len("".join(stem)) >= _SHORTEST:
            yield stem


@cache
def _kind_words(kind: str) -> tuple[str, ...]:
    found = (term.in_names for term in PLACE_KINDS.terms if term.key == kind)
    return tuple(fold(word) for words in found for word in words)


def _implies(longer: Wording, shorter: Wording) -> bool:
    """Return whether a text that contains all words of ``longer`` contains those of ``shorter``."""
    return all(any(word in other for other in longer) for word in shorter)
