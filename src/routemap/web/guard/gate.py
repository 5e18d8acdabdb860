"""The gate of a private deployment, before every route of ours and of Streamlit's.

Closed is the rule: what :mod:`routemap.web.guard.policies` does not call open is served to
nobody but admitted readers. The socket is open, because the sign-in page comes by it; the script
behind it asks the same :class:`~routemap.web.guard.login.Login` before it reads any data.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from routemap.web.guard.allow_list import Claims, Decision
from routemap.web.guard.deep_link import DeepLink
from routemap.web.guard.error_pages import refusal
from routemap.web.guard.login import CALLBACK, Login
from routemap.web.guard.own_origin import is_own_origin
from routemap.web.guard.policies import Addresses
from routemap.web.guard.request_notes import note

# a session that the browser holds, for which the registry of schemes has no name
_CHALLENGE: Final = {"WWW-Authenticate": 'Cookie realm="Route Map"'}
_ELSEWHERE: Final = (
    "Sign in or out on the dashboard itself: a link on another site cannot do it for you. "
    "Nothing has changed."
)
_PRIVATE: Final = {"Cache-Control": "no-store", "Cross-Origin-Resource-Policy": "same-origin"}


class Gate:
    """ASGI middleware that serves closed areas to admitted readers only.

    Parameters
    ----------
    app
        What stands behind the gate.
    addresses
        The areas of the server.
    login
        How readers are known; without it everything is public.
    pages
        The addresses of the pages besides the first one.
    """

    def __init__(
        self, app: ASGIApp, *, addresses: Addresses, login: Login | None, pages: Iterable[str]
    ) -> None:
        self._app = app
        self._addresses = addresses
        self._login = login
        self._pages = frozenset(pages)
        self._deep_link = DeepLink(login.home, addresses) if login else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, refuse, or hand on."""
        if self._login is None or scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        area = self._addresses.area(scope)
        if area.key == "sign-in":
            await self._sign_in(self._login, scope, receive, send)
        elif area.is_open:
            await self._app(scope, receive, send)
        else:
            await self._closed(self._login, area.key, scope, receive, send)

    async def _closed(
        self, login: Login, area: str, scope: Scope, receive: Receive, send: Send
    ) -> None:
        claims = _claims(login, scope)
        verdict = login.verdict(claims)
        if verdict is Decision.ADMITTED:
            note(scope, user=login.alias(claims))
            await self._app(scope, receive, _private(send))
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        else:
            await self._instead(verdict, area, scope)(scope, receive, _private(send))

    def _instead(self, verdict: Decision, area: str, scope: Scope) -> Response:
        """Return what is told to whoever may not come in."""
        if area == "health":
            return JSONResponse({"status": "ok"})
        if area == "preview":
            return RedirectResponse(self._view(scope), status_code=303)
        headers = _CHALLENGE if verdict.status == 401 else {}
        base = self._addresses.base
        return refusal(scope, verdict.status, verdict.detail, headers, base=base)

    def _view(self, scope: Scope) -> str:
        """Return where the view is that a preview would have told of, and that asks to sign in."""
        asked = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        page = next((value for key, value in asked if key == "page" and value in self._pages), "")
        kept = urlencode([(key, value) for key, value in asked if key != "page"])
        return f"{self._addresses.base}/{page}{'?' if kept else ''}{kept}"

    async def _sign_in(self, login: Login, scope: Scope, receive: Receive, send: Send) -> None:
        path = str(scope["path"])
        if not path.endswith(f"/{CALLBACK}") and not is_own_origin(scope, login.home):
            refused = refusal(scope, 403, _ELSEWHERE, base=self._addresses.base)
            await refused(scope, receive, send)
            return
        if path.endswith("/auth/logout") and (claims := _claims(login, scope)):
            # the cookie is Streamlit's to clear; here the sign-in that it holds ends for good
            login.ended.end(claims)
        deep_link = self._deep_link
        if deep_link is not None and path.endswith("/auth/login"):
            send = deep_link.kept(scope, send)
        elif deep_link is not None and path.endswith(f"/{CALLBACK}"):
            send = deep_link.followed(scope, send)
        await self._app(scope, receive, send)


def _claims(login: Login, scope: Scope) -> Claims:
    cookies: Mapping[str, str] = HTTPConnection(scope).cookies
    return login.cookies_to_claims(cookies)


def _private(send: Send) -> Send:
    """Return a ``send`` that keeps answers out of every cache and off other sites' pages."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(_PRIVATE)
        await send(message)

    return sending
