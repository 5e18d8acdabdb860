"""The state of the servers and their data during a soak, and what readers have seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from benchmarks.editions import Edition

_STARTING: Final = 15.0  # seconds within which a started server reads the data
_STILL: Final = (
    7.0  # seconds without edits after which an edition must be shown, whatever it changed
)
FRESH: Final = 30.0  # seconds after which an edit must have reached every answer


@dataclass
class Scene:
    """The state of the servers and their data, updated by the code that changes them.

    ``starts`` counts the starts of each server after the first, ``killed`` is the name of the
    server that was killed last and ``killed_at`` the time, ``away`` has the servers that do not run
    at present. ``finished`` has the time at which each edition was complete, and its number;
    ``coming`` is the edition that is being written. ``began`` has the times at which the edits
    after the first edition began, ``started_at`` the time of the last start of a server.
    ``silences`` are the times, from and to, at which the servers could not reach the data. After
    ``closing`` nothing is edited any more; ``over`` ends the visits.
    """

    url: str
    editions: Sequence[Edition]
    period: float
    starts: Counter[str] = field(default_factory=Counter)
    killed: str = ""
    killed_at: float = 0.0
    away: set[str] = field(default_factory=set)
    asking: bool = False
    closing: bool = False
    over: bool = False
    coming: int = 0
    finished: list[tuple[float, int]] = field(default_factory=list)
    began: list[float] = field(default_factory=list)
    started_at: float = 0.0
    silences: list[tuple[float, float]] = field(default_factory=list)

    def edition(self, mark: str) -> Edition | None:
        """Return the edition with the mark of a page, ``None`` if there is none."""
        revision = mark.partition(".")[0]
        return next((e for e in reversed(self.editions) if e.revision == revision), None)

    def fresh(self, now: float) -> set[int]:
        """Return the numbers of the editions that may be shown at a time.

        Editions before one that was long enough unchanged, long enough ago, are excluded.
        """
        ends = [*self.began, now]
        newest = 0
        for position, (at, _number) in enumerate(self.finished):
            stood = ends[min(position, len(ends) - 1)] - at
            if now - at - self._silent(at, now) > FRESH and stood > _STILL:
                newest = position
        return {*(number for _, number in self.finished[newest:]), self.coming}

    def _silent(self, begin: float, end: float) -> float:
        """Return for how long between two times the data could not be reached."""
        return sum(max(0.0, min(end, to) - max(begin, at)) for at, to in self.silences)

    def starts_without(self, now: float) -> bool:
        """Return whether a server can be without data because it was started during an edit."""
        for number, began in enumerate(self.began, 1):
            done = self.finished[number][0] if number < len(self.finished) else now
            if self.started_at and began < self.started_at + _STARTING and done > self.started_at:
                return now < done + FRESH
        return False


@dataclass
class Seen:
    """Results of all readers.

    ``pages`` has, by the number of a reader, the server and the mark of the page that is open.
    ``shown`` has the marks of renewed pages, and when they were complete.
    """

    errors: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    latencies: list[float] = field(default_factory=list)
    shown: list[tuple[str, float]] = field(default_factory=list)
    recoveries: list[float] = field(default_factory=list)
    pages: dict[int, tuple[str, str]] = field(default_factory=dict)
    answers: int = 0
    probes: int = 0

    def server_of(self, number: int) -> str:
        """Return the server that has the page of a reader, ``""`` before it is open."""
        return self.pages[number][0] if number in self.pages else ""

    def on(self, server: str) -> int:
        """Return the number of pages that a server has."""
        return sum(name == server for name, _ in self.pages.values())

    def renewals(self, scene: Scene) -> list[float]:
        """Return, per renewed page, the seconds since the end of the edit that it shows."""
        found = []
        for mark, at in self.shown:
            edition = scene.edition(mark)
            ends = [end for end, number in scene.finished if edition and number == edition.number]
            if done := [end for end in ends if end <= at]:
                found.append(at - done[-1])
        return found
