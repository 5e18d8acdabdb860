"""The facts of a record: columns that are shown as a label and the value in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from routemap.data.dataset import Dataset
from routemap.model.columns import Column, Kind, Row, Shown, Table
from routemap.model.dates import in_words


@dataclass(frozen=True)
class Fact:
    """The value of one column in words, with its label.

    ``inferred`` is true if the coder inferred the value; the text then says so.
    """

    column: Column
    text: str
    inferred: bool = False

    @property
    def label(self) -> str:
        """The label of the column."""
        return self.column.label


def facts_of(dataset: Dataset, table: Table) -> Callable[[Row], tuple[Fact, ...]]:
    """Return a function that returns the facts of one record, given its values by column key.

    Each shown column whose value is not empty is a fact.

    Parameters
    ----------
    dataset
        The data, for the names of the records that a value refers to.
    table
        The table of the records. A column with several values per record has tuples.
    """
    readers = [
        (column, _reader(dataset, column))
        for column in dataset.case.table(table).columns
        if column.shown
    ]

    def read(row: Row) -> tuple[Fact, ...]:
        found = []
        for column, words in readers:
            if text := words(row):
                inferred = column.key in row.get("inferred", ())
                found.append(Fact(column, marked(text, inferred=inferred), inferred))
        return tuple(found)

    return read


def marked(text: str, *, inferred: bool) -> str:
    """Return a value in words, marked if the coder inferred it.

    Examples
    --------
    >>> marked("Rail", inferred=True)
    'Rail (inferred)'
    """
    return f"{text} (inferred)" if inferred else text


def shown_in(found: Iterable[Fact], where: Shown) -> tuple[tuple[str, str], ...]:
    """Return the labels and texts of the facts that are shown at ``where``, such as the panel."""
    return tuple((fact.label, fact.text) for fact in found if where in fact.column.shown)


def _reader(dataset: Dataset, column: Column) -> Callable[[Row], str]:
    """Return a function that returns the value of a column in words, given a record."""
    if column.words:
        return column.words
    key, words = column.key, value_words(dataset, column)
    if column.many:
        return lambda row: ", ".join(map(words, row[key]))
    return lambda row: words(row[key]) if row[key] not in ("", None) else ""


def value_words(dataset: Dataset, column: Column) -> Callable[[Any], str]:
    """Return a function that returns one value of a column as readers see it.

    Ids become names, dates and terms become words; a value that the data does not have stays.
    """
    if column.vocabulary:
        return column.vocabulary.label
    if column.kind is Kind.EDTF:
        return in_words
    if column.kind is Kind.REFERENCE:
        return lambda key: _name(dataset, column, str(key))
    return "{:g}".format if column.kind is Kind.NUMBER else str


NAMES: Final = {
    "places": "name_en",
    "routes": "name_en",
    "areas": "name_en",
    "sources": "name",
    "articles": "title",
    "vessels": "name",
    "allegations": "statement",
    "media": "alt",
}
"""The column that names a record, by table; claims have no name."""


def _name(dataset: Dataset, column: Column, key: str) -> str:
    for table in filter(NAMES.__contains__, column.refers_to):
        names = getattr(dataset, table)[NAMES[table]]
        if key in names.index:
            return str(names[key])
    return key
