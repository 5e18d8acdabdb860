"""Tables of files that are not those of the data folder, before their columns are mapped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from routemap.model.errors import IncomingFileError
from routemap.model.problem import Problem

MAX_ROWS: Final = 50_000
"""Rows of all given files together; a draft can have 20,000 records."""
MAX_COLUMNS: Final = 300
MAX_UNPACKED: Final = 200_000_000
"""Bytes of all files of an archive together, unpacked."""
MAX_ENTRIES: Final = 2_000
"""Files of an archive."""
_MAX_PROBLEMS: Final = 1_000


@dataclass(frozen=True)
class Source:
    """A file, or a part of one: its name for messages, and its content."""

    name: str
    content: bytes

    @property
    def stem(self) -> str:
        """The name without folders and ending, which may be that of a table."""
        return self.name.replace("\\", "/").rpartition("/")[2].partition(".")[0].lower()


@dataclass(frozen=True, slots=True)
class ForeignRow:
    """One row or feature.

    ``row`` is counted as in :class:`~routemap.model.problem.Problem`, and ``line`` is where a
    GeoJSON feature begins. Values are texts, or parsed JSON; a geometry has the key
    :data:`routemap.model.draft.GEOMETRY`.
    """

    row: int
    values: Mapping[str, Any]
    line: int | None = None


@dataclass(frozen=True)
class ForeignTable:
    """A table of a file.

    Attributes
    ----------
    file
        Name of the file, with the part of it, for messages.
    name
        What the table is called: the name of the file, sheet or resource.
    columns
        Names of the columns, in their order.
    rows
        The rows.
    header
        The row of the names, ``None`` if each row has its own.
    declared
        The name of the table of the data that the file itself gives, ``""`` if it gives none.
    """

    file: str
    name: str
    columns: tuple[str, ...]
    rows: tuple[ForeignRow, ...]
    header: int | None = None
    declared: str = ""


@dataclass
class Intake:
    """What is found while files are read: problems, notices, and the number of rows.

    ``watch`` is called with the number of rows so far.
    """

    watch: Callable[[int], None] = lambda _: None
    problems: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)
    rows: int = 0

    def report(self, problem: Problem) -> None:
        """Add a problem; after 1,000, no more are listed."""
        if len(self.problems) < _MAX_PROBLEMS:
            self.problems.append(problem)

    def count_row(self) -> None:
        """Count a row that is kept.

        Raises
        ------
        IncomingFileError
            If there are too many.
        """
        self.rows += 1
        if self.rows > MAX_ROWS:
            raise IncomingFileError(f"the files have more than {MAX_ROWS:,} rows; split them")
        self.watch(self.rows)


def checked_header(names: Sequence[str]) -> list[str]:
    """Return the names of the columns of a table; a column without a name is ``""``.

    Raises
    ------
    IncomingFileError
        If there are more than :data:`MAX_COLUMNS`, or two with the same name.
    """
    if any(names[MAX_COLUMNS:]):
        raise IncomingFileError(f"the table has more than {MAX_COLUMNS} columns; delete some")
    for name, times in Counter(filter(None, names)).items():
        if times > 1:
            raise IncomingFileError(f"the column “{name:.100}” appears twice; rename one")
    return list(names)


def named_cells(
    file: str, row: int, names: Sequence[str], cells: Sequence[str], intake: Intake
) -> dict[str, str]:
    """Return the cells of a row by column, and report a value in a column without a name."""
    found = {}
    for name, cell in zip(names, cells, strict=True):
        if name:
            found[name] = cell
        elif cell:
            fault = "the value is in a column without a name; name it in the header"
            intake.report(Problem(file, row, "row", cell, fault, code="column-unnamed"))
    return found
