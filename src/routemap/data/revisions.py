"""Earlier revisions of a data folder: those that were shown, and those that were committed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Final

from routemap.data.basemap import basemap_of
from routemap.data.history import Kept
from routemap.data.load import Loaded, load_snapshot
from routemap.data.reading.snapshot import Snapshot
from routemap.data.source import history_of, source_of
from routemap.model.dates import in_words, parse
from routemap.model.errors import DateError, UnknownRevisionError

_HELD: Final = 4  # datasets in memory
_FOUND: Final = 1_000  # answers in memory


class Revisions:
    """The earlier revisions of a folder. Can be shared by threads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._held: dict[str, Loaded] = {}
        # what :meth:`find` has found for revisions, and for days that have ended
        self._found: dict[str, Kept] = {}

    def listed(self) -> tuple[Kept, ...]:
        """Return every earlier showing and commit, the latest first.

        A commit that was also shown is listed once, with the time at which it was shown.
        """
        history = history_of(self._folder)
        shown = history.revisions() if history else ()
        committed = {kept.revision: kept for kept in reversed(source_of(self._folder).commits())}
        described = [
            replace(kept, author=commit.author, message=commit.message)
            if not kept.message and (commit := committed.get(kept.revision))
            else kept
            for kept in shown
        ]
        known = {kept.revision for kept in shown}
        others = [kept for kept in source_of(self._folder).commits() if kept.revision not in known]
        return tuple(sorted([*described, *others], key=lambda kept: kept.shown_at, reverse=True))

    def find(self, text: str) -> Kept:
        """Return the revision that a text names.

        Parameters
        ----------
        text
            A day, month or year (the last revision shown by its end, in UTC), a revision, or the
            name of one.

        Raises
        ------
        UnknownRevisionError
            If there is none. The message names the nearest ones.
        """
        if text in self._found:
            return self._found[text]
        listed = self.listed()
        if not listed:
            raise UnknownRevisionError("no earlier state of this data is kept")
        end = _end_of(text)
        if end is None:
            found = [kept for kept in listed if text in (kept.revision, kept.name)]
            if not found:
                names = sorted({kept.name for kept in listed if kept.name})
                known = f"; named states: {', '.join(names)}" if names else ""
                raise UnknownRevisionError(
                    f"no state “{text[:60]}” of this data is kept; the latest is "
                    f"{_words(listed[0])}, the earliest {_words(listed[-1])}{known}"
                )
            if found[0].revision == text:  # a name can be given to another revision
                self._remember(text, found[0])
            return found[0]
        history = history_of(self._folder)
        shown = history.revisions() if history else ()
        for states in (shown, listed):  # what was shown counts more than what was committed
            for kept in states:
                if kept.shown_at <= end:
                    if end < datetime.now(UTC):
                        self._remember(text, kept)
                    return kept
        raise UnknownRevisionError(
            f"no state of this data from {in_words(text, preposition=False)} or before is kept; "
            f"the earliest is {_words(listed[-1])}"
        )

    def _remember(self, text: str, kept: Kept) -> None:
        if len(self._found) >= _FOUND:
            self._found.clear()
        self._found[text] = kept

    def load(self, revision: str) -> Loaded:
        """Return an earlier revision, checked with the current rules.

        Raises
        ------
        UnknownRevisionError
            If it is not kept.
        """
        with self._lock:  # one at a time, because loading takes memory and processor time
            held = self._held.pop(revision, None) or self._read(revision)
            if held is None:
                self._found.clear()  # it was kept before
                raise UnknownRevisionError(
                    f"data revision “{revision[:60]}” is no longer available; reload the page"
                )
            self._held[revision] = held
            for stale in list(self._held)[:-_HELD]:
                del self._held[stale]
        return held

    def open(self, text: str) -> Loaded:
        """Return the revision that a text names; see :meth:`find` and :meth:`load`."""
        return self.load(self.find(text).revision)

    def _read(self, revision: str) -> Loaded | None:
        history = history_of(self._folder)
        readers: tuple[Callable[[], Loaded | None], ...] = (
            lambda: history.load(revision) if history else None,
            lambda: self._committed(revision),
        )
        return next((loaded for read in readers if (loaded := read())), None)

    def _committed(self, revision: str) -> Loaded | None:
        files = source_of(self._folder).committed_files(revision)
        if files is None:
            return None
        loaded = load_snapshot(Snapshot(files, {}, basemap_of(self._folder.resolve())))
        at = min(
            kept.shown_at for kept in source_of(self._folder).commits() if kept.revision == revision
        )
        return replace(loaded, loaded_at=at)


def _end_of(text: str) -> datetime | None:
    """Return the end of a day, month or year (UTC), ``None`` if the text is no date."""
    if not text[:1].isdigit() or len(text) not in (4, 7, 10):
        return None
    try:
        last = parse(text).last
    except DateError:
        return None
    return datetime.combine(last, time.max, UTC) if last else None


def _words(kept: Kept) -> str:
    return f"{kept.revision} of {kept.shown_at:%-d %B %Y}"
