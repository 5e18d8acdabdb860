"""Suggestions for a search: places, routes, ships, sources and allegations by their names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from routemap.data.dataset import Dataset
from routemap.data.word_index import fold
from routemap.model.vocabulary import PLACE_KINDS, ROUTE_KINDS, SOURCE_KINDS

FEATURE: Final = "feature"


@dataclass(frozen=True)
class Suggestion:
    """A record that a reader can choose instead of searching for words.

    Attributes
    ----------
    key
        The parameter that the record belongs to: ``feature``, ``vessel``, ``source`` or
        ``allegation``.
    value, name, kind
        Its id, its name, and what it is.
    """

    key: str
    value: str
    name: str
    kind: str


def suggestions(dataset: Dataset, text: str, most: int = 8) -> list[Suggestion]:
    """Return the records whose names contain every word of a text.

    Places, routes and ships are found by any of their names, ships also by IMO number.
    Names that begin with the text come first.

    Examples
    --------
    >>> from routemap.data.load import SHIPPED, load
    >>> first, *others = suggestions(load(SHIPPED).dataset, "crossing")
    >>> first.name, first.kind
    ('Khasan-Tumen River rail crossing', 'Border crossing')
    """
    wanted = fold(text)
    words = wanted.split()
    if not words:
        return []
    begins, contains = list[Suggestion](), list[Suggestion]()
    for names, item in dataset.memo.get("suggestions", (), lambda: _all(dataset)):
        if all(word in names for word in words):
            (begins if names.startswith(wanted) else contains).append(item)
            if len(begins) == most:
                break
    return [*begins, *contains][:most]


def _all(dataset: Dataset) -> list[tuple[str, Suggestion]]:
    """Return every record with its folded names."""
    found = []
    features, terms = dataset.features, dataset.case.terms
    kinds = {**terms(PLACE_KINDS).labels, **ROUTE_KINDS.labels}
    source_kinds = terms(SOURCE_KINDS).labels
    columns = (features[column] for column in dataset.name_columns)
    for key, kind, aliases, *named in zip(
        features.index, features["kind"], features["aliases"], *columns, strict=True
    ):
        names = " ".join([*named, *aliases])
        found.append((names, Suggestion(FEATURE, str(key), named[0], kinds[kind])))
    ships = dataset.vessels
    for key, name, names in zip(ships.index, ships["name"], dataset.vessel_names, strict=True):
        found.append((names, Suggestion("vessel", str(key), name, "Ship")))
    for key, name, kind in zip(
        dataset.sources.index, dataset.sources["name"], dataset.sources["kind"], strict=True
    ):
        found.append((name, Suggestion("source", str(key), name, source_kinds[kind])))
    for key, name in dataset.allegations["statement"].items():
        found.append((name, Suggestion("allegation", str(key), name, "Allegation")))
    return [(fold(names), item) for names, item in found]
