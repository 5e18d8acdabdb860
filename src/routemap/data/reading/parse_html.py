"""Parse an HTML page of any quality, in a time that grows only with its length."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from lxml import etree


class HtmlTarget(Protocol):
    """Receives the parts of a page in their order; every element that starts also ends."""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Receive the start of an element; its name and those of its attributes are lower case."""

    def end(self, tag: str) -> None:
        """Receive the end of an element."""

    def data(self, text: str) -> None:
        """Receive text; one text can come in several parts."""

    def comment(self, text: str) -> None:
        """Receive a comment."""

    def close(self) -> None:
        """Receive the end of the page."""


def parse_html(html: str, target: HtmlTarget) -> None:
    """Parse a page as browsers do, and pass its parts to a target.

    Nothing is requested from the network, and entities of a document type are not expanded.
    """
    parser = etree.HTMLParser(target=target, encoding="utf-8", huge_tree=True, no_network=True)
    etree.fromstring(html.encode("utf-8", errors="replace"), parser)
