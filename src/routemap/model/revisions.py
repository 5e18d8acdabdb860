"""How a revision of the data is written, in files, links and commands."""

from __future__ import annotations

import re
from typing import Final

from routemap.model.errors import HistoryError

REVISION: Final = re.compile(r"[0-9a-f]{12}")
"""A revision: the first characters of a hash of its files."""
NAME: Final = re.compile(r"[a-z](?![0-9a-f]{11}$)[a-z0-9-]{0,39}")
"""A name that somebody gave to a revision. No name is a date or a revision."""


def checked_name(name: str) -> str:
    """Return a name that can be given to a revision.

    Raises
    ------
    HistoryError
        If it is not valid.
    """
    if not NAME.fullmatch(name):
        raise HistoryError(
            f"“{name[:60]}” is not a name: write lower-case letters, digits and hyphens, at "
            "most 40, beginning with a letter"
        )
    return name
