"""What the filters offer: lists that depend on the data alone, made once per revision."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from routemap.data.dataset import Dataset
from routemap.data.word_index import fold
from routemap.model.vocabulary import CARGO, MODES, SOURCE_KINDS, STANCES, Vocabulary


@dataclass(frozen=True)
class Choices:
    """Keys and names of one filter, in the order of screens; ``folded`` are names to search."""

    names: Mapping[str, str]
    folded: tuple[str, ...] = ()

    def found(self, text: str, most: int) -> list[str]:
        """Return the first keys whose names hold every word of a text, ``most`` of them at most."""
        words = fold(text).split()
        keys: list[str] = []
        for key, name in zip(self.names, self.folded, strict=True):
            if len(keys) == most:
                break
            if all(word in name for word in words):
                keys.append(key)
        return keys


@dataclass(frozen=True)
class Options:
    """What every filter offers. ``sources`` are by kind, ``speakers`` all of them by name."""

    sources: Mapping[str, Choices]
    speakers: Choices
    allegations: Choices
    publishers: Choices
    articles: Choices
    stances: tuple[str, ...]
    cargo: tuple[str, ...]
    modes: tuple[str, ...]


def options(dataset: Dataset) -> Options:
    """Return what the filters offer for a revision of the data."""
    return dataset.recent.get("options", (), lambda: _options(dataset))


def _options(dataset: Dataset) -> Options:
    ordered = dataset.sources.sort_values("name", key=lambda names: names.str.casefold())
    by_kind = {
        kind: _choices(ordered.loc[ordered["kind"] == kind, "name"]) for kind in SOURCE_KINDS.keys
    }
    publishers = sorted(dataset.codes.publishers, key=str.casefold)
    return Options(
        sources={kind: choices for kind, choices in by_kind.items() if choices.names},
        speakers=_choices(ordered["name"]),
        allegations=_choices(dataset.allegations["statement"]),
        publishers=_choices(pd.Series(publishers, index=publishers, dtype=object)),
        articles=_choices(dataset.articles["title"], dataset.articles["publisher"]),
        stances=_present(STANCES, dataset.claims["stance"]),
        cargo=_present(CARGO, (cargo for cell in dataset.claims["cargo"] for cargo in cell)),
        modes=_present(MODES, dataset.routes["mode"]),
    )


def told_apart(
    names: Mapping[str, str], details: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Return names by key, no two of them the same.

    The browser tells Streamlit the text of an option, and Streamlit takes the last option that
    has it: of two articles with one title, only one could be chosen. A name that several have
    takes a detail with it, and where that is not enough, a number from the second on.

    Parameters
    ----------
    names
        Names by key, in the order of the files.
    details
        What else is known of some of the keys.

    Examples
    --------
    >>> told_apart({"a1": "Trains", "a2": "Trains", "a3": "Ships"}, {"a1": "AP", "a2": "TASS"})
    {'a1': 'Trains (AP)', 'a2': 'Trains (TASS)', 'a3': 'Ships'}
    >>> told_apart({"p1": "Depot", "p2": "Depot"})
    {'p1': 'Depot', 'p2': 'Depot (2)'}
    """
    lines = {key: " ".join(name.split()) for key, name in names.items()}
    often = Counter(lines.values())
    taken = {name for name, number in often.items() if number == 1}
    numbers: Counter[str] = Counter()
    found: dict[str, str] = {}
    for key, line in lines.items():
        found[key] = line
        if often[line] == 1:
            continue
        detail = (details or {}).get(key)
        name = f"{line} ({detail})" if detail else line
        label = name
        while label in taken:
            numbers[name] += 1
            label = f"{name} ({numbers[name] + 1})"
        taken.add(label)
        found[key] = label
    return found


def _choices(names: pd.Series, details: pd.Series | None = None) -> Choices:
    plain = {str(key): str(name) for key, name in names.items()}
    more = {str(key): str(detail) for key, detail in details.items()} if details is not None else {}
    apart = told_apart(plain, more)
    return Choices(apart, tuple(map(fold, apart.values())))


def _present(vocabulary: Vocabulary, used: Iterable[str]) -> tuple[str, ...]:
    there = set(used)
    return tuple(key for key in vocabulary.keys if key in there)
