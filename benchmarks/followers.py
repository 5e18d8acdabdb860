"""Simulated readers of changing data: each follows the data like an open page, and filters."""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import websockets

from benchmarks.editions import PATTERN, Edition
from benchmarks.page import Reader, Run, SessionError
from benchmarks.scene import FRESH, Scene, Seen
from benchmarks.sessions import PATIENCE, next_question
from benchmarks.visitor import Visitor, sources
from routemap.questions.query import Query

ASK_EVERY: Final = 2.0  # seconds, the same as in ui/parts/refresh/refresh.js
_AGAIN: Final = 0.5
_PROBED: Final = 0.1  # share of renewals after which the data routes are requested too


@dataclass(frozen=True, eq=False)
class _Answer:
    """A run of the page, the query that the reader set, and the time at which the run began."""

    run: Run
    asked: Query
    begun: float


class _Follower:
    """One reader."""

    def __init__(self, scene: Scene, seen: Seen, number: int, seed: int, source: str) -> None:
        self._scene, self._seen, self._number = scene, seen, number
        self._chance = random.Random(f"{seed}/{number}")
        self._visitor = Visitor(scene.url, source, patience=PATIENCE)
        self._reader: Reader | None = None
        self._asked = Query()
        self._mark = ""
        self._server = ""  # that the page is connected to
        self._back_at = 0.0  # time of the kill from which it has recovered
        self._unknown: list[_Answer] = []  # of editions that nobody has announced yet

    async def follow(self) -> None:
        """Keep a page open until the end; reconnect when its server is killed."""
        async with self._visitor:
            while not self._scene.over:
                before = self._scene.starts.copy()
                asked = self._visitor.server
                try:
                    await self._visit()
                except (SessionError, OSError, websockets.WebSocketException) as error:
                    if not self._is_killed({asked, self._server, self._visitor.server}, before):
                        self._seen.errors.append(f"{type(error).__name__}: {error}")
                    await asyncio.sleep(_AGAIN)
        self._check(self._unknown)

    def _is_killed(self, servers: set[str], before: Counter[str]) -> bool:
        scene = self._scene
        return any(name in scene.away or scene.starts[name] > before[name] for name in servers)

    async def _visit(self) -> None:
        """Open the page, or the same one again, and stay until the end."""
        async with self._visitor.connected() as socket:
            if self._reader is None:
                self._reader = Reader(self._scene.url, socket, PATTERN)
            else:
                self._reader.resume(socket)
            server, killed_at = self._seen.server_of(self._number), self._scene.killed_at
            self._server = self._visitor.server
            await self._run()
            if server and server == self._scene.killed and self._back_at != killed_at:
                self._back_at = killed_at
                self._seen.recoveries.append(time.monotonic() - killed_at)
            closed = asyncio.ensure_future(socket.wait_closed())
            try:
                await self._stay(closed)
            finally:
                closed.cancel()

    async def _stay(self, closed: asyncio.Future[None]) -> None:
        scene, chance = self._scene, self._chance
        ask_at = time.monotonic() + ASK_EVERY * chance.random()
        question_at = time.monotonic() + scene.period * chance.random()
        while not scene.over:
            due = max(0.0, min(ask_at, question_at) - time.monotonic())
            await asyncio.wait({closed}, timeout=due)
            if closed.done():
                raise ConnectionResetError("the server has closed the connection")
            if time.monotonic() >= ask_at:
                current = json.loads(await self._visitor.fetch("data/current.json"))
                if self._visitor.server != self._server:
                    # a page closes its connection then: host/connection.js
                    raise ConnectionResetError("requests are answered by another server")
                if current["mark"] != self._mark:
                    await self._renew()
                ask_at = time.monotonic() + ASK_EVERY
            elif scene.asking and self._reader and self._reader.can_ask:
                await self._question()
                question_at = time.monotonic() + scene.period * chance.uniform(0.5, 1.5)
            else:
                question_at = time.monotonic() + scene.period * chance.random()

    async def _renew(self) -> None:
        before = self._mark.partition(".")[0]
        await self._run()
        if self._mark.partition(".")[0] in ("", before):
            return
        self._seen.shown.append((self._mark, time.monotonic()))
        edition = self._scene.edition(self._mark)
        if edition and self._chance.random() < _PROBED:
            await self._probe(edition)

    async def _probe(self, edition: Edition) -> None:
        """Request what the page shows from the data routes of the map."""
        base = f"data/{edition.revision}"
        features = await self._visitor.fetch(f"{base}/features.json")
        one = json.loads(features)["features"][0]["properties"]["id"]
        evidence = await self._visitor.fetch(f"{base}/evidence/{one}.json")
        for name, content in (("features", features), ("evidence", evidence)):
            if set(PATTERN.findall(content)) != {str(edition.words).encode()}:
                self._seen.wrong.append(
                    f"{name} of edition {edition.number} contain other editions"
                )
        self._seen.probes += 1

    async def _question(self) -> None:
        if self._reader is None:
            return
        counts = self._scene.editions[0].counts
        self._asked = next_question(counts, self._asked, self._chance)
        self._reader.ask(self._asked)
        begun = time.monotonic()
        await self._run()
        self._seen.latencies.append(time.monotonic() - begun)

    async def _run(self) -> None:
        if self._reader is None:
            return
        begun = time.monotonic()
        async with asyncio.timeout(PATIENCE):
            run = await self._reader.run()
        self._mark = run.mark
        self._seen.pages[self._number] = self._server, run.mark
        self._seen.answers += 1
        self._seen.errors += run.errors
        if run.question is None:
            # a page without data has no filters: the browser forgets their values, and the address
            # has the last query that was answered
            self._asked = self._reader.address
        self._check([*self._unknown, _Answer(run, self._asked, begun)], waits=True)

    def _check(self, answers: Sequence[_Answer], *, waits: bool = False) -> None:
        """Check answers, but not yet those of an unknown edition if ``waits``."""
        self._unknown = []
        for item in answers:
            if waits and self._scene.edition(item.run.mark) is None:
                self._unknown.append(item)
            else:
                self._seen.wrong += faults(self._scene, item.run, item.asked, item.begun)


def faults(scene: Scene, run: Run, asked: Query, begun: float) -> list[str]:
    """Return the faults of an answer.

    All of it must be from one recent edition, and the filters must show the query that the reader
    set and the page answers.
    """
    edition = scene.edition(run.mark)
    if run.mark.startswith(".") and not run.found and scene.starts_without(begun):
        return []
    if edition is None:
        return [f"the mark “{run.mark}” belongs to no edition"]
    found = []
    if run.found != {str(edition.words).encode()}:
        found.append(f"edition {edition.number} shows words of {_listed(run.found)}")
    found += [
        f"a run that ended early shows words of {_listed(d)}" for d in run.drafts if len(d) > 1
    ]
    shown = run.question or Query()
    if shown != asked:
        found.append(f"the filters show “{_said(shown)}” and not “{_said(asked)}”")
    if not any(edition.counts[shown] in text for text in run.texts):
        found.append(f"edition {edition.number} does not answer “{edition.counts[shown]}”")
    if edition.number not in scene.fresh(begun):
        found.append(f"edition {edition.number} is shown {FRESH:g} s after a later one")
    return found


def _said(query: Query) -> str:
    return query.to_string() or "everything"


def _listed(numbers: Iterable[bytes]) -> str:
    return ", ".join(sorted(number.decode() for number in numbers)) or "none"


async def follow_all(scene: Scene, seen: Seen, sessions: int, seed: int) -> None:
    """Run a number of readers until the scene is over."""
    async with asyncio.TaskGroup() as readers:
        for number, source in enumerate(sources(scene.url, sessions)):
            readers.create_task(_Follower(scene, seen, number, seed, source).follow())
