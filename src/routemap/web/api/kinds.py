"""The kinds of API endpoints: requests of the same kind share a queue."""

from __future__ import annotations

from enum import StrEnum


class AnswerKind(StrEnum):
    """What an endpoint returns."""

    DESCRIPTION = "description"  # documentation and metadata of the API
    DATA = "data"  # results of a query, in pages
    EXPORT = "export"  # a complete file, which can take long to make
    HEALTH = "health"  # the state of the server, for monitoring
    DRAFT = "draft"  # changes that a program sends
