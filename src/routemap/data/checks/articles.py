"""Checks of articles: saved copies, corrections and retractions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from routemap.data.checks.dates import certain, is_after
from routemap.data.checks.formats import language_fault
from routemap.data.checks.report import Report
from routemap.data.reading.records import Record
from routemap.model.tables import ARTICLES

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_LATER: Final = ("retrieved_on", "retracted_on")


def check_articles(articles: Iterable[Record], report: Report) -> None:
    """Report articles that correct themselves, and languages and dates that are not possible.

    ``retrieved_on`` must be one day. An article is neither retrieved nor retracted before the first
    day on which it can have been published.
    """
    for record in articles:
        values = record.values
        if values["corrected_by"] == values["id"]:
            message = "an article cannot correct itself; name the later article"
            report.add(ARTICLES, record, "corrected_by", message, "article-itself")
        # the claims of an article are worth more than the name of its language, so it is kept
        if values["language"] and (fault := language_fault(values["language"])):
            report.add(ARTICLES, record, "language", fault.message, fault.code)
        if values["retrieved_on"] and not _DAY.fullmatch(values["retrieved_on"]):
            message = "give the day on which the page was saved, such as 2024-05-03"
            report.add(ARTICLES, record, "retrieved_on", message, "date-day")
        for key in _LATER:
            if values[key] and is_after(certain(values["published"]), certain(values[key])):
                message = f"the date is before the publication, {values['published']}"
                report.add(ARTICLES, record, key, message, "date-article")
