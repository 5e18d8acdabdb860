"""One parameter of an address: what it asks, which values it takes, and how they are checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from routemap.data.dataset import Dataset
from routemap.model.errors import ParameterError
from routemap.web.api.bbox import read_box
from routemap.web.api.patterns import WHOLE

Schema = dict[str, Any]


@dataclass(frozen=True)
class Input:
    """One parameter of an address.

    Attributes
    ----------
    key, meaning
        Its name, and what it asks in a sentence.
    schema
        JSON Schema of one value. Whatever it says is checked.
    hint
        What would be right, for whoever wrote something else.
    most
        How many values it takes; one value takes no list.
    least
        How many values it needs where it is given.
    known
        The ids that the data has, for a parameter that takes ids. They are checked by
        :func:`routemap.questions.reconcile.missing`.
    default
        What holds where it is not given, if that is a value.
    note
        What else must be known to use it here.
    """

    key: str
    meaning: str
    schema: Schema
    hint: str = ""
    most: int = 1
    least: int = 1
    known: Callable[[Dataset], Iterable[str]] | None = None
    default: Any = None
    note: str = ""

    def check(self, values: Sequence[str]) -> None:
        """Raise ParameterError, with the key, where values are not as the schema says."""
        if len(values) > self.most:
            times = "once" if self.most == 1 else f"{self.most} times at most"
            raise self.refused(f"given {len(values)} times; give it {times}")
        if len(set(values)) < self.least:
            raise self.refused(self.hint)
        for value in values:
            wrong = _wrong(value, self.schema)
            if wrong:
                raise self.refused(f"{wrong}; {self.hint}" if self.hint else wrong, value)

    def refused(self, reason: str, value: str | None = None) -> ParameterError:
        """Return the error that says why a value is not taken."""
        found = "" if value is None else f" “{value[:60]}{'…' if len(value) > 60 else ''}”"
        return ParameterError(f"“{self.key}”{found}: {reason}.", self.key)


def _wrong(value: str, schema: Schema) -> str:
    if "enum" in schema and value not in schema["enum"]:
        return f"not one of {', '.join(schema['enum'])}"
    if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)):
        longest = schema.get("maxLength")
        return f"longer than {longest} characters" if longest and value else "empty"
    if "pattern" in schema and not re.fullmatch(schema["pattern"], value):
        return "not of the right form"
    if schema["type"] == "integer":
        if not re.fullmatch(WHOLE, value):
            return "not a whole number"
        number = whole_number(value)
        if not schema["minimum"] <= number <= schema.get("maximum", number):
            return "out of range"
    if schema["type"] == "array":
        try:
            read_box(value)
        except ParameterError as error:
            return str(error)
    return ""


def whole_number(text: str) -> int:
    """Return a whole number as it stands in an address; all from 10^18 are taken for that."""
    return int(text) if len(text) <= 18 else 10**18
