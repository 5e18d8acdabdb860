"""References from a reference manager: CSL-JSON, RIS and BibTeX."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from routemap.data.incoming.bibtex_reference import bibtex_entries
from routemap.data.incoming.csl_reference import csl_entries
from routemap.data.incoming.proposed_fields import Fields, Found, proposed_fields
from routemap.data.incoming.ris_reference import ris_entries
from routemap.data.reading.article_text import decoded
from routemap.model.errors import ArticleFileError
from routemap.model.text import shown

LARGEST_FILE: Final = 1_000_000  # bytes
MOST_ENTRIES: Final = 500
_HEAD: Final = 4_096  # characters in which the format of a file is recognised


@dataclass(frozen=True)
class ReferenceFormat:
    """A format of references.

    ``begins`` is found in the first characters of a file. ``entries`` yields what each entry
    states, given the text and the name of the file for messages.
    """

    key: str
    label: str
    begins: re.Pattern[str]
    entries: Callable[[str, str], Iterator[Iterable[Found]]]


FORMATS: Final = (
    ReferenceFormat("csl", "CSL-JSON", re.compile(r'\A\s*(\[\s*[\[{]|\{\s*")'), csl_entries),
    ReferenceFormat(
        "ris", "RIS", re.compile(r"^TY {1,2}- ?[A-Z0-9]+\s*$", re.MULTILINE), ris_entries
    ),
    ReferenceFormat(
        "bibtex",
        "BibTeX",
        re.compile(r"\A(?!\s*<)(?:.*\n)*?[ \t]*@[ \t]*[a-z]+\s*[{(]", re.IGNORECASE),
        bibtex_entries,
    ),
)


def reference_format(content: bytes) -> ReferenceFormat | None:
    """Return the format of a file by its first characters, ``None`` if it has no references."""
    head = content[:_HEAD].decode("utf-8-sig", errors="replace")
    return next((row for row in FORMATS if row.begins.search(head)), None)


def read_references(content: bytes, name: str) -> tuple[Fields, ...]:
    """Return the proposed cells of ``articles.csv`` for each reference of a file, in its order.

    Parameters
    ----------
    content
        A file of CSL-JSON, RIS or BibTeX in UTF-8. Its ending does not matter.
    name
        Its name, for messages.

    Raises
    ------
    ArticleFileError
        If the file is too large, damaged or has another format, or has no or too many references.
    """
    name = shown(name)
    if len(content) > LARGEST_FILE:
        raise ArticleFileError(
            f"{name}: the file has more than {LARGEST_FILE:,} bytes; export fewer references"
        )
    row = reference_format(content)
    if row is None:
        raise ArticleFileError(
            f"{name}: this is not a file of {_FORMATS}; export the reference again"
        )
    entries = list(islice(row.entries(decoded(content, name), name), MOST_ENTRIES + 1))
    if len(entries) > MOST_ENTRIES:
        raise ArticleFileError(
            f"{name}: the file has more than {MOST_ENTRIES} references; export fewer"
        )
    fields = tuple(filter(None, map(proposed_fields, entries)))
    if not fields:
        raise ArticleFileError(
            f"{name}: the file has no reference that can be read as {row.label}; export it again"
        )
    return fields


_FORMATS: Final = " or ".join((", ".join(row.label for row in FORMATS[:-1]), FORMATS[-1].label))
