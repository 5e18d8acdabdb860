"""Drafts: changes to a revision of the data that nobody has published yet.

Values are the text of cells, as in the files. A geometry is a GeoJSON geometry (RFC 7946) as text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

DRAFT_ID: Final = re.compile(r"\d{8}-[a-z0-9]{6}")
GEOMETRY: Final = ""
"""The key of the geometry of a place, route or area; a column can have any other name."""
MAX_MESSAGE: Final = 500
MAX_NAME: Final = 100
Cell = tuple[str, str, str]
"""A value in the data: name of the table, id of the record, key of the column."""


class Change(StrEnum):
    """What happens to a record."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True)
class FieldEdit:
    """A field of a record, with its text before and after; ``""`` is an unknown value."""

    key: str
    old: str
    new: str


@dataclass(frozen=True)
class RecordEdit:
    """A record that a draft adds, removes or changes.

    Attributes
    ----------
    table, record
        Name of the table, and id of the record.
    change
        What happens to it.
    fields
        The fields that differ. Of an added or removed record, all fields that have a value, except
        the id.
    """

    table: str
    record: str
    change: Change
    fields: tuple[FieldEdit, ...]

    @property
    def reversed(self) -> RecordEdit:
        """The edit that takes this one back."""
        opposite = {Change.ADDED: Change.REMOVED, Change.REMOVED: Change.ADDED}
        swapped = tuple(FieldEdit(item.key, item.new, item.old) for item in self.fields)
        return RecordEdit(self.table, self.record, opposite.get(self.change, self.change), swapped)

    @property
    def emptied(self) -> tuple[Cell, ...]:
        """The values that it removes from a record that stays."""
        if self.change is not Change.CHANGED:
            return ()
        return tuple((self.table, self.record, item.key) for item in self.fields if not item.new)


@dataclass(frozen=True)
class Publication:
    """How a draft was published.

    Attributes
    ----------
    at
        When (UTC).
    by
        Who published it.
    revision
        The revision of the data that it made.
    reasons
        The reasons that were given for risky edits, by ``table/record``.
    """

    at: datetime
    by: str
    revision: str
    reasons: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Draft:
    """Changes to a revision of the data.

    Attributes
    ----------
    id
        Its id, which matches :data:`DRAFT_ID`.
    base
        The revision of the data that it was made from.
    author
        Who made it.
    created
        When it was made (UTC).
    message
        What it is for, in one sentence.
    edits
        The records that it adds, removes and changes, each once.
    undoes
        The id of the published draft that it takes back, or ``""``.
    publication
        How it was published, ``None`` while it is open.
    """

    id: str
    base: str
    author: str
    created: datetime
    message: str
    edits: tuple[RecordEdit, ...] = ()
    undoes: str = ""
    publication: Publication | None = None

    def edit(self, table: str, record: str) -> RecordEdit | None:
        """Return what it does to a record, ``None`` if nothing."""
        return next((e for e in self.edits if (e.table, e.record) == (table, record)), None)
