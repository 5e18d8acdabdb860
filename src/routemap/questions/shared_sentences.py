"""Sentences that Python, templates and scripts show with the same words.

Scripts and templates receive these texts; none of them has a copy of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Counted:
    """A sentence about a number of things, with ``{number}`` and other names to fill in.

    Attributes
    ----------
    one, many
        The sentence for one thing, and for several.
    """

    one: str
    many: str

    def of(self, number: int, **values: str) -> str:
        """Return the sentence for a number of things, ``""`` for none.

        Examples
        --------
        >>> Counted("1 {thing} is left.", "{number} {thing}s are left.").of(1200, thing="claim")
        '1,200 claims are left.'
        """
        if not number:
            return ""
        return (self.one if number == 1 else self.many).format(number=f"{number:,}", **values)


KEPT_DENIAL: Final = "Outside the filters, kept with what it denies"
"""The label of a denial that the filters exclude, and that is shown with what it denies."""

KEPT_DENIALS: Final = Counted(
    "1 denial that the filters exclude is included, because the claims it denies are shown.",
    "{number} denials that the filters exclude are included, because the claims they deny are "
    "shown.",
)
WITHDRAWN: Final = Counted(
    "1 withdrawn claim is not counted.", "{number} withdrawn claims are not counted."
)
UNDATED: Final = Counted(
    "1 claim without a date of {meaning} is left out.",
    "{number} claims without a date of {meaning} are left out.",
)


def swapped_dates(first: str = "", last: str = "") -> str:
    """Return the sentence on dates in the wrong order, which may name both as written.

    Examples
    --------
    >>> swapped_dates()
    '“From” is later than “To”; the two dates were swapped.'
    >>> swapped_dates("2023", "2022")
    '“From” (2023) is later than “To” (2022); the two dates were swapped.'
    """
    first, last = (f" ({text})" if text else "" for text in (first, last))
    return f"“From”{first} is later than “To”{last}; the two dates were swapped."
