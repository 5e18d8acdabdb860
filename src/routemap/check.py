"""The rules that records must keep, each with a message that names what is wrong.

A value that is wrong in a column that may be empty is taken as unknown; a record
whose key, required value or geometry is wrong is left out. Either way a
:class:`~routemap.model.Problem` says so, and the other records stand.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from routemap.characters import shows_nothing
from routemap.check_geometry import check_route_ends, geometry_fault
from routemap.dates import parse
from routemap.errors import DateError
from routemap.model import MAX_QUOTATION, SEPARATOR, TABLES, Column, Kind, Problem, Table
from routemap.raw import RawTable, Record

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_FURTHEST = 20_040  # km: half of the way round the Earth
# what cannot stand in an address (RFC 3986), and what browsers and we might read differently
_NO_URL = re.compile(r"[\s\x00-\x20\x7f\"<>\\`\ufffd]")
_DEEPEST = 20  # allegations of which one is a part
# what spreadsheets run: see OWASP, CSV Injection, which also names the wide forms of these
_FORMULA_SIGNS = frozenset("=-+@＝＋－＠")
_FORMULA = re.compile(r"[=＝]|[-+@＋－＠].*[(|!]", re.DOTALL)
_FREE = (Kind.TEXT, Kind.REFERENCE)  # any text will do; references are checked between tables


def check_tables(raws: Mapping[str, RawTable]) -> tuple[dict[str, list[Record]], list[Problem]]:
    """Check all tables of a folder together.

    Parameters
    ----------
    raws
        One :class:`RawTable` per table name, in any state.

    Returns
    -------
    records, problems
        The records that stand, with wrong optional values emptied, by table
        name in file order; and every problem, those of reading included, in
        the order of tables and rows.
    """
    problems: list[Problem] = []
    kept: dict[str, list[Record]] = {}
    for table in TABLES:
        raw = raws[table.name]
        problems += raw.problems
        suspects = _suspects(table, raw.records)
        records = [
            record
            for position, item in enumerate(raw.records)
            if (record := _check_record(table, item, problems) if position in suspects else item)
        ]
        kept[table.name] = _drop_duplicate_ids(table, records, kept, problems)
    ids = {name: {record.values["id"] for record in records} for name, records in kept.items()}
    for table in TABLES:
        kept[table.name] = _check_references(table, kept[table.name], ids, raws, problems)
        ids[table.name] = {record.values["id"] for record in kept[table.name]}
    check_route_ends(kept, problems)
    _check_broader(kept["allegations"], problems)
    _check_claims(kept["claims"], problems)
    _check_formulas(kept, problems)
    _check_every_feature_is_claimed(kept, raws, problems)
    order = {table.file: position for position, table in enumerate(TABLES)}
    problems.sort(key=lambda problem: (order[problem.file], problem.row or 0))
    return kept, problems


def split_cell(text: str) -> tuple[str, ...]:
    """Split a cell of several values at ``;`` and drop empty ones."""
    if SEPARATOR not in text:  # by far the most
        return (part,) if (part := text.strip()) else ()
    return tuple(part for piece in text.split(SEPARATOR) if (part := piece.strip()))


def _suspects(table: Table, records: Sequence[Record]) -> set[int]:
    """Return positions of the records in which something is wrong; hardly any are.

    Each distinct value of a column is judged once.
    """
    suspects: set[int] = set()
    for column in table.columns:
        free = column.kind in _FREE
        if free and not column.required:
            continue
        texts = [record.values[column.key] for record in records]
        wrong = {text for text in set(texts) if _fault(column, text)}
        if wrong:
            suspects.update(place for place, text in enumerate(texts) if text in wrong)
    if table.geometry:
        for place, record in enumerate(records):
            if geometry_fault(table, record.geometry):
                suspects.add(place)
    return suspects


def _check_record(table: Table, record: Record, problems: list[Problem]) -> Record | None:
    values = dict(record.values)
    stands = True
    for column in table.columns:
        text = values[column.key]
        fault = _fault(column, text)
        if fault is None:
            continue
        outcome = f"the {table.record} is left out" if column.required else "taken as unknown"
        problems.append(Problem(table.file, record.row, column.key, text, f"{fault}; {outcome}"))
        stands = stands and not column.required
        values[column.key] = _without_faults(column, text)
    if table.geometry and (fault := geometry_fault(table, record.geometry)):
        message = f"{fault}; the {table.record} is left out"
        problems.append(Problem(table.file, record.row, "geometry", values["id"], message))
        stands = False
    return replace(record, values=values) if stands else None


def _fault(column: Column, text: str) -> str | None:
    if not text:
        return "is empty but required" if column.required else None
    if column.kind in _FREE:
        blank = column.required and shows_nothing(text)
        return "shows nothing, but is required" if blank else None
    for value in split_cell(text) if column.many else (text,):
        fault = _value_fault(column, value)
        if fault:
            return fault
    return None


def _value_fault(column: Column, value: str) -> str | None:
    match column.kind:
        case Kind.ID:
            ok = len(value) <= 80 and _ID.fullmatch(value)
            return (
                None if ok else "must be lower-case letters, digits and single hyphens, 80 at most"
            )
        case Kind.TERM:
            keys = column.vocabulary.keys if column.vocabulary else ()
            return None if value in keys else f"“{value}” is not one of {', '.join(keys)}"
        case Kind.EDTF:
            return _date_fault(value)
        case Kind.NUMBER:
            return _number_fault(value)
        case Kind.URL:
            return _url_fault(value)
    return None


def _without_faults(column: Column, text: str) -> str:
    if not column.many:
        return ""
    return SEPARATOR.join(part for part in split_cell(text) if _value_fault(column, part) is None)


def _date_fault(value: str) -> str | None:
    try:
        parse(value)
    except DateError as error:
        return str(error)
    return None


def _number_fault(value: str) -> str | None:
    if not _NUMBER.fullmatch(value):
        return "must be a number"
    ok = 0 <= float(value) <= _FURTHEST
    return None if ok else f"must be zero or more, and {_FURTHEST:,} at most"


def _url_fault(value: str) -> str | None:
    fault = "must be a web address that starts with https:// or http://"
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        return fault
    if parts.scheme not in ("http", "https") or not parts.hostname or _NO_URL.search(value):
        return fault
    # https://paper.example@other.example/ is other.example
    return "must not hold a user name (an @ before the path)" if "@" in parts.netloc else None


def _drop_duplicate_ids(
    table: Table, records: list[Record], kept: Mapping[str, list[Record]], problems: list[Problem]
) -> list[Record]:
    # places and routes share one space of ids, because claims name both in one column
    others = kept.get("places", []) if table.name == "routes" else []
    seen = {record.values["id"]: "places.geojson" for record in others}
    unique = []
    for record in records:
        key = record.values["id"]
        if key in seen:
            message = f"the id stands already in {seen[key]}; the {table.record} is left out"
            problems.append(Problem(table.file, record.row, "id", key, message))
        else:
            seen[key] = f"row {record.row}"
            unique.append(record)
    return unique


def _check_references(
    table: Table,
    records: Iterable[Record],
    ids: Mapping[str, set[str]],
    raws: Mapping[str, RawTable],
    problems: list[Problem],
) -> list[Record]:
    columns = [
        (column, frozenset().union(*(ids[name] for name in column.refers_to)))
        for column in table.columns
        if column.kind is Kind.REFERENCE
    ]
    unread: Counter[tuple[str, str]] = Counter()
    standing = []
    for record in records:
        values, stands = record.values, True
        for column, known in columns:
            if not (text := values[column.key]) or text in known:
                continue
            parts = split_cell(text) if column.many else (text,)
            unknown = [part for part in parts if part and part not in known]
            if not unknown:
                continue
            values = {
                **values,
                column.key: SEPARATOR.join(part for part in parts if part in known),
            }
            stands = stands and not column.required
            missing = [name for name in column.refers_to if not raws[name].readable]
            if missing:
                unread[(column.key, raws[missing[0]].table.file)] += 1
                continue
            outcome = f"the {table.record} is left out" if column.required else "taken as unknown"
            message = f"no such id in {' or '.join(column.refers_to)}; {outcome}"
            problems.append(
                Problem(table.file, record.row, column.key, ", ".join(unknown), message)
            )
        if stands:
            standing.append(record if values is record.values else replace(record, values=values))
    for (key, file), count in unread.items():
        message = f"{count} rows refer to {file}, which could not be read"
        problems.append(Problem(table.file, None, key, "", message))
    return standing


def _check_broader(allegations: Iterable[Record], problems: list[Problem]) -> None:
    broader = {record.values["id"]: record.values["part_of"] for record in allegations}
    for record in allegations:
        seen, key = {record.values["id"]}, record.values["part_of"]
        while key and key not in seen and len(seen) <= _DEEPEST:
            seen.add(key)
            key = broader[key]
        if key:
            circle = key in seen
            fault = "goes round in a circle" if circle else f"part of more than {_DEEPEST} others"
            message = f"{fault}; taken as unknown"
            value = record.values["part_of"]
            problems.append(Problem("allegations.csv", record.row, "part_of", value, message))
            record.values["part_of"] = broader[record.values["id"]] = ""


def _check_claims(claims: Iterable[Record], problems: list[Problem]) -> None:
    seen: dict[tuple[str, ...], int] = {}
    for record in claims:
        values = record.values

        def report(field: str, value: str, message: str, row: int = record.row) -> None:
            problems.append(Problem("claims.csv", row, field, value, message))

        if values["excerpt_kind"] == "quotation":
            if not (values["prefix"] or values["suffix"]):
                report(
                    "prefix", values["excerpt"], "a quotation needs the words before or after it"
                )
            if len(values["excerpt"]) > MAX_QUOTATION:
                report(
                    "excerpt",
                    values["excerpt"],
                    f"a quotation of more than {MAX_QUOTATION} characters",
                )
        if values["stance"] != "background" and not values["allegation"]:
            report("allegation", "", f"a claim that {values['stance']} needs an allegation")
        same = tuple(
            values[key] for key in ("article", "source", "allegation", "stance", "excerpt")
        )
        if same in seen:
            report("id", values["id"], f"says the same as row {seen[same]}")
        seen.setdefault(same, record.row)


def _check_formulas(kept: Mapping[str, list[Record]], problems: list[Problem]) -> None:
    """Tell of cells that a spreadsheet would run, where a file is one that spreadsheets open."""
    message = "begins like a formula, which a spreadsheet runs; put a word before it"
    for table in TABLES:
        for column in table.columns if not table.geometry else ():
            if column.kind is not Kind.TEXT:
                continue
            problems += [
                Problem(table.file, record.row, column.key, text, message)
                for record in kept[table.name]
                if (text := record.values[column.key])[:1] in _FORMULA_SIGNS
                and _FORMULA.match(text)
            ]


def _check_every_feature_is_claimed(
    kept: Mapping[str, list[Record]], raws: Mapping[str, RawTable], problems: list[Problem]
) -> None:
    if not all(raw.readable for raw in raws.values()):
        return
    claimed = {part for record in kept["claims"] for part in split_cell(record.values["features"])}
    for route in kept["routes"]:  # whose places stand in the file for its sake
        if route.values["id"] in claimed:
            claimed |= {route.values["from"], route.values["to"], *split_cell(route.values["via"])}
    for table in TABLES[:2]:
        for record in kept[table.name]:
            if (key := record.values["id"]) not in claimed:
                message = "no claim speaks of it, so it is not drawn"
                problems.append(Problem(table.file, record.row, "id", key, message))
