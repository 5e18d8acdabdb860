"""The last good state of a data folder, stored on disk from one start to the next.

It consists of the files of the state that readers saw last, in one zip file per folder. Without it,
a server that starts while a file is broken has no state to compare it with. The files are stored,
not the checked tables, so that a state remains valid when the check rules change; the tables of a
large folder come from :mod:`routemap.data.cache`.
"""

from __future__ import annotations

import hashlib
import io
import json
import logging
import os
import time
import zipfile
import zlib
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from routemap.data.basemap import basemap_of
from routemap.data.cache import cache_folder
from routemap.data.load import Loaded, Watcher, load_snapshot
from routemap.data.reading.snapshot import FILES, OPTIONAL, Snapshot
from routemap.data.write_whole import NEW, write_whole

_LOG: Final = logging.getLogger(__name__)
_FOLDER: Final = "last-good"
_STATE: Final = "state.json"
_MOST: Final = 32  # folders; the least recently changed one is deleted first
_HOUR: Final = 3600
_DAMAGED: Final = (
    OSError,
    ValueError,
    LookupError,
    TypeError,
    EOFError,
    RuntimeError,
    NotImplementedError,
    zipfile.BadZipFile,
    zlib.error,
)


@dataclass(frozen=True)
class LastGood:
    """The files of the last good state, and the time at which they were read."""

    snapshot: Snapshot
    read_at: datetime

    def load(self, watch: Watcher | None = None) -> Loaded | None:
        """Return the state, checked with the current rules, ``None`` if a file fails them."""
        try:
            loaded = load_snapshot(self.snapshot, watch)
        except Exception:  # noqa: BLE001 - without it the files are read as at a first start
            _LOG.exception("the last good state could not be read")
            return None
        if loaded.unread or loaded.cut:
            return None
        return replace(loaded, loaded_at=self.read_at)


def remember(folder: Path, loaded: Loaded, of: str = "") -> None:
    """Store a state as the last good one of a folder; a failure is logged and otherwise ignored.

    ``of`` names another source than the folder itself, such as a store.

    The file is replaced atomically, so several processes can share the cache.
    """
    path = _path(folder, of)
    if path is None:
        return
    try:
        write_whole(path, _packed(loaded))
        _drop_old(path.parent)
    except OSError as error:
        _LOG.warning(
            "%s: the last good state could not be saved for the next start (%s)", folder, error
        )


def last_good(folder: Path, of: str = "") -> LastGood | None:
    """Return the last good state of a folder, ``None`` if it is missing or damaged.

    ``of`` is as for :func:`remember`.
    """
    path = _path(folder, of)
    if path is None:
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
            state = json.loads(archive.read(_STATE))
            there = set(archive.namelist())
            names = [name for name in FILES if name in there or name not in OPTIONAL]
            files = {name: archive.read(name) for name in names}
        snapshot = Snapshot(files, {}, basemap_of(folder.resolve()))
        read_at = datetime.fromisoformat(state["read"])
        if snapshot.revision != state["revision"] or read_at.tzinfo is None:
            return None
    except _DAMAGED:
        return None
    return LastGood(snapshot, read_at)


def _path(folder: Path, of: str) -> Path | None:
    """Return the file of a source's state; links in the path of a folder are not resolved."""
    root = cache_folder()
    if root is None:
        return None
    plain = Path(os.path.abspath(folder))  # noqa: PTH100
    name = hashlib.sha256(os.fsencode(plain) + of.encode()).hexdigest()
    return root / _FOLDER / f"{name[:24]}.zip"


def _packed(loaded: Loaded) -> bytes:
    state = {"revision": loaded.dataset.revision, "read": loaded.loaded_at.isoformat()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in (*loaded.files.items(), (_STATE, json.dumps(state).encode())):
            # without the time of day, in case the system clock is wrong, and not compressed, which
            # would take three seconds for 100,000 claims while pages draw an edit
            archive.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


def _drop_old(place: Path) -> None:
    def age(path: Path) -> float:
        with suppress(OSError):  # removed by another process
            return time.time() - path.stat().st_mtime
        return 0.0

    kept = sorted(place.glob("*.zip"), key=age)
    left = [path for path in place.glob(f"{NEW}*") if age(path) > _HOUR]
    for path in [*kept[_MOST:], *left]:
        path.unlink(missing_ok=True)
