"""Soak test: many readers, while the data is edited and the server is killed once.

No reader may see wrong content: every answer is complete, from one recent edition of the data; and
every open page recovers after the kill.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import psutil

from benchmarks.editions import WAYS, Edition, make_editions
from benchmarks.followers import Scene, Seen, follow_all
from benchmarks.published import write_table
from benchmarks.serving import ROOT, serve
from benchmarks.sessions import memory_of

_EDITIONS: Final = 12
_PERIOD: Final = 5.0  # seconds between two queries of a reader
_REST: Final = 6.0  # seconds between two edits, on average
_IDLE: Final = 0.12  # share of the time in which pages are only open
_KILL: Final = 0.35  # share of the time after which the server is killed
_SAMPLE: Final = 1.0  # seconds between two measurements of memory
_PATIENCE: Final = 120.0  # seconds to wait for a condition


@dataclass(frozen=True)
class SoakReport:
    """Results of the readers, in seconds and bytes.

    Attributes
    ----------
    reruns
        Number of answered filter changes; ``latencies`` are their times.
    answers
        Number of checked pages: filter changes, first visits and renewals; ``probes`` is the number
        of checked answers of the data routes.
    renewals
        Per page and edit: from the last byte of the edit until the page shows it.
    recoveries
        Per page: from the kill until the page has recovered.
    idle
        Share of one core that the server used while pages were only open.
    memory
        Resident bytes of the server, from ten seconds after its restart.
    """

    sessions: int
    seconds: float
    edits: int
    reruns: int
    answers: int
    probes: int
    errors: tuple[str, ...]
    wrong: tuple[str, ...]
    latencies: tuple[float, ...]
    renewals: tuple[float, ...]
    recoveries: tuple[float, ...]
    idle: float
    memory: tuple[int, ...]


def soak(sessions: int, seconds: float, seed: int = 1) -> SoakReport:
    """Run a server with readers while its data is edited, and return the results."""
    with tempfile.TemporaryDirectory() as place, ExitStack() as stack:
        editions = make_editions(Path(place), _EDITIONS)
        folder = Path(place) / "geodata"
        WAYS[-1](folder, editions[0])
        server = stack.enter_context(_server(folder, 0))
        scene = Scene(server.url, editions, _PERIOD, finished=[(time.monotonic(), 0)])
        seen = Seen()
        with ThreadPoolExecutor(2) as threads:
            readers = threads.submit(lambda: asyncio.run(follow_all(scene, seen, sessions, seed)))
            try:
                idle, memory, editor = 0.0, [], None
                _wait(lambda: seen.open >= sessions or readers.done())
                begun = time.monotonic()
                cpu = server.cpu()
                time.sleep(seconds * _IDLE)
                idle = (server.cpu() - cpu) / (time.monotonic() - begun)
                scene.asking = True
                editor = threads.submit(_edit_on, scene, folder, seed)
                time.sleep(max(0.0, begun + seconds * _KILL - time.monotonic()))
                server = _kill_and_restart(scene, server, stack, folder)
                _wait(lambda: len(seen.recoveries) >= sessions or readers.done())
                warm = time.monotonic() + 10
                while time.monotonic() < max(begun + seconds, warm + _SAMPLE):
                    if time.monotonic() >= warm:
                        memory.append(memory_of(server.process))
                    time.sleep(_SAMPLE)
            finally:
                scene.over = True
            if editor:
                editor.result()
            readers.result()
    return SoakReport(
        sessions,
        time.monotonic() - begun,
        len(scene.finished) - 1,
        len(seen.latencies),
        seen.answers,
        seen.probes,
        tuple(seen.errors),
        tuple(seen.wrong),
        tuple(seen.latencies),
        tuple(seen.renewals),
        tuple(seen.recoveries),
        idle,
        tuple(memory),
    )


@dataclass(frozen=True)
class _Server:
    url: str
    process: psutil.Process

    def cpu(self) -> float:
        times = self.process.cpu_times()
        return float(times.user + times.system)


@contextmanager
def _server(folder: Path, port: int) -> Iterator[_Server]:
    with serve(ROOT / "app.py", folder, port=port or None) as (url, process):
        yield _Server(url, process)


def _kill_and_restart(scene: Scene, server: _Server, stack: ExitStack, folder: Path) -> _Server:
    """Kill the server without warning (kill -9), and start another one with the same address."""
    scene.away, scene.killed_at = True, time.monotonic()
    server.process.kill()
    stack.close()
    scene.started_at = time.monotonic()
    started = stack.enter_context(_server(folder, urlsplit(server.url).port or 0))
    scene.life += 1
    scene.away = False
    return started


def _edit_on(scene: Scene, folder: Path, seed: int) -> None:
    """Write one edition after the other, each in one of the ways."""
    chance = random.Random(seed)
    ways = list(WAYS)
    for number in range(1, 1_000_000):
        if (number - 1) % len(ways) == 0:
            chance.shuffle(ways)
        edition: Edition = scene.editions[number % len(scene.editions)]
        scene.coming = edition.number
        scene.began.append(time.monotonic())
        ways[(number - 1) % len(ways)](folder, edition)
        scene.finished.append((time.monotonic(), edition.number))
        rest = time.monotonic() + _REST * chance.uniform(0.3, 1.7)
        while time.monotonic() < rest:
            if scene.over:
                return
            time.sleep(0.1)


def _wait(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.1)


def table(report: SoakReport) -> str:
    """Return a report as a Markdown table, one value per row."""
    memory = [size / 1e6 for size in report.memory]
    rows = [
        ("sessions, for minutes", f"{report.sessions}, {report.seconds / 60:.1f}"),
        ("edits of the data, each in one of seven ways", f"{report.edits}"),
        ("answers checked", f"{report.answers:,} pages, {report.probes:,} of the data routes"),
        ("wrong answers", f"{len(report.wrong)}"),
        ("errors", f"{len(report.errors)}"),
        ("filter changes", _spread(report.latencies, 1000, "ms", len(report.latencies))),
        ("from the end of an edit to an open page", _spread(report.renewals, 1, "s")),
        ("from kill -9 to a page that is as before", _spread(report.recoveries, 1, "s")),
        ("share of one core while pages are only open", f"{report.idle:.1%}"),
        (
            "memory of the server, first and last after the kill",
            f"{memory[0]:.0f} and {memory[-1]:.0f} MB" if memory else "–",
        ),
    ]
    return "\n".join(["| | |", "|---|--:|", *(f"| {name} | {value} |" for name, value in rows)])


def _spread(values: Sequence[float], scale: float, unit: str, count: int | None = None) -> str:
    if len(values) < 2:
        return "–"
    digits = 0 if unit == "ms" else 1
    middle = statistics.median(values) * scale
    high = statistics.quantiles(values, n=20, method="inclusive")[18] * scale
    text = f"p50 {middle:.{digits}f} {unit}, p95 {high:.{digits}f} {unit}"
    return text if count is None else f"{count:,}: {text}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the soak test from the command line; return 1 if anything was wrong or failed, else 0."""
    parser = argparse.ArgumentParser(prog="make soak", description=__doc__)
    parser.add_argument("--sessions", type=int, default=100)
    parser.add_argument("--minutes", type=float, default=0.75)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--write", action="store_true", help="write the table into docs/benchmarks.md"
    )
    options = parser.parse_args(arguments)
    report = soak(options.sessions, options.minutes * 60, options.seed)
    print(table(report))
    for text, times in Counter([*report.wrong, *report.errors]).most_common(20):
        print(f"{times} times: {text}")
    if options.write:
        write_table("soak", f"Measured on {datetime.now(UTC):%-d %B %Y}.\n\n{table(report)}")
    return 1 if report.wrong or report.errors else 0


if __name__ == "__main__":
    raise SystemExit(main())
