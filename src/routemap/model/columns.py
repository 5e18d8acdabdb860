"""Definitions of columns and tables, and the format of cells with several values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from routemap.model.vocabulary import Vocabulary

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


@dataclass(frozen=True)
class Column:
    """One column of a table, or one property of a GeoJSON feature.

    If ``many`` is true, a cell can contain several values, separated by ``;``. ``refers_to`` names
    the tables whose ids a reference column can contain.
    """

    key: str
    label: str
    meaning: str
    kind: Kind = Kind.TEXT
    required: bool = False
    many: bool = False
    vocabulary: Vocabulary | None = None
    refers_to: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """One file of the data folder. ``geometry`` lists the GeoJSON types that it can contain."""

    name: str
    file: str
    record: str
    meaning: str
    columns: tuple[Column, ...]
    geometry: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """The column keys, in the order of the file."""
        return tuple(column.key for column in self.columns)


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
