"""A data folder as the source of the data."""

from __future__ import annotations

import logging
import os
import stat
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from routemap.data.authorship import Authorship
from routemap.data.documents import Documents, FolderDocuments
from routemap.data.git_revisions import commits, committed_files
from routemap.data.history import History, Kept, folder_history
from routemap.data.load import Loaded, Watcher, load
from routemap.data.losses import Emptied
from routemap.data.reading.snapshot import stamp_of
from routemap.data.watch import Intervals, Watch
from routemap.data.write_whole import write_whole
from routemap.model.draft import RecordEdit
from routemap.model.errors import DraftError, PathError
from routemap.model.tables import TABLES

_LOG: Final = logging.getLogger(__name__)
DRAFTS: Final = "ROUTEMAP_DRAFTS"
"""The environment variable that names the folder of drafts."""
_PUBLISHED: Final = "published"


class FolderSource:
    """A data folder; see :class:`routemap.data.source.Source`. Can be shared by threads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def place(self) -> str:
        """The folder."""
        return str(self.folder)

    @property
    def key(self) -> str:
        """Nothing: the last good state is kept by the path of the folder."""
        return ""

    def mark(self) -> str:
        """Return the stamps of the files as text."""
        return repr(stamp_of(self.folder))

    def load(self, watch: Watcher | None = None) -> Loaded:
        """Return the data in the files."""
        return load(self.folder, watch)

    def look(self, pace: Intervals, emptied: Emptied, progress: Watcher | None = None) -> Watch:
        """Return what decides when changed files are shown."""
        return Watch(self.folder, pace, progress=progress, emptied=emptied)

    def wait(self, seconds: float) -> None:
        """Wait for some seconds."""
        time.sleep(seconds)

    def history(self) -> History | None:
        """Return the kept revisions, ``None`` if none are kept."""
        return folder_history(self.folder)

    def commits(self) -> tuple[Kept, ...]:
        """Return the revisions that were committed with git, the latest first."""
        return commits(self.folder)

    def committed_files(self, revision: str) -> dict[str, bytes] | None:
        """Return the files of a committed revision, ``None`` if there is none."""
        return committed_files(self.folder, revision)

    def documents(self, kind: str) -> Documents | None:
        """Return the documents of a kind, which are kept with the history."""
        history = self.history()
        return FolderDocuments(history.folder / kind) if history else None

    def drafts(self) -> tuple[Documents, Documents]:
        """Return the documents of open and of published drafts.

        ``ROUTEMAP_DRAFTS`` names their folder. By default it is beside the data folder, with
        ``-drafts`` after its name.
        """
        given = os.environ.get(DRAFTS, "").strip()
        plain = self.folder.absolute()
        folder = Path(given).expanduser() if given else plain.with_name(f"{plain.name}-drafts")
        if folder.resolve().is_relative_to(self.folder.resolve()):
            raise PathError(
                f"{folder}: drafts belong outside the data folder, which is published; set "
                f"{DRAFTS} to another folder"
            )
        return FolderDocuments(folder), FolderDocuments(folder / _PUBLISHED)

    def write(
        self, before: Loaded, after: Loaded, _edits: Sequence[RecordEdit], author: str, message: str
    ) -> str:
        """Write the files that differ, and return the new revision.

        Each file is written atomically, files that others refer to first. If one cannot be written,
        the earlier ones are written back.
        """
        self._write(before, after)
        revision = after.dataset.revision
        if history := self.history():
            try:
                history.authorship.write(revision, Authorship(author, message))
            except OSError as error:
                _LOG.warning("%s: the publication is not in the history (%s)", self.folder, error)
        return revision

    def close(self) -> None:
        """Do nothing: nothing is open."""

    def _write(self, before: Loaded, after: Loaded) -> None:
        written: list[tuple[Path, bytes | None]] = []
        changed = {name: new for name, new in after.files.items() if before.files.get(name) != new}
        try:
            for name in [table.file for table in TABLES if table.file in changed]:
                path = (self.folder / name).resolve()
                found = path.read_bytes() if path.exists() else None
                if found != before.files.get(name):
                    raise FileExistsError(0, f"{name} was changed meanwhile")
                written.append((path, found))
                _write_file(path, changed[name])
        except OSError as error:
            for path, content in reversed(written):
                with suppress(OSError):
                    _restore(path, content)
            raise DraftError(
                f"{self.folder}: the files cannot be written "
                f"({(error.strerror or str(error)).lower()}); nothing was changed; download the "
                "changed files instead, and put them into the folder"
            ) from error


def _restore(path: Path, before: bytes | None) -> None:
    if before is None:
        path.unlink(missing_ok=True)
    elif path.read_bytes() != before:
        _write_file(path, before)


def _write_file(path: Path, content: bytes) -> None:
    """Write a file atomically, with the permissions that it had."""
    mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o666 & ~_umask()
    write_whole(path, content)
    path.chmod(mode)


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
