"""The claims, a page at a time."""

from __future__ import annotations

from routemap.api.call import Call, link
from routemap.api.entry import Answer
from routemap.api.fitting import fitting_claims
from routemap.api.paging import counts, link_header, page_links
from routemap.api.whole import provenance, whole, with_denials


def claims(call: Call) -> Answer:
    """Answer a page of claims in the order in which they were said.

    All pages together hold what an export holds, each claim once. ``denials`` are those of
    what this page alleges that stand on other pages: a page that is read alone is not one-sided.
    """
    extracted = whole(call)
    start = call.asked.offset
    asked = extracted.positions[start : start + call.asked.limit]
    page = fitting_claims(extracted, asked)
    rows, denials = with_denials(extracted, page)
    links = page_links(call, len(extracted.positions), len(page), "application/json")
    body = {
        **counts(len(extracted.positions), len(page)),
        "claims": rows,
        "denials": denials,
        "links": [*links, link(extracted.link, "alternate", "text/html", "The dashboard")],
        "provenance": provenance(extracted),
    }
    return Answer(body, headers=link_header(links))
