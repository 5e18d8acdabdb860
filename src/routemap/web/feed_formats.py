"""The formats of feeds: one row each, written from the same entries.

Sources: Atom, RFC 4287; JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/); ``tag`` URIs, RFC
4151.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree as ET

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from routemap.model.text import shown
from routemap.questions.citation import SITE
from routemap.questions.feed import Feed, FeedEntry
from routemap.questions.links import link_to
from routemap.questions.query import Query

_ATOM: Final = {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": "en"}
_VERSION: Final = "https://jsonfeed.org/version/1.1"


@dataclass(frozen=True)
class Published:
    """A feed with its addresses.

    Attributes
    ----------
    feed
        The entries.
    filters
        The filters of the feed.
    address
        The public address of the dashboard, with a trailing slash.
    is_personal
        Whether the address of the feed contains a token, which the feed must not contain.
    """

    feed: Feed
    filters: Query
    address: str
    is_personal: bool = False

    @property
    def view(self) -> str:
        """The address of the view."""
        text = link_to(self.filters).to_string()
        return f"{self.address}{'?' if text else ''}{text}"

    def link(self, entry: FeedEntry) -> str:
        """Return the address that an entry opens."""
        return self.address + entry.address.removeprefix("./")

    def own(self, key: str) -> str:
        """Return the address of the feed in a format, without a token."""
        text = self.filters.to_string()
        return f"{self.address}feed.{key}{'?' if text else ''}{text}"

    def id(self, entry: FeedEntry) -> str:
        """Return the id of an entry: a ``tag`` URI, the same in all formats and after a restart."""
        host = urlsplit(self.address).hostname or ""
        authority = "localhost" if ":" in host or not host else host  # no IPv6 in RFC 4151
        return f"tag:{authority},{entry.shown_at:%Y-%m-%d}:{quote(entry.key)}"

    def content(self, entry: FeedEntry) -> str:
        """Return the content of an entry as HTML."""
        return _template().render(
            claim=entry.claim,
            title=entry.title,
            details=entry.details,
            link=self.link(entry),
            site=SITE,
        )


def to_atom(published: Published) -> bytes:
    """Return a feed as an Atom document."""
    feed = published.feed
    root = ET.Element("feed", _ATOM)
    _add(root, "id", published.own("atom"))
    _add(root, "title", feed.title)
    _add(root, "subtitle", feed.subtitle)
    _add(root, "updated", _time(feed.updated))
    _add(ET.SubElement(root, "author"), "name", SITE)
    ET.SubElement(root, "link", rel="alternate", type="text/html", href=published.view)
    if not published.is_personal:
        own = published.own("atom")
        ET.SubElement(root, "link", rel="self", type="application/atom+xml", href=own)
    for entry in feed.entries:
        element = ET.SubElement(root, "entry")
        _add(element, "id", published.id(entry))
        _add(element, "title", entry.title)
        _add(element, "published", _time(entry.shown_at))
        _add(element, "updated", _time(entry.shown_at))
        link = published.link(entry)
        ET.SubElement(element, "link", rel="alternate", type="text/html", href=link)
        ET.SubElement(element, "category", term=entry.label)
        _add(element, "content", published.content(entry), type="html")
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text


def to_json(published: Published) -> bytes:
    """Return a feed as a JSON Feed 1.1 document."""
    feed = published.feed
    own = {} if published.is_personal else {"feed_url": published.own("json")}
    document: dict[str, Any] = {
        "version": _VERSION,
        "title": feed.title,
        "description": feed.subtitle,
        "home_page_url": published.view,
        **own,
        "language": "en",
        "authors": [{"name": SITE}],
        "items": [
            {
                "id": published.id(entry),
                "url": published.link(entry),
                "title": entry.title,
                "content_html": published.content(entry),
                "content_text": _plain(entry),
                "date_published": _time(entry.shown_at),
                "date_modified": _time(entry.shown_at),
                "tags": [entry.label],
            }
            for entry in feed.entries
        ],
    }
    return json.dumps(document, ensure_ascii=False).encode("utf-8", "replace")


@dataclass(frozen=True)
class FeedFormat:
    """A format: its ending in addresses, its name on screens, its media type, its writer."""

    key: str
    label: str
    media_type: str
    write: Callable[[Published], bytes]


FEED_FORMATS: Final = (
    FeedFormat("atom", "Atom", "application/atom+xml", to_atom),
    FeedFormat("json", "JSON Feed", "application/feed+json", to_json),
)


def feed_links(address: str, filters: Query) -> tuple[tuple[str, str, str], ...]:
    """Return media type, title and address of the feed of some filters in each format.

    They are for ``<link rel="alternate">`` in the head of a page (HTML, section 4.6.7.1).

    Examples
    --------
    >>> feed_links("./", Query(stance=("denies",)))[0]
    ('application/atom+xml', 'What changed in this view (Atom)', './feed.atom?stance=denies')
    """
    text = link_to(filters).to_string()
    return tuple(
        (
            form.media_type,
            f"What changed in this view ({form.label})",
            f"{address}feed.{form.key}{'?' if text else ''}{text}",
        )
        for form in FEED_FORMATS
    )


def _plain(entry: FeedEntry) -> str:
    corrected = [
        f"{label}: before, {old or 'unknown'}; now, {new or 'unknown'}."
        for label, old, new in entry.details
    ]
    return "\n".join([entry.claim.cited if entry.claim else entry.title, *corrected])


def _time(at: datetime) -> str:
    """Return a time as in RFC 3339."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _add(parent: ET.Element, name: str, text: str, **attributes: str) -> None:
    ET.SubElement(parent, name, attributes).text = shown(text)


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined
    )
    return environment.get_template("feed_entry.html")
