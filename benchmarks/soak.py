"""Soak test: many readers, while the data is edited and a server is killed once.

No reader may see wrong content: every answer is complete, from one recent edition of the data; and
every open page recovers after the kill.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final

from benchmarks.edited import Edited, Editor, Incident, edited_folder
from benchmarks.edited_store import edited_store
from benchmarks.fleet import NAMES, Fleet, alone, behind_haproxy
from benchmarks.followers import follow_all
from benchmarks.published import write_table
from benchmarks.scene import Scene, Seen
from benchmarks.soak_report import SoakReport, table
from benchmarks.waiting import until

_IDLE: Final = 0.12  # share of the time in which pages are only open
_KILL: Final = 0.35  # share of the time after which the server is killed
_WARM: Final = 10.0  # seconds after the start of a server in which its memory is not measured
_SAMPLE: Final = 1.0  # seconds between two measurements of memory
_PATIENCE: Final = 120.0  # seconds to wait for a condition


@dataclass(frozen=True)
class Form:
    """A kind of soak.

    Attributes
    ----------
    meaning
        What is edited, for the help of the command.
    edited
        Makes the data that is edited, below a folder.
    minutes
        How long it takes by default.
    period
        Seconds between two queries of a reader, on average.
    rest
        Seconds between two edits of an editor, on average.
    """

    meaning: str
    edited: Callable[[Path], AbstractContextManager[Edited]]
    minutes: float
    period: float
    rest: float


FILES, POSTGRES = "files", "postgres"
FORMS: Final[Mapping[str, Form]] = {
    FILES: Form("the files of a data folder", edited_folder, 0.75, period=5.0, rest=6.0),
    # after the kill one server has all readers, which wait for each other at twice this pace
    POSTGRES: Form(
        "a store in PostgreSQL, which is restarted once",
        edited_store,
        10.0,
        period=10.0,
        rest=25.0,
    ),
}
_TABLES: Final[Mapping[tuple[int, str], str]] = {
    (1, FILES): "soak",
    (2, POSTGRES): "soak-replicas",
}
"""Tables of docs/benchmarks.md, by number of replicas and form."""


def soak(
    sessions: int, seconds: float, seed: int = 1, *, replicas: int = 1, store: str = FILES
) -> SoakReport:
    """Run servers with readers while their data is edited, and return the results.

    Parameters
    ----------
    sessions
        Number of readers.
    seconds
        How long the data is edited.
    seed
        The same seed gives the same edits and queries.
    replicas
        Number of servers; several are behind HAProxy.
    store
        What is edited: a key of :data:`FORMS`.
    """
    with tempfile.TemporaryDirectory() as place, ExitStack() as stack:
        form = FORMS[store]
        edited = stack.enter_context(form.edited(Path(place)))
        serving = alone if replicas == 1 else partial(behind_haproxy, replicas)
        fleet = stack.enter_context(serving(edited.folder, edited.environment))
        first = time.monotonic(), edited.editions[0].number
        scene = Scene(fleet.url, edited.editions, form.period, finished=[first])
        return _Soak(edited, fleet, scene, Seen(), form.rest).run(sessions, seconds, seed)


@dataclass
class _Soak:
    edited: Edited
    fleet: Fleet
    scene: Scene
    seen: Seen
    rest: float
    cut: int = 0
    memory: list[int] = field(default_factory=list)

    def run(self, sessions: int, seconds: float, seed: int) -> SoakReport:
        scene, seen = self.scene, self.seen
        idle, took, editors = 0.0, 0.0, list[Future[None]]()
        lost: tuple[str, ...] = ()
        with ThreadPoolExecutor(4) as threads:
            readers = threads.submit(lambda: asyncio.run(follow_all(scene, seen, sessions, seed)))
            try:
                until(lambda: len(seen.pages) >= sessions or readers.done(), _PATIENCE)
                begun = time.monotonic()
                cpu = self.fleet.cpu()
                time.sleep(seconds * _IDLE)
                idle = (self.fleet.cpu() - cpu) / (time.monotonic() - begun)
                scene.asking = True
                editors = [
                    threads.submit(_edit_on, scene, edit, random.Random(seed + at), self.rest)
                    for at, edit in enumerate(self.edited.editors())
                ]
                kill = Incident(_KILL, self._kill_and_restart)
                for incident in sorted((kill, *self.edited.incidents), key=lambda i: i.share):
                    self._sample_until(begun + seconds * incident.share)
                    incident.happen(scene, seconds)
                    until(lambda: len(seen.recoveries) >= self.cut or readers.done(), _PATIENCE)
                warm = scene.started_at + _WARM + _SAMPLE
                self._sample_until(max(begun + seconds, warm))
                took = time.monotonic() - begun
                scene.closing = True
                for editor in editors:
                    editor.result()
                lost = tuple(self.edited.lost(scene, seen, self.fleet))
            finally:
                scene.closing = scene.over = True
            readers.result()
        return SoakReport(
            sessions,
            len(self.fleet.replicas),
            took,
            tuple(self.edited.rows(scene)),
            len(seen.latencies),
            seen.answers,
            seen.probes,
            tuple(seen.errors),
            tuple(seen.wrong),
            lost,
            tuple(seen.latencies),
            tuple(seen.renewals(scene)),
            self.cut,
            tuple(seen.recoveries),
            idle,
            tuple(self.memory),
        )

    def _kill_and_restart(self, scene: Scene, _seconds: float) -> None:
        """Kill a server without warning (kill -9), and start another one with the same address."""
        name, replica = next(iter(self.fleet.replicas.items()))
        self.cut = self.seen.on(name)
        scene.away.add(name)
        scene.killed, scene.killed_at = name, time.monotonic()
        replica.kill()
        scene.started_at = time.monotonic()
        replica.start()
        scene.starts[name] += 1
        scene.away.remove(name)

    def _sample_until(self, end: float) -> None:
        """Wait until a time, and measure the memory of warm servers meanwhile and at the end."""
        started = self.scene.started_at
        while True:
            now = time.monotonic()
            if started and now >= started + _WARM:
                self.memory.append(self.fleet.memory())
            if now >= end:
                return
            time.sleep(min(_SAMPLE, end - now))


def _edit_on(scene: Scene, edit: Editor, chance: random.Random, rest: float) -> None:
    """Make one edit after the other, with pauses of some seconds on average."""
    while not scene.closing:
        edit(scene, chance)
        until(lambda: scene.closing, rest * chance.uniform(0.3, 1.7))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the soak test from the command line; return 1 if anything was wrong or failed, else 0."""
    parser = argparse.ArgumentParser(prog="make soak", description=__doc__)
    edited = "; ".join(f"{key}: {form.meaning}" for key, form in FORMS.items())
    lasting = ", ".join(f"{form.minutes:g} for {key}" for key, form in FORMS.items())
    parser.add_argument("--sessions", type=int, default=100)
    parser.add_argument("--minutes", type=float, help=f"by default {lasting}")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--replicas",
        type=int,
        default=1,
        choices=range(1, len(NAMES) + 1),
        help="servers; several are behind HAProxy",
    )
    parser.add_argument("--store", default=FILES, choices=FORMS, help=f"what is edited: {edited}")
    parser.add_argument(
        "--write", action="store_true", help="write the table into docs/benchmarks.md"
    )
    options = parser.parse_args(arguments)
    name = _TABLES.get((options.replicas, options.store))
    if options.write and name is None:
        parser.error("docs/benchmarks.md has no table for these options")
    minutes = options.minutes or FORMS[options.store].minutes
    report = soak(
        options.sessions,
        minutes * 60,
        options.seed,
        replicas=options.replicas,
        store=options.store,
    )
    print(table(report))
    for text, times in Counter(report.faults).most_common(20):
        print(f"{times} times: {text}")
    if options.write and name:
        write_table(name, f"Measured on {datetime.now(UTC):%-d %B %Y}.\n\n{table(report)}")
    return 1 if report.faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
