"""One parameter of the API: its meaning, its valid values, and their validation."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from routemap.data.dataset import Dataset
from routemap.model.errors import ParameterError
from routemap.web.api.bbox import read_box
from routemap.web.api.patterns import WHOLE_NUMBER

Schema = dict[str, Any]


@dataclass(frozen=True)
class Input:
    """One parameter of the API.

    Attributes
    ----------
    key, meaning
        Its name, and its description in one sentence.
    schema
        JSON Schema of one value. All its rules are validated.
    hint
        A sentence that says how to fix an invalid value.
    most
        Maximum number of values. If it is 1, the schema describes no list.
    least
        Minimum number of different values, if the parameter is given.
    known
        Returns the valid ids in the data, for a parameter that accepts ids. They are validated
        by :func:`routemap.questions.reconcile.missing`.
    default
        The value used if the parameter is not given.
    note
        Additional description, specific to the API.
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
        """Check the number of values and each value against the schema.

        Raises
        ------
        ParameterError
            For the first invalid value, with the key of the parameter.
        """
        if len(values) > self.most:
            times = "once" if self.most == 1 else f"at most {self.most} times"
            raise self._error(f"“{self.key}” is given {len(values)} times. Give it {times}.")
        if len(set(values)) < self.least:
            raise self._error(f"“{self.key}” needs {self.least} different values. {self.hint}")
        for value in values:
            found = f"“{value[:60]}{'…' if len(value) > 60 else ''}” for “{self.key}”"
            known = self.schema.get("enum", [value])
            if value not in known:
                raise self._error(f"Unknown value {found}. Known values: {', '.join(known)}.")
            if wrong := _wrong(value, self.schema):
                message = f"Invalid value {found}: {wrong}." if value else f"“{self.key}” is empty."
                raise self._error(f"{message} {self.hint}")

    def _error(self, message: str) -> ParameterError:
        return ParameterError(message.strip(), self.key)


def _wrong(value: str, schema: Schema) -> str:
    """Return what is wrong with a value, as a clause without a full stop, ``""`` if it is valid."""
    if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)):
        longest = schema.get("maxLength")
        return f"longer than {longest} characters" if longest and value else "empty"
    if "pattern" in schema and not re.fullmatch(schema["pattern"], value):
        return "wrong format"
    if schema["type"] == "integer":
        if not re.fullmatch(WHOLE_NUMBER, value):
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
    """Return the whole number in a text of digits; larger ones than 10^18 become 10^18."""
    return int(text) if len(text) <= 18 else 10**18
