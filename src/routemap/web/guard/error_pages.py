"""Error responses of the middleware: a notice page for browsers, problem details for programs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from starlette.responses import Response
from starlette.types import Scope

from routemap.web.guard.notice_page import NoticeLink, NoticePage, is_page_wanted, notice_page
from routemap.web.guard.request_notes import notes
from routemap.web.http import problem

_OPEN: Final = NoticeLink("", "Open the map")
_SIGN_IN: Final = NoticeLink("", "Go to the sign-in page")
_SHORTER: Final = "Open the map and set the filters there."
# heading, advice and link, by status
_PAGES: Final[Mapping[int, tuple[str, str, NoticeLink]]] = {
    400: ("This link has too many parameters", _SHORTER, _OPEN),
    401: ("Sign in to open this page", "", _SIGN_IN),
    403: ("You cannot open this page", "", NoticeLink("", "Open the dashboard")),
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
    """Return an error response: a notice page for browsers, otherwise problem details.

    Problem details contain the id of the request in the log.

    Parameters
    ----------
    scope
        The ASGI scope of the request.
    status
        The HTTP status.
    detail
        What is wrong and how to fix it, in one or two sentences.
    headers
        Additional headers of the response.
    base
        The path of the dashboard, without a trailing slash.
    """
    varies = {**(headers or {}), "Vary": "Accept, Sec-Fetch-Mode"}
    if status in _PAGES and is_page_wanted(scope):
        heading, advice, link = _PAGES[status]
        notice = NoticePage(heading, f"{detail} {advice}".strip(), (link,))
        return notice_page(scope, status, notice, base=base, headers=varies)
    number = notes(scope).get("request_id", "")
    return problem(status, detail, headers=varies, request_id=number)
