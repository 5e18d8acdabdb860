"""Say in plain words why a row is not valid CSV (RFC 4180)."""

from __future__ import annotations

import csv
from typing import Final

_IN_WORDS: Final = (
    # what the parser says, what that means, how to mend it
    (
        "expected after",
        "text follows a closing quotation mark",
        "a quotation mark is missing or one too many; write each one inside a text twice",
    ),
    (
        "unexpected end of data",
        "a quotation mark is never closed",
        "close it or delete it",
    ),
)


def csv_fault(error: csv.Error) -> str:
    """Return a sentence part about a row that the strict parser refuses, with the fix.

    Examples
    --------
    >>> csv_fault(csv.Error("unexpected end of data"))
    'the row is not valid CSV (a quotation mark is never closed); close it or delete it'
    >>> csv_fault(csv.Error("line contains NUL"))
    'the row is not valid CSV (line contains NUL)'
    """
    for said, meaning, fix in _IN_WORDS:
        if said in str(error):
            return f"the row is not valid CSV ({meaning}); {fix}"
    return f"the row is not valid CSV ({error})"
