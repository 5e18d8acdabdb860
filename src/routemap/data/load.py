"""Load a data folder: the checked dataset of one revision, and its problems."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa

from routemap.data import cache, paths
from routemap.data.case_file import read_case, unreadable
from routemap.data.checks.check import check_tables
from routemap.data.checks.dates import outdated
from routemap.data.codes import Ints
from routemap.data.dataset import Dataset, build
from routemap.data.reading.read_csv import read_table
from routemap.data.reading.records import RawTable
from routemap.data.reading.snapshot import Snapshot, take
from routemap.data.tables import DATES, ROW, tabulate, tabulate_dates
from routemap.model.case import CASE_FILE, NEUTRAL, Case
from routemap.model.errors import DataFolderError
from routemap.model.findings import Severity
from routemap.model.problem import Problem

SHIPPED = paths.SHIPPED
VARIABLE = paths.VARIABLE


@dataclass(frozen=True)
class Loaded:
    """The result of reading a folder once.

    ``problems`` must be corrected, ``notices`` are optional. ``rows`` has, per table, the row of
    each record in its file, counted as in :class:`~routemap.model.problem.Problem`. ``unread``
    names the files that could not be read at all, ``cut`` those that end within a record.
    ``warning`` is set if the dataset is an earlier one, shown because the current files cannot be
    used; ``held_back`` then lists what is not shown and why, one sentence per file or record.
    ``draft`` is the id of the draft that would make this data, ``""`` for published data.
    """

    dataset: Dataset
    problems: tuple[Problem, ...]
    rows: Mapping[str, Ints]
    files: Mapping[str, bytes]
    unread: tuple[str, ...]
    loaded_at: datetime
    cut: tuple[str, ...] = ()
    warning: str = ""
    held_back: tuple[str, ...] = ()
    draft: str = ""
    notices: tuple[Problem, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """The number of records by table name."""
        return {name: len(rows) for name, rows in self.rows.items()}

    @property
    def read(self) -> str:
        """When the files were read, in words, to the minute."""
        return f"{self.loaded_at:%-d %B %Y, %H:%M UTC}"

    @property
    def held_back_notice(self) -> str:
        """One sentence for readers who do not edit the data, ``""`` if nothing is held back."""
        if not self.held_back:
            return ""
        return f"The latest edit of the data is held back; this data was read on {self.read}."

    @property
    def held_back_in_short(self) -> str:
        """The first sentences of ``held_back`` in one text, with the number of the others."""
        return in_short(self.held_back)


@dataclass(frozen=True)
class Progress:
    """Progress of reading: the current stage, and the share of the total, 0 to 1."""

    stage: str
    share: float


Watcher = Callable[[Progress], None]
# shares of the total time: first the files, then the checks, then the dataset
_READ: Final = 0.35
_CHECKED: Final = 0.75
LAST_STAGE: Final = 0.9
# An editor may be writing the files. There is no event to wait for, so they are read again.
_TRIES, _BETWEEN_TRIES = 50, 0.1  # seconds
_NAMED: Final = 3


def in_short(sentences: Sequence[str]) -> str:
    """Return the first sentences in one text, with the number of the others.

    Examples
    --------
    >>> in_short(["a: 1", "b: 2", "c: 3", "d: 4", "e: 5"])
    'a: 1; b: 2; c: 3; and 2 more'
    """
    more = len(sentences) - _NAMED
    return "; ".join([*sentences[:_NAMED], *([f"and {more:,} more"] if more > 0 else [])])


def data_folder() -> Path:
    """Return the folder in ``ROUTEMAP_GEODATA``, by default the included ``geodata``."""
    named = os.environ.get(VARIABLE)
    return Path(named).expanduser() if named else SHIPPED


def load(folder: Path, watch: Watcher | None = None) -> Loaded:
    """Return the checked dataset of a data folder, with its problems.

    A large folder that the same code has read before comes from :mod:`routemap.data.cache`.

    Parameters
    ----------
    folder
        A folder with the files of :data:`routemap.model.tables.TABLES`.
    watch
        Called with the progress, to show it to a waiting reader.

    Returns
    -------
    Loaded
        Always has a dataset, which may be empty; faults of the files are in ``problems``.

    Raises
    ------
    DataFolderError
        If the folder does not exist or is not a folder, or if its files keep changing.
    """
    if fault := paths.fault_of(folder, paths.DATA):
        raise DataFolderError(fault)
    for _ in range(_TRIES):
        if snapshot := take(folder):
            return load_snapshot(snapshot, watch)
        time.sleep(_BETWEEN_TRIES)
    raise DataFolderError(f"{folder}: the files keep changing; try again later")


@dataclass(frozen=True)
class Known:
    """What the checks of the same code have found in the same files before.

    ``tables`` are the checked tables by name, with the table of the dates.
    """

    tables: Mapping[str, pa.Table]
    found: tuple[Problem, ...]


def case_of(files: Mapping[str, bytes]) -> Case:
    """Return the case in the files of a folder, as far as it can be read."""
    return _read_case(Snapshot(files, {}))[0]


def load_snapshot(
    snapshot: Snapshot, watch: Watcher | None = None, known: Known | None = None
) -> Loaded:
    """Return the checked dataset of a snapshot of the files; see :func:`load`.

    With ``known``, nothing is read and checked again.
    """
    report = watch or _ignore
    files, revision = snapshot.files, snapshot.revision
    case, of_case, is_case_cut = _read_case(snapshot)
    large = not known and not snapshot.missing and cache.worth_keeping(files)
    # the basemap decides which places are outside their country
    state = f"{revision}-{cache.content_hash(snapshot.basemap.folder)}" if large else revision
    kept = cache.recall(state, _schemas(case)) if large else None
    if known:
        kept = dict(known.tables), known.found
    unread: tuple[str, ...] = ()
    cut: tuple[str, ...] = ()
    if kept:
        tables, found = kept
    else:
        # in a function, so that the records are freed before the dataset is built
        tables, found, unread, cut = _checked(snapshot, case, report)
        if large and not unread and not cut:
            cache.keep(state, tables, found)
    report(Progress("Preparing the map", LAST_STAGE))
    dataset = build(revision, tables, case, snapshot.basemap)
    now = datetime.now(UTC)
    found = (*of_case, *(item for item in found if not outdated(item, now.date())))
    pa.default_memory_pool().release_unused()  # otherwise the process keeps their memory
    return Loaded(
        dataset=dataset,
        problems=tuple(item for item in found if item.severity is Severity.PROBLEM),
        notices=tuple(item for item in found if item.severity is Severity.NOTICE),
        rows={table.name: _rows(tables[table.name]) for table in case.tables},
        files=files,
        unread=unread,
        loaded_at=now,
        cut=(*cut, *([CASE_FILE] if is_case_cut else [])),
    )


def _read_case(snapshot: Snapshot) -> tuple[Case, tuple[Problem, ...], bool]:
    """Return the case of a folder, its problems, and whether its file seems to be half-written."""
    if reason := snapshot.missing.get(CASE_FILE):
        return NEUTRAL, (unreadable(f"the file cannot be read ({reason})"),), True
    if CASE_FILE not in snapshot.files:
        return NEUTRAL, (), False
    case, problems, is_valid = read_case(snapshot.files[CASE_FILE])
    return case, problems, not is_valid


def _checked(
    snapshot: Snapshot, case: Case, report: Watcher
) -> tuple[dict[str, pa.Table], tuple[Problem, ...], tuple[str, ...], tuple[str, ...]]:
    """Return checked tables by name, the problems, and the names of unread and cut-off files."""
    raws = _read_tables(case, snapshot.files, snapshot.missing, report)
    report(Progress("Checking the records", _READ))
    records, problems = check_tables(raws, case, snapshot.basemap)
    report(Progress("Arranging the records", _CHECKED))
    tables = {
        table.name: tabulate(table, records[table.name], raws[table.name].own)
        for table in case.tables
    }
    tables[DATES] = tabulate_dates(records)
    unread = tuple(raw.table.file for raw in raws.values() if not raw.readable)
    cut = tuple(raw.table.file for raw in raws.values() if raw.cut)
    return tables, tuple(problems), unread, cut


def _rows(table: pa.Table) -> Ints:
    # a copy, because the array itself would keep the whole table in memory
    return np.array(table[ROW].to_numpy(), dtype=np.int64)


def _schemas(case: Case) -> dict[str, pa.Schema]:
    schemas = {table.name: tabulate(table, []).schema for table in case.tables}
    return {**schemas, DATES: tabulate_dates({}).schema}


def _ignore(_progress: Progress) -> None:
    return


def _read_tables(
    case: Case, files: Mapping[str, bytes], missing: Mapping[str, str], watch: Watcher
) -> dict[str, RawTable]:
    raws: dict[str, RawTable] = {}
    total, done = sum(map(len, files.values())) or 1, 0
    for table in case.tables:
        if table.file in missing:
            reason = missing[table.file]
            raws[table.name] = RawTable(table).fail(
                None,
                "file",
                f"the file cannot be read ({reason}); its records are not shown",
                "file-unreadable",
            )
            continue
        if table.file not in files:
            raws[table.name] = RawTable(table)
            continue
        watch(Progress(f"Reading {table.file}", _READ * done / total))
        raws[table.name] = read_table(table, files[table.file])
        done += len(files[table.file])
    return raws
