"""Free-text search: which words of a text match, and which claims match best."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np

from routemap.data.codes import Ints
from routemap.data.dataset import Dataset
from routemap.data.text_search import parts
from routemap.data.word_index import continues, fold, fold_with_origin
from routemap.questions.selection import Selection

_WEIGHTS = (("names", 4), ("vessels", 4), ("excerpt", 3), ("source", 2), ("note", 1))


def highlight(text: str, wanted: str | Iterable[str]) -> list[tuple[str, bool]]:
    """Split a text into runs, each with whether it matches the search.

    Parameters
    ----------
    text
        Any text of the data.
    wanted
        Words as a reader types them, or phrases of :func:`routemap.data.text_search.phrases`.

    Examples
    --------
    >>> highlight("Tumangang Station", "tumang")
    [('Tumang', True), ('ang Station', False)]
    >>> highlight("the Tumen River station", ["tumangang", "tumen river"])
    [('the ', False), ('Tumen River', True), (' station', False)]
    """
    haystack, origin = fold_with_origin(text)
    hit = [False] * len(text)
    for phrase in fold(wanted).split() if isinstance(wanted, str) else wanted:
        pattern = r"\s+".join(map(re.escape, phrase.split()))
        for found in re.finditer(pattern, haystack):
            first, last = origin[found.start()], origin[found.end() - 1]
            while last + 1 < len(text) and continues(text[last + 1]):
                last += 1
            hit[first : last + 1] = [True] * (last + 1 - first)
    runs: list[tuple[str, bool]] = []
    for character, matches in zip(text, hit, strict=True):
        if runs and runs[-1][1] == matches:
            runs[-1] = (runs[-1][0] + character, matches)
        else:
            runs.append((character, matches))
    return runs


def ranked(selection: Selection) -> Ints:
    """Return the positions of the claims of a selection, best match first.

    A word in the name of a place, route or ship counts most, then in the excerpt, the claim
    source and the note. Repetitions count less. Claims with the same score keep their file
    order. A name that is written in several ways counts as often as the most frequent of these.
    """
    dataset, positions = selection.dataset, selection.positions
    score = np.zeros(len(positions))
    for part in parts(dataset, selection.query.text):
        for field, weight in _WEIGHTS:
            counts = np.max([_counts(dataset, field, words) for words in part.needed], axis=0)
            times = counts[positions]
            score += np.where(times > 0, weight * (2 - 0.5**times), 0)
    return positions[np.argsort(-score, kind="stable")]


def _counts(dataset: Dataset, field: str, words: Iterable[str]) -> Ints:
    """Return, per claim, how often a field contains all of some words."""
    counts: Ints = np.min([dataset.counts(field, word) for word in words], axis=0)
    return counts
