"""Write an export to a file atomically."""

from __future__ import annotations

import os
import shutil
from pathlib import Path


def save(content: bytes, path: Path) -> None:
    """Write a file atomically, so that no other process reads a partial file.

    An existing file stays until the new one is complete. A symbolic link is kept; its target is
    replaced. Devices and pipes are written to directly.

    Raises
    ------
    OSError
        If the file cannot be written. No partial file is left behind.
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
