"""Collection of the findings of the checks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, TypedDict, Unpack

from routemap.data.reading.records import Record
from routemap.model.columns import Table
from routemap.model.findings import Effect
from routemap.model.problem import Problem

_UNKNOWN_COLUMN: Final = ("column-missing", "reference-lost")


class CheckDetails(TypedDict, total=False):
    """Optional fields of a problem, besides its location, message and code."""

    value: str
    effect: Effect
    target: str
    outcome: str


@dataclass
class Report:
    """The problems of all tables, in the order in which they were found.

    ``lost`` has the unread file because of which a record was left out, by file and id of the
    record: one problem reports them all.
    """

    problems: list[Problem] = field(default_factory=list)
    lost: dict[tuple[str, str], str] = field(default_factory=dict)
    _unknown: set[tuple[str, int | None, str]] = field(default_factory=set)
    _seen: int = 0

    def is_unknown(self, table: Table, record: Record, *keys: str) -> bool:
        """Return whether a value of a record is unknown because of a reported problem.

        The value, its column, the row or the file that it refers to could not be read. What
        follows from an unknown value is not reported as well.
        """
        for problem in self.problems[self._seen :]:
            if problem.code in _UNKNOWN_COLUMN and not problem.record:
                self._unknown.add((problem.file, None, problem.field))
            elif problem.code == "row-shifted":
                self._unknown.add((problem.file, problem.row, ""))
            elif problem.effect is Effect.VALUE:
                self._unknown.add((problem.file, problem.row, problem.field))
        self._seen = len(self.problems)
        if not self._unknown:  # the usual case
            return False
        places = ((record.row, ""), *((row, key) for row in (record.row, None) for key in keys))
        return any((table.file, *place) in self._unknown for place in places)

    def add(
        self,
        table: Table,
        record: Record,
        field_name: str,
        fault: str,
        code: str,
        **details: Unpack[CheckDetails],
    ) -> None:
        """Add a problem of a record; by default, ``value`` is the value of the field."""
        self.problems.append(
            Problem(
                table.file,
                record.row,
                field_name,
                details.get("value", record.values.get(field_name, "")),
                fault,
                code=code,
                record=record.values["id"],
                effect=details.get("effect", Effect.NONE),
                target=details.get("target", ""),
                outcome=details.get("outcome", ""),
            )
        )
