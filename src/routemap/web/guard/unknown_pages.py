"""Handle addresses without a page: damaged links, disabled areas and unknown paths.

Streamlit answers every unknown path with the shell of its page, which then stays empty.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote, unquote, unquote_to_bytes

from starlette.datastructures import Headers
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from routemap.web.guard.notice_page import (
    PLAIN,
    NoticeLink,
    NoticePage,
    is_page_wanted,
    notice_page,
    query_of,
    raw_path,
    root_from,
)
from routemap.web.guard.policies import OTHER, PAGE, PREVIEW, Addresses
from routemap.web.http import problem

# a question mark or ampersand that was encoded once or several times, or an ampersand without one
_BEGINS_QUERY: Final = re.compile(r"%(?:25)*3f|%(?:25)*26|&", re.IGNORECASE)
# an ampersand that was escaped for HTML; “#” is encoded, or the rest would be the fragment
_ESCAPED_AMPERSAND: Final = re.compile(
    rb"&(?:(?:amp|(?:#|%23)(?:0*38|x0*26))(?:;|%3b))+", re.IGNORECASE
)
_MOST_ESCAPES: Final = 3  # how often a query is escaped on its way
# conditional and range headers, which would refer to Streamlit's response instead of the notice
_CONDITIONS: Final = (b"if-none-match", b"if-modified-since", b"if-range", b"range")
_SHARED: Final = (PAGE, PREVIEW)  # keys of the areas whose links readers share
_LONGEST: Final = 80  # characters of a path in a notice


class UnknownPages:
    """ASGI middleware that redirects damaged links to pages, and returns 404 for unknown paths.

    Parameters
    ----------
    app
        The app that handles all other requests.
    addresses
        The areas of the server.
    pages
        Titles of the pages by their address below the dashboard; the first has the address ``""``.
    """

    def __init__(self, app: ASGIApp, *, addresses: Addresses, pages: Mapping[str, str]) -> None:
        self._app = app
        self._addresses = addresses
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Redirect, return 404, or pass the request on."""
        if scope["type"] == "http" and not self._addresses.area(scope).is_served:
            await self._missing(scope)(scope, receive, send)
            return
        is_read = scope["type"] == "http" and scope["method"] in ("GET", "HEAD")
        area = self._addresses.area(scope) if is_read else None
        if area is not None and (target := self._mended(scope, area.key)):
            headers = {"Cache-Control": "no-cache"}
            await RedirectResponse(target, 307, headers)(scope, receive, send)
        elif area is OTHER:
            await self._other(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _mended(self, scope: Mapping[str, Any], area: str) -> str:
        """Return the correct address for a damaged link, ``""`` for other addresses.

        The result is relative and consists of a known page and a query, so that it can never lead
        away from this dashboard.
        """
        query: bytes = scope.get("query_string", b"")
        raw = raw_path(scope)
        if area == PAGE and _plain(query) != query:
            return self._target(scope, self._page(unquote(raw)), _plain(query))
        found = _BEGINS_QUERY.search(raw)
        if area != OTHER.key or not found:
            return ""
        encoded = raw[found.end() :].encode("latin-1")
        for _ in range(min(found[0].count("25"), _MOST_ESCAPES)):
            encoded = unquote_to_bytes(encoded)
        encoded = _plain(encoded)
        page = self._page(unquote(raw[: found.start()]))
        if page is None or b"=" not in encoded:
            return ""
        return self._target(scope, page, b"&".join(filter(None, (encoded, query))))

    def _page(self, path: str) -> str | None:
        """Return the address of the page at a path, ``""`` for the first, ``None`` for no page."""
        if self._addresses.area({"path": path}).key not in _SHARED:
            return None
        return path.removeprefix(self._addresses.base).strip("/")

    def _target(self, scope: Mapping[str, Any], page: str | None, query: bytes) -> str:
        address = f"{root_from(scope, self._addresses.base)}{page or ''}"
        return f"{address}?{quote(query, safe=PLAIN)}"

    async def _other(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_missing = False

        async def sending(message: Message) -> None:
            nonlocal is_missing
            if message["type"] == "http.response.start":
                kind = Headers(raw=message["headers"]).get("content-type", "")
                is_shell = message["status"] == 200 and kind.startswith("text/html")
                is_missing = is_shell or (message["status"] == 404 and is_page_wanted(scope))
                if is_missing:
                    await self._missing(scope)(scope, receive, send)
            if not is_missing:
                await send(message)

        headers = [pair for pair in scope["headers"] if pair[0] not in _CONDITIONS]
        await self._app({**scope, "headers": headers}, receive, sending)

    def _missing(self, scope: Scope) -> Response:
        path = str(scope["path"])
        written = path if len(path) <= _LONGEST else f"{path[: _LONGEST - 1]}…"
        text = f"Route Map has no page at the address “{written}”."
        accepted = Headers(scope=scope).get("accept", "*/*")
        if "text/html" not in accepted and "*/*" not in accepted:
            return problem(404, text)
        query = query_of(scope)
        links = [NoticeLink(f"{address}{query}", title) for address, title in self._pages.items()]
        notice = NoticePage("Page not found", text, links, "Go to one of these pages:")
        return notice_page(scope, 404, notice, base=self._addresses.base)


def _plain(query: bytes) -> bytes:
    """Return a query with plain separators.

    Examples
    --------
    >>> _plain(b"stance=denies&AMP;source=kremlin"), _plain(b"stance%253Ddenies%2526q%253Da")
    (b'stance=denies&source=kremlin', b'stance=denies&q=a')
    """
    decoded = query
    for _ in range(_MOST_ESCAPES):
        if b"=" not in decoded:  # the separators are encoded, too
            decoded = unquote_to_bytes(decoded)
    return _ESCAPED_AMPERSAND.sub(b"&", decoded if b"=" in decoded else query)
