"""Closed list of what a comparison of two claim sources finds about a place or route."""

from __future__ import annotations

from typing import Final

from routemap.model.terms import Term, Vocabulary

COMPARISONS: Final = Vocabulary(
    "comparison",
    (
        Term(
            "first",
            "Only the first source",
            "Of the two sources compared, only the first refers to it.",
        ),
        Term(
            "second",
            "Only the second",
            "Of the two sources compared, only the second refers to it.",
        ),
        Term("both", "Both", "Both refer to it and do not contradict each other."),
        Term(
            "contradicting",
            "Contradicting",
            "One source affirms an allegation that the other denies.",
        ),
    ),
)
