"""What kinds of routes the API has: requests of one kind wait in one queue."""

from __future__ import annotations

from enum import StrEnum


class AnswerKind(StrEnum):
    """What a route answers with."""

    DESCRIPTION = "description"  # what the API is and how it is asked
    DATA = "data"  # what a query leaves
    EXPORT = "export"  # a whole file, which may take long to make
    HEALTH = "health"  # whether the server can answer, for whoever watches it
