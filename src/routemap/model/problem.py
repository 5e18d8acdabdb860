"""Problems of records and files, and how related problems are grouped."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from routemap.model.findings import FINDINGS, Effect, Severity
from routemap.model.text import shortened, shown

_ROWS_LISTED: Final = 5


@dataclass(frozen=True)
class Problem:
    """A record, value or file that must be corrected, or that an editor should check.

    Attributes
    ----------
    file, row, field, value
        Location and value. ``row`` is the line number in a text editor for CSV (the header is
        row 1), and the number of the feature, from 1, for GeoJSON; ``None`` means the whole file.
    fault
        What is wrong, and how to correct it.
    code
        Key of :data:`routemap.model.findings.FINDINGS`.
    record
        Id of the record as written in the file; ``""`` if it is missing or cannot be read.
    line
        Line of the file in which a GeoJSON feature begins.
    effect
        What was left out because of the problem.
    target
        The missing record or file that a reference names: ``FILE:ID``, or ``FILE`` for a file.
    rows
        Number of rows with this problem.
    outcome
        What happens to the data instead, such as ``the claim is left out``.
    """

    file: str
    row: int | None
    field: str
    value: str
    fault: str
    code: str = dataclasses.field(kw_only=True)
    record: str = dataclasses.field(default="", kw_only=True)
    line: int | None = dataclasses.field(default=None, kw_only=True)
    effect: Effect = dataclasses.field(default=Effect.NONE, kw_only=True)
    target: str = dataclasses.field(default="", kw_only=True)
    rows: int = dataclasses.field(default=1, kw_only=True)
    outcome: str = dataclasses.field(default="", kw_only=True)

    def __post_init__(self) -> None:
        # a cell can have megabytes
        follows = len(self.outcome) + 2 if self.outcome else 0
        limits = (("field", 100), ("value", 400), ("fault", 1_000 - follows), ("record", 100))
        for name, limit in limits:
            text = getattr(self, name)
            if len(text) > limit:
                object.__setattr__(self, name, f"{text[: limit - 1]}…")
        object.__setattr__(self, "effect", Effect(self.effect))  # a string when read from JSON

    @property
    def message(self) -> str:
        """What is wrong, how to correct it, and what happens to the data."""
        return f"{self.fault}; {self.outcome}" if self.outcome else self.fault

    @property
    def severity(self) -> Severity:
        """Whether it must be corrected, or is only a notice."""
        return FINDINGS[self.code].severity

    @property
    def key(self) -> str:
        """The ``target`` of other problems that follow from this one."""
        return self.file if self.effect is Effect.FILE else f"{self.file}:{self.record}"

    @property
    def place(self) -> str:
        """File, line and record, such as ``claims.csv:2 (c1)``."""
        line = self.line or self.row
        where = self.file if line is None else f"{self.file}:{line}"
        number = f"feature {self.row}" if self.line and self.row else ""
        named = ", ".join(filter(None, (number, shortened(self.record))))
        return f"{where} ({named})" if named else where

    def __str__(self) -> str:
        return self.line_with(self.message)

    def line_with(self, message: str) -> str:
        """Return the problem on one line, with another message."""
        found = f" (found “{shortened(self.value)}”)" if self.value else ""
        line = f"{self.place}: {shortened(self.field)}: {shortened(message, 500)}{found}"
        # without undecodable bytes and control characters, which a terminal would interpret
        return shown(line)


@dataclass(frozen=True)
class Group:
    """A problem, and other problems that follow from it or repeat it."""

    cause: Problem
    others: tuple[Problem, ...] = ()

    @property
    def message(self) -> str:
        """The message of the cause, and the numbers of rows that repeat it or follow from it."""
        repeated = [problem for problem in self.others if problem.code == self.cause.code]
        referring = [problem for problem in self.others if problem.code != self.cause.code]
        parts = [self.cause.message]
        if repeated:
            number = _rows(repeated)
            parts.append(f"the same in {number:,} more {_noun(number)} ({_places(repeated)})")
        if referring:
            number = _rows(referring)
            verb, what = "refers" if number == 1 else "refer", "them" if repeated else "it"
            parts.append(
                f"and {number:,} {_noun(number)} that {verb} to {what} ({_places(referring)})"
            )
        return "; ".join(parts)

    def __str__(self) -> str:
        return self.cause.line_with(self.message)


def _rows(problems: Iterable[Problem]) -> int:
    return sum(problem.rows for problem in problems)


def _noun(number: int) -> str:
    return "row" if number == 1 else "rows"


def _places(problems: Iterable[Problem]) -> str:
    rows: dict[str, list[str]] = {}
    for problem in problems:
        # the number of a place or route would not help an editor, its id does
        name = problem.record if problem.line else str(problem.row or "")
        rows.setdefault(problem.file, []).append(name)
    parts = []
    for file, names in rows.items():
        listed = ", ".join(filter(None, dict.fromkeys(names[:_ROWS_LISTED])))
        more = ", …" if len(names) > _ROWS_LISTED else ""
        parts.append(f"{file} {listed}{more}".strip())
    return "; ".join(parts)


def folded(problems: Iterable[Problem]) -> list[Group]:
    """Return problems in their order, each cause with its consequences.

    A reference to a record or file that was left out follows from the problem that left it out. An
    unknown value or id that is repeated in the same column is shown once; each column has its own.
    """
    problems = list(problems)
    causes: dict[str, Problem] = {}
    for problem in problems:
        if problem.effect in (Effect.RECORD, Effect.FILE) and problem.key not in causes:
            causes[problem.key] = problem
    heads: dict[tuple[str, ...], Problem] = {}
    others: dict[int, list[Problem]] = {}
    for problem in problems:
        head = _root(problem, causes)
        if same := _same(head):
            head = heads.setdefault(same, head)
        others.setdefault(id(head), [])
        if head is not problem:
            others[id(head)].append(problem)
    return [
        Group(problem, tuple(others[id(problem)])) for problem in problems if id(problem) in others
    ]


def _same(problem: Problem) -> tuple[str, ...]:
    """Return what repeated problems have in common; ``()`` if each is shown separately."""
    match problem.code:
        case "row-encoding":  # the whole file is in another encoding
            return problem.code, problem.file
        case "reference-unknown" | "value-case" | "value-commas" | "value-term":
            return problem.code, problem.file, problem.field, problem.value
    return ()


def _root(problem: Problem, causes: dict[str, Problem]) -> Problem:
    seen = {id(problem)}
    while (cause := causes.get(problem.target)) and id(cause) not in seen:
        seen.add(id(cause))
        problem = cause
    return problem
