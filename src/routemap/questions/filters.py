"""The table of link parameters, including the filters.

The row of a filter says how it is read and written, which claims it keeps, what its values are
called, how they are counted and which control sets it. Selections, links, the API, exports, the
sidebar and the tests all read the table. To add a filter, add a row here, a field to
:class:`routemap.questions.query.Query` and a place in the sidebar (:data:`MAIN` or :data:`MORE`
of :mod:`routemap.ui.parts.facets`). docs/decisions/questions.md has the reasons.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from routemap.data.codes import Bools, members
from routemap.data.dataset import Dataset
from routemap.data.text_search import claims_with
from routemap.model.claim_terms import CHECKED, EVIDENCE, PHASES
from routemap.model.vocabulary import CARGO, DATE_MEANINGS, MODES, STANCES
from routemap.questions.parameter import (
    Control,
    Parameter,
    Part,
    by_choice,
    by_mentions,
    by_records,
    by_terms,
    named,
)
from routemap.questions.parameter_values import (
    read_day,
    read_pair,
    read_text,
    unsearched,
    write_one,
)
from routemap.questions.view_parameters import VIEW_PARAMETERS

if TYPE_CHECKING:
    from routemap.questions.query import Query


def _not_before(dataset: Dataset, query: Query) -> Bools:
    bounds = dataset.bounds[query.by]
    kept: Bools = bounds.known & (bounds.last >= query.first.toordinal())  # type: ignore[union-attr]
    return kept


def _not_after(dataset: Dataset, query: Query) -> Bools:
    bounds = dataset.bounds[query.by]
    kept: Bools = bounds.known & (bounds.first <= query.last.toordinal())  # type: ignore[union-attr]
    return kept


def _one_of_two(dataset: Dataset, query: Query) -> Bools:
    kept: Bools = members(query.compare, dataset.sources.index)[dataset.codes.source]
    return kept


PARAMETERS: Final = (
    Parameter(
        "from",
        "first",
        "From",
        "First day of the period.",
        lambda values: read_day(values, end=False),
        write_one,
        keeps=_not_before,
        part=Part.DATES,
        control=Control.DAY,
    ),
    Parameter(
        "to",
        "last",
        "To",
        "Last day of the period.",
        lambda values: read_day(values, end=True),
        write_one,
        keeps=_not_after,
        part=Part.DATES,
        control=Control.DAY,
    ),
    by_choice(
        "by",
        "Date of",
        "Which date of a claim counts: the event (else the statement), the event, the statement, "
        "publication, or the statement as known then.",
        DATE_MEANINGS,
        control=Control.CHOICE,
    ),
    by_records(
        "source",
        "Claim source",
        "Who makes the claim. Repeat for several.",
        names=lambda dataset: named(dataset.sources["name"]),
        sorted_by_name=True,
        keys=lambda dataset: dataset.sources.index,
        per_claim=lambda dataset: dataset.codes.source,
        part=Part.SIDE,
    ),
    by_records(
        "allegation",
        "Allegation",
        "What the claim asserts or denies. Repeat for several.",
        names=lambda dataset: named(dataset.allegations["statement"]),
        keys=lambda dataset: dataset.allegations.index,
        per_claim=lambda dataset: dataset.codes.allegation,
        part=Part.SIDE,
    ),
    by_records(
        "article",
        "Article",
        "The article that contains the claim. Repeat for several.",
        names=lambda dataset: named(dataset.articles["title"]),
        keys=lambda dataset: dataset.articles.index,
        per_claim=lambda dataset: dataset.codes.article,
        details=lambda dataset: named(dataset.articles["publisher"]),
    ),
    by_records(
        "publisher",
        "Publisher",
        "Who published the article. Repeat for several.",
        names=lambda dataset: {name: name for name in dataset.articles["publisher"]},
        sorted_by_name=True,
        keys=lambda dataset: dataset.codes.publishers,
        per_claim=lambda dataset: dataset.codes.publisher[dataset.codes.article],
    ),
    by_terms(
        "stance",
        "Stance",
        "Whether the claim asserts, denies, reports, estimates, takes no side, finds no sign or "
        "gives background. Repeat for several.",
        STANCES,
        bits=lambda dataset: dataset.codes.stances,
        used=lambda dataset: dataset.claims["stance"],
        part=Part.SIDE,
    ),
    by_terms(
        "cargo",
        "Cargo",
        "What is reported to have moved. Repeat for several.",
        CARGO,
        bits=lambda dataset: dataset.codes.cargo,
        used=lambda dataset: {cargo for cell in dataset.claims["cargo"] for cargo in cell},
    ),
    by_terms(
        "mode",
        "Moved by",
        "Means of transport that the claim names, or of a route that it is about. Repeat for "
        "several.",
        MODES,
        bits=lambda dataset: dataset.codes.modes,
        used=lambda dataset: {
            *dataset.routes["mode"],
            *(mode for cell in dataset.claims["mode"] for mode in cell),
        },
    ),
    by_terms(
        "phase",
        "Phase",
        "How far the claim says that it has gone: planned, expected, attempted, occurred or ended. "
        "Repeat for several.",
        PHASES,
        bits=lambda dataset: dataset.codes.phases,
        used=lambda dataset: [PHASES.keys[at] for at in np.unique(dataset.codes.phase)],
    ),
    by_mentions(
        "vessel",
        "Ship",
        "A ship that the claim names. Repeat for several.",
        names=lambda dataset: named(dataset.vessels["name"]),
        keys=lambda dataset: dataset.vessels.index,
        pairs=lambda dataset: dataset.aboard,
        details=lambda dataset: {
            str(key): f"IMO {number}" for key, number in dataset.vessels["imo"].items() if number
        },
    ),
    by_terms(
        "evidence",
        "Rests on",
        "What the source bases the claim on. Repeat for several.",
        EVIDENCE,
        bits=lambda dataset: dataset.codes.evidence,
        used=lambda dataset: {kind for cell in dataset.claims["evidence"] for kind in cell},
    ),
    by_terms(
        "checked",
        "Second reader",
        "Whether a second reader has checked the claim: yes or no.",
        CHECKED,
        bits=lambda dataset: dataset.codes.second_reader,
        used=lambda dataset: CHECKED.keys if dataset.codes.checked.any() else (),
    ),
    by_mentions(
        "about",
        "About",
        "A place or route that the claim is about. Repeat for several.",
        names=lambda dataset: named(dataset.features["name_en"]),
        keys=lambda dataset: dataset.features.index,
        pairs=lambda dataset: dataset.about,
        details=lambda dataset: {str(key): kind for key, kind in dataset.features["type"].items()},
    ),
    Parameter(
        "compare",
        "compare",
        "Compare",
        "Two claim sources to compare. Give it twice.",
        read_pair,
        list,
        names=lambda dataset: named(dataset.sources["name"]),
        sorted_by_name=True,
        keeps=_one_of_two,
        part=Part.SIDE,
        control=Control.PAIR,
    ),
    Parameter(
        "q",
        "text",
        "Search",
        "Words in excerpts, notes, titles and sources; places and routes by any of their names.",
        read_text,
        write_one,
        lambda values: unsearched(values[-1]),
        keeps=lambda dataset, query: claims_with(dataset, query.text),
        control=Control.TEXT,
    ),
    *VIEW_PARAMETERS,
)

PARAMETER: Final = {row.key: row for row in PARAMETERS}
"""The rows of :data:`PARAMETERS` by key."""
FILTERS: Final = tuple(row for row in PARAMETERS if row.keeps)
"""The rows of :data:`PARAMETERS` that filter claims."""
FACETS: Final = tuple(row for row in FILTERS if row.tally)
"""The filters whose options are shown with the number of claims that they leave."""


def passing(dataset: Dataset, query: Query, part: Part) -> Bools:
    """Return, per claim, whether it passes the filters of one kind that a query sets."""
    mask = np.ones(len(dataset.claims), dtype=bool)
    for row in FILTERS:
        if row.keeps and row.part is part and getattr(query, row.field):
            mask &= row.keeps(dataset, query)
    return mask


def chooses_side(query: Query) -> bool:
    """Return whether a query sets a filter that can separate denials from what they deny."""
    return any(getattr(query, row.field) for row in FILTERS if row.part is Part.SIDE)
