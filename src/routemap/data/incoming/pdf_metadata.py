"""What a PDF document states about itself: title, authors and language."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from typing import Final

from routemap.data.incoming.proposed_fields import Found

# what programs write by themselves: names of files, of programs, of accounts and of empty documents
_NO_TITLE: Final = re.compile(
    r"microsoft (word|powerpoint|excel)\b.*"
    r"|(about:blank|document|layout|new|no title|page|presentation|slide|title|untitled)[\W\d]*"
    r"|.*\.(ai|docx?|dvi|html?|indd|odt|pdf|pptx?|qxd|qxp|rtf|tmp|txt|xlsx?)"
    r"|[\W\d_]*|\S+_\S+|https?:.*",
    re.IGNORECASE | re.DOTALL,
)
_NO_AUTHOR: Final = re.compile(
    r"((microsoft|ms|office|windows|default|home)\W*)*"
    r"(admin|administrator|anonymous|author|guest|owner|pc|root|test|unknown|user)[\W\d_]*"
    r"|.*\b(acrobat|adobe|chrom(e|ium)|firefox|ghostscript|latex|microsoft|mozilla|pdf\w*|quartz|skia"
    r"|wkhtmltopdf)\b.*|\W*\w?\W*",
    re.IGNORECASE | re.DOTALL,
)
_LONGEST: Final = 1_000  # characters of a title or of all authors


def pdf_fields(content: bytes) -> Iterator[Found]:
    """Yield title, authors and language of a PDF document, without what a program wrote by itself.

    The day on which the file was made is not proposed: it is rarely the day of publication.
    Source: ISO 32000-1, sections 14.3.3 and 14.9.2.
    """
    from pypdf import PdfReader  # noqa: PLC0415 - takes a fifth of a second, and few pages are PDF

    try:
        reader = PdfReader(io.BytesIO(content))
        info: Mapping[str, object] = reader.metadata or {}
        title, author = (str(info.get(key, ""))[:_LONGEST] for key in ("/Title", "/Author"))
        language = str(reader.root_object.get("/Lang", ""))
        programs = {str(info.get(key, "")) for key in ("/Creator", "/Producer")}
    except Exception:  # noqa: BLE001 -- the package raises many kinds of errors; the text was read
        return
    if not _NO_TITLE.fullmatch(title.strip()) and title not in programs:
        yield Found("title", "title of the PDF", (title,))
    names = tuple(name.strip() for name in re.split(r";|\band\b|&", author))
    if not _NO_AUTHOR.fullmatch(author.strip()) and author not in programs:
        yield Found("author", "author of the PDF", names)
    yield Found("language", "language of the PDF", (language,))
