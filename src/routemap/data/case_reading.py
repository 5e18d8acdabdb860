"""What has been read of ``case.toml`` so far, and how parts of it are read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from routemap.model.case import CASE_FILE
from routemap.model.findings import Effect
from routemap.model.problem import Problem
from routemap.model.suggest import suggestion
from routemap.model.text import one_line, shown

LONGEST: Final = 400  # characters of a text
_MOST: Final = 60  # entries of a list
_LEFT_OUT: Final = "the value is left out"


@dataclass
class CaseReading:
    """The fields of a case that could be read, and the problems of the others."""

    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def report(self, name: str, value: object, fault: str, code: str = "case-value") -> None:
        """Add a problem of one field."""
        self.problems.append(
            Problem(
                CASE_FILE,
                None,
                name,
                shown(one_line(str(value))),
                fault,
                code=code,
                effect=Effect.VALUE,
                outcome=_LEFT_OUT,
            )
        )

    def text(self, name: str, value: object, longest: int = LONGEST) -> str:
        """Return a text on one line, ``""`` after reporting why it cannot be used."""
        text = shown(one_line(value)) if isinstance(value, str) else ""
        if not text:
            self.report(name, value, "write a text in quotation marks")
        elif len(text) > longest:
            self.report(name, value, f"the text is longer than {longest} characters; shorten it")
            return ""
        return text

    def entries(self, name: str, value: object, form: type, example: str) -> Iterator[Any]:
        """Yield the entries of a list that have the right form, and report the others."""
        if not isinstance(value, list):
            self.report(name, value, f"write a list, such as {example}")
            return
        for number, entry in enumerate(value[:_MOST], 1):
            if isinstance(entry, form):
                yield entry
            else:
                self.report(f"{name} {number}", entry, f"write an entry such as {example}")
        if len(value) > _MOST:
            self.report(name, len(value), f"the list can have {_MOST} entries; shorten it")

    def number(self, value: object, limit: float) -> float | None:
        """Return a number of degrees, ``None`` if it is no number or beyond the limit."""
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        return float(value) if is_number and -limit <= value <= limit else None  # type: ignore[operator, arg-type]

    def unknown(self, name: str, entry: Mapping[str, object], known: tuple[str, ...]) -> None:
        """Report the keys of a table that nothing reads."""
        for key in entry:
            if key not in known:
                hint = suggestion(key, known) or f"; known are {', '.join(known)}"
                self.report(f"{name}{key}", "", f"this name is unknown{hint}", "case-field")
