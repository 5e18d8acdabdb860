"""Proposed ids of new records, in the style of the ids of the data."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from routemap.data.dataset import Dataset
from routemap.data.page_address import page_address
from routemap.data.word_index import fold
from routemap.model.tables import TABLES

_LONGEST: Final = 70  # characters; ids have up to 80, and numbers are appended
_NO_WORD: Final = re.compile(r"[^a-z0-9]+")
_IN_BRACKETS: Final = re.compile(r"\s*\([^)]*\)")
_DAY: Final = re.compile(r"\d{4}(-\d{2}){0,2}")
_DATED: Final = re.compile(r"-\d{4}(-\d{2}){0,2}(-\d+)?$")
# words of a statement that its id does not need; “to”, “from” and “by” tell who does what
_SMALL_WORDS: Final = frozenset(
    {
        *("a", "an", "and", "are", "at", "has", "have", "had", "in", "is", "it", "its", "of", "on"),
        *("or", "over", "s", "that", "the", "their", "was", "were"),
    }
)
# labels before the country in names of hosts, such as co.kr
_SECOND_LEVEL: Final = frozenset({"ac", "co", "com", "go", "gov", "ne", "net", "or", "org"})


@dataclass(frozen=True)
class IdStyle:
    """The ids of a table: how many words they have, and whether they leave out small ones."""

    most_words: int
    leaves_small_words: bool = False


_STYLES: Final[Mapping[str, IdStyle]] = {
    "sources": IdStyle(5),
    "allegations": IdStyle(5, leaves_small_words=True),
    "articles": IdStyle(12),
}
_USUAL: Final = IdStyle(6)
_RECORDS: Final = {table.name: table.record for table in TABLES}


def new_id(table: str, words: str, taken: Collection[str]) -> str:
    """Return a proposed id for a new record, which no other record has.

    Parameters
    ----------
    table
        The name of the table, such as ``places``.
    words
        The name of the record, or the statement of an allegation. Of a claim, the id of its
        article. Letters of other scripts are left out.
    taken
        The ids of the table; of places and routes, which share one set of ids, those of both.

    Examples
    --------
    >>> new_id("claims", "gazette-2022-09", ["gazette-2022-09-01", "gazette-2022-09-04"])
    'gazette-2022-09-05'
    >>> new_id("allegations", "A ferry has carried kelp to the island.", [])
    'ferry-carried-kelp-to-island'
    >>> new_id("vessels", "MV Ferry", ["mv-ferry"]), new_id("places", "두만강", [])
    ('mv-ferry-2', 'place')
    """
    if table == "claims":
        return _numbered(words, taken)
    style = _STYLES.get(table, _USUAL)
    parts = [part for part in _NO_WORD.split(fold(words).replace("'", "")) if part]
    if style.leaves_small_words:
        parts = [part for part in parts if part not in _SMALL_WORDS] or parts
    elif parts[:1] == ["the"]:
        parts = parts[1:] or parts
    base = "-".join(parts[: style.most_words]) or _NO_WORD.sub("-", _RECORDS[table].lower())
    return _free(base[:_LONGEST].strip("-"), taken)


def article_id(fields: Mapping[str, str], dataset: Dataset) -> str:
    """Return a proposed id for a new article: its publisher and its day, such as ``x-2022-11-08``.

    The publisher is named as in the ids of its other articles, or those of the same host;
    otherwise by its name, or the name of its host.

    Parameters
    ----------
    fields
        Cells of ``articles.csv`` by column; missing ones are unknown.
    dataset
        The data.
    """
    day = _DAY.search(fields.get("published", ""))
    publisher = _IN_BRACKETS.sub("", fields.get("publisher", ""))
    host = _host(fields.get("url", ""))
    name = _usual_name(publisher, host, dataset) or _slug(publisher) or _slug(_site(host))
    words = " ".join(filter(None, (name or "article", day[0] if day else "")))
    return new_id("articles", words, dataset.articles.index)


def _usual_name(publisher: str, host: str, dataset: Dataset) -> str:
    """Return the name of a publisher in the ids of its articles, ``""`` if it has none."""
    latest_first = dataset.articles.iloc[::-1]
    same_host = ""
    for key, other, url in zip(
        latest_first.index, latest_first["publisher"], latest_first["url"], strict=True
    ):
        dated = _DATED.search(str(key))
        if not dated:
            continue
        name = str(key)[: dated.start()]
        if publisher and fold(_IN_BRACKETS.sub("", other)) == fold(publisher):
            return name
        if host and not same_host and _host(url) == host:
            same_host = name
    return same_host


def _host(url: str) -> str:
    """Return the host of an address, without ``www.``."""
    return re.split(r"[/?]", page_address(url), maxsplit=1)[0]


def _slug(text: str) -> str:
    return _NO_WORD.sub("-", fold(text)).strip("-")


def _site(host: str) -> str:
    """Return the name of a site in its host.

    Examples
    --------
    >>> _site("world.paper.co.kr"), _site("english.gazette.example"), _site("localhost")
    ('paper', 'gazette', 'localhost')
    """
    labels = host.partition(":")[0].split(".")
    ending = 2 if len(labels) > 2 and labels[-2] in _SECOND_LEVEL else 1
    return labels[-1 - ending] if len(labels) > ending else labels[0]


def _numbered(article: str, taken: Collection[str]) -> str:
    """Return the id of the next claim of an article; numbers of deleted claims are not known."""
    pattern = re.compile(rf"{re.escape(article)}-(\d+)")
    numbers = [int(found[1]) for key in taken if (found := pattern.fullmatch(key))]
    return f"{article}-{max(numbers, default=0) + 1:02}"


def _free(base: str, taken: Collection[str]) -> str:
    known = frozenset(taken)
    number = 1
    key = base
    while key in known:
        number += 1
        key = f"{base}-{number}"
    return key
