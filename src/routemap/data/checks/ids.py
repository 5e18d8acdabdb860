"""Checks of ids and references: ids must be unique, references must name existing records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from routemap.data.checks.report import Report
from routemap.data.reading.records import RawTable, Record
from routemap.model.columns import SEPARATOR, Column, Table, split_cell
from routemap.model.findings import Effect
from routemap.model.problem import Problem
from routemap.model.suggest import Nearest
from routemap.model.tables import TABLES

# an optional table, such as that of media, adds to claims; no claim is left out because of it
_REFERRED_TO = frozenset(
    name for t in TABLES if not t.optional for c in t.columns for name in c.refers_to
)


def drop_duplicate_ids(
    table: Table, records: list[Record], kept: Mapping[str, list[Record]], report: Report
) -> list[Record]:
    """Return the records whose id is not used by another record.

    If duplicates have the same required values, the first one is kept. If they differ and other
    tables refer to them, none is kept, because a claim could mean either.
    """
    # places and routes share one set of ids, because claims name both in one column; an area has
    # the id of its place
    others = kept.get("places", []) if table.name == "routes" else []
    elsewhere = {record.values["id"] for record in others}
    first: dict[str, Record] = {}
    ambiguous: set[str] = set()
    unique = []
    for record in records:
        key = record.values["id"]
        if key in elsewhere:
            where, outcome = "places.geojson", f"the {table.record} is left out"
        elif key not in first:
            first[key] = record
            unique.append(record)
            continue
        else:
            where, outcome = f"row {first[key].row}", f"the {table.record} is left out"
            if table.geometry:
                where = f"feature {first[key].row}"
            differing = _differing(table, first[key], record)
            if differing and table.name in _REFERRED_TO:
                ambiguous.add(key)
                outcome = (
                    f"they differ in {', '.join(differing)} and claims could mean either, so none "
                    "is kept; give one of them another id"
                )
        message = f"{where} has the same id; {outcome}"
        report.add(table, record, "id", message, "id-twice", effect=Effect.RECORD)
    return [record for record in unique if record.values["id"] not in ambiguous]


def _differing(table: Table, one: Record, other: Record) -> list[str]:
    return [
        column.key
        for column in table.columns
        if column.required and one.values[column.key] != other.values[column.key]
    ]


@dataclass(frozen=True)
class _Target:
    """Ids that a reference column can name, ids of records left out, and files not read.

    ``lost`` has the file of each record that was left out, and the key of the problem behind it.
    """

    column: Column
    known: frozenset[str]
    lost: Mapping[str, tuple[str, str]]
    unread: tuple[str, ...]
    hint: Callable[[str], str]


def check_references(
    table: Table,
    records: Iterable[Record],
    ids: Mapping[str, set[str]],
    raws: Mapping[str, RawTable],
    report: Report,
) -> list[Record]:
    """Return the records whose required references exist; unknown optional ones are removed."""
    targets = [_target(column, ids, raws, report) for column in table.columns if column.refers_to]
    unread: Counter[tuple[str, str]] = Counter()
    kept = []
    for record in records:
        values, is_kept = record.values, True
        for target in targets:
            key, known = target.column.key, target.known
            if not (text := values[key]) or text in known:
                continue
            parts = split_cell(text) if target.column.many else (text,)
            taken = [part if part in known else part.lower() for part in parts]
            values = {**values, key: SEPARATOR.join(part for part in taken if part in known)}
            unknown = [part for part, low in zip(parts, taken, strict=True) if low not in known]
            if not unknown:
                _report_case(table, record, key, zip(parts, taken, strict=True), report)
                continue
            is_kept = is_kept and not target.column.required
            if target.unread:
                unread[(key, target.unread[0])] += 1
                if target.column.required:
                    report.lost[(table.file, record.values["id"])] = target.unread[0]
            else:
                _report_unknown(table, record, target, unknown, report)
        if is_kept:
            kept.append(record if values is record.values else replace(record, values=values))
    for (key, file), count in unread.items():
        what = "1 row refers" if count == 1 else f"{count} rows refer"
        message = f"{what} to {file}, which could not be read; correct that file"
        report.problems.append(
            Problem(
                table.file,
                None,
                key,
                "",
                message,
                code="reference-lost",
                target=file,
                rows=count,
            )
        )
    return kept


def _target(
    column: Column,
    ids: Mapping[str, set[str]],
    raws: Mapping[str, RawTable],
    report: Report,
) -> _Target:
    known = frozenset().union(*(ids[name] for name in column.refers_to))
    files = [raws[name].table.file for name in column.refers_to]
    lost = {key: (file, unread) for (file, key), unread in report.lost.items() if file in files}
    lost |= {
        problem.record: (problem.file, problem.key)
        for problem in report.problems
        if problem.effect is Effect.RECORD and problem.file in files and problem.record
    }
    return _Target(
        column=column,
        known=known,
        lost=lost,
        unread=tuple(raws[name].table.file for name in column.refers_to if not raws[name].readable),
        hint=Nearest(known).hint,
    )


def _report_case(
    table: Table, record: Record, key: str, parts: Iterable[tuple[str, str]], report: Report
) -> None:
    """Report ids that differ from known ones only in capital letters."""
    for part, low in parts:
        if part != low:
            message = f"the id has capital letters; it is read as “{low}”"
            report.add(table, record, key, message, "value-case", value=part)


def _report_unknown(
    table: Table, record: Record, target: _Target, unknown: list[str], report: Report
) -> None:
    column = target.column
    effect = Effect.RECORD if column.required else Effect.VALUE
    outcome = (
        f"the {table.record} is left out" if column.required else "the value is treated as unknown"
    )
    commas = any("," in part for part in unknown)
    for part in unknown:
        lost = target.lost.get(part)
        code, message = (
            "reference-unknown",
            f"the id does not exist in {' or '.join(column.refers_to)}",
        )
        if lost:
            code = "reference-lost"
            message = f"the record with this id in {lost[0]} was left out"
        elif column.many and commas:
            meant = SEPARATOR.join(split_cell(part.replace(",", SEPARATOR)))
            code, message = "value-commas", f"ids are separated by {SEPARATOR}; write “{meant}”"
        else:
            message += target.hint(part)
        report.add(
            table,
            record,
            column.key,
            message,
            code,
            value=part,
            effect=effect,
            target=lost[1] if lost else "",
            outcome=outcome,
        )
