"""The options of the filter lists, computed once per revision of the data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from routemap.data.dataset import Dataset
from routemap.data.word_index import fold
from routemap.model.vocabulary import SOURCE_KINDS
from routemap.questions.parameter import Names, Parameter


@dataclass(frozen=True)
class Choices:
    """The options of one filter in display order: unique names by key, each in one line."""

    names: Mapping[str, str]

    @cached_property
    def folded(self) -> list[str]:
        """The folded names, for search; computed when somebody searches for the first time."""
        return fold("\n".join(self.names.values())).split("\n")  # all at once, which is faster

    def found(self, text: str, most: int) -> list[str]:
        """Return the keys of the first ``most`` names that contain every word of a text."""
        words = fold(text).split()
        keys: list[str] = []
        for key, name in zip(self.names, self.folded if self.names else (), strict=True):
            if len(keys) == most:
                break
            if all(word in name for word in words):
                keys.append(key)
        return keys


def choices(row: Parameter, dataset: Dataset) -> Choices:
    """Return the options of a filter."""
    return dataset.memo.get(
        "choices", row.key, lambda: _choices(row.offered(dataset), row.details(dataset))
    )


def choices_by_kind(row: Parameter, dataset: Dataset) -> Mapping[str, Choices]:
    """Return the options of a filter of claim sources by kind, including kinds without sources."""

    def by_kind() -> Mapping[str, Choices]:
        kinds, names = dataset.sources["kind"].to_dict(), row.offered(dataset)
        return {
            kind: _choices({key: name for key, name in names.items() if kinds[key] == kind}, {})
            for kind in dataset.case.terms(SOURCE_KINDS).keys
        }

    return dataset.memo.get("choices by kind", row.key, by_kind)


def unique_names(
    names: Mapping[str, str], details: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Return unique names by key.

    The browser sends Streamlit the text of an option, and Streamlit takes the last option with
    that text. Of two articles with the same title, only one could be chosen. Therefore a repeated
    name gets a detail in brackets and, if that is not enough, a number from the second on.

    Parameters
    ----------
    names
        Names by key, in file order.
    details
        A detail for some of the keys, such as the publisher.

    Examples
    --------
    >>> unique_names({"a1": "Trains", "a2": "Trains", "a3": "Ships"}, {"a1": "AP", "a2": "TASS"})
    {'a1': 'Trains (AP)', 'a2': 'Trains (TASS)', 'a3': 'Ships'}
    >>> unique_names({"p1": "Depot", "p2": "Depot"})
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


def _choices(names: Names, details: Names) -> Choices:
    return Choices(unique_names(names, details))
