"""What another reader waits for, and what a server holds, while it is attacked."""

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

_PACE: Final = 0.25  # seconds between two readers who come one after the other
_LOOK: Final = 0.02

Ask = Callable[[int], Awaitable[Answer]]


@dataclass(frozen=True)
class Waits:
    """Answers to others before an attack and beside it.

    Attributes
    ----------
    quiet, beside
        One answer per reader.
    length
        Seconds from the beginning of the attack until the last reader beside it had an answer.
    """

    quiet: tuple[Answer, ...]
    beside: tuple[Answer, ...]
    length: float

    @property
    def usual(self) -> float:
        """Seconds that most readers wait for when nothing happens."""
        return median(answer.seconds for answer in self.quiet)

    @property
    def middle(self) -> float:
        """The median of the seconds beside the attack."""
        return median(answer.seconds for answer in self.beside)

    @property
    def longest(self) -> float:
        """The longest wait beside the attack, in seconds."""
        return max(answer.seconds for answer in self.beside)

    @property
    def unanswered(self) -> Target:
        """How many readers got something else than what they asked for, before it or beside it."""
        failed = sum(answer.status != 200 for answer in (*self.quiet, *self.beside))
        return Target("readers without an answer", 0, failed, "")


@dataclass(frozen=True)
class Patience:
    """How long another reader may wait.

    Attributes
    ----------
    seconds
        For the longest wait; 0 where only ``times`` counts.
    times
        For the median: how many times the longest quiet wait.
    share
        In the short form, on machines that do other things as well: how much of the time in
        which readers came and were answered, where that is more.
    """

    seconds: float = 0.0
    times: float = 2.0
    share: float = 0.0

    def targets(self, waits: Waits, *, is_short: bool) -> list[Target]:
        """Return what is held against what was measured; no absolute time in the short form."""
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
    """Have readers ask before an attack, and beside it.

    Parameters
    ----------
    ask
        What a reader asks, by the number of the reader.
    attack
        Has begun when its context is entered; ends, or is waited for, when that is left.
    readers
        How many ask before it, and how many beside it.
    in_turn
        Whether each reader waits for the one before. Otherwise they come as the clock says,
        because readers who are kept waiting keep nobody else from coming.
    """
    asked = _in_turn if in_turn else _by_the_clock
    await ask(0)  # what is made once is made
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
    """Megabytes of a server beyond what it held before: the most, and at the end."""

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
