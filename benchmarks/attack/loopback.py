"""Raw HTTP requests to this machine only, so that an attack can leave them unfinished."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from benchmarks.serving import ServingError

HOST: Final = "127.0.0.1"
ATTACKER: Final = HOST
_MOST: Final = 64_000_000  # bytes that are read of an answer
_PIECE: Final = 65_536


@dataclass(frozen=True)
class Answer:
    """An answer: its status (0 if it was not in time), seconds until its end, and its size."""

    status: int
    seconds: float
    size: int = 0


def reader_address(number: int) -> str:
    """Return the address of another reader; the rate limits count each address separately.

    All of ``127.0.0.0/8`` is this machine (RFC 1122, section 3.2.1.3).

    Examples
    --------
    >>> reader_address(0), reader_address(300)
    ('127.0.1.1', '127.0.2.51')
    """
    return f"127.0.{1 + number // 250}.{1 + number % 250}"


def port_of(url: str) -> int:
    """Return the port of a server on this machine.

    Raises
    ------
    ServingError
        If the address is not on this machine.

    Examples
    --------
    >>> port_of("http://127.0.0.1:8501/")
    8501
    """
    parts = urlsplit(url)
    if parts.scheme != "http" or parts.hostname != HOST or not parts.port:
        raise ServingError(f"attacks are only allowed on a server at {HOST}; found {url}")
    return parts.port


def request(
    path: str, *, headers: Sequence[tuple[str, str]] = (), body: bytes | None = None
) -> bytes:
    """Return the bytes of a request; a request with a body is a POST."""
    lines = [f"{'GET' if body is None else 'POST'} {path} HTTP/1.1", f"Host: {HOST}"]
    lines += [f"{name}: {value}" for name, value in headers]
    if body is not None:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode() + (body or b"")


@asynccontextmanager
async def connection(
    url: str, source: str = ATTACKER
) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """Connect to a server on this machine, from one of this machine's addresses."""
    reader, writer = await asyncio.open_connection(HOST, port_of(url), local_addr=(source, 0))
    try:
        yield reader, writer
    finally:
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()


async def ask(url: str, sent: bytes, *, seconds: float, source: str = ATTACKER) -> Answer:
    """Send a request and return its answer, read to the end or until the time limit."""
    begun = time.monotonic()
    head, size = b"", 0
    with suppress(OSError, TimeoutError):
        async with asyncio.timeout(seconds), connection(url, source) as (reader, writer):
            writer.write(sent)
            while size < _MOST and (content := await reader.read(_PIECE)):
                head, size = (head + content)[:_PIECE], size + len(content)
            return Answer(_status(head), time.monotonic() - begun, _size(head, size))
    return Answer(0, time.monotonic() - begun)


async def leave(url: str, sent: bytes) -> None:
    """Send a request and close the connection immediately."""
    async with connection(url) as (_, writer):
        writer.write(sent)
        await writer.drain()


def _status(head: bytes) -> int:
    found = re.match(rb"HTTP/1\.1 (\d{3}) ", head)
    return int(found[1]) if found else 0


def _size(head: bytes, size: int) -> int:
    return size - head.find(b"\r\n\r\n") - 4
