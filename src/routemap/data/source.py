"""Where the data comes from and goes to: a folder by default, or a store.

``ROUTEMAP_SOURCE`` names a store. Everything above asks for the :class:`Source` of the data folder,
and never whether there is a store. ``tests/store/test_source.py`` tests both with one contract.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import Final, Protocol

from routemap.data.documents import Documents
from routemap.data.folder_source import FolderSource
from routemap.data.history import Kept
from routemap.data.last_good import last_good
from routemap.data.load import Loaded, Watcher, data_folder
from routemap.data.losses import Emptied
from routemap.data.published import held_back
from routemap.data.settings import SOURCE, STANDBY
from routemap.data.showing import Outcome
from routemap.data.watch import Intervals
from routemap.model.draft import RecordEdit

_LOCK: Final = Lock()
_STORES: Final[dict[tuple[str, str, Path], Source]] = {}


class Look(Protocol):
    """Decides when a new state of a source is shown. For one thread at a time."""

    @property
    def reached(self) -> bool:
        """Whether the last check reached the source."""

    def look(self, now: float) -> Outcome | None:
        """Check the source; return what to show from now on, ``None`` if nothing changes.

        ``now`` is in seconds of a monotonic clock.
        """

    def save_last_good(self) -> None:
        """Save the last good state for the next start; takes seconds if there is much data."""


class KeptRevisions(Protocol):
    """The revisions of a source that can be opened again."""

    def keep(self, loaded: Loaded) -> None:
        """Keep a revision that is shown from now on; a failure is logged and otherwise ignored."""

    def revisions(self) -> tuple[Kept, ...]:
        """Return the kept revisions, the latest shown first; each as often as it was shown."""

    def load(self, revision: str) -> Loaded | None:
        """Return a kept revision, checked with the current rules, ``None`` if it is not kept."""

    def files(self, revision: str) -> dict[str, bytes] | None:
        """Return the files of a kept revision by name, ``None`` if it is not kept."""

    def names(self) -> dict[str, str]:
        """Return the revisions by the names that were given to them."""

    def keep_named(self, loaded: Loaded, name: str) -> None:
        """Give a revision a name, or move the name to it, and keep the revision for good.

        Raises
        ------
        HistoryError
            If the name is not valid, or cannot be kept.
        """


class Source(Protocol):
    """Where records come from and go to. Can be shared by threads."""

    @property
    def place(self) -> str:
        """Where it is, for messages; without a password."""

    @property
    def key(self) -> str:
        """By what its last good state is kept, besides the data folder."""

    def mark(self) -> str:
        """Return what is there now, as a short text that changes when the data does; cheap."""

    def load(self, watch: Watcher | None = None) -> Loaded:
        """Return the data that is there now, checked.

        Raises
        ------
        DataFolderError, StoreError
            If there is none, or if it cannot be reached.
        """

    def look(self, pace: Intervals, emptied: Emptied, progress: Watcher | None = None) -> Look:
        """Return what decides when a new state is shown.

        ``emptied`` is as for :func:`routemap.data.losses.losses`.
        """

    def wait(self, seconds: float) -> None:
        """Wait for the next check: some seconds, or less if the source announces a change."""

    def history(self) -> KeptRevisions | None:
        """Return the earlier revisions, ``None`` if none are kept."""

    def commits(self) -> tuple[Kept, ...]:
        """Return the revisions that were committed with git, the latest first."""

    def committed_files(self, revision: str) -> Mapping[str, bytes] | None:
        """Return the files of a committed revision, ``None`` if there is none."""

    def documents(self, kind: str) -> Documents | None:
        """Return the documents of a kind, such as ``feeds``; ``None`` if none are kept."""

    def drafts(self) -> tuple[Documents, Documents]:
        """Return the documents of open and of published drafts.

        Raises
        ------
        PathError
            If they would be kept inside the data folder, which is published.
        """

    def write(
        self, before: Loaded, after: Loaded, edits: Sequence[RecordEdit], author: str, message: str
    ) -> str:
        """Make ``after`` of ``before``, and return the new revision.

        Raises
        ------
        DraftError
            If the data is not ``before`` any more, or cannot be written. Nothing is changed then.
        """

    def close(self) -> None:
        """Close what is open; the source cannot be used any more."""


def source_of(folder: Path) -> Source:
    """Return the source of a data folder.

    It is the store that ``ROUTEMAP_SOURCE`` names if the folder is that of the dashboard, which
    then has only the basemap and the media files. Any other folder is its own source.

    Raises
    ------
    SettingError
        If the setting is not an address of a store.
    """
    uri = SOURCE.text()
    if uri and folder == data_folder():
        return _store(uri, STANDBY.text(), folder)
    return FolderSource(folder)


def _store(uri: str, standby: str, folder: Path) -> Source:
    key = (uri, standby, folder)
    with _LOCK:
        if key not in _STORES:
            # only where there is a store: the packages for it take time and memory
            from routemap.data.store.connection import read_address  # noqa: PLC0415
            from routemap.data.store.store_source import StoreSource  # noqa: PLC0415

            reading = read_address(standby, STANDBY.key) if standby else None
            _STORES[key] = StoreSource(read_address(uri), reading, folder)
        return _STORES[key]


def close_stores() -> None:
    """Close the connections to all stores; the next request opens new ones."""
    with _LOCK:
        for store in _STORES.values():
            store.close()
        _STORES.clear()


def history_of(data: Path) -> KeptRevisions | None:
    """Return the earlier revisions of a data folder, ``None`` if none are kept."""
    return source_of(data).history()


def shared_documents(kind: str, data: Path) -> Documents | None:
    """Return documents that all processes of a deployment share; see :class:`Source`."""
    return source_of(data).documents(kind)


def load_published(folder: Path, emptied: Emptied, watch: Watcher | None = None) -> Loaded:
    """Return the data that a dashboard shows: the current files, or the last good state.

    Parameters
    ----------
    folder
        A data folder.
    emptied
        As for :func:`routemap.data.losses.losses`.
    watch
        Called with the progress of reading.

    Returns
    -------
    Loaded
        If it is the last good state, ``held_back`` has the reasons.

    Raises
    ------
    DataFolderError
        If the folder does not exist.
    """
    source = source_of(folder)
    loaded = source.load(watch)
    kept = last_good(folder, source.key)
    if kept is None or kept.snapshot.revision == loaded.dataset.revision:
        return loaded
    good = kept.load(watch)
    reasons = held_back(loaded, good, emptied) if good else ()
    return replace(good, held_back=reasons) if good and reasons else loaded
