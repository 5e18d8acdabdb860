"""Single requests with unsafe or too large answers: metrics of the server, and very long pages."""

from __future__ import annotations

import asyncio
from typing import Final

from benchmarks.attack.ground import Dose, Found, Ground, Site
from benchmarks.attack.loopback import Answer, ask, request
from benchmarks.attack.waits import growth_of
from benchmarks.report import Target
from routemap.web.api.features import COLLECTIONS

_LISTS: Final = (
    *("claims", "features", "articles", "sources", "allegations"),
    *(f"collections/{row.key}/items" for row in COLLECTIONS),
)
_LARGEST: Final = 2.0  # MB
_SLOWEST: Final = 2.0  # s


def metrics(ground: Ground, dose: Dose) -> Found:
    """Request the metrics of the server without signing in."""
    with ground.server() as site:
        answer = asyncio.run(ask(site.url, request("/_stcore/metrics"), seconds=dose.seconds))
    return Found((Target("answers other than 404", 0, int(answer.status != 404), ""),))


def pages(ground: Ground, dose: Dose) -> Found:
    """Request the longest page of every list."""

    async def asked(site: Site) -> dict[str, Answer]:
        found = {}
        for name in _LISTS:
            sent = request(f"/api/{name}?limit={dose.requests}")
            found[name] = await ask(site.url, sent, seconds=dose.seconds)
        return found

    with ground.server() as site, growth_of(site.process) as growth:
        answers = asyncio.run(asked(site))
    refused = sum(answer.status != 200 for answer in answers.values())
    name, largest = max(answers.items(), key=lambda item: item[1].size)
    targets = [
        Target("pages refused", 0, refused, ""),
        Target(f"largest page, of {name},", _LARGEST, largest.size / 1e6, "MB"),
    ]
    if not dose.is_short:
        name, slowest = max(answers.items(), key=lambda item: item[1].seconds)
        targets.append(Target(f"slowest page, of {name},", _SLOWEST, slowest.seconds, "s"))
    return Found(tuple(targets), growth=growth)
