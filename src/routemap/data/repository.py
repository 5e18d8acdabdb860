"""The current dataset of a folder, read anew when its files change, and the few before it."""

from __future__ import annotations

import logging
import threading
import time
import weakref
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Final

from routemap.data.load import Loaded, Progress
from routemap.data.text_search import prepare
from routemap.data.watch import PACE, Intervals, Outcome, Watch
from routemap.model.errors import DataFolderError, UnknownRevisionError

_LOG: Final = logging.getLogger(__name__)
_HELD_REVISIONS: Final = 4


class Repository:
    """The current dataset of a folder, and the few before it that open pages still show.

    Safe to share between threads. A thread of its own looks at the folder from the first
    question on; no reader waits for it, but for the first reading of all. When what stands in
    the folder may be shown is decided by :class:`~routemap.data.watch.Watch`.
    """

    def __init__(self, folder: Path, pace: Intervals = PACE) -> None:
        self.folder, self._pace = folder, pace
        self._watch = Watch(folder, pace, progress=self._note)
        self._lock = threading.Lock()
        self._looker: threading.Thread | None = None
        self._told = threading.Event()
        self._outcome: Outcome | None = None
        self._held: dict[str, Loaded] = {}
        self._progress: Progress | None = None
        self._looked_at: datetime | None = None

    def current(self) -> Loaded:
        """Return the newest dataset that stood whole in the folder, with what is wrong since.

        Raises
        ------
        DataFolderError
            Where there is none, with what stands in the way, in words for readers.
        """
        self.wait()
        outcome = self._outcome
        if outcome is None or outcome.loaded is None:
            raise DataFolderError(outcome.reason if outcome else "")
        return outcome.loaded

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for the first reading of all, and return whether it has ended."""
        self.start()
        return self._told.wait(timeout)

    def start(self) -> None:
        """Begin to look at the folder, unless that has begun."""
        with self._lock:
            if self._looker is None:
                self._looker = threading.Thread(
                    target=_keep_looking,
                    args=(weakref.ref(self), self._pace.look),
                    name="routemap-look",
                    daemon=True,
                )
                self._looker.start()

    @property
    def mark(self) -> str:
        """The mark of what is shown now, ``""`` before the first reading has ended."""
        return self._outcome.mark if self._outcome else ""

    @property
    def held_back(self) -> str:
        """What is in the files but is not shown, in short, ``""`` where everything is shown."""
        loaded = self._outcome.loaded if self._outcome else None
        return loaded.held_back_in_short if loaded else ""

    @property
    def progress(self) -> Progress | None:
        """How far the reading is that goes on now, if any."""
        return self._progress

    @property
    def looked_at(self) -> datetime | None:
        """When the folder was last looked at."""
        return self._looked_at

    def revision(self, revision: str) -> Loaded:
        """Return a held dataset by its revision.

        Raises
        ------
        UnknownRevisionError
            Where the revision is not, or no longer, held.
        DataFolderError
            Where there is no data at all.
        """
        self.current()
        with self._lock:
            held = self._held.get(revision)
        if held is None:
            raise UnknownRevisionError(
                f"data revision “{revision}” is not held here; reload the page"
            )
        return held

    def look(self) -> None:
        """Look at the folder once; for the thread that does nothing else."""
        try:
            outcome = self._watch.look(time.monotonic())
        finally:
            self._progress = None
        self._looked_at = datetime.now(UTC)
        if outcome is None:
            return
        with self._lock:
            self._outcome = outcome
            if outcome.loaded:
                self._hold(outcome.loaded)
        self._told.set()
        if outcome.loaded:
            prepare(outcome.loaded.dataset)  # after the first map, before the first search

    def _hold(self, loaded: Loaded) -> None:
        held = self._held.pop(loaded.dataset.revision, None)
        if loaded.warning:  # it is no property of the revision, and goes when the files are mended
            loaded = held or replace(loaded, warning="", held_back=())
        self._held[loaded.dataset.revision] = loaded
        for stale in list(self._held)[:-_HELD_REVISIONS]:
            del self._held[stale]

    def _note(self, progress: Progress) -> None:
        self._progress = progress


def _keep_looking(reference: weakref.ref[Repository], pause: float) -> None:
    # a weak reference: whoever drops a repository need not know of its thread
    while (store := reference()) is not None:
        try:
            store.look()
        except Exception:  # noqa: BLE001 - the next look may succeed, and nobody else looks
            _LOG.exception("%s: the data folder could not be looked at", store.folder)
        del store
        time.sleep(pause)


@cache
def repository(folder: Path) -> Repository:
    """Return the one repository of a folder in this process."""
    return Repository(folder, PACE)
