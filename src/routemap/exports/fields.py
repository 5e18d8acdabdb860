"""What describes a column of an exported table."""

from __future__ import annotations

from dataclasses import dataclass

from routemap.model.columns import Column, Kind


@dataclass(frozen=True)
class Field:
    """One column of an exported table.

    Attributes
    ----------
    key, label, meaning
        Its name in files, its title, and what it says.
    holds
        ``text``, ``list`` (text separated by ``;``), ``yes-no``, ``day`` (ISO 8601), ``number`` or
        ``count``.
    required
        Whether every row has a value.
    values
        The only values it can have, or none if it can have any.
    """

    key: str
    label: str
    meaning: str
    holds: str = "text"
    required: bool = False
    values: tuple[str, ...] = ()


def holds(column: Column) -> str:
    """Return what a field holds that has the values of a column of the data."""
    if column.many:
        return "list"
    return "number" if column.kind in (Kind.NUMBER, Kind.AMOUNT) else "text"
