"""A line in the log per request, an id that its reader can tell, and no error that shows more."""

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
# what a proxy in front may give: nothing that means something to a log, a shell or a page
_SANE: Final = re.compile(r"[A-Za-z0-9._-]{8,64}")
_LONGEST: Final = 300


def new_id() -> str:
    """Return an id for a request or an error, short enough to be told by telephone."""
    return secrets.token_hex(5)


def request_id(given: str | None) -> str:
    """Return the id that a request came with, or a new one where that is not sane."""
    return given if given and _SANE.fullmatch(given) else new_id()


class Requests:
    """ASGI middleware that names requests, logs them, and answers for what fails.

    Queries are not logged: they tell what a reader looks for.
    """

    def __init__(self, app: ASGIApp, *, addresses: Addresses) -> None:
        self._app = app
        self._addresses = addresses

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on, and write down what came of it."""
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
        # whatever it is, its reader must not see it, and the log must
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
    """Return what lines have in common that a stranger can cause without limit.

    What succeeds is limited by the rate of its area.
    """
    if failure is not None:
        return area.key, type(failure).__name__
    return None if status < 300 and area.rate else (area.key, status)


_SORRY: Final = (
    "The server failed to answer. Try again. If it fails again, send the request id to the people "
    "who run this dashboard."
)
