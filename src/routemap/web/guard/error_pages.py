"""Error responses of the guard: a page for browsers, problem details for programs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from starlette.responses import Response
from starlette.types import Scope

from routemap.web.guard.notice_page import Notice, NoticeLink, is_page_wanted, notice_page
from routemap.web.guard.request_notes import notes
from routemap.web.http import problem

_OPEN: Final = NoticeLink("", "Open the map")
_SIGN_IN: Final = NoticeLink("", "Go to the sign-in page")
_SHORTER: Final = "Open the map and choose the filters there."
# heading, what to do about it, and the way back, by status
_PAGES: Final[Mapping[int, tuple[str, str, NoticeLink]]] = {
    400: ("This link has too many parameters", _SHORTER, _OPEN),
    401: ("Sign in to open this", "", _SIGN_IN),
    403: ("You cannot open this", "", NoticeLink("", "Open the dashboard")),
    413: ("This request is too large", "", _OPEN),
    414: ("This link is too long", _SHORTER, _OPEN),
    429: ("Too many requests", "", _OPEN),
    500: ("Something went wrong", "", _OPEN),
}


def refusal(
    scope: Scope,
    status: int,
    detail: str,
    headers: Mapping[str, str] | None = None,
    *,
    base: str = "",
) -> Response:
    """Return an error as a response, with the id under which the log has the request.

    Parameters
    ----------
    scope
        The request that it answers.
    status, detail
        What happened, as a number and in a sentence.
    headers
        More headers of the response.
    base
        The path of the dashboard, without a trailing slash.
    """
    varies = {**(headers or {}), "Vary": "Accept, Sec-Fetch-Mode"}
    if status in _PAGES and is_page_wanted(scope):
        heading, advice, way = _PAGES[status]
        notice = Notice(heading, f"{detail} {advice}".strip(), (way,))
        return notice_page(scope, status, notice, base=base, headers=varies)
    number = notes(scope).get("request_id", "")
    return problem(status, detail, headers=varies, request_id=number)
