"""Paging: counts of rows, and links to the other pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from routemap.web.api.request import ApiRequest, Link, link


def page_links(call: ApiRequest, total: int, given: int, media_type: str) -> list[Link]:
    """Return the links of a page to itself and, if they exist, the next and previous page.

    Parameters
    ----------
    call
        The request.
    total, given
        Number of rows in total, and on this page.
    media_type
        Media type of the page.
    """
    start, limit = call.validated.offset, call.validated.limit
    links = [link(call.own, "self", media_type, "This page")]
    if start + given < total and given:
        links.append(link(call.page(start + given), "next", media_type, "Next page"))
    if start > 0 and total > 0:
        before = min(max(0, start - limit), (total - 1) // limit * limit)
        links.append(link(call.page(before), "prev", media_type, "Previous page"))
    return links


def link_header(links: Iterable[Link]) -> Mapping[str, str]:
    """Return the links to other pages as a ``Link`` header (RFC 8288), or no header."""
    pages = [
        f'<{row["href"]}>; rel="{row["rel"]}"; type="{row["type"]}"'
        for row in links
        if row["rel"] in ("next", "prev")
    ]
    return {"Link": ", ".join(pages)} if pages else {}


def counts(total: int, given: int) -> dict[str, Any]:
    """Return the total number of rows and the number on the page, with the names of OGC API."""
    return {"numberMatched": total, "numberReturned": given}
