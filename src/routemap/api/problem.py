"""What becomes of the errors that Route Map raises on purpose, in a response."""

from __future__ import annotations

from typing import Final

from starlette.responses import Response

from routemap.errors import (
    BusyError,
    DataFolderError,
    ExportTooLargeError,
    ParameterError,
    RoutemapError,
)
from routemap.problem_details import problem

RETRY_SECONDS: Final = 5


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
