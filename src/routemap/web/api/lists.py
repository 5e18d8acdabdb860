"""The endpoints of articles, claim sources, allegations and media, in pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from routemap.data.codes import Bools
from routemap.exports.extract import Extract
from routemap.exports.own_columns import own_of_records, own_rows
from routemap.model.columns import Row, Table
from routemap.model.media_table import MEDIA
from routemap.model.tables import ALLEGATIONS, ARTICLES, SOURCES
from routemap.questions.article import citation
from routemap.web.api.extracts import full_extract, provenance
from routemap.web.api.json_objects import record_object
from routemap.web.api.paging import counts, link_header, page_links
from routemap.web.api.request import ApiRequest, link
from routemap.web.api.route import Answer

More = Callable[[str, Row], dict[str, Any]]


def articles(call: ApiRequest) -> Answer:
    """Return a page of the articles of the claims, newest first."""
    extracted = full_extract(call)
    count = _counted(extracted, "article")
    return _page(
        call,
        extracted,
        ARTICLES,
        extracted.articles,
        lambda key, row: {"citation": citation(row), "claim_count": count.get(key, 0)},
    )


def sources(call: ApiRequest) -> Answer:
    """Return a page of the claim sources and relaying sources, in the order of the file."""
    extracted = full_extract(call)
    count = _counted(extracted, "source")
    return _page(
        call,
        extracted,
        SOURCES,
        extracted.sources,
        lambda key, _row: {"claim_count": count.get(key, 0)},
    )


def allegations(call: ApiRequest) -> Answer:
    """Return a page of allegations, each with the claim sources that affirm and deny it."""
    extracted = full_extract(call)
    count = _counted(extracted, "allegation")
    return _page(
        call,
        extracted,
        ALLEGATIONS,
        extracted.allegations,
        lambda key, _row: {**_sides(extracted, key), "claim_count": count.get(key, 0)},
    )


def media(call: ApiRequest) -> Answer:
    """Return a page of the media of the claims, in the order of the file."""
    extracted = full_extract(call)
    count = Counter(item.media for claim in extracted.claim_details for item in claim.media)
    return _page(
        call,
        extracted,
        MEDIA,
        extracted.media,
        lambda key, _row: {"claim_count": count[key]},
    )


def _page(
    call: ApiRequest, extracted: Extract, table: Table, frame: pd.DataFrame, more: More
) -> Answer:
    start = call.validated.offset
    page = frame.iloc[start : start + call.validated.limit]
    rows = []
    own = own_rows(own_of_records(extracted.dataset, table.name, page))
    for (key, row), own_cells in zip(page.to_dict("index").items(), own, strict=True):
        call.watch(0.5)
        rows.append(record_object(table, str(key), row, more(str(key), row), own_cells))
    links = page_links(call, len(frame), len(rows), "application/json")
    body = {
        **counts(len(frame), len(rows)),
        table.name: rows,
        "links": [*links, link(extracted.link, "alternate", "text/html", "The dashboard")],
        "provenance": provenance(extracted),
    }
    return Answer(body, headers=link_header(links))


def _counted(extracted: Extract, column: str) -> dict[str, int]:
    """Return the number of included claims for each value of a column."""
    counted = extracted.selection.claims[column].value_counts()
    return {str(key): int(number) for key, number in counted.items()}


def _sides(extracted: Extract, allegation: str) -> dict[str, list[str]]:
    """Return the ids of the claim sources that affirm an allegation and of those that deny it.

    A denial of a broader allegation counts as a denial of this one.
    """
    codes, kept = extracted.dataset.codes, extracted.selection.mask
    place = extracted.dataset.allegations.index.get_loc(allegation)
    about = kept & (codes.allegation == place)
    about_broader = about | (kept & np.isin(codes.allegation, codes.broader[place]))
    return {
        "affirmed_by": _source_ids(extracted, about & codes.affirming),
        "denied_by": _source_ids(extracted, about_broader & codes.denying),
    }


def _source_ids(extracted: Extract, claims: Bools) -> list[str]:
    sources = np.unique(extracted.dataset.codes.source[claims])
    return [str(key) for key in extracted.dataset.sources.index[sources]]
