"""Errors as RFC 9457 describes them: ``application/problem+json``."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from starlette.responses import JSONResponse, Response

from routemap.model.errors import (
    BusyError,
    DataFolderError,
    ExportTooLargeError,
    ParameterError,
    RoutemapError,
    TooManyError,
)

PROBLEM: Final = "application/problem+json"
RETRY_SECONDS: Final = 5


def problem(
    status: int, detail: str, *, headers: Mapping[str, str] | None = None, **members: str
) -> Response:
    """Return an error as a response.

    Parameters
    ----------
    status, detail
        What happened, as a number and in a sentence.
    headers
        Headers of the response besides those that keep it out of caches.
    **members
        Extension members: ``parameter`` names the one that is wrong, ``request_id`` the line of
        the log. Empty ones are left out.
    """
    body: dict[str, str | int] = {
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        **{key: value for key, value in members.items() if value},
    }
    return JSONResponse(body, status, {"Cache-Control": "no-store", **(headers or {})}, PROBLEM)


def problem_of(error: RoutemapError) -> Response:
    """Return the response to an error that Route Map raised on purpose."""
    parameter = str(getattr(error, "parameter", ""))
    if isinstance(error, ParameterError):
        return problem(400, str(error), parameter=parameter)
    if isinstance(error, ExportTooLargeError):
        return problem(422, str(error), parameter=parameter)
    if isinstance(error, DataFolderError | BusyError | TooManyError):
        status = 429 if isinstance(error, TooManyError) else 503
        return problem(status, str(error), headers={"Retry-After": str(RETRY_SECONDS)})
    return problem(404, str(error), parameter=parameter)
