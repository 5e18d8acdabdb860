"""Errors as RFC 9457 describes them: ``application/problem+json`` which names the parameter."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from starlette.responses import JSONResponse, Response

from routemap.errors import (
    BusyError,
    DataFolderError,
    ExportTooLargeError,
    ParameterError,
    RoutemapError,
)

PROBLEM: Final = "application/problem+json"
RETRY_SECONDS: Final = 5


def problem(
    status: int, detail: str, *, parameter: str = "", headers: Mapping[str, str] | None = None
) -> Response:
    """Return an error as a response; ``parameter`` is an extension member, left out if empty."""
    body: dict[str, str | int] = {
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
    }
    if parameter:
        body["parameter"] = parameter
    return JSONResponse(body, status, {"Cache-Control": "no-store", **(headers or {})}, PROBLEM)


def problem_of(error: RoutemapError) -> Response:
    """Return the response to an error that Route Map raised on purpose."""
    parameter = str(getattr(error, "parameter", ""))
    if isinstance(error, ParameterError):
        return problem(400, str(error), parameter=parameter)
    if isinstance(error, ExportTooLargeError):
        return problem(422, str(error), parameter=parameter)
    if isinstance(error, DataFolderError | BusyError):
        return problem(503, str(error), headers={"Retry-After": str(RETRY_SECONDS)})
    return problem(404, str(error), parameter=parameter)
