"""References in BibTeX and biblatex."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares.names import (
    parse_single_name_into_parts,
    split_multiple_persons_names,
)
from pylatexenc.latex2text import LatexNodes2Text

from routemap.data.incoming.proposed_fields import Found
from routemap.model.errors import ArticleFileError

_MOST_SIGNS: Final = 5_000  # @ begins an entry, and each that does not end costs time
_LONGEST: Final = 5_000  # characters of a field
_MOST_NAMES: Final = 100
_TEXTS: Final = (
    ("title", ("title",)),
    ("original_title", ("origtitle",)),
    (
        "publisher",
        ("journaltitle", "journal", "booktitle", "publisher", "organization", "institution"),
    ),
    ("language", ("language", "langid")),
)
_MONTHS: Final = (
    *("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
)


def bibtex_entries(text: str, name: str) -> Iterator[Iterable[Found]]:
    """Yield what each entry states; damaged entries are left out.

    Source: the manual of biblatex, sections 2.2 and 2.3.8; ``date`` is EDTF. Addresses are taken
    as they are written, other fields are decoded from LaTeX.

    Raises
    ------
    ArticleFileError
        If the text has too many entries, or bibtexparser cannot read it.
    """
    if text.count("@") > _MOST_SIGNS:
        raise ArticleFileError(
            f"{name}: the file has more than {_MOST_SIGNS:,} signs @, each of which can begin an "
            "entry; export fewer references"
        )
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # it reports every irregularity
    try:
        entries = parse_string(text).entries
    except Exception as error:  # the package raises many kinds of errors
        raise ArticleFileError(f"{name}: the BibTeX file is damaged; export it again") from error
    for entry in entries:
        fields = {field.key.lower(): str(field.value)[:_LONGEST] for field in entry.fields}
        yield list(_found(fields))


def _found(fields: Mapping[str, str]) -> Iterator[Found]:
    for column, keys in _TEXTS:
        for key in keys:
            yield Found(column, f"BibTeX {key}", (_plain(fields.get(key, "")),))
    yield Found("author", "BibTeX author", tuple(_names(fields.get("author", ""))))
    yield Found("url", "BibTeX url", (fields.get("url", ""),))
    yield Found("published", "BibTeX date", (fields.get("date", ""),))
    yield Found("published", "BibTeX year", (_day(fields),))
    yield Found("retrieved_on", "BibTeX urldate", (fields.get("urldate", ""),))


def _names(text: str) -> Iterator[str]:
    for name in split_multiple_persons_names(text)[:_MOST_NAMES]:
        try:
            parts = parse_single_name_into_parts(name)
        except ValueError:  # too many commas
            yield _plain(name)
            continue
        words = [*parts.first, *parts.von, *parts.last]
        suffix = f", {' '.join(parts.jr)}" if parts.jr else ""
        yield _plain(f"{' '.join(words)}{suffix}")


def _day(fields: Mapping[str, str]) -> str:
    """Return year, month and day of BibTeX as EDTF, as far as they are given."""
    year, month, day = (fields.get(key, "").strip() for key in ("year", "month", "day"))
    number = _MONTHS.index(month[:3].lower()) + 1 if month[:3].lower() in _MONTHS else month
    parts = [year, str(number).zfill(2) if number else ""]
    parts += [day.zfill(2)] if number and day else []
    return "-".join(filter(None, parts))


def _plain(text: str) -> str:
    """Return text without the commands of LaTeX; ``""`` if they are nested too deeply."""
    try:
        return str(LatexNodes2Text(math_mode="verbatim", keep_comments=True).latex_to_text(text))
    except RecursionError:
        return ""
