"""Messages on the socket of a page, from a client that never opened the page."""

from __future__ import annotations

import asyncio
import base64
import secrets
import struct
import time
import zlib
from contextlib import suppress
from typing import Final

from benchmarks.attack.ground import Dose, Found, Ground, Site
from benchmarks.attack.loopback import HOST, connection, port_of
from benchmarks.attack.waits import growth_of
from benchmarks.report import Target

_PIECE: Final = 1_000_000
_TEXT, _BINARY, _CLOSE = 0x1, 0x2, 0x8  # opcodes of RFC 6455, section 5.2
_FINAL, _DEFLATED = 0x80, 0x40
_UNMASKED: Final = b"\0\0\0\0"  # a mask that changes nothing
_MOST_EACH: Final = 20.0  # MB
_AT_ONCE: Final = 6
_LOOK: Final = 0.3  # seconds in which a server that still writes to its log writes a line
_PATIENCE: Final = 60.0  # seconds
_LONGEST_LINE: Final = 500.0  # bytes of log for one frame
_MOST_LINES: Final = 100


def messages(ground: Ground, dose: Dose) -> Found:
    """Send a message that expands to a thousand times its size, then six at once."""
    frame = _frame(_FINAL | _DEFLATED | _BINARY, _deflated_zeros(dose.requests * _PIECE))

    async def send(number: int) -> list[bool]:
        return list(
            await asyncio.gather(*(_sent(site, frame, dose.seconds) for _ in range(number)))
        )

    with ground.server() as site:
        asyncio.run(_sent(site, _frame(_FINAL | _BINARY, b"\0"), dose.seconds))
        with growth_of(site.process) as one:
            closed = asyncio.run(send(1))
        with growth_of(site.process) as growth:
            closed += asyncio.run(send(_AT_ONCE))
    return Found(
        (
            Target("memory of one message", _MOST_EACH, one.most, "MB"),
            Target("memory of each of six", _MOST_EACH, growth.most / _AT_ONCE, "MB"),
            Target("sockets left open", 0, closed.count(False), ""),
        ),
        growth=growth,
    )


def frames(ground: Ground, dose: Dose) -> Found:
    """Send text frames of one byte, each on a separate socket; the server logs them."""
    frame = _frame(_FINAL | _TEXT, b"x")

    async def send(number: int) -> int:
        sent = 0
        with suppress(TimeoutError):
            async with asyncio.timeout(dose.seconds):
                for _ in range(number):
                    sent += await _sent(site, frame, dose.seconds)
        return sent

    with ground.server() as site:
        before = site.log.stat().st_size
        asyncio.run(send(1))
        first = _written(site, before)
        ended = asyncio.run(send(dose.requests))
        lines = _written(site, before)[len(first) :].count(b"\n")
    return Found(
        (
            Target("lines of log for one frame", 1, first.count(b"\n"), ""),
            Target("bytes of log for one frame", _LONGEST_LINE, len(first), "B"),
            Target("sockets left open", 0, dose.requests - ended, ""),
            Target(f"lines for {dose.requests} frames", _MOST_LINES, lines, ""),
        )
    )


def _written(site: Site, start: int) -> bytes:
    """Return the log since a position, after the server has stopped writing, or after a minute."""
    before, size = -1, site.log.stat().st_size
    until = time.monotonic() + _PATIENCE
    while before != size and time.monotonic() < until:
        time.sleep(_LOOK)
        before, size = size, site.log.stat().st_size
    with site.log.open("rb") as log:
        log.seek(start)
        return log.read()


def _deflated_zeros(size: int) -> bytes:
    """Return zeros in the form of a compressed message (RFC 7692, section 7.2.1)."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = [packer.compress(bytes(_PIECE)) for _ in range(size // _PIECE)]
    return b"".join([*packed, packer.flush(zlib.Z_SYNC_FLUSH)]).removesuffix(b"\0\0\xff\xff")


def _frame(first: int, payload: bytes) -> bytes:
    size = len(payload)
    if size < 126:
        head = struct.pack("!BB", first, 0x80 | size)
    else:
        head = struct.pack("!BBQ", first, 0x80 | 127, size)
    return head + _UNMASKED + payload


def _handshake(port: int) -> bytes:
    key = base64.b64encode(secrets.token_bytes(16)).decode()
    lines = [
        "GET /_stcore/stream HTTP/1.1",
        f"Host: {HOST}:{port}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Sec-WebSocket-Key: {key}",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Protocol: streamlit",
        "Sec-WebSocket-Extensions: permessage-deflate",
        f"Origin: http://{HOST}:{port}",
    ]
    return "\r\n".join([*lines, "", ""]).encode()


async def _sent(site: Site, frame: bytes, seconds: float) -> bool:
    """Send one frame on a new socket, and return whether the server closed the socket in time."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds), connection(site.url) as (reader, writer):
            # a refused or dropped connection is also closed
            with suppress(OSError):
                writer.write(_handshake(port_of(site.url)))
                if b" 101 " not in await reader.readuntil(b"\r\n\r\n"):
                    return True
                writer.write(frame)
                await writer.drain()
                await _closed(reader)
            return True
    return False


async def _closed(reader: asyncio.StreamReader) -> None:
    """Read until the server sends a close frame or closes the socket."""
    with suppress(asyncio.IncompleteReadError):
        while True:
            first, size = await reader.readexactly(2)
            if size == 126:
                (size,) = struct.unpack("!H", await reader.readexactly(2))
            elif size == 127:
                (size,) = struct.unpack("!Q", await reader.readexactly(8))
            await reader.readexactly(size)
            if first & 0x0F == _CLOSE:
                return
