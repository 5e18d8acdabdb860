"""The current dataset of a folder, updated when its files change, and earlier ones."""

from __future__ import annotations

import logging
import threading
import time
import weakref
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from routemap.data.drafts.drafted import Drafted
from routemap.data.drafts.emptied import emptied_in
from routemap.data.drafts.publish import Examined
from routemap.data.load import Loaded, Progress
from routemap.data.revisions import Revisions
from routemap.data.showing import Outcome
from routemap.data.source import history_of, source_of
from routemap.data.text_search import prepare
from routemap.data.watch import PACE, Intervals
from routemap.model.errors import DataFolderError

_LOG: Final = logging.getLogger(__name__)
_HELD_REVISIONS: Final = 4
_MAKING: Final = threading.Lock()
_made: dict[Path, Repository] = {}


@dataclass
class _Reading:
    """The reading that is under way.

    The watch reports to it and not to the repository, which would keep itself alive that way.
    """

    progress: Progress | None = None

    def note(self, progress: Progress) -> None:
        self.progress = progress


class Repository:
    """The current dataset of a folder, and a few earlier ones that open pages still show.

    It can be shared between threads. Its own thread watches the folder from the first request on.
    Readers only wait for the very first reading. :class:`~routemap.data.watch.Watch` decides when
    changed files are shown.
    """

    def __init__(self, folder: Path, pace: Intervals = PACE) -> None:
        self.folder, self._pace = folder, pace
        self.source = source_of(folder)
        self._reading = _Reading()
        self._watch = self.source.look(pace, emptied_in(folder), self._reading.note)
        self._earlier = Revisions(folder)
        self._drafted = Drafted(folder)
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._first_look_ended = threading.Event()
        self._outcome: Outcome | None = None
        self._held: dict[str, Loaded] = {}
        self._looked_at: datetime | None = None

    def current(self) -> Loaded:
        """Return the newest complete dataset, with a warning if a later edit is held back.

        Raises
        ------
        DataFolderError
            If there is none; the message gives the reason in words for readers.
        """
        self.wait()
        outcome = self._outcome
        if outcome is None or outcome.loaded is None:
            raise DataFolderError(outcome.reason if outcome else "")
        return outcome.loaded

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for the first reading, and return whether it has ended."""
        self.start()
        return self._first_look_ended.wait(timeout)

    def start(self) -> None:
        """Start to watch the folder, if this has not been done before."""
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(
                    target=_watch_forever,
                    args=(weakref.ref(self), self._pace.look),
                    name="routemap-look",
                    daemon=True,
                )
                self._thread.start()

    @property
    def mark(self) -> str:
        """Identifier of what is shown now, ``""`` before the first reading has ended."""
        return self._outcome.mark if self._outcome else ""

    @property
    def has_data(self) -> bool:
        """Whether there is data to show. It is not waited for."""
        return self._outcome is not None and self._outcome.loaded is not None

    @property
    def held_back(self) -> str:
        """Summary of what is in the files but not shown, ``""`` if everything is shown."""
        loaded = self._outcome.loaded if self._outcome else None
        return loaded.held_back_in_short if loaded else ""

    @property
    def progress(self) -> Progress | None:
        """Progress of the current reading, if any."""
        return self._reading.progress

    @property
    def looked_at(self) -> datetime | None:
        """Time of the last check that reached the source."""
        return self._looked_at

    def revision(self, revision: str) -> Loaded:
        """Return a kept dataset by its revision.

        Raises
        ------
        UnknownRevisionError
            If the revision is neither in memory nor on disk.
        DataFolderError
            If there is no data at all.
        """
        self.current()
        with self._lock:
            held = self._held.get(revision)
        return held or self._drafted.revision(revision) or self._earlier.load(revision)

    @property
    def earlier(self) -> Revisions:
        """The earlier revisions that are kept on disk."""
        return self._earlier

    def as_of(self, text: str) -> Loaded:
        """Return the data as it stood at a time, or the current data if ``text`` is empty.

        ``text`` is as for :meth:`routemap.data.revisions.Revisions.find`.

        Raises
        ------
        UnknownRevisionError
            If no such state is kept; the message names the nearest ones.
        DataFolderError
            If there is no data at all.
        """
        return self.revision(self._earlier.find(text).revision) if text else self.current()

    def through(self, draft: str) -> Loaded:
        """Return the data as an open draft would make it.

        Only people who may see drafts may get it; the caller checks that.

        Raises
        ------
        UnknownDraftError, DraftError
            See :meth:`routemap.data.drafts.drafted.Drafted.through`.
        DataFolderError
            If there is no data at all.
        """
        return self._drafted.through(draft, self.current())

    def examined(self, draft: str) -> Examined:
        """Return a draft compared with the current data; for people who may see drafts.

        Raises
        ------
        UnknownDraftError, DraftError, DataFolderError
            See :meth:`through`.
        """
        return self._drafted.examined(draft, self.current())

    def look(self) -> None:
        """Check the folder once; called by the watching thread."""
        try:
            outcome = self._watch.look(time.monotonic())
        finally:
            self._reading.progress = None
        if self._watch.reached:
            self._looked_at = datetime.now(UTC)
        if outcome is None:
            return
        with self._lock:
            before, self._outcome = self._outcome, outcome
            if outcome.loaded:
                self._hold(outcome.loaded)
        self._first_look_ended.set()
        self._watch.save_last_good()
        if outcome.loaded:
            earlier = before.loaded.dataset if before and before.loaded else None
            prepare(outcome.loaded.dataset, earlier)  # after the first map, before the first search
            if history := history_of(self.folder):
                history.keep(outcome.loaded)

    def _hold(self, loaded: Loaded) -> None:
        held = self._held.pop(loaded.dataset.revision, None)
        if (
            loaded.warning
        ):  # it is not part of the revision, and is removed when the files are corrected
            loaded = held or replace(loaded, warning="", held_back=())
        self._held[loaded.dataset.revision] = loaded
        for stale in list(self._held)[:-_HELD_REVISIONS]:
            del self._held[stale]


def _watch_forever(reference: weakref.ref[Repository], pause: float) -> None:
    # a weak reference, so that a repository can be freed while its thread runs
    while (store := reference()) is not None:
        try:
            store.look()
        except Exception:  # noqa: BLE001 - the next check may succeed, and no other thread checks the folder
            _LOG.exception("%s: the data folder could not be checked", store.folder)
        source = store.source
        del store
        source.wait(pause)


def repository(folder: Path) -> Repository:
    """Return the only repository of a folder in this process."""
    with _MAKING:  # many readers can be the first: each would make one, with a thread of its own
        if folder not in _made:
            _made[folder] = Repository(folder, PACE)
        return _made[folder]


def forget_repositories(but: Path | None = None) -> None:
    """Make new repositories from now on, as a new process does, except for one folder."""
    with _MAKING:
        for folder in [folder for folder in _made if folder != but]:
            del _made[folder]
