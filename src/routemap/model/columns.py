"""What a column and a table are, and how a cell holds several values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from routemap.model.vocabulary import Vocabulary

SEPARATOR: Final = ";"
Row = Mapping[Any, Any]
"""The values of one record, by the keys of its columns."""


class Kind(StrEnum):
    """How the text of a column is read."""

    ID = "id"
    TEXT = "text"
    EDTF = "edtf"
    TERM = "term"
    REFERENCE = "reference"
    NUMBER = "number"
    URL = "url"


@dataclass(frozen=True)
class Column:
    """One column of a table or property of a GeoJSON feature.

    ``many`` columns hold several values in one cell, separated by ``;``.
    ``refers_to`` names the tables whose ids a reference column may hold.
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
    """One file of the data folder. ``geometry`` names the GeoJSON types it may hold."""

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
    """Split a cell of several values at ``;`` and drop empty ones."""
    if SEPARATOR not in text:  # by far the most
        return (part,) if (part := text.strip()) else ()
    return tuple(part for piece in text.split(SEPARATOR) if (part := piece.strip()))
