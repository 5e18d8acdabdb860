"""The statement of an allegation as a part of another sentence."""

from __future__ import annotations

import re
from typing import Final

# the full stop of a sentence, but not that of “U.S.” and no ellipsis
_FULL_STOP: Final = re.compile(r"(?<=[^.][^.])\.$")


def without_full_stop(statement: str) -> str:
    """Return a statement without the full stop at its end.

    Examples
    --------
    >>> without_full_stop("North Korea supplies shells.")
    'North Korea supplies shells'
    >>> without_full_stop("Horses went to the U.S.")
    'Horses went to the U.S.'
    """
    return _FULL_STOP.sub("", statement)


def quoted(statement: str) -> str:
    """Return a statement in quotation marks, for use inside another sentence.

    ``map/payload.py`` and the templates call this. ``exports/standalone/sentences.js`` follows
    the same rule.

    Examples
    --------
    >>> quoted("North Korea supplies shells.")
    '“North Korea supplies shells”'
    """
    return f"“{without_full_stop(statement)}”"
