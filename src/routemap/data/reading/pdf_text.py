"""The text of a PDF document."""

from __future__ import annotations

import io
import logging
from time import monotonic
from typing import Final

from routemap.model.errors import ArticleFileError
from routemap.model.text import shortened, shown

MOST_PAGES: Final = 500
_LONGEST: Final = 60.0  # seconds
# fonts have single glyphs for these letters, and some files name the glyph, not the letters
_LIGATURES: Final = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl"}


def pdf_text(content: bytes, name: str) -> str:
    """Return the text of a PDF document, one page after the other.

    Parameters
    ----------
    content
        The file. pypdf limits what a compressed part of it can become.
    name
        Its name, for messages.

    Raises
    ------
    ArticleFileError
        If the document is damaged, encrypted or too long, or has no text.
    """
    from pypdf import PdfReader  # noqa: PLC0415 - takes a fifth of a second, and few pages are PDF

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it reports every irregularity
    parts: list[str] = []
    is_long = is_slow = False
    begun = monotonic()
    try:
        pages = PdfReader(io.BytesIO(content)).pages
        is_long = len(pages) > MOST_PAGES
        for page in () if is_long else pages:
            parts.append(page.extract_text())
            is_slow = monotonic() - begun > _LONGEST
            if is_slow:
                break
    except Exception as error:  # the package raises many kinds of errors
        raise ArticleFileError(
            f"{name}: the PDF document cannot be read: {_reason(error)}; open it and print it to a "
            "new PDF"
        ) from error
    if is_long:
        raise ArticleFileError(
            f"{name}: the document has more than {MOST_PAGES} pages; save only those of the article"
        )
    if is_slow:
        raise ArticleFileError(
            f"{name}: reading the text takes more than {_LONGEST:.0f} seconds; copy it into a text "
            "file in UTF-8"
        )
    text = "\n".join(parts).translate(_LIGATURES)
    if not text.strip():
        raise ArticleFileError(
            f"{name}: the PDF document has no text, only pictures; save the page as HTML, or copy "
            "its text into a text file in UTF-8"
        )
    return text


def _reason(error: Exception) -> str:
    """Return why a document cannot be read; ``DependencyError`` names a missing decryption."""
    from pypdf.errors import DependencyError, FileNotDecryptedError  # noqa: PLC0415 - see above

    if isinstance(error, (FileNotDecryptedError, DependencyError)):
        return "it is encrypted"
    # the message can contain bytes of the file
    words = shown(shortened(str(error))).rstrip(".")
    return f"it is damaged ({words or type(error).__name__})"
