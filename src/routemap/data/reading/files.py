"""Files of a data folder as bytes: only plain ones that lie inside it, and none without end.

Whoever can put something into the folder (a contributor of a shared repository, say) must
not make the server read what is elsewhere, wait for what never comes, or fill its memory.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Final

from routemap.model.errors import DataFileError

MAX_BYTES: Final = 100_000_000
"""Three times what claims.csv needs for 100,000 claims."""
_PLAIN: Final = stat.S_ISREG


def read_file(folder: Path, name: str) -> bytes:
    """Return the bytes of a file of a folder.

    Parameters
    ----------
    folder
        A data folder; it may itself be a link.
    name
        Name of a file in it. It may be a link to another file within the folder, as
        orchestrators mount their volumes.

    Raises
    ------
    DataFileError
        Where it is no plain file, leads out of the folder, or holds more than
        :data:`MAX_BYTES`.
    OSError
        Where it cannot be read for another reason.
    """
    # not pathlib's: that raises a RuntimeError where links go round in a circle
    path = Path(os.path.realpath(folder / name, strict=True))
    if not path.is_relative_to(folder.resolve()):
        raise DataFileError("a link that leads out of the data folder")
    if not _PLAIN(path.stat().st_mode):
        raise DataFileError("no plain file")
    # not blocking: a pipe that nobody writes to would be waited for
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW), "rb") as file:
        status = os.fstat(file.fileno())
        if not _PLAIN(status.st_mode):  # another has taken its place meanwhile
            raise DataFileError("no plain file")
        content = b"" if status.st_size > MAX_BYTES else file.read(MAX_BYTES + 1)
    if status.st_size > MAX_BYTES or len(content) > MAX_BYTES:
        raise DataFileError(f"larger than {MAX_BYTES // 1_000_000} MB")
    return content
