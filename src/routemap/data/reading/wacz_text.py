"""The text of the pages of a web archive (WACZ)."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from email.message import Message
from typing import IO, Any, Final

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from routemap.data.reading.article_text import page_text
from routemap.model.errors import ArticleFileError

MOST_ENTRIES: Final = 5_000
MOST_RECORDS: Final = 50_000
LARGEST_PAGE: Final = 20_000_000  # bytes of one page
LARGEST_UNPACKED: Final = 500_000_000  # bytes of all records
_HTML: Final = ("text/html", "application/xhtml+xml")
_DAMAGED: Final = (
    ArchiveLoadFailed, zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, KeyError,
    NotImplementedError, RuntimeError, AttributeError, TypeError, IndexError,
)  # fmt: skip


def wacz_text(content: bytes, name: str, address: str) -> str:
    """Return the text of the page with an address; of all pages if none has it.

    Source: WACZ, https://specs.webrecorder.net/wacz/1.1.1/: a ZIP file with WARC files (ISO 28500)
    in its folder ``archive``.

    Raises
    ------
    ArticleFileError
        If the file is damaged or too large when unpacked, or has no HTML page.
    """
    try:
        pages = list(_pages(content, name))
    except ArticleFileError:
        raise
    except _DAMAGED as error:
        raise ArticleFileError(
            f"{name}: the web archive or ZIP file is damaged; save the page again"
        ) from error
    wanted = _plain(address)
    own = [text for found, text in pages if _plain(found) == wanted]
    if not pages:
        raise ArticleFileError(
            f"{name}: this is a ZIP file, such as a Word document, but not a web archive (WACZ) "
            "with an HTML page; save the page as HTML, or its text in UTF-8"
        )
    return "\n".join(own or [text for _, text in pages])


def _pages(content: bytes, name: str) -> Iterator[tuple[str, str]]:
    """Yield address and text of each HTML page."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
        if len(entries) > MOST_ENTRIES:
            raise ArticleFileError(f"{name}: the archive has more than {MOST_ENTRIES:,} files")
        left = LARGEST_UNPACKED
        for entry in entries:
            if not entry.filename.startswith("archive/"):
                continue
            if not entry.filename.endswith((".warc", ".warc.gz")):
                continue
            with archive.open(entry) as packed:
                is_gzip = entry.filename.endswith(".gz")
                unpacked: Any = gzip.GzipFile(fileobj=packed) if is_gzip else packed
                bounded = _Bounded(unpacked, left, name)
                yield from _responses(bounded, name)
                left = bounded.left


def _responses(stream: _Bounded, name: str) -> Iterator[tuple[str, str]]:
    for number, record in enumerate(ArchiveIterator(stream)):
        if number >= MOST_RECORDS:
            raise ArticleFileError(f"{name}: the archive has more than {MOST_RECORDS:,} records")
        if record.rec_type != "response" or record.http_headers is None:
            continue
        header = Message()
        header["Content-Type"] = record.http_headers.get_header("Content-Type") or ""
        is_page = record.http_headers.get_statuscode() == "200"
        if not is_page or header.get_content_type() not in _HTML:
            continue
        page = record.content_stream().read(LARGEST_PAGE + 1)
        if len(page) > LARGEST_PAGE:
            raise ArticleFileError(f"{name}: a page is larger than {LARGEST_PAGE:,} bytes")
        address = record.rec_headers.get_header("WARC-Target-URI") or ""
        yield address, page_text(page, name, header.get_content_charset() or "")


class _Bounded:
    """A stream that ends with an error after a number of bytes, so that no archive fills memory."""

    def __init__(self, stream: IO[bytes], left: int, name: str) -> None:
        self._stream, self.left, self._name = stream, left, name

    def read(self, size: int = -1) -> bytes:
        """Return up to ``size`` bytes."""
        return self._counted(self._stream.read(size if size >= 0 else self.left + 1))

    def readline(self, size: int = -1) -> bytes:
        """Return the rest of the line, at most ``size`` bytes."""
        return self._counted(self._stream.readline(size if size >= 0 else self.left + 1))

    def close(self) -> None:
        """Close the stream."""
        self._stream.close()

    def _counted(self, block: bytes) -> bytes:
        self.left -= len(block)
        if self.left < 0:
            raise ArticleFileError(
                f"{self._name}: unpacked, the archive has more than {LARGEST_UNPACKED:,} bytes; "
                "save only the article"
            )
        return block


def _plain(address: Any) -> str:
    """Return an address without scheme, ``www.``, fragment and final slash."""
    plain = str(address).partition("#")[0].partition("://")[2]
    return plain.removeprefix("www.").rstrip("/")
