"""Snapshots: the files of a data folder, read together in the state of one moment.

File stamps are a cheap sign that something has changed. Only the content decides what is shown,
because clocks can jump and stamps can be set.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from routemap.data.basemap import Basemap, basemap_of
from routemap.data.paths import SHIPPED
from routemap.data.reading.files import read_file
from routemap.model.case import CASE_FILE
from routemap.model.errors import DataFileError
from routemap.model.tables import TABLES

Stamp = tuple[tuple[int, ...], ...]
_NANO: Final = 1_000_000_000
OPTIONAL: Final = (CASE_FILE, *(table.file for table in TABLES if table.optional))
"""Files that a folder can lack."""
FILES: Final = (*(table.file for table in TABLES), CASE_FILE)
"""All files of a data folder that belong to its revision."""


@dataclass(frozen=True)
class Snapshot:
    """The bytes of the files, and the reasons why others could not be read, by file name.

    An optional file that does not exist is in neither. ``basemap`` is that of the folder; it is not
    part of the revision.
    """

    files: Mapping[str, bytes]
    missing: Mapping[str, str]
    basemap: Basemap = field(default_factory=lambda: basemap_of(SHIPPED))

    @property
    def revision(self) -> str:
        """Short hash of the file names and bytes only."""
        digest = hashlib.sha256()
        for name in sorted(self.files):
            digest.update(_head(name, len(self.files[name])))
            digest.update(self.files[name])
        return digest.hexdigest()[:12]


def stamp_of(folder: Path) -> Stamp:
    """Return metadata of the files without reading them, in the order of :data:`FILES`.

    It includes the time of the last metadata change, which cannot be set back, and the position on
    the disk, which differs if a file was replaced by another.
    """
    return tuple(_stamp(folder / name) for name in FILES)


def age_of(stamp: Stamp, now: float) -> float:
    """Return for how many seconds the files have been unchanged, by the system clock.

    Parameters
    ----------
    stamp
        Stamp of the folder.
    now
        Seconds since the epoch. Files with a later time count as new.
    """
    newest = max((max(file[:2]) for file in stamp if len(file) > 1), default=0)
    return max(0.0, now - newest / _NANO) if newest else 0.0


def take(folder: Path) -> Snapshot | None:
    """Return the files in the state of one moment, ``None`` if they changed during reading."""
    place = (
        folder.resolve()
    )  # so that all files are from one folder even if a link is changed during reading
    before = stamp_of(place)
    files: dict[str, bytes] = {}
    missing: dict[str, str] = {}
    for name in FILES:
        try:
            files[name] = read_file(place, name)
        except DataFileError as error:
            missing[name] = str(error)
        except FileNotFoundError as error:
            if name not in OPTIONAL or (place / name).is_symlink():
                missing[name] = _reason(error)
        except OSError as error:
            missing[name] = _reason(error)
    if stamp_of(place) != before or folder.resolve() != place:
        return None
    return Snapshot(files, missing, basemap_of(place))


def content_of(folder: Path) -> str:
    """Return the revision that a snapshot would have, keeping only one file in memory at a time."""
    digest = hashlib.sha256()
    for name in sorted(FILES):
        with suppress(DataFileError, OSError):
            content = read_file(folder, name)
            digest.update(_head(name, len(content)))
            digest.update(content)
    return digest.hexdigest()[:12]


def _reason(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()


def _head(name: str, size: int) -> bytes:
    return f"{name}\0{size}\0".encode()


def _stamp(path: Path) -> tuple[int, ...]:
    try:
        status = path.stat()
    except OSError as error:
        return (error.errno or 0,)
    return (
        status.st_mtime_ns,
        status.st_ctime_ns,
        status.st_size,
        status.st_ino,
        status.st_dev,
        status.st_mode,
    )
