"""A saved page of an article, in any supported format, and its text."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from routemap.data.reading.article_text import article_text
from routemap.data.reading.mhtml_text import mhtml_text
from routemap.data.reading.pdf_text import pdf_text
from routemap.data.reading.wacz_text import wacz_text
from routemap.model.errors import ArticleFileError

LARGEST_FILE: Final = 100_000_000  # bytes
_HEAD: Final = 4096  # bytes in which the format of a file is recognised


@dataclass(frozen=True)
class PageFormat:
    """A format of saved pages.

    ``begins`` matches the first bytes of a file. ``text`` returns the text, given the content, the
    name of the file for messages, and the address of the article.
    """

    extension: str
    begins: bytes
    text: Callable[[bytes, str, str], str]


FORMATS: Final = (
    PageFormat(
        "pdf",
        # viewers accept a header within the first 1,024 bytes (ISO 32000-1, annex H.3)
        rb"[\x00-\x20\xef\xbb\xbf]{0,1019}%PDF-",
        lambda content, name, _: pdf_text(content, name),
    ),
    PageFormat(
        "mhtml",
        rb"(?is)[\w-]+:.*?^content-type:\s*multipart/(?:related|mixed)",
        lambda content, name, _: mhtml_text(content, name),
    ),
    PageFormat("wacz", rb"PK\x03\x04", wacz_text),
)
EXTENSIONS: Final = (*(row.extension for row in FORMATS), "html", "txt")


@dataclass(frozen=True)
class SavedPage:
    """A saved page: its bytes, the usual ending of such files, and its text."""

    content: bytes
    extension: str
    text: str

    @property
    def sha256(self) -> str:
        """The hash of the file, as 64 hexadecimal digits."""
        return hashlib.sha256(self.content).hexdigest()


def read_page(path: Path, address: str = "") -> SavedPage:
    """Return a page that was saved as HTML, PDF, WACZ, MHTML or plain text.

    Parameters
    ----------
    path
        The file.
    address
        The address of the article: a web archive can contain other pages.

    Raises
    ------
    ArticleFileError
        If the file is too large, or has another format, or its text cannot be read.
    OSError
        If the file cannot be read.
    """
    with path.open("rb") as file:
        content = file.read(LARGEST_FILE + 1)
    return page_of(content, str(path), address)


def page_of(content: bytes, name: str, address: str = "") -> SavedPage:
    """Return the saved page that a file contains.

    Parameters
    ----------
    content
        The file.
    name
        Its name, for messages; its ending helps if the file is damaged.
    address
        The address of the article: a web archive can contain other pages.

    Raises
    ------
    ArticleFileError
        If the file is too large, or has another format, or its text cannot be read.
    """
    if len(content) > LARGEST_FILE:
        raise ArticleFileError(
            f"{name}: the file has more than {LARGEST_FILE:,} bytes; save only the article"
        )
    text, extension = _text(content, name, address)
    if not text.strip():
        raise ArticleFileError(f"{name}: the file has no text; save the page again, with its text")
    return SavedPage(content, extension, text)


def _text(content: bytes, name: str, address: str) -> tuple[str, str]:
    """Return the text of a page, and the usual ending of such files."""
    for row in FORMATS:
        if re.match(row.begins, content[:_HEAD], re.MULTILINE):
            return row.text(content, name, address), row.extension
    try:
        text, is_html = article_text(content, name)
    except ArticleFileError:
        # a damaged file of a format is only recognised by its name
        for row in FORMATS:
            if name.lower().endswith(f".{row.extension}"):
                return row.text(content, name, address), row.extension
        raise
    return text, "html" if is_html else "txt"
