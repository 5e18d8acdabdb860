"""Access control of a private deployment, for all routes including Streamlit's.

Areas are closed unless :mod:`routemap.web.guard.policies` marks them as open: only admitted readers
get a response. The WebSocket is open, because it carries the sign-in page. The script behind it
checks the same :class:`~routemap.web.guard.login.Login` before it reads any data.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final
from urllib.parse import parse_qsl, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from routemap.model.roles import may
from routemap.web.guard.allow_list import Claims, Decision
from routemap.web.guard.deep_link import DeepLink
from routemap.web.guard.error_pages import refusal
from routemap.web.guard.login import CALLBACK, READER, Login, Reader
from routemap.web.guard.own_origin import is_own_origin
from routemap.web.guard.personal_tokens import TOKEN
from routemap.web.guard.policies import DRAFTS, FEED, FEED_ADDRESS, Addresses, Area
from routemap.web.guard.request_notes import note
from routemap.web.guard.roles import NOBODY, PERSON, Roles

# a session cookie of the browser, for which no authentication scheme is registered
_CHALLENGE: Final = {"WWW-Authenticate": 'Cookie realm="Route Map"'}
_TOKEN_CHALLENGE: Final = {"WWW-Authenticate": 'Bearer realm="Route Map"'}
_ELSEWHERE: Final = (
    "Links on other sites cannot sign you in or out. Nothing has changed. To sign in or out, use "
    "the dashboard."
)
_NO_FEED: Final = (
    "Sign in, or use a personal feed address: make one on the dashboard in Share, under Follow. An "
    "address that was renewed or revoked, or whose reader has no access any more, stays closed."
)
_NO_SENDER: Final = (
    "Send “Authorization: Bearer” and a token of yours: make one on the dashboard. A token that "
    "was renewed or revoked, or whose account has no access any more, is not accepted. Neither is "
    "a sign-in in a browser."
)
_ONLY_HERE: Final = "Only a page of the dashboard can do this. Nothing has changed."
_NOT_ALLOWED: Final = (
    "Only contributors and editors can do this. The people who run this dashboard choose them."
)
_PRIVATE: Final = {
    "Cache-Control": "private, no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Gate:
    """ASGI middleware that serves closed areas to admitted readers only.

    Parameters
    ----------
    app
        The app behind this middleware.
    addresses
        The areas of the server.
    login
        The login of the deployment; ``None`` makes everything public.
    pages
        The addresses of all pages except the first.
    roles
        Who may make drafts; by default nobody.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        addresses: Addresses,
        login: Login | None,
        pages: Iterable[str],
        roles: Roles | None = None,
    ) -> None:
        self._app = app
        self._addresses = addresses
        self._login = login
        self._roles = roles or Roles(login)
        self._pages = frozenset(pages)
        self._deep_link = DeepLink(login.home, addresses) if login else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or reject it."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        area = self._addresses.area(scope)
        if self._login is None:
            await self._public(area, scope, receive, send)
            return
        if area.key == "sign-in":
            await self._sign_in(self._login, scope, receive, send)
        elif area.is_open:
            await self._app(scope, receive, send)
        elif area.key == FEED and (tokens := _tokens(scope)):
            await self._feed(self._login, tokens, scope, receive, send)
        elif area.key == DRAFTS:
            await self._program(self._login, scope, receive, send)
        else:
            await self._closed(self._login, area, scope, receive, send)

    async def _public(self, area: Area, scope: Scope, receive: Receive, send: Send) -> None:
        if area.key == DRAFTS or area.action is not None:
            person = scope[PERSON] = self._roles.requesting(scope)
            if person is not NOBODY:
                note(scope, user=person.name)
            if area.action is not None and not may(person.role, area.action):
                await self._refused(_NOT_ALLOWED, scope, receive, send)
                return
        await self._app(scope, receive, send)

    async def _refused(self, detail: str, scope: Scope, receive: Receive, send: Send) -> None:
        await refusal(scope, 403, detail, base=self._addresses.base)(scope, receive, send)

    async def _closed(
        self, login: Login, area: Area, scope: Scope, receive: Receive, send: Send
    ) -> None:
        claims = _claims(login, scope)
        verdict = login.verdict(claims)
        is_change = scope["type"] == "http" and scope["method"] not in ("GET", "HEAD")
        is_ours = area.action is not None or (area.key == FEED_ADDRESS and is_change)
        if verdict is not Decision.ADMITTED:
            await self._reject(verdict, area.key, scope, receive, send)
        elif is_ours and not is_own_origin(scope, login.home):
            await self._refused(_ONLY_HERE, scope, receive, _private(send))
        elif area.action is not None and not may(self._roles.signed_in(claims).role, area.action):
            await self._refused(_NOT_ALLOWED, scope, receive, _private(send))
        else:
            note(scope, user=login.alias(claims))
            scope[READER] = Reader(login, claims)
            await self._app(scope, receive, _private(send))

    async def _feed(
        self, login: Login, tokens: list[str], scope: Scope, receive: Receive, send: Send
    ) -> None:
        """Serve a feed to the reader of a token, who may be signed out, but must be on the list."""
        claims = None
        if len(tokens) == 1:  # in a thread, because a store may answer late
            claims = await run_in_threadpool(login.feeds.reader, tokens[0])
        if claims is None or login.access.listed(claims) is not Decision.ADMITTED:
            await self._reject(Decision.SIGNED_OUT, FEED, scope, receive, send)
            return
        note(scope, user=login.alias(claims))
        await self._app(scope, receive, _private(send))

    async def _program(self, login: Login, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a program with a token. Cookies do not count: pages of other sites send them."""
        claims = await run_in_threadpool(login.draft_tokens.reader, _bearer(scope))
        person = self._roles.with_token(claims) if claims else None
        if claims is None or person is None:
            await self._reject(Decision.SIGNED_OUT, DRAFTS, scope, receive, send)
            return
        note(scope, user=login.alias(claims))
        scope[PERSON] = person
        await self._app(scope, receive, _private(send))

    async def _reject(
        self, verdict: Decision, area: str, scope: Scope, receive: Receive, send: Send
    ) -> None:
        if scope["type"] == "http":
            await self._rejection(verdict, area, scope)(scope, receive, _private(send))
        else:
            await receive()
            await send({"type": "websocket.close", "code": 1008})

    def _rejection(self, verdict: Decision, area: str, scope: Scope) -> Response:
        """Return the response for a reader without access."""
        if area == "health":
            return JSONResponse({"status": "ok"})
        if area == "preview":
            return RedirectResponse(self._view(scope), status_code=303)
        if area == DRAFTS:
            base = self._addresses.base
            return refusal(scope, 401, _NO_SENDER, _TOKEN_CHALLENGE, base=base)
        headers = _CHALLENGE if verdict.status == 401 else {}
        detail = _NO_FEED if area == FEED and verdict.status == 401 else verdict.detail
        return refusal(scope, verdict.status, detail, headers, base=self._addresses.base)

    def _view(self, scope: Scope) -> str:
        """Return the address of the view of a link preview; opening it asks the reader to sign in.

        It is a path with a query string, without scheme and host.
        """
        pairs = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        page = next((value for key, value in pairs if key == "page" and value in self._pages), "")
        kept = urlencode([(key, value) for key, value in pairs if key != "page"])
        return f"{self._addresses.base}/{page}{'?' if kept else ''}{kept}"

    async def _sign_in(self, login: Login, scope: Scope, receive: Receive, send: Send) -> None:
        path = str(scope["path"])
        if not path.endswith(f"/{CALLBACK}") and not is_own_origin(scope, login.home):
            refused = refusal(scope, 403, _ELSEWHERE, base=self._addresses.base)
            await refused(scope, receive, send)
            return
        if path.endswith("/auth/logout") and (claims := _claims(login, scope)):
            # Streamlit deletes the cookie; this makes copies of it invalid too
            login.end(claims)
        deep_link = self._deep_link
        if deep_link is not None and path.endswith("/auth/login"):
            send = deep_link.kept(scope, send)
        elif deep_link is not None and path.endswith(f"/{CALLBACK}"):
            send = deep_link.followed(scope, send)
        await self._app(scope, receive, send)


def _claims(login: Login, scope: Scope) -> Claims:
    cookies: Mapping[str, str] = HTTPConnection(scope).cookies
    return login.cookies_to_claims(cookies)


def _bearer(scope: Scope) -> str:
    """Return the token of a request (RFC 6750, section 2.1), ``""`` if it has none or several."""
    given = Headers(scope=scope).getlist("authorization")
    scheme, _, token = given[0].partition(" ") if len(given) == 1 else ("", "", "")
    return token.strip() if scheme.lower() == "bearer" else ""


def _tokens(scope: Scope) -> list[str]:
    pairs = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    return [value for key, value in pairs if key == TOKEN]


def _private(send: Send) -> Send:
    """Return a ``send`` that keeps responses out of caches and away from pages of other sites."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(_PRIVATE)
        await send(message)

    return sending
