"""Requests whose head or body never ends."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import Final

from benchmarks.attack.ground import Dose, Found, Ground
from benchmarks.attack.loopback import Answer, ask, connection, reader_address, request
from benchmarks.attack.waits import Patience, growth_of, waits_beside
from benchmarks.report import Target

_SETTING: Final = "ROUTEMAP_REQUEST_SECONDS"
_SECONDS: Final = 3
_DRIP: Final = 0.5  # seconds between two bytes of a head that does not end
_HEAD: Final = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Header: "
_LENGTH: Final = 1000  # bytes of a body, of which one is sent
_MOST_MEMORY: Final = 50.0  # MB
_PATIENCE: Final = Patience(seconds=1.0, times=20.0, share=0.25)


def half_sent(ground: Ground, dose: Dose) -> Found:
    """Keep heads and bodies incomplete, silent or byte by byte, until the server closes them."""
    open_at_end = 0

    @asynccontextmanager
    async def attack() -> AsyncIterator[None]:
        nonlocal open_at_end
        begun = time.monotonic()
        async with AsyncExitStack() as stack:
            held = []
            for number in range(dose.requests):
                reader, writer = await stack.enter_async_context(connection(site.url))
                sent, drips = kinds[number % len(kinds)]
                writer.write(sent)
                held.append(asyncio.create_task(_ended(reader, writer, drips=drips)))
            yield
            _, left = await asyncio.wait(held, timeout=begun + dose.seconds - time.monotonic())
            open_at_end = len(left)
            for task in left:
                task.cancel()
            await asyncio.gather(*held, return_exceptions=True)

    def page(number: int) -> Awaitable[Answer]:
        return ask(site.url, request("/"), seconds=dose.seconds, source=reader_address(number))

    with ground.server(**{_SETTING: f"{_SECONDS}"}) as site, growth_of(site.process) as growth:
        path = f"/data/{site.revision()}/evidence/{ground.feature}.json"
        body = request(path, body=bytes(_LENGTH))[: 1 - _LENGTH]
        kinds = [(sent, drips) for sent in (_HEAD, body) for drips in (False, True)]
        waits = asyncio.run(waits_beside(page, attack, readers=dose.readers))
    targets = _PATIENCE.targets(waits, is_short=dose.is_short)
    name = f"of {dose.requests} still open after {dose.seconds:g} s, {_SECONDS} s being set"
    targets += [
        Target(name, 0, open_at_end, ""),
        Target("memory", _MOST_MEMORY, growth.most, "MB"),
    ]
    return Found(tuple(targets), waits, growth)


async def _ended(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, drips: bool
) -> None:
    """Wait until the server closes a connection; if ``drips``, send a byte at intervals."""
    ended = asyncio.create_task(reader.read())
    with suppress(OSError):
        while not ended.done():
            await asyncio.wait([ended], timeout=_DRIP if drips else None)
            if not ended.done():
                writer.write(b"x")
                await writer.drain()
        ended.result()
