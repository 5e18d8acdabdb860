"""What an HTML page states about itself: title, publisher, authors, day, address and language.

The sources are JSON-LD with the terms of schema.org, the ``meta`` elements of Open Graph, Dublin
Core, Google Scholar and others, and the comments that browsers add to saved pages.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from routemap.data.incoming.proposed_fields import Found
from routemap.data.reading.article_text import WebPage
from routemap.data.reading.parse_html import parse_html

MOST_NODES: Final = 1_000  # objects of JSON-LD that are looked at
_LARGEST_SCRIPT: Final = 1_000_000  # characters of one JSON-LD script
# names of meta elements, the most reliable first: https://ogp.me,
# https://www.dublincore.org/specifications/dublin-core/dcq-html/,
# https://scholar.google.com/intl/en/scholar/inclusion.html#indexing
_META: Final = (
    ("title", ("og:title", "citation_title", "dc.title", "dcterms.title", "twitter:title")),
    ("publisher", ("og:site_name", "citation_journal_title", "dc.publisher", "dcterms.publisher")),
    (
        "author",
        ("citation_author", "dc.creator", "dcterms.creator", "author", "article:author", "byl"),
    ),
    (
        "published",
        (
            *("article:published_time", "datepublished", "citation_publication_date"),
            *("citation_date", "dc.date.issued", "dcterms.issued", "dc.date", "dcterms.date"),
            *("parsely-pub-date", "pubdate", "date"),
        ),
    ),
    ("url", ("og:url",)),
    ("language", ("dc.language", "dcterms.language", "content-language", "og:locale")),
)
_SAVED_FROM: Final = re.compile(r"\s*saved from url=\(\d+\)(\S+)\s*")
_SINGLEFILE: Final = re.compile(
    r"\s*Page saved with SingleFile\s+url:\s*(\S+)\s+saved date:\s*\w{3} (\w{3} \d{1,2} \d{4})",
)
_ARTICLE: Final = re.compile(r"(?:https?://schema\.org/)?(?:\w*Article|\w*Posting|Report)")


def page_fields(page: WebPage) -> Iterator[Found]:
    """Yield what an HTML page states about itself, the most reliable first.

    Parameters
    ----------
    page
        The page; its address is used if the page does not state one.
    """
    page_parts = _MetadataTarget()
    parse_html(page.html, page_parts)
    yield from _linked_data(page_parts.scripts)
    for column, names in _META:
        yield from (Found(column, key, tuple(page_parts.meta.get(key, ()))) for key in names)
    saved = (Found("url", "address of the saved page", (page.address,)), *page_parts.comments)
    base = next(
        (value for row in saved if row.column == "url" for value in row.values if value), ""
    )
    yield Found("title", "title of the page", ("".join(page_parts.title),))
    yield Found("url", "canonical link", (_joined(base, page_parts.canonical),))
    yield Found("language", "lang of the page", (page_parts.language,))
    yield from saved
    yield Found("retrieved_on", "time at which the page was saved", (page.saved,))


def preferred(found: Iterable[Found]) -> list[Found]:
    """Return what a page states, without addresses that lead to the start page of a site.

    The canonical link comes first, because it has no parameters of trackers.

    Examples
    --------
    >>> stated = [Found("url", "og:url", ("https://paper.example/",)),
    ...     Found("url", "saved page", ("https://paper.example/arms",))]
    >>> [row.origin for row in preferred(stated)]
    ['saved page']
    """
    rows = [row for row in found if row.column != "url" or any(map(_is_page, row.values))]
    return sorted(rows, key=lambda row: row.origin != "canonical link")


def _joined(base: str, address: str) -> str:
    try:
        return urljoin(base, address)
    except ValueError:  # an invalid host
        return address


def _is_page(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return bool(parts.path.strip("/") or parts.query)


class _MetadataTarget:
    """Collects meta elements, JSON-LD, the title, and comments about how a page was saved."""

    def __init__(self) -> None:
        self.meta: dict[str, list[str]] = {}
        self.scripts: list[str] = []
        self.title: list[str] = []
        self.canonical = self.language = ""
        self.comments: list[Found] = []
        self._into: list[str] | None = None
        self._has_title = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "html":
            self.language = attributes.get("lang") or attributes.get("xml:lang", "")
        elif tag == "link" and "canonical" in attributes.get("rel", "").lower().split():
            self.canonical = self.canonical or attributes.get("href", "")
        elif tag == "title" and not self._has_title:  # pictures in SVG have titles, too
            self._has_title, self._into = True, self.title
        elif tag == "script" and attributes.get("type", "").lower() == "application/ld+json":
            self._into = []
        elif tag in ("meta", "time"):
            self._add_meta(attributes)

    def end(self, tag: str) -> None:
        if tag in ("title", "script") and self._into is not None:
            if self._into is not self.title:
                self.scripts.append("".join(self._into))
            self._into = None

    def data(self, text: str) -> None:
        if self._into is not None:
            self._into.append(text)

    def comment(self, text: str) -> None:
        if found := _SAVED_FROM.fullmatch(text):
            self.comments.append(Found("url", "comment of the browser", (found[1],)))
        elif found := _SINGLEFILE.match(text):
            self.comments.append(Found("url", "comment of SingleFile", (found[1],)))
            self.comments.append(Found("retrieved_on", "comment of SingleFile", (found[2],)))

    def close(self) -> None:
        """Nothing is left to do at the end."""

    def _add_meta(self, values: Mapping[str, str]) -> None:
        names = (values.get(key, "") for key in ("property", "name", "itemprop", "http-equiv"))
        content = values.get("content") or values.get("datetime", "")
        for name in filter(None, names):
            self.meta.setdefault(name.lower(), []).append(content)


def _linked_data(scripts: Iterable[str]) -> Iterator[Found]:
    """Yield what the first article of JSON-LD states."""
    nodes = list(_nodes(scripts))
    by_id = {str(node["@id"]): node for node in nodes if "@id" in node and "name" in node}
    article = next((node for node in nodes if _is_article(node)), None)
    if article is None:
        return
    page = article.get("mainEntityOfPage")
    rows = (
        ("title", "headline", _texts(article.get("headline") or article.get("name"))),
        ("publisher", "publisher", _names(article.get("publisher"), by_id)[:1]),
        ("author", "author", _names(article.get("author") or article.get("creator"), by_id)),
        ("published", "datePublished", _texts(article.get("datePublished"))),
        ("url", "url", _texts(article.get("url"))),
        ("url", "mainEntityOfPage", _texts(page.get("@id") if isinstance(page, dict) else page)),
        ("language", "inLanguage", _texts(article.get("inLanguage"))),
    )
    yield from (Found(column, f"JSON-LD {term}", tuple(values)) for column, term, values in rows)


def _nodes(scripts: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Yield the top objects of JSON-LD, those of its graphs, and what a page is about."""
    waiting: list[Any] = []
    for script in scripts:
        if len(script) <= _LARGEST_SCRIPT:
            try:
                waiting.append(json.loads(script, strict=False))
            except (ValueError, RecursionError):  # other sources may be right
                continue
    for _ in range(MOST_NODES):
        if not waiting:
            return
        node = waiting.pop(0)
        if isinstance(node, list):
            waiting = node[:MOST_NODES] + waiting
        elif isinstance(node, dict):
            yield node
            waiting += [node[key] for key in ("@graph", "mainEntity") if key in node]


def _is_article(node: Mapping[str, Any]) -> bool:
    return any(_ARTICLE.fullmatch(kind) for kind in _texts(node.get("@type")))


def _texts(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [text for text in values if isinstance(text, str)]


def _names(value: Any, by_id: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Return the names of persons or organisations, which can refer to other objects."""
    names: list[str] = []
    for item in value if isinstance(value, list) else [value]:
        node = item
        if isinstance(item, dict) and "name" not in item:
            node = by_id.get(str(item.get("@id")), {})
        names += _texts(node.get("name") if isinstance(node, dict) else node)
    return names
