"""What is wrong with a record, and how many such findings are shown together."""

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
    """A record, a value or a file that has to be corrected, or that should be looked at.

    Attributes
    ----------
    file, row, field, value
        Where it is. ``row`` counts as a text editor does for CSV (the header is row 1), and
        features from 1 for GeoJSON; ``None`` means the file as a whole.
    fault
        What is wrong, and what would be right.
    code
        Key of :data:`routemap.model.findings.FINDINGS`.
    record
        Id of the record as written in the file; ``""`` where it has none or cannot be read.
    line
        Line of the file where a GeoJSON feature begins.
    effect
        What was left out because of it.
    target
        What a reference names that was left out: ``FILE:ID``, or ``FILE`` for a whole file.
    rows
        How many rows it concerns.
    outcome
        What the reader of the data gets instead, such as ``the claim is left out``.
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
        # a cell may have megabytes
        follows = len(self.outcome) + 2 if self.outcome else 0
        limits = (("field", 100), ("value", 400), ("fault", 1_000 - follows), ("record", 100))
        for name, limit in limits:
            text = getattr(self, name)
            if len(text) > limit:
                object.__setattr__(self, name, f"{text[: limit - 1]}…")
        object.__setattr__(self, "effect", Effect(self.effect))  # text, where read from JSON

    @property
    def message(self) -> str:
        """What is wrong, what would be right, and what follows."""
        return f"{self.fault}; {self.outcome}" if self.outcome else self.fault

    @property
    def severity(self) -> Severity:
        """Whether it has to be corrected, or is only a notice."""
        return FINDINGS[self.code].severity

    @property
    def key(self) -> str:
        """What others name as their ``target`` where this left something out."""
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
        return self.told(self.message)

    def told(self, message: str) -> str:
        """Return the problem on one line, with another message."""
        found = f" (found “{shortened(self.value)}”)" if self.value else ""
        line = f"{self.place}: {shortened(self.field)}: {shortened(message, 500)}{found}"
        # neither undecodable bytes nor control characters that a terminal would obey
        return shown(line)


@dataclass(frozen=True)
class Group:
    """A problem, and those that follow from it or repeat it."""

    cause: Problem
    others: tuple[Problem, ...] = ()

    @property
    def message(self) -> str:
        """The message of the cause, and how many rows follow from it."""
        number = sum(problem.rows for problem in self.others)
        if not number:
            return self.cause.message
        rows = "row" if number == 1 else "rows"
        repeated = all(problem.code == self.cause.code for problem in self.others)
        if repeated:
            what = f"the same in {number:,} more {rows}"
        else:
            what = f"and {number:,} {rows} that {'refers' if number == 1 else 'refer'} to it"
        return f"{self.cause.message}; {what} ({self._places()})"

    def __str__(self) -> str:
        return self.cause.told(self.message)

    def _places(self) -> str:
        rows: dict[str, list[str]] = {}
        for problem in self.others:
            # a place or route is known by its id, not by its number
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

    A reference to a record or file that was left out follows from the problem that left it out.
    The same unknown word in the same column is shown once.
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
    """Return what problems share that are shown once, ``()`` for all others."""
    match problem.code:
        case "reference-unknown":  # wherever the id is missing
            return problem.code, problem.value
        case "row-encoding":  # the whole file is in another encoding
            return problem.code, problem.file
        case "value-case" | "value-commas" | "value-term":
            return problem.code, problem.file, problem.field, problem.value
    return ()


def _root(problem: Problem, causes: dict[str, Problem]) -> Problem:
    seen = {id(problem)}
    while (cause := causes.get(problem.target)) and id(cause) not in seen:
        seen.add(id(cause))
        problem = cause
    return problem
