"""What is wrong with a single value."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """What is wrong with a value, and the corrected value.

    ``fixed`` is the value that was certainly meant, ``None`` if it is unknown.
    """

    code: str
    message: str
    fixed: str | None = None
