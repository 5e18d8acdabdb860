"""What the filters offer: lists that depend on the data alone, made once per revision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from routemap.dataset import Dataset
from routemap.vocabulary import CARGO, MODES, SOURCE_KINDS, STANCES, Vocabulary
from routemap.words import fold


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
        articles=_choices(dataset.articles["title"]),
        stances=_present(STANCES, dataset.claims["stance"]),
        cargo=_present(CARGO, (cargo for cell in dataset.claims["cargo"] for cargo in cell)),
        modes=_present(MODES, dataset.routes["mode"]),
    )


def _choices(names: pd.Series) -> Choices:
    plain = {str(key): str(name) for key, name in names.items()}
    return Choices(plain, tuple(map(fold, plain.values())))


def _present(vocabulary: Vocabulary, used: Iterable[str]) -> tuple[str, ...]:
    there = set(used)
    return tuple(key for key in vocabulary.keys if key in there)
