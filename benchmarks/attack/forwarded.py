"""One client that names other clients in a header, to get more requests than its limit."""

from __future__ import annotations

import asyncio
from typing import Final

from benchmarks.attack.ground import Dose, Found, Ground
from benchmarks.attack.loopback import ask, request
from benchmarks.report import Target
from routemap.data.settings import RATE_API

_RATE: Final = 8  # per minute; a quarter of them can be simultaneous
_MOST: Final = 3  # that quarter, and one more if the machine is slow


def forwarded(ground: Ground, dose: Dose) -> Found:
    """Send ``X-Forwarded-For`` twice, with another address in each request."""

    async def passed() -> int:
        answers = []
        for number in range(dose.requests):
            named = [("X-Forwarded-For", "unknown"), ("X-Forwarded-For", f"203.0.113.{number}")]
            sent = request("/api/claims?limit=1", headers=named)
            answers.append(await ask(site.url, sent, seconds=dose.seconds))
        return sum(answer.status == 200 for answer in answers)

    with ground.server(**{RATE_API.key: f"{_RATE}"}) as site:
        return Found((Target(f"of {dose.requests} pass", _MOST, asyncio.run(passed()), ""),))
