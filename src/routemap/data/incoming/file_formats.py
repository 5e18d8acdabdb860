"""Read records of foreign files: one row of :data:`FORMATS` per format."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from routemap.data.incoming.column_mapping import TableMapping
from routemap.data.incoming.csv_rows import csv_table
from routemap.data.incoming.foreign_table import ForeignTable, Intake, Source
from routemap.data.incoming.incoming_record import IncomingRecord
from routemap.data.incoming.json_rows import features, json_lines
from routemap.data.incoming.mapped_rows import mapped_rows
from routemap.data.incoming.package_files import archive_tables, descriptor_tables, folder_tables
from routemap.data.incoming.workbook_rows import workbook_tables
from routemap.data.load import Progress, Watcher
from routemap.data.paths import Use, given_path, using
from routemap.data.reading.files import MAX_BYTES
from routemap.model.columns import Table
from routemap.model.draft import GEOMETRY
from routemap.model.errors import IncomingFileError
from routemap.model.problem import Problem
from routemap.model.tables import TABLES

_TABLES: Final[Mapping[str, Table]] = {table.name: table for table in TABLES}
_STEP: Final = 500  # rows between two reports of the progress
INCOMING: Final = Use(
    lambda path: "" if path.exists() else "the file does not exist",
    "give a CSV, XLSX, JSON Lines or GeoJSON file, a data package, or a data folder",
)


@dataclass(frozen=True)
class FileFormat:
    """A format of files with records.

    ``is_this`` recognises the content of a file. ``read`` returns its tables.
    """

    key: str
    meaning: str
    is_this: Callable[[bytes], bool]
    read: Callable[[Source, Intake], list[ForeignTable]]


def _matches(pattern: bytes) -> Callable[[bytes], bool]:
    return lambda content: re.match(pattern, content, re.DOTALL) is not None


def _refuse(why: str) -> Callable[[Source, Intake], list[ForeignTable]]:
    def refuse(_source: Source, _intake: Intake) -> list[ForeignTable]:
        raise IncomingFileError(why)

    return refuse


_COLLECTION: Final = re.compile(rb'"type"\s*:\s*"FeatureCollection"')
_RESOURCES: Final = re.compile(rb'"resources"\s*:\s*\[')
_TWO_LINES: Final = re.compile(rb"\s*(\xef\xbb\xbf)?\s*\{[^\n]*\}\s*\n\s*\{")
_OBJECT: Final = _matches(rb"\s*(\xef\xbb\xbf)?\s*\{")


def _has(member: re.Pattern[bytes]) -> Callable[[bytes], bool]:
    """Return what recognises a single JSON object that has a member somewhere."""
    return lambda content: (
        _OBJECT(content)
        and _TWO_LINES.match(content) is None
        and member.search(content) is not None
    )


FORMATS: Final = (
    FileFormat(
        "xlsx",
        "A workbook with one sheet per table.",
        lambda content: content.startswith(b"PK\x03\x04") and b"xl/workbook.xml" in content,
        workbook_tables,
    ),
    FileFormat(
        "zip",
        "A ZIP file of a data folder or data package, such as an export of another copy.",
        _matches(rb"PK\x03\x04"),
        archive_tables,
    ),
    FileFormat(
        "old-workbook",
        "An old or encrypted workbook, which is not read.",
        _matches(rb"\xd0\xcf\x11\xe0"),
        _refuse("the workbook is encrypted or of an old format; save it as XLSX or CSV"),
    ),
    FileFormat(
        "page",
        "A web page or another XML file, which is not read.",
        _matches(rb"\s*(\xef\xbb\xbf)?\s*<"),
        _refuse("the file is a web page, perhaps a login page; download the file itself"),
    ),
    FileFormat(
        "geojson",
        "Places, routes or areas as a GeoJSON FeatureCollection in WGS 84.",
        _has(_COLLECTION),
        lambda source, intake: [features(source, intake)],
    ),
    FileFormat(
        "descriptor",
        "The datapackage.json of a data package, with its files beside it.",
        _has(_RESOURCES),
        descriptor_tables,
    ),
    FileFormat(
        "jsonl",
        "JSON Lines: one object per line, with its table.",
        _OBJECT,
        json_lines,
    ),
    FileFormat(
        "csv",
        "A CSV file with one table.",
        lambda _content: True,
        lambda source, intake: [csv_table(source, intake)],
    ),
)
"""The formats, in the order in which they are tried; the last one accepts everything."""


@dataclass(frozen=True)
class Reading:
    """How files are read.

    Attributes
    ----------
    table
        Name of the table for files that do not say which they have, ``""`` to guess it.
    mappings
        Mappings of foreign columns.
    own
        Columns that only the case or the team has, by name of the table.
    """

    table: str = ""
    mappings: Sequence[TableMapping] = ()
    own: Mapping[str, Collection[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Received:
    """The records of some files, in their order, and what is wrong with the files."""

    records: tuple[IncomingRecord, ...]
    problems: tuple[Problem, ...]
    notices: tuple[Problem, ...]


def read_files(
    files: Sequence[str], reading: Reading | None = None, watch: Watcher | None = None
) -> Received:
    """Return the records of foreign files and data folders.

    Parameters
    ----------
    files
        Paths of files and folders.
    reading
        How they are read.
    watch
        Called with the progress.

    Raises
    ------
    PathError
        If a file does not exist or cannot be read.
    """
    reading = reading or Reading()
    records: dict[tuple[str, str], IncomingRecord] = {}
    problems: list[Problem] = []
    notices: list[Problem] = []
    rows = 0
    for number, text in enumerate(files):
        path = given_path(text, INCOMING)
        intake = Intake(_shown(watch, path.name, number / len(files)), rows=rows)
        try:
            for table in _tables(path, intake):
                for record in mapped_rows(table, _mappings(table, reading), reading.own, intake):
                    _add(records, record, intake)
        except IncomingFileError as error:
            intake.report(Problem(str(path), None, "file", "", str(error), code="file-unreadable"))
        problems += intake.problems
        notices += intake.notices
        rows = intake.rows
    return Received(tuple(records.values()), tuple(problems), tuple(notices))


def _shown(watch: Watcher | None, name: str, share: float) -> Callable[[int], None]:
    def show(rows: int) -> None:
        if watch and rows % _STEP == 0:
            watch(Progress(f"Reading {name}, row {rows:,}", share))

    return show


def _tables(path: Path, intake: Intake) -> Iterator[ForeignTable]:
    with using(path, INCOMING):
        if path.is_dir():
            yield from folder_tables(path, intake)
            return
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise IncomingFileError(f"the file is larger than {MAX_BYTES // 1_000_000} MB; split it")
    source = Source(str(path), content)
    yield from next(row for row in FORMATS if row.is_this(content)).read(source, intake)


def _mappings(table: ForeignTable, reading: Reading) -> list[TableMapping]:
    """Return which tables of the data a foreign one has records of.

    Raises
    ------
    IncomingFileError
        If that is not clear.
    """
    if found := [row for row in reading.mappings if row.source == table.name]:
        return found
    named = table.name if table.name in _TABLES else ""
    key = table.declared or reading.table or named or _by_columns(table)
    if key not in _TABLES:
        what = f"the table “{key:.100}” is unknown" if key else "its table is not clear"
        raise IncomingFileError(
            f"{what}; name the file or sheet after a table, or give --table; tables are "
            f"{', '.join(_TABLES)}"
        )
    return [TableMapping(_TABLES[key], table.name)]


def _by_columns(table: ForeignTable) -> str:
    """Return the name of the only table of the data that has most columns of a foreign one."""
    names = {name.lower() for name in table.columns}
    has_geometry = any(GEOMETRY in row.values for row in table.rows[:1])
    shared = {
        known.name: len(names & {*known.keys})
        for known in TABLES
        if names.issuperset(column.key for column in known.columns if column.required)
        and bool(known.geometry) == has_geometry
    }
    most = max(shared.values(), default=0)
    best = [name for name, number in shared.items() if number == most]
    return best[0] if len(best) == 1 else ""


def _add(
    records: dict[tuple[str, str], IncomingRecord], record: IncomingRecord, intake: Intake
) -> None:
    """Add a record; one that is there with other values is reported."""
    first = records.setdefault((record.table, record.record), record)
    if first.cells != record.cells:
        fault = f"{first.place} has the same id with other values; correct one of the two"
        intake.report(
            Problem(
                record.file, record.row, "id", record.record, fault,
                code="id-twice", record=record.record, line=record.line,
            )
        )  # fmt: skip
