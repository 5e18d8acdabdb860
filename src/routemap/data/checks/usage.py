"""Checks for unused records, which often mean that something was forgotten."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from routemap.data.checks.report import Report
from routemap.data.reading.records import RawTable, Record
from routemap.model.claim_table import CLAIMS
from routemap.model.columns import Table, split_cell
from routemap.model.feature_tables import AREAS, PLACES, ROUTES
from routemap.model.findings import Effect
from routemap.model.tables import ALLEGATIONS, ARTICLES, SOURCES, VESSELS

_UNUSED: Final[tuple[tuple[Table, str, str], ...]] = (
    (PLACES, "feature-unclaimed", "no claim names it, so it is not drawn"),
    (ROUTES, "feature-unclaimed", "no claim names it, so it is not drawn"),
    (SOURCES, "source-unused", "no claim names this source"),
    (VESSELS, "vessel-unused", "no claim names this ship"),
    (ARTICLES, "article-unused", "no claim refers to this article"),
    (ALLEGATIONS, "allegation-unused", "no claim is about this allegation or a part of it"),
)


def check_usage(
    kept: Mapping[str, list[Record]], raws: Mapping[str, RawTable], report: Report
) -> None:
    """Report records that nothing refers to, and claims that are not on the map.

    Nothing is reported while a claim or route has lost a value, which may be the reference.
    """
    unread = not all(raws[name].readable for name in ("places", "routes"))
    explained = {
        problem.row
        for problem in report.problems
        if problem.file == CLAIMS.file
        and (problem.field == "features" or problem.code == "row-shifted")
    }
    for record in kept["claims"] if not unread else ():
        if not record.values["features"] and record.row not in explained:
            message = "the claim names no place and no route, so it is not on the map"
            report.add(CLAIMS, record, "features", message, "claim-nowhere")
    if not all(raw.readable for raw in raws.values()):
        return
    # of claims, routes, articles and allegations, which refer to other records
    lost = {
        problem.file
        for problem in report.problems
        if problem.effect in (Effect.RECORD, Effect.VALUE) and problem.file != SOURCES.file
    }
    if lost - {PLACES.file, AREAS.file}:
        return
    used = _used(kept)
    for table, code, message in _UNUSED:
        for record in kept[table.name]:
            if record.values["id"] not in used[table.name]:
                report.add(table, record, "id", message, code)


def _used(kept: Mapping[str, list[Record]]) -> dict[str, set[str]]:
    # each distinct cell is split once
    cells = {
        key: {record.values[key] for record in kept["claims"]}
        for key in (
            "features",
            "source",
            "relayed_by",
            "article",
            "also_in",
            "allegation",
            "vessels",
        )
    }
    features = {part for cell in cells["features"] for part in split_cell(cell)}
    for route in kept["routes"]:  # its places are needed for the route
        if route.values["id"] in features:
            features |= {route.values["from"], route.values["to"]}
            features.update(split_cell(route.values["via"]))
    relays = {part for cell in cells["relayed_by"] for part in split_cell(cell)}
    carriers = {part for cell in cells["also_in"] for part in split_cell(cell)}
    others = {
        record.values[key] for record in kept["articles"] for key in ("reprint_of", "corrected_by")
    }
    return {
        "places": features,
        "routes": features,
        "sources": _with_wholes(cells["source"] | relays, kept["sources"]),
        "articles": cells["article"] | carriers | others,
        "vessels": {part for cell in cells["vessels"] for part in split_cell(cell)},
        "allegations": _with_wholes(cells["allegation"], kept["allegations"]),
    }


def _with_wholes(used: set[str], records: list[Record]) -> set[str]:
    """Return the used ids and those of the records that they are a part of."""
    wholes = {record.values["id"]: record.values["part_of"] for record in records}
    found = set(used)
    for key in used:
        while (key := wholes.get(key, "")) and key not in found:
            found.add(key)
    return found
