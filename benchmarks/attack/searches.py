"""Searches that take as long as possible, all at the same time."""

from __future__ import annotations

import asyncio
import json
import string
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from typing import Final
from urllib.parse import quote

from benchmarks.attack.ground import Dose, Found, Ground
from benchmarks.attack.loopback import Answer, ask, reader_address, request
from benchmarks.attack.waits import Patience, growth_of, waits_beside
from benchmarks.report import Target

_LETTERS: Final = string.ascii_lowercase + string.digits + "абвгдежзиклмнопрстуфхцчшщъыьэюя"
_WORDS: Final = 99
_SIGN: Final = "ﷺ"  # one character, which folding expands to four words
_SIGNS: Final = 199
_MOST_MEMORY: Final = 200.0  # MB, including the cached results of recent searches
_PATIENCE: Final = Patience(seconds=1.0, times=20.0, share=0.25)


def searches(ground: Ground, dose: Dose) -> Found:
    """Search for as many words as an address or a body can have, while others open a page."""
    with ground.server() as site:
        sent = _requests(ground, site.revision(), dose.requests)

        @asynccontextmanager
        async def attack() -> AsyncIterator[None]:
            async with asyncio.TaskGroup() as group:
                for one in sent:
                    group.create_task(ask(site.url, one, seconds=dose.seconds))
                await asyncio.sleep(0)
                yield

        def page(number: int) -> Awaitable[Answer]:
            source = reader_address(number)
            return ask(site.url, request("/"), seconds=dose.seconds, source=source)

        with growth_of(site.process) as growth:
            waits = asyncio.run(waits_beside(page, attack, readers=dose.readers))
    targets = _PATIENCE.targets(waits, is_short=dose.is_short)
    targets.append(Target("memory", _MOST_MEMORY, growth.most, "MB"))
    return Found(tuple(targets), waits, growth)


def _requests(ground: Ground, revision: str, number: int) -> list[bytes]:
    """Return requests of four kinds, all different."""
    evidence = f"/data/{revision}/evidence"
    made = []
    for place in range(number):
        turned = (_LETTERS[place % len(_LETTERS) :] + _LETTERS) * 2
        letters = " ".join(turned[:_WORDS])
        signs = _SIGN * (_SIGNS - place % 50)
        body = json.dumps({"q": [signs]}).encode()
        made.append(
            (
                request(f"{evidence}/x.json?q={quote(letters)}"),
                request(f"{evidence}/{ground.feature}.json?q={quote(letters)}"),
                request(f"{evidence}/{ground.feature}.json", body=body),
                request(f"/share/view.json?q={quote(letters)}"),
            )[place % 4]
        )
    return made
