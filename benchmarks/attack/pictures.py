"""Requested preview pictures that are abandoned."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from typing import Final

from benchmarks.attack.ground import Dose, Found, Ground
from benchmarks.attack.loopback import Answer, ask, leave, reader_address, request
from benchmarks.attack.waits import Patience, growth_of, waits_beside
from benchmarks.report import Target

_EVERY: Final = 1.0  # seconds between two requests after the first ones
_MOST_MEMORY: Final = 200.0  # MB
_PATIENCE: Final = Patience(times=2.0)
_SHORT: Final = Patience(times=4.0)


def pictures(ground: Ground, dose: Dose) -> Found:
    """Request pictures of different views and close each connection immediately."""

    @asynccontextmanager
    async def attack() -> AsyncIterator[None]:
        await asyncio.gather(
            *(leave(site.url, _of_view(number)) for number in range(dose.requests))
        )
        going_on = asyncio.create_task(go_on())
        yield
        going_on.cancel()

    async def go_on() -> None:
        for number in range(int(dose.seconds)):
            await asyncio.sleep(_EVERY)
            await leave(site.url, _of_view(dose.requests + number))

    def picture(number: int) -> Awaitable[Answer]:
        source = reader_address(number)
        return ask(site.url, _of_view(1000 + number), seconds=dose.seconds, source=source)

    with ground.server() as site, growth_of(site.process) as growth:
        waits = asyncio.run(waits_beside(picture, attack, readers=dose.readers, in_turn=True))
    patience = _SHORT if dose.is_short else _PATIENCE
    targets = patience.targets(waits, is_short=dose.is_short)
    targets.append(Target("memory", _MOST_MEMORY, growth.most, "MB"))
    return Found(tuple(targets), waits, growth)


def _of_view(number: int) -> bytes:
    """Return a request for a picture that was not requested before; all take equally long."""
    return request(f"/share/picture.png?from={1900 + number % 100}-01-{1 + number // 100:02}")
