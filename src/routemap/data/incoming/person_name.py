"""Names of persons that a reference manager has inverted."""

from __future__ import annotations

import re
from typing import Final

_INVERTED: Final = re.compile(r"([^,]+), *([^,]+?)(?:, *([^,]+))?")
_SUFFIXES: Final = ("jr", "sr", "ii", "iii", "iv", "inc", "ltd", "llc")


def in_reading_order(name: str) -> str:
    """Return a name with the given name first, as in the article.

    Examples
    --------
    >>> in_reading_order("Bermudez, J."), in_reading_order("Kim Yo-jong")
    ('J. Bermudez', 'Kim Yo-jong')
    >>> in_reading_order("Doe, John, Jr."), in_reading_order("Example News, Inc.")
    ('John Doe, Jr.', 'Example News, Inc.')
    """
    found = _INVERTED.fullmatch(name.strip())
    if not found or found[2].rstrip(". ").lower() in _SUFFIXES:
        return name
    suffix = f", {found[3]}" if found[3] else ""
    return f"{found[2].strip()} {found[1].strip()}{suffix}"
