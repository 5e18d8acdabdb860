"""The text of a web page that a browser saved in one file (MHTML)."""

from __future__ import annotations

from email import message_from_bytes
from email.message import Message
from itertools import islice
from typing import Final

from routemap.data.reading.article_text import page_text
from routemap.model.errors import ArticleFileError

MOST_PARTS: Final = 2_000


def mhtml_text(content: bytes, name: str) -> str:
    """Return the text of the page and its frames.

    Source: MHTML, RFC 2557.

    Raises
    ------
    ArticleFileError
        If the file has no HTML, or too many parts.
    """
    try:
        parts = list(islice(message_from_bytes(content).walk(), MOST_PARTS + 1))
    except RecursionError as error:
        raise ArticleFileError(f"{name}: the parts of the page are nested too deeply") from error
    if len(parts) > MOST_PARTS:
        raise ArticleFileError(
            f"{name}: the page has more than {MOST_PARTS:,} parts; save it as HTML"
        )
    pages = [_text(part, name) for part in parts if part.get_content_type() == "text/html"]
    if not pages:
        raise ArticleFileError(f"{name}: the file has no HTML page; save the page as HTML")
    return "\n".join(pages)


def _text(part: Message, name: str) -> str:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    return page_text(content, name, part.get_content_charset() or "")
