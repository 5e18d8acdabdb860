"""One request as an answer sees it, and the addresses that the answer names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final
from urllib.parse import quote, unquote_plus

from routemap.data.repository import Repository
from routemap.exports.progress import Watch
from routemap.web.api.parameter import Input
from routemap.web.api.parameters import OFFSET, REV
from routemap.web.api.read_request import ApiQuery, Given, read

# what may stand as it is in a query string (RFC 3986, section 3.4)
PLAIN: Final = "%&=+-._~!$'()*,;:@/?"

Link = dict[str, str]


@dataclass(frozen=True)
class ApiRequest:
    """One request, read.

    Attributes
    ----------
    address
        Where the dashboard is, with a trailing slash.
    path
        What is asked, below the address.
    given
        The query string, as the client wrote it: some clients look for their own words in
        the address of the next page, and add them again where they do not find them.
    values
        The same, by key.
    parts
        The values in the path, by key.
    takes
        The parameters that may be given.
    store
        Where the data is.
    watch
        To be called while an answer takes long; raises once nobody waits any more.
    bodiless
        Whether only the headers of the answer are wanted.
    """

    address: str
    path: str
    given: str
    values: Given
    parts: Mapping[str, str]
    takes: tuple[Input, ...]
    store: Repository
    watch: Watch
    bodiless: bool = False

    @cached_property
    def asked(self) -> ApiQuery:
        """What is asked of the data; read when first needed, which may raise: see ``read``."""
        return read(self.values, self.takes, self.store)

    @property
    def own(self) -> str:
        """The address of this answer."""
        return self.at(self.path, self.given)

    def at(self, path: str, given: str = "") -> str:
        """Return the address of something else here."""
        safe = quote(given, safe=PLAIN)
        return f"{self.address}{quote(path)}{'?' if safe else ''}{safe}"

    def alike(self, path: str, *without: str) -> str:
        """Return the address of something else here, asked the same but for some parameters."""
        return self.at(path, self._given(*without))

    def page(self, offset: int) -> str:
        """Return the address of another page of this answer, from the same data revision."""
        own = (f"{REV.key}={self.asked.dataset.revision}", f"{OFFSET.key}={offset}")
        kept = self._given(REV.key, OFFSET.key)
        return self.at(self.path, "&".join([*([kept] if kept else []), *own]))

    def _given(self, *without: str) -> str:
        pairs = self.given.split("&")
        return "&".join(p for p in pairs if p and unquote_plus(p.partition("=")[0]) not in without)


def link(href: str, rel: str, media_type: str = "application/json", title: str = "") -> Link:
    """Return a link as OGC API and RFC 8288 describe it; an empty title is left out."""
    row = {"href": href, "rel": rel, "type": media_type}
    return {**row, "title": title} if title else row
