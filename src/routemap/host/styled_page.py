"""Streamlit's page with the dashboard's styles, available before the first run.

A style sheet added by a script arrives with the elements of that run, in any order. The text would
first be unstyled, with captions of too little contrast, and then move. The page also includes a
script that shows a notice if the page cannot connect to the server, and one for copy buttons.
"""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path
from typing import Final

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from routemap.host.streamlit_internals import PAGE_FILE
from routemap.web.api.response import held_tag, packed_tag, takes_gzip
from routemap.web.guard.policies import PAGE, Addresses

_STYLES: Final = ("dashboard.css", "desk.css", "sides.css")
_SCRIPTS: Final = ("connection.js", "copy.js")
_NOTICES: Final = (
    '<div id="routemap-connection" role="alert"></div>\n'
    '<div id="routemap-copied" role="status"></div>'
)
_BODY: Final = "<body>"
# conditional and range headers, which would refer to Streamlit's page instead of the styled one
_CONDITIONS: Final = (b"if-none-match", b"if-modified-since", b"if-range", b"range")


class StyledPage:
    """ASGI middleware that replaces Streamlit's page with the styled page.

    Raises
    ------
    ValueError
        If Streamlit's page has no ``<body>`` tag.
    """

    def __init__(self, app: ASGIApp, *, addresses: Addresses) -> None:
        self._app = app
        self._addresses = addresses
        self._page = styled(PAGE_FILE.read_text(encoding="utf-8")).encode()
        self._packed = gzip.compress(self._page, mtime=0)
        self._tag = f'"{hashlib.sha256(self._page).hexdigest()[:16]}"'

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; if the response is Streamlit's page, send the styled page."""
        if scope["type"] != "http" or self._addresses.area(scope).document != PAGE:
            await self._app(scope, receive, send)
            return
        unconditional = [pair for pair in scope["headers"] if pair[0] not in _CONDITIONS]
        is_page = False

        async def sending(message: Message) -> None:
            nonlocal is_page
            if message["type"] == "http.response.start":
                is_page = message["status"] == 200 and Headers(raw=message["headers"]).get(
                    "content-type", ""
                ).startswith("text/html")
                if is_page:
                    await self._answer(Headers(scope=scope))(scope, receive, send)
            if not is_page:
                await send(message)

        await self._app({**scope, "headers": unconditional}, receive, sending)

    def _answer(self, headers: Headers) -> Response:
        own = {"Cache-Control": "no-cache", "ETag": self._tag, "Vary": "Accept-Encoding"}
        if held := held_tag(headers, self._tag):
            return Response(status_code=304, headers={**own, "ETag": held})
        if not takes_gzip(headers):
            return Response(self._page, headers=own, media_type="text/html")
        own |= {"Content-Encoding": "gzip", "ETag": packed_tag(self._tag)}
        return Response(self._packed, headers=own, media_type="text/html")


def styled(page: str) -> str:
    """Return a page with the dashboard's styles, after Streamlit's own and before the content.

    The elements for the notices of ``connection.js`` and ``copy.js`` are part of the page, because
    screen readers announce only changes in a region that existed before.

    Raises
    ------
    ValueError
        If the page has no ``<body>`` tag.
    """
    before, body, after = page.partition(_BODY)
    if not body:
        raise ValueError(f"Streamlit's page has no {_BODY} tag, so the styles cannot be added.")
    style = "".join(map(_read, _STYLES))
    scripts = "\n".join(f"<script>\n{_read(name)}</script>" for name in _SCRIPTS)
    added = f"<style>\n{style}</style>\n{_NOTICES}\n{scripts}"
    return f"{before}{body}\n{added}{after}"


def _read(name: str) -> str:
    return (Path(__file__).parent / name).read_text(encoding="utf-8")
