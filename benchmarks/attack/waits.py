"""Waiting times of other readers, and memory of a server, during an attack."""

from __future__ import annotations

import asyncio
import itertools
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, contextmanager
from dataclasses import dataclass
from statistics import median
from typing import Final

import psutil

from benchmarks.attack.loopback import Answer
from benchmarks.report import Target
from benchmarks.sessions import memory_of

_PACE: Final = 0.25  # seconds between two successive readers
_LOOK: Final = 0.02

Ask = Callable[[int], Awaitable[Answer]]


@dataclass(frozen=True)
class Waits:
    """Answers to other readers before an attack and during it.

    Attributes
    ----------
    quiet, beside
        One answer per reader.
    length
        Seconds from the beginning of the attack until the last reader during it had an answer.
    """

    quiet: tuple[Answer, ...]
    beside: tuple[Answer, ...]
    length: float

    @property
    def usual(self) -> float:
        """The median wait before the attack, in seconds."""
        return median(answer.seconds for answer in self.quiet)

    @property
    def middle(self) -> float:
        """The median wait during the attack, in seconds."""
        return median(answer.seconds for answer in self.beside)

    @property
    def longest(self) -> float:
        """The longest wait during the attack, in seconds."""
        return max(answer.seconds for answer in self.beside)

    @property
    def unanswered(self) -> Target:
        """The number of readers with an unsuccessful answer, before the attack or during it."""
        failed = sum(answer.status != 200 for answer in (*self.quiet, *self.beside))
        return Target("readers without an answer", 0, failed, "")


@dataclass(frozen=True)
class Patience:
    """The maximum waiting time of other readers.

    Attributes
    ----------
    seconds
        Limit for the longest wait; 0 if only ``times`` applies.
    times
        Limit for the median, as a multiple of the longest wait before the attack.
    share
        In the short form, on machines with other load: limit for the median as a share of the time
        in which readers came and were answered, if that is more.
    """

    seconds: float = 0.0
    times: float = 2.0
    share: float = 0.0

    def targets(self, waits: Waits, *, is_short: bool) -> list[Target]:
        """Return the targets for the measured waits; the short form has no absolute time limit."""
        name = "another reader waits"
        if self.seconds and not is_short:
            return [waits.unanswered, Target(name, self.seconds, waits.longest, "s")]
        slow = self.times * max(answer.seconds for answer in waits.quiet)
        limit = max(slow, self.share * waits.length if is_short else 0.0)
        return [waits.unanswered, Target(name, limit, waits.middle, "s")]


async def waits_beside(
    ask: Ask,
    attack: Callable[[], AbstractAsyncContextManager[None]],
    *,
    readers: int,
    in_turn: bool = False,
) -> Waits:
    """Return the waits of readers before an attack, and during it.

    Parameters
    ----------
    ask
        Sends the request of a reader, by the number of the reader.
    attack
        A context: the attack has begun when it is entered, and has ended when it is left.
    readers
        Number of readers before the attack, and during it.
    in_turn
        Whether each reader waits for the previous one. By default readers come at fixed intervals,
        because waiting readers do not keep other readers from coming.
    """
    asked = _in_turn if in_turn else _by_the_clock
    await ask(0)  # so that everything that is created only once already exists
    quiet = await asked(ask, range(1, 1 + readers))
    begun = time.monotonic()
    async with attack():
        beside = await asked(ask, range(1 + readers, 1 + 2 * readers))
        length = time.monotonic() - begun
    return Waits(quiet, beside, length)


async def _in_turn(ask: Ask, numbers: range) -> tuple[Answer, ...]:
    return tuple([await ask(number) for number in numbers])


async def _by_the_clock(ask: Ask, numbers: range) -> tuple[Answer, ...]:
    async def after(place: int, number: int) -> Answer:
        await asyncio.sleep(place * _PACE)
        return await ask(number)

    return tuple(await asyncio.gather(*itertools.starmap(after, enumerate(numbers))))


@dataclass
class Growth:
    """Additional megabytes of a server: the maximum, and the value at the end."""

    most: float = 0.0
    kept: float = 0.0


@contextmanager
def growth_of(process: psutil.Process) -> Iterator[Growth]:
    """Watch the resident memory of a server while the block runs."""
    before, growth, over = memory_of(process), Growth(), threading.Event()

    def look() -> None:
        growth.kept = (memory_of(process) - before) / 1e6
        growth.most = max(growth.most, growth.kept)

    def watch() -> None:
        while not over.wait(_LOOK):
            look()

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield growth
    finally:
        over.set()
        thread.join()
        look()
