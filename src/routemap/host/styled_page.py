"""Streamlit's page with the dashboard's styles, available before the first run.

A style sheet added by a script arrives with the elements of that run, in any order. The text would
first be unstyled, with captions of too little contrast, and then move. The page also includes a
script that mends links whose filters are in the fragment, one that shows a notice if the page
cannot connect to the server, and one for copy buttons. Its head names the feeds of the view, so
that feed readers find them from the address of a page.
"""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from routemap.host.streamlit_internals import PAGE_FILE
from routemap.questions.query import Query, read_params
from routemap.web.api.response import held_tag, packed_tag, takes_gzip
from routemap.web.feed_formats import feed_links
from routemap.web.guard.policies import PAGE, Addresses
from routemap.web.server_id import page_version

_STYLES: Final = ("dashboard.css", "desk.css", "sides.css")
_SCRIPTS: Final = ("escaped_link.js", "connection.js", "copy.js")
_NOTICES: Final = (
    '<div id="routemap-connection" role="alert"></div>\n'
    '<div id="routemap-copied" role="status"></div>'
)
_HEAD: Final = "</head>"
_BODY: Final = "<body>"
_HELD: Final = 64  # pages with different feeds in memory
# conditional and range headers, which would refer to Streamlit's page instead of the styled one
_CONDITIONS: Final = (b"if-none-match", b"if-modified-since", b"if-range", b"range")


class StyledPage:
    """ASGI middleware that replaces Streamlit's page with the styled page.

    Raises
    ------
    ValueError
        If Streamlit's page has no ``</head>`` or ``<body>`` tag.
    """

    def __init__(self, app: ASGIApp, *, addresses: Addresses) -> None:
        self._app = app
        self._addresses = addresses
        text = PAGE_FILE.read_text(encoding="utf-8")
        self._page_of = lru_cache(maxsize=_HELD)(lambda filters: _Page.of(styled(text, filters)))
        self._page_of(Query())  # raises at the start of the server

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
                    query = _query(scope["query_string"])
                    answer = self._page_of(query.filters()).answer(Headers(scope=scope))
                    if query.draft:
                        answer.headers["X-Robots-Tag"] = "noindex"
                    await answer(scope, receive, send)
            if not is_page:
                await send(message)

        await self._app({**scope, "headers": unconditional}, receive, sending)


@dataclass(frozen=True)
class _Page:
    """A page as it is sent: its content, the same after gzip, and its entity tag."""

    content: bytes
    packed: bytes
    tag: str

    @classmethod
    def of(cls, text: str) -> _Page:
        content = text.encode()
        tag = f'"{hashlib.sha256(content).hexdigest()[:16]}"'
        return cls(content, gzip.compress(content, mtime=0), tag)

    def answer(self, headers: Headers) -> Response:
        own = {"Cache-Control": "no-cache", "ETag": self.tag, "Vary": "Accept-Encoding"}
        if held := held_tag(headers, self.tag):
            return Response(status_code=304, headers={**own, "ETag": held})
        if not takes_gzip(headers):
            return Response(self.content, headers=own, media_type="text/html")
        own |= {"Content-Encoding": "gzip", "ETag": packed_tag(self.tag)}
        return Response(self.packed, headers=own, media_type="text/html")


def _query(query_string: bytes) -> Query:
    """Return the query in the address of a page; what cannot be read is left out."""
    # with names that have no value, because an encoded “=” makes the value a part of the name
    params = parse_qs(query_string.decode("latin-1"), keep_blank_values=True)
    return read_params(params)[0] if params else Query()


def styled(page: str, filters: Query | None = None) -> str:
    """Return a page with the dashboard's styles, after Streamlit's own and before the content.

    Its head names the feeds of some filters, by default of everything, and the version of the page,
    which ``refresh.js`` compares with that of the server.

    The elements for the notices of ``connection.js`` and ``copy.js`` are part of the page, because
    screen readers announce only changes in a region that existed before.

    Raises
    ------
    ValueError
        If the page has no ``</head>`` or no ``<body>`` tag.
    """
    before, body, after = page.partition(_BODY)
    if not body:
        raise ValueError(f"Streamlit's page has no {_BODY} tag, so the styles cannot be added.")
    head, end, rest = before.partition(_HEAD)
    if not end:
        raise ValueError(f"Streamlit's page has no {_HEAD} tag, so its feeds cannot be named.")
    # relative, like the links to Streamlit's files
    feeds = "\n".join(
        f'<link rel="alternate" type="{kind}" title="{title}" href="{escape(href)}">'
        for kind, title, href in feed_links("./", filters or Query())
    )
    mark = f'<meta name="routemap-version" content="{page_version()}">'
    style = "".join(map(_read, _STYLES))
    scripts = "\n".join(f"<script>\n{_read(name)}</script>" for name in _SCRIPTS)
    added = f"<style>\n{style}</style>\n{_NOTICES}\n{scripts}"
    return f"{head}{mark}\n{feeds}\n{end}{rest}{body}\n{added}{after}"


def _read(name: str) -> str:
    return (Path(__file__).parent / name).read_text(encoding="utf-8")
