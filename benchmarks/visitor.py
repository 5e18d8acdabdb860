"""One reader's browser as a server sees it: an address of this machine, cookies, connections."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http.cookies import SimpleCookie
from typing import Any, Final, Self
from urllib.parse import urlsplit

import httpx
import websockets

from benchmarks.certificate import trusting
from benchmarks.haproxy import COOKIE
from benchmarks.page import SessionError, connected

ONLY: Final = "a"
"""The name of a server without a proxy in front of it."""


class Visitor:
    """A browser with cookies. Use it as an asynchronous context manager.

    Parameters
    ----------
    url
        The address for readers with a trailing slash.
    source
        The address of this machine to connect from, such as ``127.0.1.7``; by default any. Proxy
        and server count requests by address.
    patience
        Seconds to wait for an answer.
    """

    def __init__(self, url: str, source: str = "", *, patience: float) -> None:
        self.url, self._source, self._patience = url, source, patience
        transport = httpx.AsyncHTTPTransport(verify=trusting(), local_address=source or None)
        self._client = httpx.AsyncClient(transport=transport, timeout=patience, trust_env=False)

    async def __aenter__(self) -> Self:
        await self._client.__aenter__()
        return self

    async def __aexit__(self, *raised: object) -> None:
        await self._client.aclose()

    @property
    def server(self) -> str:
        """The name of the server that a proxy has chosen for this reader."""
        return self._client.cookies.get(COOKIE) or ONLY

    async def fetch(self, path: str) -> bytes:
        """Return the body of a response.

        Raises
        ------
        OSError
            If the server cannot be reached.
        TimeoutError
            If there is no answer in time.
        SessionError
            If the status of the response is not 200.
        """
        try:
            answer = await self._client.get(f"{self.url}{path}")
        except httpx.TimeoutException as error:
            raise TimeoutError(f"{path}: {type(error).__name__}") from error
        except httpx.TransportError as error:
            raise ConnectionResetError(f"{path}: {type(error).__name__} {error}") from error
        if answer.status_code != 200:
            raise SessionError(f"{path}: {answer.status_code} {answer.reason_phrase}")
        return answer.content

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[websockets.ClientConnection]:
        """Connect to the server as an open page does, and keep the cookies of its answer."""
        options: dict[str, Any] = {}
        if self._source:
            options["local_addr"] = (self._source, 0)
        if self._client.cookies:
            kept = (f"{cookie.name}={cookie.value}" for cookie in self._client.cookies.jar)
            options["additional_headers"] = {"Cookie": "; ".join(kept)}
        async with connected(self.url, patience=self._patience, **options) as socket:
            if socket.response:
                self._keep(socket.response.headers.get_all("Set-Cookie"))
            yield socket

    def _keep(self, lines: list[str]) -> None:
        host = urlsplit(self.url).hostname or ""
        for line in lines:
            for name, cookie in SimpleCookie(line).items():
                self._client.cookies.set(name, cookie.value, domain=host, path=cookie["path"])


def sources(url: str, number: int) -> list[str]:
    """Return an address of this machine for each reader: behind a proxy, all differ."""
    if urlsplit(url).scheme == "http":
        return [""] * number
    return [f"127.0.{1 + at // 250}.{1 + at % 250}" for at in range(number)]
