"""What is measured: our app, the floor below it, and the usual way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import psutil

from benchmarks.serving import ROOT, serve


@dataclass(frozen=True)
class App:
    """A thing to measure. ``in_frame`` tells whether ``data-query`` stands in the map's frame."""

    key: str
    label: str
    script: str
    in_frame: bool


OURS: Final = App("ours", "Route Map", "app.py", in_frame=True)
FLOOR: Final = App("floor", "Floor", "benchmarks/floor.py", in_frame=False)
NAIVE: Final = App("naive", "Usual way", "benchmarks/naive_app.py", in_frame=True)


@dataclass(frozen=True)
class Server:
    """A running app."""

    app: App
    url: str
    process: psutil.Process

    @property
    def port(self) -> int:
        """The port on this machine."""
        return urlsplit(self.url).port or 0

    def cpu(self) -> float:
        """Return the CPU seconds used so far."""
        times = self.process.cpu_times()
        return float(times.user + times.system)

    def memory(self) -> float:
        """Return the resident memory in megabytes (10^6 bytes)."""
        return float(self.process.memory_info().rss) / 1e6


@contextmanager
def running(app: App, folder: Path) -> Iterator[Server]:
    """Run an app on a data folder until it is left."""
    with serve(ROOT / app.script, folder, environment={"PYTHONPATH": str(ROOT)}) as (url, process):
        yield Server(app, url, process)
