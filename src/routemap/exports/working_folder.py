"""Temporary folders for formats that need a named file, and the cleanup after killed servers.

A process that is killed leaves its folders behind. Each folder has a file that is locked while
its process runs, so the next start can recognise and delete unused folders.
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
except ImportError:  # Windows has no such locks, so the age of a folder decides
    fcntl = None  # type: ignore[assignment]

_PREFIX: Final = "routemap-export-"
_LOCK: Final = "lock"
_NEW: Final = 60.0  # seconds during which a new folder may not have its lock file yet
_OLD: Final = 86_400.0  # seconds after which a folder counts as unused on systems without locks


@contextmanager
def working_folder() -> Iterator[Path]:
    """Create an empty folder, and delete it at the end of the block."""
    with tempfile.TemporaryDirectory(prefix=_PREFIX) as name:
        folder = Path(name)
        with (folder / _LOCK).open("wb") as lock:
            if fcntl is not None:
                fcntl.flock(lock, fcntl.LOCK_EX)
            inside = folder / "files"
            inside.mkdir()
            yield inside


def remove_left_folders() -> int:
    """Remove the working folders of ended processes, and return their number."""
    removed = 0
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        try:
            is_ours = os.name == "nt" or folder.lstat().st_uid == os.getuid()
            if is_ours and folder.is_dir() and not folder.is_symlink() and _is_left(folder):
                shutil.rmtree(folder, ignore_errors=True)
                removed += 1
        except OSError:  # deleted meanwhile, or not readable
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
