"""Return readers to the requested view after the sign-in.

Streamlit redirects everybody to the first page after the sign-in. The page on which the sign-in
started is known from ``Referer``, which the dashboard's referrer policy allows. So no parameter
contains an address, which an attacker could change. The view is stored in a cookie that is sent to
the callback only, and is used only under the dashboard's own origin.
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import Message, Scope, Send

from routemap.web.guard.login import CALLBACK
from routemap.web.guard.policies import PAGE, Addresses

COOKIE: Final = "routemap_view"
_LONGEST: Final = 3000  # a cookie has at most 4096 bytes, and Base64 adds a third
_SECONDS: Final = 900
_PLAIN: Final = re.compile(r"[!-~]*")


class DeepLink:
    """Stores the view on which a sign-in starts, and redirects to it after the sign-in.

    Parameters
    ----------
    home
        The address of the dashboard for readers, with a trailing slash.
    addresses
        The areas of the server; the redirect only leads to pages.
    """

    def __init__(self, home: str, addresses: Addresses) -> None:
        parts = urlsplit(home)
        self._origin = f"{parts.scheme}://{parts.netloc}"
        self._root = parts.path.rstrip("/")
        self._addresses = addresses

    def kept(self, scope: Scope, send: Send) -> Send:
        """Return a ``send`` that stores the page of the reader in the cookie."""
        view = self._view(HTTPConnection(scope).headers.get("referer", ""))
        return self._setting(send, base64.urlsafe_b64encode(view.encode()).decode(), _SECONDS)

    def followed(self, scope: Scope, send: Send) -> Send:
        """Return a ``send`` that redirects to the stored page instead of the first page."""
        target = self.target(scope)
        if not target:
            return send

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start" and 300 <= message["status"] < 400:
                MutableHeaders(scope=message)["location"] = target
            await send(message)

        return self._setting(sending, "", 0)

    def target(self, scope: Scope) -> str:
        """Return the address of the page stored in the cookie of a request, ``""`` for none."""
        kept = _decoded(HTTPConnection(scope).cookies.get(COOKIE, ""))
        view = self._view(self._origin + kept)
        return self._origin + view if view else ""

    def _view(self, url: str) -> str:
        """Return path and query of an address of a page of the dashboard, otherwise ``""``."""
        if len(url) > _LONGEST or not _PLAIN.fullmatch(url):
            return ""
        if not url.startswith(f"{self._origin}/"):
            return ""
        view = url.removeprefix(self._origin).partition("#")[0]
        path = view.partition("?")[0]
        if not path.startswith(f"{self._root}/"):
            return ""
        is_page = self._addresses.named(path.removeprefix(self._root)).key == PAGE
        return view if is_page else ""

    def _setting(self, send: Send, value: str, seconds: int) -> Send:
        # Starlette formats the header; browsers send the cookie to the callback only
        writer = Response()
        writer.set_cookie(
            COOKIE,
            value,
            max_age=seconds,
            path=f"{self._root}/{CALLBACK}",
            httponly=True,
            samesite="lax",
        )

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).append("set-cookie", writer.headers["set-cookie"])
            await send(message)

        return sending


def _decoded(value: str) -> str:
    try:
        return base64.urlsafe_b64decode(value).decode("ascii")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return ""
