"""Limits per client: the rate of requests, the length of an address, the size of a body.

The rate is a token bucket per client and area. A quarter of the requests of a minute can arrive at
once; after that, requests pass as fast as the bucket refills.
"""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from routemap.data.settings import (
    EXPORTS,
    LONGEST_ADDRESS,
    MOST_PARAMETERS,
    RATE_API,
    RATE_DATA,
    RATE_DRAFTS,
    RATE_EXPORT,
    RATE_PICTURE,
)
from routemap.exports.fair_queue import CLIENT
from routemap.model.errors import TooManyError
from routemap.web.guard.client import client_of
from routemap.web.guard.error_pages import refusal
from routemap.web.guard.export_limit import EXPORTING
from routemap.web.guard.policies import OTHER, Addresses, Area
from routemap.web.guard.request_body import after_body, again, declared, received

Refused = tuple[int, str, dict[str, str]]  # status, detail and headers
RATES: Final = {
    "data": RATE_DATA,
    "api": RATE_API,
    "export": RATE_EXPORT,
    "picture": RATE_PICTURE,
    "drafts": RATE_DRAFTS,
}
# the API sends CORS headers itself; with them, pages of other sites can read the errors too
_WITH_CORS: Final = ("api", "export")
_MOST_CLIENTS: Final = 10_000
_BUSY_SECONDS: Final = 5
_PART: Final = 65_536  # bytes of a response; the server holds as many before it waits


class Buckets:
    """Token buckets of equal size, one for each of the latest 10,000 clients. Thread-safe.

    A bucket is stored as the time at which it will be full (the virtual scheduling form of the
    generic cell rate algorithm, ITU-T I.371).

    Parameters
    ----------
    a_minute
        Requests per minute, from 1.
    clock
        Returns seconds that never decrease.
    """

    def __init__(self, a_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._step = 60 / a_minute
        self._room = max(1, math.ceil(a_minute / 4)) * self._step
        self._clock = clock
        self._lock = threading.Lock()
        self._full_at: OrderedDict[str, float] = OrderedDict()

    def take(self, client: str) -> float:
        """Take a token and return 0, or return the seconds until one is available."""
        with self._lock:
            now = self._clock()
            full_at = max(self._full_at.pop(client, now), now) + self._step
            waits = full_at - now - self._room
            refused = waits > 1e-9
            self._full_at[client] = full_at - self._step if refused else full_at
            if len(self._full_at) > _MOST_CLIENTS:
                self._full_at.popitem(last=False)
            return waits if refused else 0.0


class Limits:
    """ASGI middleware that rejects requests over a limit.

    Parameters
    ----------
    app
        The app that handles accepted requests.
    addresses
        The areas of the server.
    trusts_proxy
        See :func:`routemap.web.guard.client.client_of`.

    Raises
    ------
    SettingError
        If a setting is not a number.
    """

    def __init__(self, app: ASGIApp, *, addresses: Addresses, trusts_proxy: bool) -> None:
        self._app = app
        self._addresses = addresses
        self._trusts_proxy = trusts_proxy
        rates = {key: setting.number() for key, setting in RATES.items()}
        self._buckets = {key: Buckets(rate) for key, rate in rates.items() if rate}
        EXPORTS.number()  # an invalid value raises at the start, not at the first export
        self._longest = LONGEST_ADDRESS.number()
        self._most = MOST_PARAMETERS.number()
        self._largest = {area.key: area.largest_body.number() for area in (*addresses.areas, OTHER)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Reject a request, or pass it on."""
        if scope["type"] in ("http", "websocket"):
            scope[CLIENT] = client_of(scope, trusts_proxy=self._trusts_proxy)
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        area = self._addresses.area(scope)
        receive, send = after_body(scope, receive, send, max(self._largest.values()))
        refused = self._refused(scope, area.rate)
        if refused:
            await self._refuse(refused, area, scope, receive, send)
        elif area.key == "export":
            await self._export(area, scope, receive, send)
        else:
            await self._within(area, scope, receive, send)

    async def _export(self, area: Area, scope: Scope, receive: Receive, send: Send) -> None:
        client = scope[CLIENT]
        try:
            EXPORTING.begin(client)
        except TooManyError as error:
            refused = 429, str(error), _retry_after(_BUSY_SECONDS)
            await self._refuse(refused, area, scope, receive, send)
            return
        try:
            await self._within(area, scope, receive, _in_parts(send))
        finally:
            EXPORTING.end(client)

    async def _refuse(
        self, refused: Refused, area: Area, scope: Scope, receive: Receive, send: Send
    ) -> None:
        status, detail, headers = refused
        if area.rate in _WITH_CORS:
            headers["Access-Control-Allow-Origin"] = "*"
        base = self._addresses.base
        await refusal(scope, status, detail, headers, base=base)(scope, receive, send)

    def _refused(self, scope: Scope, rate: str) -> Refused | None:
        query = scope["query_string"]
        length = len(scope.get("raw_path") or scope["path"].encode()) + len(query)
        if length > self._longest:
            detail = f"The address has {length:,} bytes. The limit is {self._longest:,} bytes."
            return 414, detail, {}
        count = query.count(b"&") + 1
        if count > self._most:
            limit = f"The limit is {self._most:,} parameters."
            return 400, f"The address has {count:,} parameters. {limit}", {}
        waits = self._buckets[rate].take(scope[CLIENT]) if rate in self._buckets else 0.0
        if waits:
            seconds = math.ceil(waits)
            unit = "second" if seconds == 1 else "seconds"
            detail = f"Too many requests from your network. Try again in {seconds} {unit}."
            return 429, detail, _retry_after(seconds)
        return None

    async def _within(self, area: Area, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on a request unless its body, declared or received, is larger than the limit."""
        largest = self._largest[area.key]
        headers = Headers(scope=scope)
        if declared(headers) > largest:
            await self._too_large(largest, scope, receive, send)
            return
        if "transfer-encoding" in headers:
            # a route may answer without reading a body, so one of unknown length is read first
            messages = await received(receive, largest)
            if messages is None:
                await self._too_large(largest, scope, receive, send)
                return
            receive = again(messages, receive)
        await self._app(scope, receive, send)

    async def _too_large(self, largest: int, scope: Scope, receive: Receive, send: Send) -> None:
        detail = f"The body of this request may have at most {largest:,} bytes."
        response = refusal(scope, 413, detail, {"Connection": "close"}, base=self._addresses.base)
        await response(scope, receive, send)


def _in_parts(send: Send) -> Send:
    """Return a ``send`` that sends large bodies in parts.

    The server waits before a part until the client has received most of what is before it. So an
    export ends when it has arrived, not when it has been handed to the server as a whole.
    """

    async def sending(message: Message) -> None:
        body = message.get("body", b"")
        starts = range(0, len(body), _PART)
        if message["type"] != "http.response.body" or len(starts) < 2:
            await send(message)
            return
        more = message.get("more_body", False)
        for start in starts:
            part = body[start : start + _PART]
            await send({**message, "body": part, "more_body": more or start != starts[-1]})

    return sending


def _retry_after(seconds: int) -> dict[str, str]:
    return {"Retry-After": str(seconds)}
