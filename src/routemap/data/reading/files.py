"""Read files of a data folder as bytes: only regular files inside the folder, of limited size.

A person who can add files to the folder (a contributor of a shared repository, for example) must
not be able to make the server read files elsewhere, wait forever, or run out of memory.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Final

from routemap.model.errors import DataFileError

MAX_BYTES: Final = 100_000_000
"""Three times the size of a claims.csv with 100,000 claims."""
_PLAIN: Final = stat.S_ISREG


def read_file(folder: Path, name: str, most: int | None = None) -> bytes:
    """Return the bytes of a file of a folder.

    Parameters
    ----------
    folder
        A data folder; it can be a symbolic link.
    name
        Name of a file in the folder. It can be a symbolic link to another file within the folder,
        as orchestrators mount their volumes.
    most
        Size of the largest file that is read, in bytes; :data:`MAX_BYTES` by default.

    Raises
    ------
    DataFileError
        If it is not a regular file, is outside the folder, or is larger than ``most``.
    OSError
        If it cannot be read for another reason.
    """
    most = MAX_BYTES if most is None else most
    # not pathlib's resolve: it raises a RuntimeError for circular links
    path = Path(os.path.realpath(folder / name, strict=True))
    if not path.is_relative_to(folder.resolve()):
        raise DataFileError("it is a link to a file outside the data folder")
    if not _PLAIN(path.stat().st_mode):
        raise DataFileError("it is not a regular file")
    # non-blocking: otherwise a pipe without a writer would block forever
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW), "rb") as file:
        status = os.fstat(file.fileno())
        if not _PLAIN(status.st_mode):  # replaced since the first check
            raise DataFileError("it is not a regular file")
        content = b"" if status.st_size > most else file.read(most + 1)
    if status.st_size > most or len(content) > most:
        raise DataFileError(f"it is larger than {most // 1_000_000} MB")
    return content
