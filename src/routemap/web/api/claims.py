"""The endpoints of claims, in pages."""

from __future__ import annotations

from routemap.data.codes import Ints
from routemap.exports.extract import Extract
from routemap.web.api.extracts import full_extract, provenance, with_denials
from routemap.web.api.features import one_shown
from routemap.web.api.page_size import fitting_claims
from routemap.web.api.paging import counts, link_header, page_links
from routemap.web.api.request import ApiRequest, link
from routemap.web.api.route import Answer


def claims(call: ApiRequest) -> Answer:
    """Return a page of claims in the order in which they were said.

    The pages together contain the same claims as an export, each once. ``denials`` contains the
    denials of the page's allegations that are on other pages, so that no page is one-sided.
    """
    extracted = full_extract(call)
    return _page(call, extracted, extracted.positions)


def item_claims(call: ApiRequest) -> Answer:
    """Return a page of the claims about one place or route."""
    extracted, position = one_shown(call)
    (about,) = extracted.about_at(position)
    return _page(call, extracted, about)


def _page(call: ApiRequest, extracted: Extract, claims: Ints) -> Answer:
    start = call.validated.offset
    page = fitting_claims(extracted, claims[start : start + call.validated.limit])
    rows, denials = with_denials(extracted, page)
    links = page_links(call, len(claims), len(page), "application/json")
    body = {
        **counts(len(claims), len(page)),
        "claims": rows,
        "denials": denials,
        "links": [*links, link(extracted.link, "alternate", "text/html", "The dashboard")],
        "provenance": provenance(extracted),
    }
    return Answer(body, headers=link_header(links))
