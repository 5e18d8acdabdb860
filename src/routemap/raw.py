"""The records of one file as text, before anything judges their values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from shapely.geometry.base import BaseGeometry

from routemap.characters import shown, unshown
from routemap.model import Problem, Table

MAX_CELL: Final = 20_000
"""Characters of one value; the longest of ours has a thousand."""
MAX_RECORDS: Final = 500_000
"""Records of one file, or rows that could be; a small server has no room for more."""
MAX_VALUES: Final = 5_000_000
"""Numbers, words and lists of one GeoJSON file; ten thousand routes need a tenth."""
MAX_PROBLEMS: Final = 1_000
"""Problems of reading one file that are told one by one."""


@dataclass(frozen=True, slots=True)
class Record:
    """One row or feature as text: every column is present, unknown values are ``""``."""

    row: int
    values: dict[str, str]
    geometry: BaseGeometry | None = None


@dataclass
class RawTable:
    """The records of one file.

    ``readable`` is false where the file as a whole failed, ``cut`` is true where it ends within
    a record.
    """

    table: Table
    records: list[Record] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    readable: bool = True
    cut: bool = False
    untold: int = 0

    def report(self, row: int | None, field_name: str, value: str, message: str) -> None:
        """Add a problem of this file; from :data:`MAX_PROBLEMS` on they are only counted."""
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(Problem(self.table.file, row, field_name, value, message))
        else:
            self.untold += 1

    def fail(self, row: int | None, field_name: str, value: str, message: str) -> RawTable:
        """Add a problem that leaves the whole file unread, and return the table."""
        # it comes first, and is told however many there are
        self.problems.insert(0, Problem(self.table.file, row, field_name, value, message))
        self.readable = False
        self.records.clear()
        return self

    def take(self, record: Record, *, odd: bool) -> None:
        """Add a record, or report why it cannot be shown.

        ``odd`` says that it may hold characters that must not reach a screen.
        """
        if max(map(len, record.values.values())) > MAX_CELL:
            long = max(record.values, key=lambda key: len(record.values[key]))
            message = f"longer than {MAX_CELL:,} characters; the {self.table.record} is left out"
            self.report(record.row, long, record.values[long], message)
            return
        if odd:
            for key, text in record.values.items():
                if found := unshown(text):
                    message = f"{', '.join(found[:5])} cannot be shown; “\ufffd” stands instead"
                    self.report(record.row, key, text, message)
                    record.values[key] = shown(text)
        self.records.append(record)

    def close(self) -> RawTable:
        """Say how many problems were not told one by one, and return the table."""
        if self.untold:
            message = f"{self.untold:,} more problems of reading this file are not listed"
            self.problems.append(Problem(self.table.file, None, "file", "", message))
        return self
