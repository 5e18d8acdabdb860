"""Answers that say no, with the id by which the log has the request."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.responses import Response
from starlette.types import Scope

from routemap.guard.notes import notes
from routemap.problem_details import problem


def refusal(
    scope: Scope, status: int, detail: str, headers: Mapping[str, str] | None = None
) -> Response:
    """Return an error as a response."""
    number = notes(scope).get("request_id", "")
    return problem(status, detail, headers=headers, request_id=number)
