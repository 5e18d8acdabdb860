"""Request ids, a log line per request, and error responses that show nothing but the id."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Hashable
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from routemap.web.guard.error_pages import refusal
from routemap.web.guard.log import record
from routemap.web.guard.policies import Addresses, Area
from routemap.web.guard.request_notes import note, notes

HEADER: Final = "X-Request-ID"
# accepted from a proxy: no characters with a special meaning in logs, shells or pages
_SANE: Final = re.compile(r"[A-Za-z0-9._-]{8,64}")
_LONGEST: Final = 300


def new_id() -> str:
    """Return a random id for a request or an error: 10 characters, to be read out by phone."""
    return secrets.token_hex(5)


def request_id(given: str | None) -> str:
    """Return the id that a request came with, or a new one if it has none or an invalid one."""
    return given if given and _SANE.fullmatch(given) else new_id()


class Requests:
    """ASGI middleware that gives requests an id, logs them, and answers if the app fails.

    Query strings are not logged, because they show what a reader is interested in.
    """

    def __init__(self, app: ASGIApp, *, addresses: Addresses) -> None:
        self._app = app
        self._addresses = addresses

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and log its result."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        begun, status = time.perf_counter(), 0
        note(scope, request_id=request_id(Headers(scope=scope).get(HEADER)))

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = notes(scope)["request_id"]
            await send(message)

        failure: Exception | None = None
        try:
            await self._app(scope, receive, sending)
        # any error goes to the log and must not be visible to the reader
        except Exception as error:
            failure = error
            if scope["type"] == "http" and not status:
                response = refusal(scope, 500, _SORRY, base=self._addresses.base)
                await response(scope, receive, sending)
            else:
                self._write(scope, status, begun, failure)
                raise
        self._write(scope, status, begun, failure)

    def _write(self, scope: Scope, status: int, begun: float, failure: Exception | None) -> None:
        area = self._addresses.area(scope)
        if failure is None and not area.is_logged and status < 400:
            return
        record(
            "request failed" if failure else "request",
            error=failure,
            like=_like(area, status, failure),
            **notes(scope),
            route=area.key,
            method=scope.get("method"),
            path=scope["path"][:_LONGEST],
            status=status or None,
            ms=round((time.perf_counter() - begun) * 1000, 1),
        )


def _like(area: Area, status: int, failure: Exception | None) -> Hashable:
    """Return the kind of a log line that anyone can cause without limit, otherwise ``None``.

    Successful requests are limited by the rate of their area, if it has one.
    """
    if failure is not None:
        return area.key, type(failure).__name__
    return None if status < 300 and area.rate else (area.key, status)


_SORRY: Final = (
    "An error happened on the server. Try again. If it happens again, send the request id to the "
    "people who run this dashboard."
)
