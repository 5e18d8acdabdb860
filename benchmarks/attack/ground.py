"""Where an attack takes place: some data, and servers of our own over it."""

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
    """A server that runs: its address, its process, and the file it logs to."""

    url: str
    process: psutil.Process
    log: Path

    def revision(self) -> str:
        """Return the revision of the data that is served."""
        port_of(self.url)
        with urlopen(f"{self.url}data/current.json", timeout=_PATIENCE) as answer:  # noqa: S310
            return str(json.load(answer)["mark"]).partition(".")[0]


@dataclass(frozen=True)
class Ground:
    """Data to serve.

    Attributes
    ----------
    name, claims
        What it is called in tables, and how many claims it has.
    folder
        The data folder; ``None`` for the shipped data.
    query
        A query that leaves at most a thousand claims, ``""`` where all of them are so few.
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
        """Run a server whose data has been read, with some environment variables."""
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
    """How much of an attack.

    Attributes
    ----------
    requests
        How many, or for messages how many megabytes, and for pages how many records.
    readers
        How many others come before it and beside it.
    seconds
        How long anything may take.
    is_short
        Whether it runs with the tests, on a machine that does other things as well.
    """

    requests: int
    readers: int = 8
    seconds: float = _PATIENCE
    is_short: bool = False


@dataclass(frozen=True)
class Found:
    """What an attack did: what others waited, how memory grew, and all that has a limit."""

    targets: tuple[Target, ...]
    waits: Waits | None = None
    growth: Growth | None = field(default=None)

    @property
    def holds(self) -> bool:
        """Whether everything is within its limit."""
        return all(target.met for target in self.targets)
