"""Requested downloads that are abandoned, and prepared files that are left behind."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import cycle, islice
from pathlib import Path
from typing import Final

from benchmarks.attack.export_page import export_page
from benchmarks.attack.ground import Dose, Found, Ground
from benchmarks.attack.loopback import Answer, ask, leave, reader_address, request
from benchmarks.attack.waits import Patience, growth_of, waits_beside
from benchmarks.generate import generate
from benchmarks.report import Target
from benchmarks.waiting import until
from routemap.exports import FORMATS

_MOST_MEMORY: Final = 300.0  # MB
_PATIENCE: Final = Patience(seconds=1.0, times=20.0, share=0.25)
# drawing takes longest
_SLOWEST: Final = tuple(row.key for row in FORMATS if row.purpose == "picture")
_BETWEEN: Final = 0.1  # seconds between two runs of a page that waits for its export
_ROUTES: Final = 150  # with ten claims each, too many for a direct download


def downloads(ground: Ground, dose: Dose) -> Found:
    """Request the slowest downloads of the Export page and leave, while others request a CSV."""

    @asynccontextmanager
    async def attack() -> AsyncIterator[None]:
        addresses = islice(cycle(_api(ground, key) for key in _SLOWEST), dose.requests)
        await asyncio.gather(*(leave(site.url, request(address)) for address in addresses))
        yield

    async def table(number: int) -> Answer:
        source = reader_address(number)
        path = _api(ground, "csv")
        return await ask(site.url, request(path), seconds=dose.seconds, source=source)

    with ground.server() as site, growth_of(site.process) as growth:
        waits = asyncio.run(waits_beside(table, attack, readers=dose.readers))
    targets = _PATIENCE.targets(waits, is_short=dose.is_short)
    targets.append(Target("memory", _MOST_MEMORY, growth.most, "MB"))
    return Found(tuple(targets), waits, growth)


def _api(ground: Ground, key: str) -> str:
    return f"/api/export/{key}?{ground.query}"


def left_files(ground: Ground, dose: Dose) -> Found:
    """Prepare a file, kill the server, start another one, and count the files that are left."""
    with tempfile.TemporaryDirectory() as place:
        temporary = Path(place) / "tmp"
        temporary.mkdir()
        if ground.folder is None:
            folder = Path(place) / "geodata"
            generate(folder, _ROUTES)
            ground = Ground(ground.name, 10 * _ROUTES, folder, "", ground.feature)

        async def prepare(url: str) -> None:
            async with (
                asyncio.timeout(dose.seconds),
                export_page(url, "", seconds=dose.seconds) as page,
            ):
                await page.run(page.prepares["csv"])
                while "csv" not in page.downloads:
                    await asyncio.sleep(_BETWEEN)
                    await page.run()
                site.process.kill()

        with ground.server(TMPDIR=str(temporary)) as site:
            asyncio.run(prepare(site.url))
        made = len(_files(temporary))
        with ground.server(TMPDIR=str(temporary)):
            until(lambda: not _files(temporary), min(dose.seconds, 10))
            left = len(_files(temporary))
    return Found((Target(f"files left of {made}", 0, left, ""),))


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("routemap-*") if path.is_file()]
