"""A request to the API, and the addresses of its links."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final
from urllib.parse import quote, unquote_plus

from routemap.data.repository import Repository
from routemap.exports.progress import Watch
from routemap.web.api.input import Input
from routemap.web.api.parameters import OFFSET, REV
from routemap.web.api.read_request import ApiQuery, Given, read
from routemap.web.guard.roles import NOBODY, Person

# characters that need no encoding in a query string (RFC 3986, section 3.4), and "%"
PLAIN: Final = "%&=+-._~!$'()*,;:@/?"

Link = dict[str, str]


@dataclass(frozen=True)
class ApiRequest:
    """A request to the API.

    Attributes
    ----------
    address
        The public address of the dashboard, with a trailing slash.
    path
        The requested path, below the address.
    given
        The query string as the client wrote it. Some clients look for their own parameters in
        the address of the next page, and add them again if they do not find them unchanged.
    values
        The query parameters by key.
    parts
        The path parameters by key.
    takes
        The query parameters that the endpoint accepts.
    store
        The repository of the data.
    watch
        Called during long work; raises an error if the client has disconnected.
    bodiless
        Whether only the headers of the response are needed (HEAD).
    body
        The body of the request, which is untrusted.
    person
        Who sends it.
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
    body: bytes = b""
    person: Person = NOBODY

    @cached_property
    def validated(self) -> ApiQuery:
        """The validated query, read at first use; raises the errors of :func:`read`."""
        return read(self.values, self.takes, self.store)

    @property
    def own(self) -> str:
        """The address of this response."""
        return self.at(self.path, self.given)

    def at(self, path: str, given: str = "") -> str:
        """Return the address of a path below the dashboard, with a query string."""
        safe = quote(given, safe=PLAIN)
        return f"{self.address}{quote(path)}{'?' if safe else ''}{safe}"

    def alike(self, path: str, *without: str) -> str:
        """Return the address of a path with the parameters of this request, except some."""
        return self.at(path, self._given(*without))

    def page(self, offset: int) -> str:
        """Return the address of another page of this result, from the same data revision."""
        own = (f"{REV.key}={self.validated.dataset.revision}", f"{OFFSET.key}={offset}")
        kept = self._given(REV.key, OFFSET.key)
        return self.at(self.path, "&".join([*([kept] if kept else []), *own]))

    def _given(self, *without: str) -> str:
        pairs = self.given.split("&")
        return "&".join(p for p in pairs if p and unquote_plus(p.partition("=")[0]) not in without)


def link(href: str, rel: str, media_type: str = "application/json", title: str = "") -> Link:
    """Return a link in the form of OGC API and RFC 8288; an empty title is left out."""
    row = {"href": href, "rel": rel, "type": media_type}
    return {**row, "title": title} if title else row
