"""Collection of the findings of the checks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypedDict, Unpack

from routemap.data.reading.records import Record
from routemap.model.columns import Table
from routemap.model.findings import Effect
from routemap.model.problem import Problem


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
