"""Simulated readers of changing data: each follows the data like an open page, and filters."""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

import websockets

from benchmarks.editions import PATTERN, Edition
from benchmarks.page import Reader, Run, SessionError, connected
from benchmarks.sessions import PATIENCE, next_question
from routemap.questions.query import Query

_ASK_EVERY: Final = 2.0  # seconds, the same as in ui/parts/refresh/refresh.js
_AGAIN: Final = 0.5
_STARTING: Final = 15.0  # seconds within which a started server reads the data
_STILL: Final = (
    7.0  # seconds without edits after which an edition must be shown, whatever it changed
)
_FRESH: Final = 30.0  # seconds after which an edit must have reached every answer
_PROBED: Final = 0.1  # share of renewals after which the data routes are requested too


@dataclass
class Scene:
    """The state of the server and its data, updated by the code that changes them.

    ``life`` counts the starts of the server, ``killed_at`` is the time of the last kill, and
    ``away`` is true until the next start. ``finished`` has the time at which each edition was
    complete, and its number; ``coming`` is the edition that is being written. ``began`` has the
    times at which the edits after the first edition began, ``started_at`` the time of the last
    start of the server.
    """

    url: str
    editions: Sequence[Edition]
    period: float
    life: int = 0
    killed_at: float = 0.0
    away: bool = False
    asking: bool = False
    over: bool = False
    coming: int = 0
    finished: list[tuple[float, int]] = field(default_factory=list)
    began: list[float] = field(default_factory=list)
    started_at: float = 0.0

    def edition(self, mark: str) -> Edition | None:
        """Return the edition with the mark of a page, ``None`` if there is none."""
        revision = mark.partition(".")[0]
        return next((e for e in self.editions if e.revision == revision), None)

    def fresh(self, now: float) -> set[int]:
        """Return the numbers of the editions that may be shown at a time.

        Editions before one that was long enough unchanged, long enough ago, are excluded.
        """
        ends = [*self.began, now]
        newest = 0
        for position, (at, _number) in enumerate(self.finished):
            stood = ends[min(position, len(ends) - 1)] - at
            if at < now - _FRESH and stood > _STILL:
                newest = position
        return {*(number for _, number in self.finished[newest:]), self.coming}

    def starts_without(self, now: float) -> bool:
        """Return whether the server can be without data because it was started during an edit."""
        for number, began in enumerate(self.began, 1):
            done = self.finished[number][0] if number < len(self.finished) else now
            if self.started_at and began < self.started_at + _STARTING and done > self.started_at:
                return now < done + _FRESH
        return False


@dataclass
class Seen:
    """Results of all readers."""

    errors: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    latencies: list[float] = field(default_factory=list)
    renewals: list[float] = field(default_factory=list)
    recoveries: list[float] = field(default_factory=list)
    open: int = 0
    answers: int = 0
    probes: int = 0


class _Follower:
    """One reader."""

    def __init__(self, scene: Scene, seen: Seen, chance: random.Random) -> None:
        self._scene, self._seen, self._chance = scene, seen, chance
        self._reader: Reader | None = None
        self._asked = Query()
        self._mark = ""
        self._life = -1

    async def follow(self) -> None:
        """Keep a page open until the end; reconnect when the server is restarted."""
        scene, seen = self._scene, self._seen
        while not scene.over:
            life = scene.life
            try:
                async with connected(scene.url, patience=PATIENCE) as socket:
                    if self._reader is None:
                        self._reader = Reader(scene.url, socket, PATTERN)
                    else:
                        self._reader.resume(socket)
                    await self._run()
                    if self._life not in (-1, scene.life):
                        seen.recoveries.append(time.monotonic() - scene.killed_at)
                    self._life = scene.life
                    seen.open += 1
                    await self._stay()
                    return
            except (SessionError, OSError, websockets.WebSocketException, TimeoutError) as error:
                if not scene.away and scene.life == life:
                    seen.errors.append(f"{type(error).__name__}: {error}")
            await asyncio.sleep(_AGAIN)

    async def _stay(self) -> None:
        scene, chance = self._scene, self._chance
        ask_at = time.monotonic() + _ASK_EVERY * chance.random()
        question_at = time.monotonic() + scene.period * chance.random()
        while not scene.over:
            await asyncio.sleep(max(0.0, min(ask_at, question_at) - time.monotonic()))
            if time.monotonic() >= ask_at:
                if json.loads(await fetch(scene.url, "data/current.json"))["mark"] != self._mark:
                    await self._renew()
                ask_at = time.monotonic() + _ASK_EVERY
            elif scene.asking and self._reader and self._reader.can_ask:
                await self._question()
                question_at = time.monotonic() + scene.period * chance.uniform(0.5, 1.5)
            else:
                question_at = time.monotonic() + scene.period * chance.random()

    async def _renew(self) -> None:
        before = self._scene.edition(self._mark)
        await self._run()
        after = self._scene.edition(self._mark)
        if after and after is not before:
            done = [at for at, number in self._scene.finished if number == after.number]
            if done:
                self._seen.renewals.append(time.monotonic() - done[-1])
            if self._chance.random() < _PROBED:
                await self._probe(after)

    async def _probe(self, edition: Edition) -> None:
        """Request what the page shows from the data routes of the map."""
        base = f"data/{edition.revision}"
        features = await fetch(self._scene.url, f"{base}/features.json")
        one = json.loads(features)["features"][0]["properties"]["id"]
        evidence = await fetch(self._scene.url, f"{base}/evidence/{one}.json")
        for name, content in (("features", features), ("evidence", evidence)):
            if set(PATTERN.findall(content)) != {str(edition.number).encode()}:
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
        self._seen.answers += 1
        self._seen.errors += run.errors
        if run.question is None:
            # a page without data has no filters: the browser forgets their values, and the address
            # has the last query that was answered
            self._asked = self._reader.address
        self._seen.wrong += faults(self._scene, run, self._asked, begun)


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
    if run.found != {str(edition.number).encode()}:
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
        found.append(f"edition {edition.number} is shown {_FRESH:g} s after a later one")
    return found


def _said(query: Query) -> str:
    return query.to_string() or "everything"


def _listed(numbers: Iterable[bytes]) -> str:
    return ", ".join(sorted(number.decode() for number in numbers)) or "none"


async def fetch(url: str, path: str) -> bytes:
    """Return the body of a response, fetched over a separate connection.

    Raises
    ------
    OSError
        If the server cannot be reached.
    SessionError
        If the status of the response is not 200.
    """
    parts = urlsplit(url)
    async with asyncio.timeout(PATIENCE):
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
        try:
            request = f"GET {parts.path}{path} HTTP/1.1\r\nHost: {parts.netloc}\r\n"
            writer.write(f"{request}Connection: close\r\n\r\n".encode())
            answer = await reader.read()
        finally:
            writer.close()
    head, _, body = answer.partition(b"\r\n\r\n")
    if not head:
        raise ConnectionResetError("no response")
    if b" 200 " not in head.splitlines()[0]:
        raise SessionError(f"{path}: {head.splitlines()[0].decode('latin-1')}")
    return body


async def follow_all(scene: Scene, seen: Seen, sessions: int, seed: int) -> None:
    """Run a number of readers until the scene is over."""
    async with asyncio.TaskGroup() as readers:
        for number in range(sessions):
            chance = random.Random(f"{seed}/{number}")
            readers.create_task(_Follower(scene, seen, chance).follow())
