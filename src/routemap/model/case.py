"""A case: what a data folder is about, as its file ``case.toml`` says.

Title, contact, first view, licences and additional terms are data, so that another desk maps its
own case without a change of the code. :mod:`routemap.data.case_file` reads the file.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from routemap.model.claim_terms import UNITS
from routemap.model.columns import Column, Table
from routemap.model.countries import COUNTRIES
from routemap.model.languages import USUAL, Language, name_columns, name_key
from routemap.model.tables import TABLES
from routemap.model.terms import Term, Vocabulary
from routemap.model.vocabulary import CARGO, PLACE_KINDS, SOURCE_KINDS, WHEN

CASE_FILE: Final = "case.toml"
MOST_TERMS: Final = 30
"""Terms that a case can add to one list: filters keep the terms of a claim in 64 bits."""
_USUAL_NAMES: Final = frozenset(name_key(tag) for tag, _ in USUAL)
_ENGLISH: Final = ("name", "name_en")
"""Columns of names in English, which those in other languages follow."""
_KEY: Final = r"[a-z][a-z0-9_]*"
Bounds = tuple[float, float, float, float]
"""West, south, east and north in degrees (WGS 84)."""


@dataclass(frozen=True)
class Extendable:
    """A closed list to which a case can add terms.

    Attributes
    ----------
    key
        Its name in ``case.toml``.
    pattern, rule
        Regular expression of the keys of added terms, and the same in words.
    icons
        Keys of the terms whose sign an added term can have, the default first; ``()`` if the
        terms of the list have no signs.
    """

    key: str
    vocabulary: Vocabulary
    pattern: str = _KEY
    rule: str = "lower-case letters, digits and underscores"
    icons: tuple[str, ...] = ()


EXTENDABLE: Final = (
    Extendable(
        "place_kinds",
        PLACE_KINDS,
        icons=("city", *(key for key in PLACE_KINDS.keys if key not in ("city", "country"))),
    ),
    Extendable("cargo", CARGO),
    Extendable("units", UNITS),
    Extendable("source_kinds", SOURCE_KINDS),
    Extendable("countries", COUNTRIES, COUNTRIES.pattern, "three capital letters"),
)
"""The closed lists that a case can extend. To add a list, add a row."""


def is_extendable(vocabulary: Vocabulary) -> bool:
    """Return whether a case can add terms to a closed list."""
    return any(row.vocabulary.name == vocabulary.name for row in EXTENDABLE)


@dataclass(frozen=True)
class MapName:
    """A name that is written on the offline basemap, for orientation only."""

    text: str
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Case:
    """What a data folder is about. The defaults are those of a folder without ``case.toml``.

    Attributes
    ----------
    title
        Title of the map, in sentence case.
    description
        What the map shows, in one sentence.
    contact
        Mail address, or web address of an issue tracker; ``""`` if there is none.
    languages
        Languages besides English in which places and routes have names.
    home
        Region of the first view; ``None`` for that of the places and routes.
    by
        The date of a claim that counts when a reader opens the map: a key of
        :data:`routemap.model.vocabulary.DATE_MEANINGS`.
    examples
        Examples in the search field.
    names
        Names on the offline basemap.
    licences
        Name, title and path of each licence of the data, that of the coding last.
    credits
        Whom to credit, one sentence each.
    added
        Terms that the case adds, by name of the closed list.
    review_required
        Whether a draft must be published by somebody else than its author.
    text
        The file as it is, for exported data folders.
    """

    title: str = "Reported supply routes"
    description: str = "Who claims what moved along which route, when, and in which words."
    contact: str = ""
    languages: tuple[Language, ...] = USUAL
    home: Bounds | None = None
    by: str = WHEN
    examples: str = "Places, sources, words …"
    names: tuple[MapName, ...] = ()
    licences: tuple[Mapping[str, str], ...] = ()
    credits: tuple[str, ...] = ()
    added: Mapping[str, tuple[Term, ...]] = field(default_factory=dict)
    review_required: bool = False
    text: str = field(default="", compare=False)

    @cached_property
    def _lists(self) -> Mapping[str, Vocabulary]:
        return {
            row.vocabulary.name: dataclasses.replace(
                row.vocabulary, terms=(*row.vocabulary.terms, *self.added[row.vocabulary.name])
            )
            for row in EXTENDABLE
            if self.added.get(row.vocabulary.name)
        }

    def terms(self, vocabulary: Vocabulary) -> Vocabulary:
        """Return a closed list with the terms that the case adds to it.

        Checks, labels, filters, the data dictionary and exports all read the list here.

        Examples
        --------
        >>> pier = Term("pier", "Pier", "A pier.")
        >>> Case(added={PLACE_KINDS.name: (pier,)}).terms(PLACE_KINDS).label("pier")
        'Pier'
        """
        return self._lists.get(vocabulary.name, vocabulary)

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """The tables of the data folder, with the closed lists of the case."""
        return tuple(self.table(table) for table in TABLES)

    def table(self, table: Table) -> Table:
        """Return a table whose columns have the languages and the closed lists of the case."""
        columns: list[Column] = []
        for column in table.columns:
            if column.key in _USUAL_NAMES:
                continue
            columns.append(
                dataclasses.replace(column, vocabulary=self.terms(column.vocabulary))
                if column.vocabulary
                else column
            )
            if column.key in _ENGLISH and _USUAL_NAMES & {*table.keys}:
                columns += name_columns(self.languages)
        return dataclasses.replace(table, columns=tuple(columns))

    @property
    def names_by_language(self) -> tuple[tuple[str, str], ...]:
        """Pairs of language and column for the names of places and routes besides English."""
        return tuple((tag, name_key(tag)) for tag, _ in self.languages)


NEUTRAL: Final = Case()
"""The case of a folder without ``case.toml``."""
