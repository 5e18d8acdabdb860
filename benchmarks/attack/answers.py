"""Single requests whose answer is too much: metrics of the server, and pages without end."""

from __future__ import annotations

import asyncio
from typing import Final

from benchmarks.attack.ground import Dose, Found, Ground, Site
from benchmarks.attack.loopback import Answer, ask, request
from benchmarks.attack.waits import growth_of
from benchmarks.report import Target

_LISTS: Final = ("claims", "features", "articles", "sources", "allegations")
_LARGEST: Final = 2.0  # MB
_SLOWEST: Final = 2.0  # s


def metrics(ground: Ground, dose: Dose) -> Found:
    """Ask for the metrics of the server, as a stranger."""
    with ground.server() as site:
        answer = asyncio.run(ask(site.url, request("/_stcore/metrics"), seconds=dose.seconds))
    return Found((Target("answers other than 404", 0, int(answer.status != 404), ""),))


def pages(ground: Ground, dose: Dose) -> Found:
    """Ask for the longest page of every list."""

    async def asked(site: Site) -> list[Answer]:
        made = []
        for name in _LISTS:
            sent = request(f"/api/{name}?limit={dose.requests}")
            made.append(await ask(site.url, sent, seconds=dose.seconds))
        return made

    with ground.server() as site, growth_of(site.process) as growth:
        answers = asyncio.run(asked(site))
    targets = [
        Target("pages refused", 0, sum(answer.status != 200 for answer in answers), ""),
        Target("largest page", _LARGEST, max(answer.size for answer in answers) / 1e6, "MB"),
    ]
    if not dose.is_short:
        slowest = max(answer.seconds for answer in answers)
        targets.append(Target("slowest page", _SLOWEST, slowest, "s"))
    return Found(tuple(targets), growth=growth)
