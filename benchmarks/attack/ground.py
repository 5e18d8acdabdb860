"""Data for an attack, and servers of this data."""

from __future__ import annotations

import asyncio
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.request import urlopen

import psutil

from benchmarks.attack.loopback import ask, port_of, reader_address, request
from benchmarks.attack.waits import Growth, Waits
from benchmarks.report import Target
from benchmarks.serving import ROOT, serve

_PATIENCE: Final = 60.0


@dataclass(frozen=True)
class Site:
    """A running server: its address, its process, and its log file."""

    url: str
    process: psutil.Process
    log: Path

    def revision(self) -> str:
        """Return the revision of the served data."""
        port_of(self.url)
        with urlopen(f"{self.url}data/current.json", timeout=_PATIENCE) as answer:  # noqa: S310
            return str(json.load(answer)["mark"]).partition(".")[0]


@dataclass(frozen=True)
class Ground:
    """Data to serve.

    Attributes
    ----------
    name, claims
        Its name in tables, and its number of claims.
    folder
        The data folder; ``None`` for the shipped data.
    query
        A query with at most a thousand claims; ``""`` if the data has no more than that.
    feature
        The id of a feature that claims are about.
    """

    name: str
    claims: int
    folder: Path | None
    query: str
    feature: str

    @contextmanager
    def server(self, **environment: str) -> Iterator[Site]:
        """Run a server with some environment variables, after it has read the data."""
        with (
            tempfile.NamedTemporaryFile(prefix="attacked-", suffix=".log") as log,
            serve(ROOT / "app.py", self.folder, environment=environment, log=log) as found,
        ):
            site = Site(*found, Path(log.name))
            for path in ("/health", "/api/claims?limit=1", "/share/view.json", "/"):
                asyncio.run(
                    ask(site.url, request(path), seconds=_PATIENCE, source=reader_address(0))
                )
            yield site


@dataclass(frozen=True)
class Dose:
    """The size of an attack.

    Attributes
    ----------
    requests
        Number of requests; for messages the megabytes, for pages the number of records.
    readers
        Number of other readers before the attack, and during it.
    seconds
        Maximum duration of each request.
    is_short
        Whether it runs with the tests, on a machine with other load.
    """

    requests: int
    readers: int = 8
    seconds: float = _PATIENCE
    is_short: bool = False


@dataclass(frozen=True)
class Found:
    """Results of an attack: waiting times, memory growth, and measurements with a limit."""

    targets: tuple[Target, ...]
    waits: Waits | None = None
    growth: Growth | None = field(default=None)

    @property
    def holds(self) -> bool:
        """Whether all measurements are within their limits."""
        return all(target.met for target in self.targets)
