"""Records of foreign files, as text in the columns of the data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class IncomingRecord:
    """A record that a file gives.

    Attributes
    ----------
    table, record
        Name of the table, and id of the record.
    cells
        Text by column, the id excluded; only of columns that the file has. A geometry is GeoJSON,
        with the key :data:`routemap.model.draft.GEOMETRY`.
    file, row, line
        Where it is, as in :class:`~routemap.model.problem.Problem`.
    """

    table: str
    record: str
    cells: Mapping[str, str]
    file: str
    row: int
    line: int | None = None

    @property
    def place(self) -> str:
        """File and line, such as ``desk.csv:4``."""
        return f"{self.file}:{self.line or self.row}"
