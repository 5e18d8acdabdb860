"""Decide when changed files of a folder are shown: when they are complete and nothing is lost.

There is no certain sign that an edit is complete. Therefore the files must have been unchanged for
a while: briefly by default, longer if an edit seems incomplete. If there is a good state to show,
an edit is held back if a file cannot be read, if a record or value that could be read before is
still in its file but can no longer be read, or if a record has lost all references of a cell.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from routemap.data.load import Loaded, Watcher, load_snapshot
from routemap.data.losses import Emptied, losses, no_drafts
from routemap.data.paths import DATA, fault_of
from routemap.data.published import broken_files
from routemap.data.reading.open_files import is_being_written
from routemap.data.reading.snapshot import Snapshot, Stamp, age_of, content_of, stamp_of, take
from routemap.data.showing import CORRECT, Outcome, Showing
from routemap.model.tables import TABLES

_LOG: Final = logging.getLogger(__name__)
_MISSING: Final = "The data folder is missing"
_MOVING: Final = "The data files are being changed"
_UNREADABLE: Final = "The data files cannot be read"
_BREAKS: Final = (b"\n", b"\r")


@dataclass(frozen=True)
class Intervals:
    """Intervals in seconds, measured by a monotonic clock.

    Attributes
    ----------
    look
        Between two checks of the folder.
    settle
        How long files must be unchanged if they seem complete: several files can belong to one
        edit.
    doubt
        The same if they seem incomplete: a file has fewer records or ends without a line break,
        there are more problems than before, or a file is open for writing.
    stalled
        The same if a file is open for writing and there is another sign of an incomplete edit.
    compare
        Between two comparisons of the content itself, regardless of the stamps; longer for
        large folders, so that it takes at most :data:`SHARE` of the time.
    """

    look: float = 0.5
    settle: float = 1.0
    doubt: float = 6.0
    stalled: float = 20.0
    compare: float = 10.0


PACE: Final = Intervals()
SHARE: Final = 1 / 200


class Watch:
    """The published state of a folder, after all checks so far. For one thread at a time."""

    def __init__(
        self,
        folder: Path,
        pace: Intervals = PACE,
        *,
        progress: Watcher | None = None,
        wall: Callable[[], float] = time.time,
        emptied: Emptied = no_drafts,
    ) -> None:
        self.folder, self._pace = folder, pace
        self._progress, self._wall, self._emptied = progress, wall, emptied
        self._showing = Showing(folder, progress=progress)
        self._pending: Loaded | None = None  # read, but changed too recently to be shown
        self._stamp: Stamp | None = None
        self._changed_at = 0.0  # time of the last change
        self._undecided_since: float | None = None  # time since which there are undecided changes
        self._content, self._compare_at = "", 0.0

    @property
    def reached(self) -> bool:
        """Whether the last check reached the folder, which also says so if it is missing."""
        return True

    def look(self, now: float) -> Outcome | None:
        """Check the folder, and return what to show from now on, ``None`` if nothing changes.

        Parameters
        ----------
        now
            Seconds of a monotonic clock.
        """
        self._notice(now)
        if self._undecided_since is None and now >= self._compare_at:
            self._compare(now)
        return None if self._undecided_since is None else self._judge(now)

    def save_last_good(self) -> None:
        """Save the last good state for the next start, unless it is saved."""
        self._showing.save_last_good()

    def _notice(self, now: float) -> None:
        stamp = stamp_of(self.folder)
        if stamp != self._stamp:
            # at the start, files that were not changed recently are shown without waiting
            age = age_of(stamp, self._wall()) if self._stamp is None else 0.0
            self._stamp = stamp
            self._begin(now, age)

    def _begin(self, now: float, age: float = 0.0) -> None:
        self._changed_at, self._pending = now - age, None
        if self._undecided_since is None:
            self._undecided_since = now

    def _compare(self, now: float) -> None:
        begun = time.perf_counter()
        content = content_of(self.folder)
        took = time.perf_counter() - begun
        self._compare_at = now + max(self._pace.compare, took / SHARE)
        if content != self._content:
            _LOG.warning("%s: files changed without a change of their stamps", self.folder)
            self._begin(now)

    def _judge(self, now: float) -> Outcome | None:
        if now - self._changed_at < self._pace.settle:
            return self._wait(now, _MOVING)
        if self._pending is None:
            if fault := fault_of(self.folder, DATA):
                _LOG.error("%s", fault)
                return self._refuse(now, [_MISSING], Snapshot({}, {}))
            snapshot = take(self.folder)
            if snapshot is None or stamp_of(self.folder) != self._stamp:
                self._begin(now)
                return self._wait(now, _MOVING)
            if self._showing.good and snapshot.revision == self._showing.good.dataset.revision:
                return self._accept(now, self._showing.good)
            try:
                good = self._showing.last_good(but_for=snapshot.revision)
                self._pending = load_snapshot(snapshot, self._progress)
                held_back = broken_files(self._pending, good)
                lost = losses(good, self._pending, self._emptied) if good and not held_back else ()
            except Exception:  # noqa: BLE001 - whatever the error is, the last good data must remain
                _LOG.exception("%s: the files cannot be read", self.folder)
                return self._refuse(now, [_UNREADABLE], snapshot)
            if held_back or lost:
                held_back = [*held_back, *map(str, lost)]
                _LOG.error("%s: edit held back: %s", self.folder, "; ".join(held_back))
                return self._refuse(now, held_back, snapshot, correct=CORRECT if lost else "")
        return self._weigh(now, self._pending)

    def _weigh(self, now: float, loaded: Loaded) -> Outcome | None:
        """Return the new dataset, or wait if there are signs that the edit is incomplete."""
        signs = _signs(loaded, self._showing.good)
        written = [name for name in loaded.files if is_being_written(self.folder / name)]
        if now - self._changed_at < self._enough(signs, written):
            open_ones = [f"{name} is open for writing" for name in written]
            return self._wait(now, "; ".join([*signs, *open_ones]))
        return self._accept(now, loaded)

    def _enough(self, signs: list[str], written: list[str]) -> float:
        if signs and written:
            return self._pace.stalled
        return self._pace.doubt if signs or written else self._pace.settle

    def _accept(self, now: float, loaded: Loaded) -> Outcome | None:
        self._settle(now, loaded.dataset.revision)
        return self._showing.accept(loaded)

    def _refuse(
        self, now: float, reasons: Sequence[str], snapshot: Snapshot, correct: str = ""
    ) -> Outcome | None:
        self._settle(now, snapshot.revision)
        return self._showing.instead(reasons, correct)

    def _wait(self, now: float, reason: str) -> Outcome | None:
        if self._undecided_since is None or now - self._undecided_since < self._pace.doubt:
            return None
        return self._showing.instead([f"{reason}, so the edit may be incomplete"])

    def _settle(self, now: float, content: str) -> None:
        self._content, self._compare_at = content, now + self._pace.compare
        self._undecided_since, self._pending = None, None


def _signs(loaded: Loaded, good: Loaded | None) -> list[str]:
    """Return the signs that an edit is incomplete."""
    signs = [f"{name} ends within a row" for name in loaded.cut]
    for name, content in loaded.files.items():
        if name.endswith(".csv") and name not in loaded.cut and not content.endswith(_BREAKS):
            signs.append(f"{name} ends without a line break")
    if good:
        had, has = good.counts, loaded.counts
        fewer = [table.file for table in TABLES if has[table.name] < had[table.name]]
        signs += [f"{name} has fewer records than before" for name in fewer]
    if good and len(loaded.problems) > len(good.problems):
        signs.append("there are more problems than before")
    return signs
