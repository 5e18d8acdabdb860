"""Named documents that all processes of a deployment share: drafts, tokens, ended sign-ins.

They are kept in folders, or in the store if there is one. Both keep the same promises, which
``tests/store/test_documents.py`` tests.
"""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Final, Protocol

from routemap.data.write_whole import write_whole

NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
"""The names that documents can have: they are names of files, too."""
_LOCK: Final = ".lock"
_MOST: Final = 64_000_000  # bytes of a document that are read


class Documents(Protocol):
    """Documents of one kind, by name. Can be shared by threads and processes.

    Every method but :attr:`place` raises an :class:`OSError` if the documents cannot be reached.
    """

    @property
    def place(self) -> str:
        """Where they are kept, for messages; without a password."""

    def names(self) -> tuple[str, ...]:
        """Return the names of all documents, sorted; empty if nothing was ever written."""

    def read(self, name: str) -> bytes | None:
        """Return the content of a document, ``None`` if it does not exist."""

    def write(self, name: str, content: bytes) -> None:
        """Write a document whole, or leave it as it was."""

    def delete(self, name: str) -> bool:
        """Delete a document, and return whether it existed."""

    def locked(self) -> AbstractContextManager[None]:
        """Hold the lock of this kind of documents, which one process at a time can hold."""


class FolderDocuments:
    """Documents as files of a folder, which only its owner can read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def place(self) -> str:
        """The folder."""
        return str(self.folder)

    def names(self) -> tuple[str, ...]:
        """Return the names of all documents, sorted."""
        try:
            found = [path.name for path in self.folder.iterdir() if path.is_file()]
        except FileNotFoundError:
            return ()
        return tuple(sorted(name for name in found if NAME.fullmatch(name)))

    def read(self, name: str) -> bytes | None:
        """Return the content of a document, ``None`` if it does not exist."""
        with suppress(FileNotFoundError), self._path(name).open("rb") as file:
            return file.read(_MOST)
        return None

    def write(self, name: str, content: bytes) -> None:
        """Write a document atomically; the folder is made."""
        path = self._path(name)
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(path, content)

    def delete(self, name: str) -> bool:
        """Delete a document, and return whether it existed."""
        try:
            self._path(name).unlink()
        except FileNotFoundError:
            return False
        return True

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the lock of the folder, which is made."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(self.folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def _path(self, name: str) -> Path:
        if not NAME.fullmatch(name):
            raise ValueError(f"“{name[:60]}” cannot be the name of a document")
        return self.folder / name
