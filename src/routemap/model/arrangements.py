"""How the page “Who says what” arranges allegations: the values of ``show`` and ``order``."""

from __future__ import annotations

from typing import Final

from routemap.model.terms import Term, Vocabulary

TWO_SIDES: Final = "sides"
MATRIX: Final = "matrix"
LAYOUTS: Final = Vocabulary(
    "show",
    (
        Term(TWO_SIDES, "Two sides", "Who affirms each allegation, and who denies it."),
        Term(MATRIX, "Matrix", "A table of allegations and claim sources."),
    ),
)

DISPUTED_FIRST: Final = "disputed"
ORDERS: Final = Vocabulary(
    "order",
    (
        Term(
            DISPUTED_FIRST,
            "Most disputed first",
            "Disputed ones first, by the number of claim sources that deny them.",
        ),
        Term("latest", "Latest statement first", "By the day of the latest statement."),
        Term("sources", "Most sources first", "By the number of claim sources."),
        Term("file", "Order of the data", "In the order of the file."),
    ),
)
