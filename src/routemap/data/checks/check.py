"""Check the records of all tables, and report faults in messages that say what is wrong.

An invalid value in an optional column is treated as unknown. A record with an invalid id, required
value or geometry is left out. Both are reported as a :class:`~routemap.model.problem.Problem`; all
other records are kept. The possible findings and their severity are listed in
:mod:`routemap.model.findings`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

from routemap.data.basemap import Basemap, basemap_of
from routemap.data.checks.articles import check_articles
from routemap.data.checks.claims import check_addresses, check_chains, check_claims
from routemap.data.checks.dates import check_dates
from routemap.data.checks.geometry import check_route_ends
from routemap.data.checks.ids import check_references, drop_duplicate_ids
from routemap.data.checks.media import check_media
from routemap.data.checks.place_areas import check_areas
from routemap.data.checks.places import check_places
from routemap.data.checks.report import Report
from routemap.data.checks.statements import check_statements, check_vessels
from routemap.data.checks.texts import check_texts
from routemap.data.checks.usage import check_usage
from routemap.data.checks.values import check_values
from routemap.data.paths import SHIPPED
from routemap.data.reading.records import RawTable, Record
from routemap.model.case import NEUTRAL, Case
from routemap.model.problem import Problem
from routemap.model.tables import ALLEGATIONS, SOURCES


def check_tables(
    raws: Mapping[str, RawTable],
    case: Case = NEUTRAL,
    basemap: Basemap | None = None,
    today: date | None = None,
) -> tuple[dict[str, list[Record]], list[Problem]]:
    """Return the valid records of all tables of a folder, and every finding.

    Parameters
    ----------
    raws
        One :class:`RawTable` per table name, in any state.
    case
        The case, whose closed lists apply.
    basemap
        The basemap by which places are checked, by default the shipped one.
    today
        Later dates are reported; by default, the current day (UTC).

    Returns
    -------
    records, problems
        The kept records by table name, in file order, with invalid optional values emptied; and
        every problem and notice, including those of reading, in the order of tables and rows.
    """
    report = Report()
    kept: dict[str, list[Record]] = {}
    for table in case.tables:
        raw = raws[table.name]
        report.problems += raw.problems
        records = check_values(table, raw.records, report)
        kept[table.name] = drop_duplicate_ids(table, records, kept, report)
    ids = {name: {record.values["id"] for record in records} for name, records in kept.items()}
    for table in case.tables:
        kept[table.name] = check_references(table, kept[table.name], ids, raws, report)
        ids[table.name] = {record.values["id"] for record in kept[table.name]}
    check_areas(kept, report, case)
    check_route_ends(kept, report)
    check_places(kept, report, basemap or basemap_of(SHIPPED))
    for table in (ALLEGATIONS, SOURCES):
        check_chains(table, kept[table.name], report)
    check_addresses(kept["articles"], report)
    check_articles(kept["articles"], report)
    check_claims(kept["claims"], report)
    check_statements(kept["claims"], report)
    check_vessels(kept["vessels"], report)
    check_media(kept["media"], report)
    check_dates(kept, today or datetime.now(UTC).date(), report)
    check_texts(case.tables, kept, {name: raw.own for name, raw in raws.items()}, report)
    check_usage(kept, raws, report)
    order = {table.file: position for position, table in enumerate(case.tables)}
    report.problems.sort(key=lambda problem: (order[problem.file], problem.row or 0))
    return kept, _with_lines(report.problems, raws)


def _with_lines(problems: list[Problem], raws: Mapping[str, RawTable]) -> list[Problem]:
    """Return the problems, with the line in the file for those of GeoJSON features."""
    files = {problem.file for problem in problems if problem.row is not None}
    lines = {raw.table.file: raw.lines() for raw in raws.values() if raw.table.file in files}
    return [
        replace(problem, line=lines[problem.file][problem.row - 1])
        if problem.row is not None and problem.row <= len(lines[problem.file])
        else problem
        for problem in problems
    ]
