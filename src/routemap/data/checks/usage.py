"""Checks for unused records, which often mean that something was forgotten."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from typing import Final

from routemap.data.checks.report import Report
from routemap.data.reading.records import RawTable, Record
from routemap.model.claim_table import CLAIMS
from routemap.model.columns import Table, split_cell
from routemap.model.feature_tables import AREAS, PLACES, ROUTES
from routemap.model.findings import Effect
from routemap.model.problem import Problem
from routemap.model.tables import ALLEGATIONS, ARTICLES, SOURCES, VESSELS

UNUSED: Final[tuple[tuple[Table, str, str], ...]] = (
    (PLACES, "feature-unclaimed", "no claim names it, so it is not drawn"),
    (ROUTES, "feature-unclaimed", "no claim names it, so it is not drawn"),
    (SOURCES, "source-unused", "no claim names this source"),
    (VESSELS, "vessel-unused", "no claim names this ship"),
    (ARTICLES, "article-unused", "no claim refers to this article"),
    (ALLEGATIONS, "allegation-unused", "no claim is about this allegation or a part of it"),
)
"""Tables whose records should be used; code and message of the finding about one that is not."""
NAMING: Final = (
    "features",
    "source",
    "relayed_by",
    "article",
    "also_in",
    "allegation",
    "vessels",
)
"""The columns of claims that name other records."""
Values = Mapping[str, str]


def check_usage(
    kept: Mapping[str, list[Record]], raws: Mapping[str, RawTable], report: Report
) -> None:
    """Report records that nothing refers to, and claims that are not on the map.

    Nothing is reported while a claim or route has lost a value, which may be the reference.
    """
    for record in kept["claims"]:
        if not (record.values["features"] or report.is_unknown(CLAIMS, record, "features")):
            message = "the claim names no place and no route, so it is not on the map"
            report.add(CLAIMS, record, "features", message, "claim-nowhere")
    if not all(raw.readable for raw in raws.values()):
        return
    # of claims, routes, articles, allegations and sources, which refer to other records
    if any(
        problem.file not in (PLACES.file, AREAS.file)
        for problem in report.problems
        if problem.effect is Effect.RECORD
        or (problem.effect is Effect.VALUE and not _is_detail(problem))
    ):
        return
    for table, record, code, message in _unused_records(kept):
        report.add(table, record, "id", message, code)


def _is_detail(problem: Problem) -> bool:
    """Return whether a lost value of a source names no other record."""
    return problem.file == SOURCES.file and problem.field != "part_of"


def _unused_records(
    kept: Mapping[str, list[Record]],
) -> Iterator[tuple[Table, Record, str, str]]:
    used = used_ids(
        {key: {record.values[key] for record in kept["claims"]} for key in NAMING},
        (record.values for record in kept["routes"]),
        (record.values for record in kept["articles"]),
        {
            name: {record.values["id"]: record.values["part_of"] for record in kept[name]}
            for name in ("sources", "allegations")
        },
    )
    for table, code, message in UNUSED:
        for record in kept[table.name]:
            if record.values["id"] not in used[table.name]:
                yield table, record, code, message


def used_ids(
    cells: Mapping[str, Set[str]],
    routes: Iterable[Values],
    articles: Iterable[Values],
    wholes: Mapping[str, Mapping[str, str]],
) -> dict[str, set[str]]:
    """Return the ids that something refers to, by table.

    Parameters
    ----------
    cells
        The distinct cells of claims, by the columns of :data:`NAMING`.
    routes, articles
        The values of their records.
    wholes
        What each source and allegation is a part of, by table and id.
    """
    features = _parts(cells["features"])
    for route in routes:  # its places are needed for the route
        if route["id"] in features:
            features |= {route["from"], route["to"], *split_cell(route["via"])}
    others = {article[key] for article in articles for key in ("reprint_of", "corrected_by")}
    return {
        "places": features,
        "routes": features,
        "sources": _with_wholes(cells["source"] | _parts(cells["relayed_by"]), wholes["sources"]),
        "articles": {*cells["article"]} | _parts(cells["also_in"]) | others,
        "vessels": _parts(cells["vessels"]),
        "allegations": _with_wholes(cells["allegation"], wholes["allegations"]),
    }


def _parts(cells: Set[str]) -> set[str]:
    return {part for cell in cells for part in split_cell(cell)}


def _with_wholes(used: Set[str], wholes: Mapping[str, str]) -> set[str]:
    """Return the used ids and those of the records that they are a part of."""
    found = set(used)
    for key in used:
        while (key := wholes.get(key, "")) and key not in found:
            found.add(key)
    return found
