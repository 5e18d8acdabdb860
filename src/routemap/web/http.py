"""Headers of cached responses, and error responses in the format of RFC 9457."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Final

from starlette.responses import JSONResponse, Response

from routemap.model.errors import (
    BusyError,
    DataFolderError,
    DraftError,
    ExportTooLargeError,
    ParameterError,
    RoutemapError,
    TooManyError,
    UnwritableDraftsError,
)

IMMUTABLE: Final = {"Cache-Control": "public, max-age=31536000, immutable"}
PROBLEM: Final = "application/problem+json"
RETRY_SECONDS: Final = 5
_UNWRITABLE: Final = (
    "Drafts cannot be kept on this server now. Nothing was saved. Ask the people who run this "
    "dashboard."
)


def problem(
    status: int,
    detail: str,
    *,
    headers: Mapping[str, str] | None = None,
    **members: str | Sequence[str],
) -> Response:
    """Return an error response that caches do not store.

    Parameters
    ----------
    status
        The HTTP status.
    detail
        What is wrong and how to fix it, in one or two sentences.
    headers
        Additional headers of the response.
    **members
        Extension members: ``parameter`` is the key of the invalid parameter, ``request_id`` the
        id of the request in the log, ``faults`` one sentence for each fault of a draft. Empty
        members are left out.
    """
    body: dict[str, str | int | Sequence[str]] = {
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        **{key: value for key, value in members.items() if value},
    }
    return JSONResponse(body, status, {"Cache-Control": "no-store", **(headers or {})}, PROBLEM)


def problem_of(error: RoutemapError) -> Response:
    """Return the response to a :class:`RoutemapError`, with the status of its class.

    400 for an invalid parameter, 422 for an export that is too large or an invalid draft, 429 for
    too many requests, 503 if the data is missing, the server is busy, or drafts cannot be kept, 404
    otherwise.
    """
    parameter = str(getattr(error, "parameter", ""))
    if isinstance(error, ParameterError):
        return problem(400, str(error), parameter=parameter)
    if isinstance(error, ExportTooLargeError):
        return problem(422, str(error), parameter=parameter)
    if isinstance(error, UnwritableDraftsError):
        return problem(503, _UNWRITABLE)
    if isinstance(error, DraftError):
        return problem(422, str(error), faults=error.faults)
    if isinstance(error, DataFolderError | BusyError | TooManyError):
        status = 429 if isinstance(error, TooManyError) else 503
        return problem(status, str(error), headers={"Retry-After": str(RETRY_SECONDS)})
    return problem(404, str(error), parameter=parameter)
