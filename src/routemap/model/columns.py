"""Definitions of columns and tables, and the format of cells with several values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from routemap.model.terms import Vocabulary

SEPARATOR: Final = ";"
Row = Mapping[Any, Any]
"""The values of one record, by column key."""


class Kind(StrEnum):
    """How the text of a column is parsed."""

    ID = "id"
    TEXT = "text"
    EDTF = "edtf"
    TERM = "term"
    REFERENCE = "reference"
    NUMBER = "number"
    URL = "url"
    QUANTITY = "quantity"
    AMOUNT = "amount"
    """A number of :data:`routemap.model.claim_terms.UNITS`, zero or more."""
    DIRECTION = "direction"
    """Two countries in the order of travel, such as ``DNK-SWE``."""
    LANGUAGE = "language"
    """A language tag (BCP 47), such as ``ru``."""
    IMO = "imo"
    """The number of a ship: seven digits, the last of which is a check digit."""
    MMSI = "mmsi"
    """The radio identity of a ship: nine digits."""
    SHA256 = "sha256"
    FILE = "file"
    """The name of a file of :data:`routemap.model.media_table.FORMATS`, without folders."""
    GEOJSON = "geojson"
    """A GeoJSON geometry (RFC 7946) as text."""


class Shown(StrEnum):
    """A place where a column is shown beside the parts that every record has there."""

    PANEL = "panel"
    """With each claim on the pages; with the feature in the evidence panel."""
    POPUP = "popup"
    """With each claim in the popups of the map, those of the one-file map included."""
    FILE = "file"
    """With each claim in the list of the one-file map."""
    EXPORT = "export"
    """As a column of exported claims or features, and in the answers of the API."""


EVERYWHERE: Final = tuple(Shown)


@dataclass(frozen=True)
class Column:
    """One column of a table, or one property of a GeoJSON feature.

    Attributes
    ----------
    required
        Whether every record needs a value.
    many
        Whether a cell can contain several values, separated by ``;``.
    refers_to
        The tables whose ids a reference column can contain.
    optional
        Whether a CSV file may lack the column without a problem being reported.
    searched
        Whether the search finds a claim by the words of the column.
    shown
        Where the column of a claim, place or route is shown as its label and value.
    words
        Returns the value of a record in words, given all its values; ``""`` if nothing is shown.
        ``None`` if the words follow from the kind of the column.
    """

    key: str
    label: str
    meaning: str
    kind: Kind = Kind.TEXT
    required: bool = False
    many: bool = False
    vocabulary: Vocabulary | None = None
    refers_to: tuple[str, ...] = ()
    optional: bool = False
    searched: bool = False
    shown: tuple[Shown, ...] = ()
    words: Callable[[Row], str] | None = None

    @property
    def is_text(self) -> bool:
        """Whether a cell holds words rather than an id, a term, a date, a number or an address."""
        return self.kind in (Kind.TEXT, Kind.QUANTITY)


@dataclass(frozen=True)
class Table:
    """One file of the data folder.

    ``geometry`` lists the GeoJSON types that it can contain. An ``optional`` file can be
    missing.
    """

    name: str
    file: str
    record: str
    meaning: str
    columns: tuple[Column, ...]
    geometry: tuple[str, ...] = ()
    optional: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        """The column keys, in the order of the file."""
        return tuple(column.key for column in self.columns)

    def shown(self, where: Shown) -> tuple[Column, ...]:
        """Return the columns that are shown in a place, in the order of the file."""
        return tuple(column for column in self.columns if where in column.shown)


def id_of(record: str) -> Column:
    """Return the column of the ids of a kind of record."""
    return Column(
        "id", "Id", f"Stable identifier of the {record}, used in links.", Kind.ID, required=True
    )


NOTE: Final = Column(
    "note", "Editor's note", "What a reader must also know about the record.", optional=True
)


def split_cell(text: str) -> tuple[str, ...]:
    """Return the values of a cell that are separated by ``;``, without empty ones.

    Examples
    --------
    >>> split_cell("arms; troops;"), split_cell(" ")
    (('arms', 'troops'), ())
    """
    if SEPARATOR not in text:  # the usual case
        return (part,) if (part := text.strip()) else ()
    return tuple(part for piece in text.split(SEPARATOR) if (part := piece.strip()))
