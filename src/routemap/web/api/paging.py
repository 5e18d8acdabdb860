"""Pages of a long answer: which rows, how many there are, and where the others are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from routemap.web.api.request import ApiRequest, Link, link


def page_links(call: ApiRequest, total: int, given: int, media_type: str) -> list[Link]:
    """Return the links of a page: itself, the next and the one before, where there are any.

    Parameters
    ----------
    call
        The call that the page answers.
    total, given
        How many rows there are, and how many stand on the page.
    media_type
        That of the page.
    """
    start, limit = call.asked.offset, call.asked.limit
    links = [link(call.own, "self", media_type, "This page")]
    if start + given < total and given:
        links.append(link(call.page(start + given), "next", media_type, "The next page"))
    if start > 0 and total > 0:
        before = min(max(0, start - limit), (total - 1) // limit * limit)
        links.append(link(call.page(before), "prev", media_type, "The page before"))
    return links


def link_header(links: Iterable[Link]) -> Mapping[str, str]:
    """Return the ways to other pages as a ``Link`` header (RFC 8288), or no header."""
    ways = [
        f'<{row["href"]}>; rel="{row["rel"]}"; type="{row["type"]}"'
        for row in links
        if row["rel"] in ("next", "prev")
    ]
    return {"Link": ", ".join(ways)} if ways else {}


def counts(total: int, given: int) -> dict[str, Any]:
    """Return how many there are and how many of them are given, as OGC API names it."""
    return {"numberMatched": total, "numberReturned": given}
