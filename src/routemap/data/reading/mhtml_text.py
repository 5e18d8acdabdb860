"""The text of a web page that a browser saved in one file (MHTML)."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from itertools import islice
from typing import Final

from routemap.data.reading.article_text import WebPage, html_text, page_html
from routemap.model.errors import ArticleFileError

MOST_PARTS: Final = 2_000


def mhtml_text(content: bytes, name: str) -> str:
    """Return the text of the page and its frames.

    Raises
    ------
    ArticleFileError
        If the file has no HTML, or too many parts.
    """
    return "\n".join(html_text(page.html) for page in mhtml_pages(content, name))


def mhtml_pages(content: bytes, name: str) -> list[WebPage]:
    """Return the page, and then its frames.

    Source: MHTML, RFC 2557. Chromium writes the address as ``Snapshot-Content-Location``
    and the time of saving as ``Date``.

    Raises
    ------
    ArticleFileError
        If the file has no HTML, or too many parts.
    """
    try:
        message = message_from_bytes(content)
        parts = list(islice(message.walk(), MOST_PARTS + 1))
    except RecursionError as error:
        raise ArticleFileError(f"{name}: the parts of the page are nested too deeply") from error
    if len(parts) > MOST_PARTS:
        raise ArticleFileError(
            f"{name}: the page has more than {MOST_PARTS:,} parts; save it as HTML"
        )
    pages = list(_pages(message, parts, name))
    if not pages:
        raise ArticleFileError(f"{name}: the file has no HTML page; save the page as HTML")
    return pages


def _pages(message: Message, parts: list[Message], name: str) -> Iterator[WebPage]:
    address = str(message.get("Snapshot-Content-Location", ""))
    for part in parts:
        content = part.get_payload(decode=True)
        if part.get_content_type() == "text/html" and isinstance(content, bytes):
            html = page_html(content, name, part.get_content_charset() or "")
            own = str(part.get("Content-Location", "")) or address
            yield WebPage(html, own, str(message.get("Date", "")))
