"""Folders in which a format is written that needs a file with a name, and what killed servers left.

A process that is killed leaves its folders behind. Each holds a lock as long as its process
runs, so that the next start can tell which ones nobody uses any more.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

try:
    import fcntl
except ImportError:  # Windows has no such locks: there, folders go by their age
    fcntl = None  # type: ignore[assignment]

_PREFIX: Final = "routemap-export-"
_LOCK: Final = "lock"
_NEW: Final = 60.0  # seconds within which a folder may not have its lock yet
_OLD: Final = 86_400.0  # seconds after which a folder is left behind where nothing can be locked


@contextmanager
def working_folder() -> Iterator[Path]:
    """Give an empty folder for as long as the block takes."""
    with tempfile.TemporaryDirectory(prefix=_PREFIX) as name:
        folder = Path(name)
        with (folder / _LOCK).open("wb") as lock:
            if fcntl is not None:
                fcntl.flock(lock, fcntl.LOCK_EX)
            inside = folder / "files"
            inside.mkdir()
            yield inside


def remove_left_folders() -> int:
    """Remove the working folders of processes that are gone; return how many there were."""
    removed = 0
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        try:
            is_ours = os.name == "nt" or folder.lstat().st_uid == os.getuid()
            if is_ours and folder.is_dir() and not folder.is_symlink() and _is_left(folder):
                shutil.rmtree(folder, ignore_errors=True)
                removed += 1
        except OSError:  # gone meanwhile, or not to be read: not ours to remove
            continue
    return removed


def _is_left(folder: Path) -> bool:
    age = time.time() - folder.stat().st_mtime
    if fcntl is None:
        return age > _OLD
    try:
        with (folder / _LOCK).open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return age > _NEW
    except BlockingIOError:
        return False
    return True
