"""ZIP archives, within bounds of size and number of files."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from routemap.data.incoming.foreign_table import MAX_ENTRIES, MAX_UNPACKED
from routemap.model.errors import IncomingFileError

DAMAGED: Final = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, LookupError, AttributeError,
    NotImplementedError, RuntimeError, TypeError, ArithmeticError, RecursionError,
)  # fmt: skip
"""Errors of reading an archive, or a workbook in one, that is damaged."""
_DOCUMENT_TYPE: Final = b"<!doctype"
_ENTRY: Final = b"PK\x01\x02"
_BLOCK: Final = 1_000_000


@dataclass(frozen=True)
class Archive:
    """An archive whose files together have at most :data:`MAX_UNPACKED` bytes."""

    opened: zipfile.ZipFile

    @property
    def names(self) -> tuple[str, ...]:
        """The files, without folders."""
        return tuple(item.filename for item in self.opened.infolist() if not item.is_dir())

    def size(self, name: str) -> int:
        """Return the size of a file in bytes, unpacked."""
        return self.opened.getinfo(name).file_size

    def read(self, name: str) -> bytes:
        """Return the content of a file, which is never longer than the archive says.

        Raises
        ------
        IncomingFileError
            If it is damaged or encrypted.
        """
        return b"".join(self._blocks(name))

    def has_document_type(self, name: str) -> bool:
        """Return whether an XML file, in any Unicode form, has a document type declaration.

        Raises
        ------
        IncomingFileError
            If it is damaged or encrypted.
        """
        end = b""
        for block in self._blocks(name):
            plain = end + block.replace(b"\0", b"").lower()
            if _DOCUMENT_TYPE in plain:
                return True
            end = plain[-len(_DOCUMENT_TYPE) :]
        return False

    def _blocks(self, name: str) -> Iterator[bytes]:
        try:
            with self.opened.open(name) as file:
                while block := file.read(_BLOCK):
                    yield block
        except DAMAGED as error:
            raise IncomingFileError(
                f"the file {name:.100} in the archive is damaged or encrypted; pack it again"
            ) from error


def open_archive(content: bytes) -> Archive:
    """Return a ZIP archive whose size was checked before anything is unpacked.

    Raises
    ------
    IncomingFileError
        If it is damaged, or has too many or too large files.
    """
    if content.count(_ENTRY) > MAX_ENTRIES:
        raise IncomingFileError(f"the archive has more than {MAX_ENTRIES:,} files; split it")
    try:
        opened = zipfile.ZipFile(io.BytesIO(content))
    except DAMAGED as error:
        raise IncomingFileError("the archive is damaged; pack it again") from error
    if sum(item.file_size for item in opened.infolist()) > MAX_UNPACKED:
        raise IncomingFileError(
            f"unpacked, the archive has more than {MAX_UNPACKED // 1_000_000} MB; split it"
        )
    return Archive(opened)
