"""What an edit of the data would lose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from routemap.model.draft import Cell
from routemap.model.text import shortened, shown

_LONGEST: Final = 400  # characters of a fault


@dataclass(frozen=True)
class Loss:
    """A record, a value or a column that an edit would lose.

    Attributes
    ----------
    file
        Name of the file.
    row
        Row of a CSV file (the header is row 1) or number of a GeoJSON feature (from 1).
    record
        Kind and id of the record, such as ``claim “c2”``; ``""`` for a column.
    field
        The column that cannot be read, ``""`` for the whole row.
    value
        The value in the file, ``""`` if there is none.
    fault
        The reason why it cannot be read.
    emptied
        The cell of references that is empty now, ``None`` for every other loss.
    """

    file: str
    row: int | None
    record: str
    field: str
    value: str
    fault: str
    emptied: Cell | None = None

    def __str__(self) -> str:
        place = "feature" if self.file.endswith(".geojson") else "row"
        value = f" “{shortened(self.value)}”" if self.value else ""
        parts = (
            self.file,
            f"{place} {self.row}" if self.row else "",
            self.record,
            f"{shortened(self.field)}{value}" if self.field else value.strip(),
        )
        return shown(f"{', '.join(filter(None, parts))}: {shortened(self.fault, _LONGEST)}")
