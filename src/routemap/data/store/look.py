"""Decide when a new revision of a store is shown: as soon as it is read and nothing is lost.

A transaction is complete when it is committed, so there is no half-written edit. An edit by which a
record or value can no longer be read, or a record loses all references of a cell, is held back, as
in a folder.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import Final

from routemap.data.load import Watcher
from routemap.data.losses import Emptied
from routemap.data.published import held_back
from routemap.data.showing import Outcome, Showing
from routemap.data.store.store import Store
from routemap.model.errors import StoreError

_LOG: Final = logging.getLogger(__name__)
SILENT: Final = 30.0
"""Seconds without an answer of the store after which pages say so."""
_UNREADABLE: Final = "The records of the store cannot be read; the log says why"
_CORRECT: Final = "Correct the record in the store, or remove it to publish the edit without it"


class StoreLook:
    """The published state of a store, after all checks so far. For one thread at a time."""

    def __init__(self, store: Store, emptied: Emptied, progress: Watcher | None = None) -> None:
        self._store, self._progress, self._emptied = store, progress, emptied
        self._showing = Showing(store.folder, store.address.uri, progress)
        self._seen: str | None = None
        self._silent_since: float | None = None
        self._silent_at: datetime | None = None
        self.reached = False

    def look(self, now: float) -> Outcome | None:
        """Check the store, and return what to show from now on, ``None`` if nothing changes."""
        try:
            mark = self._store.mark()
            self._note_answer()
            return None if mark == self._seen else self._judge(mark)
        except StoreError as error:
            return self._note_silence(now, error)
        except Exception:  # noqa: BLE001 - whatever the error is, the last good data must remain
            _LOG.exception("%s: the records cannot be read", self._store.place)
            return self._showing.instead([_UNREADABLE])

    def save_last_good(self) -> None:
        """Save the last good state for the next start, unless it is saved."""
        self._showing.save_last_good()

    def _judge(self, mark: str) -> Outcome | None:
        self._seen = mark
        taken = self._store.take()
        good = self._showing.last_good(but_for=taken.snapshot.revision)
        if good and good.dataset.revision == taken.snapshot.revision:
            return self._showing.accept(good)
        loaded = self._store.loaded(taken, self._progress)
        reasons = held_back(loaded, good, self._emptied) if good else ()
        if reasons:
            _LOG.error("%s: edit held back: %s", self._store.place, "; ".join(reasons))
            return self._showing.instead(reasons, _CORRECT)
        return self._showing.accept(loaded)

    def _note_answer(self) -> None:
        if self._silent_since is not None:
            _LOG.warning("%s: the store answers again", self._store.place)
            self._seen = None  # the warning goes, and what was missed is read
        self._silent_since, self._silent_at, self.reached = None, None, True

    def _note_silence(self, now: float, error: StoreError) -> Outcome | None:
        self.reached = False
        if self._silent_since is None:
            _LOG.warning("the store does not answer: %s", error)
            self._silent_since, self._silent_at = now, datetime.now(UTC)
        told_at_once = self._showing.good is None
        if now - self._silent_since < SILENT and not told_at_once:
            return None
        since = f"{self._silent_at:%-d %B, %H:%M UTC}"
        return self._showing.silent(f"The store of the data has not answered since {since}.")
