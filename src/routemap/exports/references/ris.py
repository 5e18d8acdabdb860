"""Articles as RIS, for EndNote, Mendeley, Zotero and library catalogues."""

from __future__ import annotations

from collections.abc import Iterator

from routemap.exports.extract import Extract
from routemap.exports.references.article import PersonName, Reference, references
from routemap.exports.references.csl import date_parts
from routemap.model.dates import in_words


def to_ris(extract: Extract) -> bytes:
    """Return the articles as RIS records of type NEWS, in UTF-8 with CR LF line ends.

    Source: RIS Format Specifications of Reference Manager, with the tags of the 2011 revision.
    The format has no field for the provenance of the file, so every record has it in a note. An
    original title is the title, and its translation is in ``TT``.
    """
    records = ("".join(_lines(reference)) for reference in references(extract))
    return "\r\n".join(records).encode()


def _lines(reference: Reference) -> Iterator[str]:
    for tag, text in _fields(reference):
        yield f"{tag}  - {text}\r\n"
    yield "ER  - \r\n"


def _fields(reference: Reference) -> Iterator[tuple[str, str]]:
    yield "TY", "NEWS"
    yield "ID", reference.key
    yield "TI", reference.original_title or reference.title
    if reference.original_title:
        yield "TT", reference.title
    for name in reference.authors:
        yield "AU", _name(name)
    yield "T2", reference.publisher
    year, date = ris_date(reference.published)
    if year:
        yield "PY", year
    yield "DA", date
    yield "LA", reference.language
    yield "UR", reference.url
    if reference.archived_url:
        yield "AV", reference.archived_url
    if reference.retrieved:
        yield "Y2", ris_date(reference.retrieved)[1]
    yield "N1", reference.note
    yield "N1", reference.origin
    yield "DB", "Route Map"


def _name(name: PersonName) -> str:
    return f"{name.family}, {name.given}" if name.given else name.family


def ris_date(text: str) -> tuple[str, str]:
    """Return the year and the ``year/month/day/words`` of an EDTF date.

    The words are included if the first day alone would be more precise than the date.

    Examples
    --------
    >>> ris_date("2022-11-08"), ris_date("2022-09")
    (('2022', '2022/11/08/'), ('2022', '2022/09//'))
    >>> ris_date("2022-11-08/2022-11-09")
    ('2022', '2022/11/08/between 8 and 9 November 2022')
    """
    start, _, end = text.partition("/")
    parts = date_parts(start) or date_parts(end)
    if len(parts) > 1 and parts[1] > 12:  # a season
        parts = parts[:1]
    year, month, day = (*(f"{part:02}" for part in parts), "", "", "")[:3]
    plain = f"{year}-{month}-{day}".rstrip("-")
    words = "" if plain == text else in_words(text)
    return year, f"{year}/{month}/{day}/{words}"
