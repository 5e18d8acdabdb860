"""The current dataset of a folder, read anew when its files change, and the few before it."""

from __future__ import annotations

import threading
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as Late
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final

from routemap.errors import DataFolderError, UnknownRevisionError
from routemap.load import Loaded, Progress, load
from routemap.model import TABLES

_HELD_REVISIONS: Final = 4
_PATIENCE: Final = 2.0  # seconds; a small folder is read in a tenth of that


class Repository:
    """The current dataset of a folder, and the few before it that open pages still show.

    Safe to share between threads. A changed folder is read again on the next call, once for
    all who ask. Where a file cannot be read then, the last good dataset stays; where reading
    takes long, it stays until the new one is whole.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="routemap-load")
        self._reading: Future[Loaded] | None = None
        self._stamp: object = None
        self._current: Loaded | None = None
        self._held: dict[str, Loaded] = {}
        self._progress: Progress | None = None

    def current(self, patience: float = _PATIENCE) -> Loaded:
        """Return the newest dataset that could be read whole.

        Parameters
        ----------
        patience
            Seconds to wait for a changed folder before the dataset held so far is returned.
            The first reading of all is waited for however long it takes.

        Raises
        ------
        DataFolderError
            Where the folder is missing and nothing was read before.
        """
        reading, held = self.start(), self._current
        try:
            return reading.result(timeout=patience if held else None)
        except Late:
            if held is None:
                raise
            return held

    def start(self) -> Future[Loaded]:
        """Begin to read the folder where it has changed, and return the newest reading."""
        with self._lock:
            if self._reading is not None and not self._reading.done():
                return self._reading
            stamp = self._look()
            if self._reading is not None and self._current is not None and stamp == self._stamp:
                return self._reading
            self._reading = self._reader.submit(self._take, stamp)
            return self._reading

    @property
    def ready(self) -> bool:
        """Whether a dataset is held, so that :meth:`current` does not wait for long."""
        return self._current is not None

    @property
    def progress(self) -> Progress | None:
        """How far the reading is that goes on now, if any."""
        return self._progress

    def revision(self, revision: str) -> Loaded:
        """Return a held dataset by its revision.

        Raises
        ------
        UnknownRevisionError
            Where the revision is not, or no longer, held.
        """
        with self._lock:
            held = self._held.get(revision)
        if held is None:
            self.current()
            with self._lock:
                held = self._held.get(revision)
        if held is None:
            raise UnknownRevisionError(
                f"data revision “{revision}” is not held here; reload the page"
            )
        return held

    def _take(self, stamp: object) -> Loaded:
        try:
            loaded = self._read()
        finally:
            self._progress = None
        with self._lock:
            self._current, self._stamp = loaded, stamp
        # after the first map, before the first search
        self._reader.submit(_index, loaded)
        return loaded

    def _look(self) -> object:
        stamps: list[tuple[int, int, int] | None] = []
        for table in TABLES:
            try:
                status = (self.folder / table.file).stat()
            except OSError:
                stamps.append(None)
            else:
                stamps.append((status.st_mtime_ns, status.st_size, status.st_ino))
        return tuple(stamps)

    def _watch(self, progress: Progress) -> None:
        self._progress = progress

    def _read(self) -> Loaded:
        last_good = next(reversed(self._held.values()), None)
        try:
            loaded = load(self.folder, self._watch)
        except DataFolderError as error:
            if last_good is None:
                raise
            return _kept(last_good, str(error))
        if loaded.unread and last_good is not None:
            first = next(problem for problem in loaded.problems if problem.file in loaded.unread)
            return _kept(last_good, str(first))
        with self._lock:
            self._held.pop(loaded.dataset.revision, None)
            self._held[loaded.dataset.revision] = loaded
            for stale in list(self._held)[:-_HELD_REVISIONS]:
                del self._held[stale]
        return loaded


def _index(loaded: Loaded) -> None:
    _ = loaded.dataset.words


def _kept(last_good: Loaded, reason: str) -> Loaded:
    return replace(last_good, warning=f"{reason}. The data as it was read before is shown.")


@cache
def repository(folder: Path) -> Repository:
    """Return the one repository of a folder in this process."""
    return Repository(folder)
