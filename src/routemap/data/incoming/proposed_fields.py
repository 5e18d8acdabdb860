"""Proposed cells of ``articles.csv``: cleaned, in the form of the column, and with their origin."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Final

from routemap.data.checks.formats import value_fault
from routemap.data.incoming.stated_day import stated_day
from routemap.data.page_address import archived_address
from routemap.model.columns import SEPARATOR, Column
from routemap.model.tables import ARTICLES
from routemap.model.text import one_line, shown, shows_nothing

MOST_VALUES: Final = 100  # authors of one article
_LONGEST: Final = 2_000  # characters of a value; no title or address is as long
_BYLINE: Final = re.compile(r"by\s+", re.IGNORECASE)
# the language and its script; a region, as in en-US, says nothing about the words
_LANGUAGE: Final = re.compile(r"([a-zA-Z]{2,3})(?:[-_]([a-zA-Z]{4}))?(?:[-_][a-zA-Z0-9]{2,8})*")
_COLUMNS: Final[Mapping[str, Column]] = {column.key: column for column in ARTICLES.columns}


@dataclass(frozen=True)
class Proposed:
    """A proposed cell: its text, and where the text is from, such as ``og:title``."""

    text: str
    origin: str


@dataclass(frozen=True)
class Found:
    """Values that a file states for a column of ``articles.csv``, as it writes them."""

    column: str
    origin: str
    values: tuple[str, ...]


Fields = Mapping[str, Proposed]


def proposed_fields(found: Iterable[Found]) -> dict[str, Proposed]:
    """Return the proposed cells by column.

    Of several proposals for a column, the first valid one counts. The title ends before the name of
    the publisher, which pages append to it. The publisher is not proposed as the author. Of an
    address of the Internet Archive, the address of the page is proposed too.

    Parameters
    ----------
    found
        What the file states, the most reliable first.

    Examples
    --------
    >>> stated = [Found("title", "title", ("Arms | The Paper",)),
    ...     Found("publisher", "og:site_name", ("The Paper",)),
    ...     Found("published", "og", ("about 2022",)), Found("language", "html", ("en_US",))]
    >>> {key: field.text for key, field in proposed_fields(stated).items()}
    {'title': 'Arms', 'publisher': 'The Paper', 'language': 'en'}
    """
    fields: dict[str, Proposed] = {}
    for row in found:
        if row.column not in fields and (text := _cell(row)):
            fields[row.column] = Proposed(text, row.origin)
    _without_publisher(fields)
    _original_address(fields)
    return {key: fields[key] for key in _COLUMNS if key in fields}


def _cell(row: Found) -> str:
    """Return the cell of a column, ``""`` if no value is valid."""
    column = _COLUMNS[row.column]
    form = _FORMS.get(row.column, str)
    values = (
        one_line(shown(form(one_line(shown(value))))) for value in row.values[:MOST_VALUES] if value
    )
    valid = [
        value
        for value in dict.fromkeys(values)
        if len(value) <= _LONGEST and not shows_nothing(value) and not value_fault(column, value)
    ]
    return SEPARATOR.join(valid if column.many else valid[:1])


def _name(value: str) -> str:
    """Return the name of an author; some pages give the address of a profile instead."""
    value = unescape(value)
    name = _BYLINE.sub("", value, count=1) if _BYLINE.match(value) else value
    return "" if "://" in name else name.replace(SEPARATOR, ",").strip(", ")


def _language(value: str) -> str:
    found = _LANGUAGE.fullmatch(value)
    if not found or found[1].lower() == "und":
        return ""
    script = f"-{found[2].title()}" if found[2] else ""
    return found[1].lower() + script


_FORMS: Final[Mapping[str, Callable[[str], str]]] = {
    # some pages and reference managers write “&amp;” also where it is no HTML
    "title": unescape,
    "original_title": unescape,
    "publisher": unescape,
    "author": _name,
    "published": stated_day,
    "retrieved_on": stated_day,
    "language": _language,
}
"""Per column: the form of a cell. Addresses are kept as they are."""


def _without_publisher(fields: dict[str, Proposed]) -> None:
    """Remove the publisher from the end of the title, and from the authors."""
    if (publisher := fields.get("publisher")) is None:
        return
    name = publisher.text
    if title := fields.get("title"):
        ending = re.compile(rf"(.+?)\s+[-–—|·:]\s+{re.escape(name)}", re.IGNORECASE)
        if cut := ending.fullmatch(title.text):
            fields["title"] = Proposed(cut[1], title.origin)
    if (author := fields.get("author")) and author.text.casefold() == name.casefold():
        del fields["author"]


def _original_address(fields: dict[str, Proposed]) -> None:
    url = fields.get("url")
    original = archived_address(url.text) if url else ""
    if url and original:
        fields.setdefault("archived_url", url)
        fields["url"] = Proposed(original, url.origin)
