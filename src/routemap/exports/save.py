"""An export as a file: whole, or not there."""

from __future__ import annotations

import os
import shutil
from pathlib import Path


def save(content: bytes, path: Path) -> None:
    """Write a file so that nobody ever sees half of it.

    What stood there before stays until the new file is whole; a link keeps pointing where it
    does. A device or a pipe is written to as it is.

    Raises
    ------
    OSError
        Where that cannot be done; nothing new is left behind then.
    """
    target = path.resolve()
    if target.exists() and not target.is_file():
        target.write_bytes(content)
        return
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        part.write_bytes(content)
        if target.exists():
            shutil.copymode(target, part)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
