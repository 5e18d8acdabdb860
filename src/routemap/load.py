"""A folder of files -> the checked dataset of one revision, and its problems."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from routemap.check import check_tables
from routemap.dataset import Dataset, build
from routemap.errors import DataFolderError, UnknownRevisionError
from routemap.model import TABLES, Problem
from routemap.read import RawTable, Record, read_table

SHIPPED = Path(__file__).resolve().parents[2] / "geodata"
VARIABLE = "ROUTEMAP_GEODATA"
_HELD_REVISIONS = 4


@dataclass(frozen=True)
class Loaded:
    """What one reading of a folder gave.

    ``unread`` names the files that could not be read at all. ``warning`` is set
    where the dataset is an earlier one, kept because the files cannot be read now.
    """

    dataset: Dataset
    problems: tuple[Problem, ...]
    records: Mapping[str, list[Record]]
    files: Mapping[str, bytes]
    unread: tuple[str, ...]
    loaded_at: datetime
    warning: str = ""


def data_folder() -> Path:
    """Return the folder that ``ROUTEMAP_GEODATA`` names, or the shipped ``geodata``."""
    named = os.environ.get(VARIABLE)
    return Path(named).expanduser() if named else SHIPPED


def load(folder: Path) -> Loaded:
    """Read and check a data folder.

    Parameters
    ----------
    folder
        A folder with the files of :data:`routemap.model.TABLES`.

    Returns
    -------
    Loaded
        Always a dataset, an empty one at worst; what was wrong is in ``problems``.

    Raises
    ------
    DataFolderError
        Where the folder does not exist or is not a folder.
    """
    if not folder.is_dir():
        raise DataFolderError(
            f"{folder}: no such data folder; create it or point {VARIABLE} at one that exists"
        )
    files: dict[str, bytes] = {}
    raws: dict[str, RawTable] = {}
    for table in TABLES:
        try:
            content = (folder / table.file).read_bytes()
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raws[table.name] = RawTable(table).fail(
                None, "file", "", f"cannot be read ({reason.lower()}); its records are not shown"
            )
            continue
        files[table.file] = content
        raws[table.name] = read_table(table, content)
    records, problems = check_tables(raws)
    return Loaded(
        dataset=build(_revision(files), records),
        problems=tuple(problems),
        records=records,
        files=files,
        unread=tuple(raw.table.file for raw in raws.values() if not raw.readable),
        loaded_at=datetime.now(UTC),
    )


def _revision(files: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(f"{name}\0{len(files[name])}\0".encode())
        digest.update(files[name])
    return digest.hexdigest()[:12]


class Repository:
    """The current dataset of a folder, and the few before it that open pages still show.

    Safe to share between threads. A changed folder is read again on the next
    call; where a file cannot be read then, the last good dataset stays.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self._stamp: object = None
        self._current: Loaded | None = None
        self._held: dict[str, Loaded] = {}

    def current(self) -> Loaded:
        """Return the newest dataset that could be read whole.

        Raises
        ------
        DataFolderError
            Where the folder is missing and nothing was read before.
        """
        with self._lock:
            stamp = self._look()
            if self._current is None or stamp != self._stamp:
                self._current = self._read()
                self._stamp = stamp
            return self._current

    def revision(self, revision: str) -> Loaded:
        """Return a held dataset by its revision.

        Raises
        ------
        UnknownRevisionError
            Where the revision is not, or no longer, held.
        """
        self.current()
        with self._lock:
            if revision not in self._held:
                raise UnknownRevisionError(
                    f"data revision “{revision}” is not held here; reload the page"
                )
            return self._held[revision]

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

    def _read(self) -> Loaded:
        last_good = next(reversed(self._held.values()), None)
        try:
            loaded = load(self.folder)
        except DataFolderError as error:
            if last_good is None:
                raise
            return _kept(last_good, str(error))
        if loaded.unread and last_good is not None:
            first = next(problem for problem in loaded.problems if problem.file in loaded.unread)
            return _kept(last_good, str(first))
        self._held.pop(loaded.dataset.revision, None)
        self._held[loaded.dataset.revision] = loaded
        for stale in list(self._held)[:-_HELD_REVISIONS]:
            del self._held[stale]
        return loaded


def _kept(last_good: Loaded, reason: str) -> Loaded:
    return Loaded(
        **{**vars(last_good), "warning": f"{reason}. The data as it was read before is shown."}
    )


@cache
def repository(folder: Path) -> Repository:
    """Return the one repository of a folder in this process."""
    return Repository(folder)
