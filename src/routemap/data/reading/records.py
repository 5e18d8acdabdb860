"""Records of one file as text, before their values are checked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, TypedDict, Unpack

from shapely.geometry.base import BaseGeometry

from routemap.data.own_columns import MAX_OWN, name_fault
from routemap.data.reading.mojibake import encoding_fault
from routemap.model.columns import Table
from routemap.model.findings import Effect
from routemap.model.problem import Problem
from routemap.model.text import shown, unshown

MAX_CELL: Final = 20_000
"""Characters of one value; the longest one in the shipped data has a thousand."""
MAX_RECORDS: Final = 500_000
"""Records of one file, invalid rows included; a small server has no memory for more."""
MAX_VALUES: Final = 5_000_000
"""Numbers, words and lists of one GeoJSON file; ten thousand routes need a tenth of this."""
MAX_PROBLEMS: Final = 1_000
"""Problems of reading one file that are listed individually."""


@dataclass(frozen=True, slots=True)
class Record:
    """One row or feature as text: every column is present, unknown values are ``""``.

    ``own`` has the values of the team's own columns, in the order of :attr:`RawTable.own`.
    """

    row: int
    values: dict[str, str]
    geometry: BaseGeometry | None = None
    own: tuple[str, ...] = ()


class ReadingDetails(TypedDict, total=False):
    """Optional fields of a problem, besides its location, message and code."""

    value: str
    record: str
    effect: Effect
    outcome: str


@dataclass
class RawTable:
    """The records of one file.

    ``readable`` is false if the whole file failed. ``cut`` is true if the file ends within a
    record. ``lines`` returns the line of the file in which each GeoJSON feature begins. ``own``
    names the team's own columns, in the order of the file.
    """

    table: Table
    records: list[Record] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    readable: bool = True
    cut: bool = False
    unlisted: int = 0
    lines: Callable[[], Sequence[int]] = tuple
    own: tuple[str, ...] = ()

    def report(
        self,
        row: int | None,
        field_name: str,
        fault: str,
        code: str,
        **details: Unpack[ReadingDetails],
    ) -> None:
        """Add a problem of this file; after :data:`MAX_PROBLEMS`, problems are only counted."""
        if len(self.problems) >= MAX_PROBLEMS:
            self.unlisted += 1
            return
        self.problems.append(
            Problem(
                self.table.file,
                row,
                field_name,
                details.get("value", ""),
                fault,
                code=code,
                record=details.get("record", ""),
                effect=details.get("effect", Effect.NONE),
                outcome=details.get("outcome", ""),
            )
        )

    def fail(
        self,
        row: int | None,
        field_name: str,
        fault: str,
        code: str,
        **details: Unpack[ReadingDetails],
    ) -> RawTable:
        """Add a problem because of which the whole file is left out, and return the table."""
        # it is listed first, regardless of the number of problems
        problem = Problem(
            self.table.file,
            row,
            field_name,
            details.get("value", ""),
            fault,
            code=code,
            effect=Effect.FILE,
            outcome=details.get("outcome", ""),
        )
        self.problems.insert(0, problem)
        self.readable = False
        self.records.clear()
        return self

    def only_causes(self) -> RawTable:
        """Remove problems of rows that follow from the layout of the file, and return the table."""
        if any(problem.code in ("file-separator", "file-title") for problem in self.problems):
            self.problems = [item for item in self.problems if item.effect is Effect.FILE]
            self.unlisted = 0
        return self

    def keep_own(self, row: int | None, names: Sequence[str]) -> None:
        """Set ``own`` to the unknown columns that can be kept, and report the others."""
        what = "property" if self.table.geometry else "column"
        kept = []
        for name in names:
            if fault := name_fault(name):
                self.report(row, name, f"{fault}; the {what} is ignored; rename it", "column-name")
            else:
                kept.append(name)
        if len(kept) > MAX_OWN:
            ignored = "is ignored" if len(kept) == MAX_OWN + 1 else "are ignored"
            more = f"and {len(kept) - MAX_OWN - 1:,} more " if len(kept) > MAX_OWN + 1 else ""
            message = f"{more}{ignored}; a file can have at most {MAX_OWN} own columns"
            self.report(row, kept[MAX_OWN], message, "column-many")
        self.own = tuple(kept[:MAX_OWN])

    def take(self, record: Record, *, odd: bool) -> None:
        """Add a record, or report why it cannot be shown.

        ``odd`` is true if the record may contain characters that must not reach a screen.
        """
        key = record.values["id"]
        if max(map(len, record.values.values())) > MAX_CELL:
            name = max(record.values, key=lambda key: len(record.values[key]))
            self.report(
                record.row,
                name,
                f"the value is longer than {MAX_CELL:,} characters; shorten it",
                "value-long",
                value=record.values[name],
                record=key,
                effect=Effect.RECORD,
                outcome=f"the {self.table.record} is left out",
            )
            return
        if odd:
            for name, text in record.values.items():
                if unshown(text):
                    self._report_unshown(record, name, text)
                    record.values[name] = shown(text)
        if record.own:
            own = zip(self.own, record.own, strict=True)
            cleaned = tuple(self._own_text(record, name, text, odd=odd) for name, text in own)
            record = replace(record, own=cleaned)
        self.records.append(record)

    def _own_text(self, record: Record, name: str, text: str, *, odd: bool) -> str:
        """Return a value of an own column in the form that is kept, and report what was changed."""
        if len(text) > MAX_CELL:
            self.drop_own(
                record,
                name,
                text,
                f"the value is longer than {MAX_CELL:,} characters; shorten it",
                "value-long",
            )
            return ""
        if odd and unshown(text):
            self._report_unshown(record, name, text)
            return shown(text)
        return text

    def drop_own(self, record: Record, name: str, text: str, message: str, code: str) -> None:
        """Report a value of an own column that is left out; its record is kept."""
        self.report(
            record.row,
            name,
            message,
            code,
            value=text,
            record=record.values["id"],
            effect=Effect.VALUE,
            outcome="the value is left out",
        )

    def _report_unshown(self, record: Record, name: str, text: str) -> None:
        fault = encoding_fault(text)
        found = ", ".join(unshown(text)[:5])
        self.report(
            record.row,
            name,
            fault or f"{found} cannot be shown and is replaced with “\ufffd”; delete it",
            "value-encoding" if fault else "value-characters",
            value=text,
            record=record.values["id"],
            effect=Effect.VALUE,
        )

    def close(self) -> RawTable:
        """Report the number of problems that are not listed individually, and return the table."""
        if self.unlisted:
            message = f"{self.unlisted:,} more problems of reading this file are not listed"
            self.problems.append(
                Problem(self.table.file, None, "file", "", message, code="file-more")
            )
        return self
