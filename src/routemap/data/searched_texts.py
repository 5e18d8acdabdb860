"""The texts that a search looks through, and their index after an edit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from routemap.data.word_index import WordIndex, index_words, make_index
from routemap.model.claim_table import CLAIMS

if TYPE_CHECKING:
    from routemap.data.dataset import Dataset

SEARCHED: Final = tuple(column.key for column in CLAIMS.columns if column.searched)
_MOST_NEW: Final = 0.5  # share of new texts from which an index of all takes no longer


def searched_texts(dataset: Dataset) -> Mapping[str, pd.Series]:
    """Return the texts of each field of ``Dataset.words``, by id of the record that has them."""
    columns = (dataset.features[key] for key in (*dataset.name_columns, "aliases"))
    names = [" ".join([*own, *also]) for *own, also in zip(*columns, strict=True)]
    return {
        **{key: dataset.claims[key] for key in SEARCHED},
        "source": dataset.sources["name"],
        "title": dataset.articles["title"],
        "names": pd.Series(names, dataset.features.index, dtype=object),
        "vessels": pd.Series(dataset.vessel_names, dataset.vessels.index, dtype=object),
    }


def later_words(
    texts: Mapping[str, pd.Series],
    before: Mapping[str, pd.Series],
    words: Mapping[str, WordIndex],
) -> dict[str, WordIndex]:
    """Return the index of each field from the texts and the index of an earlier state."""
    return {field: later_index(words[field], before[field], texts[field]) for field in texts}


def later_index(index: WordIndex, before: pd.Series, after: pd.Series) -> WordIndex:
    """Return the index of some texts, made from that of an earlier state of them.

    Parameters
    ----------
    index
        The index of the earlier texts.
    before, after
        The earlier and the present texts, by id of their record.

    Examples
    --------
    >>> before = pd.Series({"a": "Rajin port", "b": "Vostochny"})
    >>> after = pd.Series({"a": "Rajin port", "b": "Port of Rajin port"})
    >>> later_index(index_words(before), before, after).counts("port")
    array([1, 2])
    """
    place = before.index.get_indexer(after.index)
    texts = after.to_numpy(dtype=object)
    if not len(before):
        return index_words(after)
    is_new = (place < 0) | (before.to_numpy(dtype=object)[place] != texts)
    if is_new.sum() > _MOST_NEW * len(texts):
        return index_words(after)
    if len(before) == len(after) and not is_new.any() and (place == np.arange(len(place))).all():
        return index
    # the earlier words keep their numbers, also those that no text has any more
    words = index.words
    numbers = {word: number for number, word in enumerate(words)}
    positions = np.flatnonzero(is_new)
    fresh = index_words(texts[positions])
    number_of = np.array([numbers.setdefault(w, len(numbers)) for w in fresh.words], dtype=np.int64)
    now = np.full(index.texts, -1, dtype=np.int64)
    now[place[~is_new]] = np.flatnonzero(~is_new)
    kept = now[index.places] >= 0
    return make_index(
        list(numbers),
        len(texts),
        np.concatenate([index.numbers[kept], number_of[fresh.numbers]]),
        np.concatenate([now[index.places[kept]], positions[fresh.places]]),
        np.concatenate([index.times[kept], fresh.times]),
    )
