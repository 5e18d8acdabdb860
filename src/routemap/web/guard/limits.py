"""How much one client may ask: how often, how long an address, how large a body.

The rate is a token bucket per client and area: a quarter of what a minute allows may come at
once, then requests pass as fast as the bucket fills.
"""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from routemap.data.settings import (
    EXPORTS,
    LARGEST_BODY,
    LONGEST_ADDRESS,
    MOST_PARAMETERS,
    RATE_API,
    RATE_DATA,
    RATE_EXPORT,
    RATE_PICTURE,
)
from routemap.exports.fair_queue import CLIENT
from routemap.model.errors import TooManyError
from routemap.web.guard.client import client_of
from routemap.web.guard.error_pages import refusal
from routemap.web.guard.export_limit import EXPORTING
from routemap.web.guard.policies import Addresses, Area

Refused = tuple[int, str, dict[str, str]]  # status, detail and headers
RATES: Final = {
    "data": RATE_DATA,
    "api": RATE_API,
    "export": RATE_EXPORT,
    "picture": RATE_PICTURE,
}
# as the data routes say themselves: a page of another site is to learn why it gets nothing
_READ_BY_PAGES: Final = ("api", "export")
_MOST_CLIENTS: Final = 10_000
_BUSY_SECONDS: Final = 5


class Buckets:
    """Token buckets of equal size, one per client, the latest ten thousand clients.

    A bucket is one number: when it would be full again (the virtual scheduling form of the
    generic cell rate algorithm, ITU-T I.371). Safe to share between threads.

    Parameters
    ----------
    a_minute
        How many requests pass in a minute, from 1.
    clock
        Seconds that never go back.
    """

    def __init__(self, a_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._step = 60 / a_minute
        self._room = max(1, math.ceil(a_minute / 4)) * self._step
        self._clock = clock
        self._lock = threading.Lock()
        self._full_at: OrderedDict[str, float] = OrderedDict()

    def take(self, client: str) -> float:
        """Take a token; return 0, or the seconds until there is one."""
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
    """ASGI middleware that refuses what is too much.

    Parameters
    ----------
    app
        What answers.
    addresses
        The areas of the server.
    trusts_proxy
        See :func:`routemap.web.guard.client.client_of`.

    Raises
    ------
    SettingError
        Where a setting is no number, when the server is built.
    """

    def __init__(self, app: ASGIApp, *, addresses: Addresses, trusts_proxy: bool) -> None:
        self._app = app
        self._addresses = addresses
        self._trusts_proxy = trusts_proxy
        rates = {key: setting.number() for key, setting in RATES.items()}
        self._buckets = {key: Buckets(rate) for key, rate in rates.items() if rate}
        EXPORTS.number()  # raises at the start, not at the first export
        self._longest = LONGEST_ADDRESS.number()
        self._most = MOST_PARAMETERS.number()
        self._largest = LARGEST_BODY.number()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or hand on."""
        if scope["type"] in ("http", "websocket"):
            scope[CLIENT] = client_of(scope, trusts_proxy=self._trusts_proxy)
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        area = self._addresses.area(scope)
        refused = self._refused(scope, area.rate)
        if refused:
            await self._refuse(refused, area, scope, receive, send)
        elif area.key == "export":
            await self._export(area, scope, receive, send)
        else:
            await self._within(scope, receive, send)

    async def _export(self, area: Area, scope: Scope, receive: Receive, send: Send) -> None:
        client = scope[CLIENT]
        try:
            EXPORTING.begin(client)
        except TooManyError as error:
            refused = 429, str(error), _again(_BUSY_SECONDS)
            await self._refuse(refused, area, scope, receive, send)
            return
        try:
            await self._within(scope, receive, send)
        finally:
            EXPORTING.end(client)

    async def _refuse(
        self, refused: Refused, area: Area, scope: Scope, receive: Receive, send: Send
    ) -> None:
        status, detail, headers = refused
        if area.rate in _READ_BY_PAGES:
            headers["Access-Control-Allow-Origin"] = "*"
        base = self._addresses.base
        await refusal(scope, status, detail, headers, base=base)(scope, receive, send)

    def _refused(self, scope: Scope, rate: str) -> Refused | None:
        query = scope["query_string"]
        length = len(scope.get("raw_path") or scope["path"].encode()) + len(query)
        if length > self._longest:
            return 414, f"The address is longer than {self._longest:,} bytes.", {}
        if query.count(b"&") + 1 > self._most:
            return 400, f"The address has more than {self._most} parameters.", {}
        waits = self._buckets[rate].take(scope[CLIENT]) if rate in self._buckets else 0.0
        if waits:
            seconds = math.ceil(waits)
            told = f"Too many requests came from your network. Try again in {seconds} s."
            return 429, told, _again(seconds)
        return None

    async def _within(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on what has a body within the limit, whatever its headers say."""
        told = dict(scope["headers"]).get(b"content-length", b"0")
        if not told.isdigit() or int(told[:20]) > self._largest:
            await self._too_large(scope, receive, send)
            return
        read = 0
        started = False

        async def receiving() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > self._largest:
                raise _TooLargeError
            return message

        async def sending(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._app(scope, receiving, sending)
        except _TooLargeError:
            if not started:
                await self._too_large(scope, receive, send)

    async def _too_large(self, scope: Scope, receive: Receive, send: Send) -> None:
        detail = f"The body of a request may have at most {self._largest:,} bytes."
        response = refusal(scope, 413, detail, {"Connection": "close"}, base=self._addresses.base)
        await response(scope, receive, send)


def _again(seconds: int) -> dict[str, str]:
    return {"Retry-After": str(seconds)}


class _TooLargeError(Exception):
    """The body of a request went over the limit while it was read."""
