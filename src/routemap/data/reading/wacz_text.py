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

from routemap.data.page_address import page_address
from routemap.data.reading.article_text import LARGEST_PAGE, WebPage, html_text, page_html
from routemap.model.errors import ArticleFileError

MOST_ENTRIES: Final = 5_000
MOST_RECORDS: Final = 50_000
LARGEST_UNPACKED: Final = 500_000_000  # bytes of all records
_HTML: Final = ("text/html", "application/xhtml+xml")
_DAMAGED: Final = (
    ArchiveLoadFailed, zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, KeyError,
    NotImplementedError, RuntimeError, AttributeError, TypeError, IndexError,
)  # fmt: skip


def wacz_text(content: bytes, name: str, address: str) -> str:
    """Return the text of the page with an address; of all pages if none has it.

    Raises
    ------
    ArticleFileError
        If the file is damaged or too large when unpacked, or has no HTML page.
    """
    wanted = page_address(address)
    pages = [
        (page_address(page.address) == wanted, html_text(page.html))
        for page in wacz_pages(content, name)
    ]
    own = [text for is_wanted, text in pages if is_wanted]
    return "\n".join(own or [text for _, text in pages])


def wacz_pages(content: bytes, name: str) -> Iterator[WebPage]:
    """Yield the HTML pages of a web archive.

    Source: WACZ, https://specs.webrecorder.net/wacz/1.1.1/: a ZIP file with WARC files (ISO 28500)
    in its folder ``archive``.

    Raises
    ------
    ArticleFileError
        If the file is damaged or too large when unpacked, or has no HTML page.
    """
    is_empty = True
    try:
        for page in _pages(content, name):
            is_empty = False
            yield page
    except ArticleFileError:
        raise
    except _DAMAGED as error:
        raise ArticleFileError(
            f"{name}: the web archive or ZIP file is damaged; save the page again"
        ) from error
    if is_empty:
        raise ArticleFileError(
            f"{name}: this is a ZIP file, such as a Word document, but not a web archive (WACZ) "
            "with an HTML page; save the page as HTML, or its text in UTF-8"
        )


def _pages(content: bytes, name: str) -> Iterator[WebPage]:
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


def _responses(stream: _Bounded, name: str) -> Iterator[WebPage]:
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
        html = page_html(page, name, header.get_content_charset() or "")
        address, saved = map(record.rec_headers.get_header, ("WARC-Target-URI", "WARC-Date"))
        yield WebPage(html, address or "", saved or "")


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
