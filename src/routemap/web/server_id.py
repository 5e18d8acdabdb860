"""What an open page must know about the server that answers it: its process, and its version."""

from __future__ import annotations

import hashlib
import secrets
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Final

import routemap

PROCESS: Final = secrets.token_hex(8)
"""Id of this process. Files that a page has prepared are in one process only."""
_CODE: Final = (".css", ".html", ".js", ".py")


@cache
def page_version() -> str:
    """Return a short hash of the code that draws pages, here and in the browser."""
    folder = Path(routemap.__file__).parent
    digest = hashlib.sha256(version("streamlit").encode())
    for path in sorted(folder.rglob("*")):
        if path.suffix in _CODE:
            digest.update(f"{path.relative_to(folder)}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
