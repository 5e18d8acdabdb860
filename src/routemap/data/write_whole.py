"""Write a file atomically."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Final

NEW: Final = ".new-"
"""How the names of files begin that are being written."""


def write_whole(path: Path, content: bytes) -> None:
    """Write a file under another name and rename it, so that it is whole or as it was before.

    Its folder is made. The content is on the disk before the file has its name, so it is whole
    also after a power failure. Several processes can write the same file.

    Raises
    ------
    OSError
        If the file cannot be written; what was written of it is deleted.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, made = tempfile.mkstemp(prefix=NEW, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(made).replace(path)
    finally:
        Path(made).unlink(missing_ok=True)
