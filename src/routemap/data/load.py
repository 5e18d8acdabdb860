"""A folder of files -> the checked dataset of one revision, and its problems."""

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

from routemap.data import cache
from routemap.data.checks.check import check_tables
from routemap.data.checks.dates import outdated
from routemap.data.codes import Ints
from routemap.data.dataset import Dataset, build
from routemap.data.reading.read_csv import read_table
from routemap.data.reading.records import RawTable
from routemap.data.reading.snapshot import Snapshot, take
from routemap.data.tables import DATES, ROW, tabulate, tabulate_dates
from routemap.model.errors import DataFolderError
from routemap.model.findings import Severity
from routemap.model.problem import Problem
from routemap.model.tables import TABLES

SHIPPED = Path(__file__).resolve().parents[3] / "geodata"
VARIABLE = "ROUTEMAP_GEODATA"


@dataclass(frozen=True)
class Loaded:
    """What one reading of a folder gave.

    ``problems`` have to be corrected, ``notices`` need not be. ``rows`` says, per table, in
    which row of its file each record is, counted as in :class:`~routemap.model.problem.Problem`.
    ``unread`` names the files that could not be read at all, ``cut`` those that end within a
    record. ``warning`` is set if the dataset is an earlier one, kept because the files cannot
    be read now; ``held_back`` then lists what is not shown and why, one sentence per file or
    record.
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
    notices: tuple[Problem, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """How many records stand, by table name."""
        return {name: len(rows) for name, rows in self.rows.items()}

    @property
    def read(self) -> str:
        """When the files were read, in words, to the minute."""
        return f"{self.loaded_at:%-d %B %Y, %H:%M UTC}"

    @property
    def held_back_notice(self) -> str:
        """One sentence for readers who do not edit the data, ``""`` where nothing is held back."""
        if not self.held_back:
            return ""
        return f"The latest edit of the data is held back; this is the data read on {self.read}."

    @property
    def held_back_in_short(self) -> str:
        """The first sentences of ``held_back`` in one text, with the number of the others."""
        return in_short(self.held_back)


@dataclass(frozen=True)
class Progress:
    """How far a reading is: what is done now, and the share of the whole, 0 to 1."""

    stage: str
    share: float


Watcher = Callable[[Progress], None]
# shares of a reading: the files themselves, then the checks, then the dataset
_READ: Final = 0.35
_CHECKED: Final = 0.75
LAST_STAGE: Final = 0.9
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
    """Return the folder that ``ROUTEMAP_GEODATA`` names, or the shipped ``geodata``."""
    named = os.environ.get(VARIABLE)
    return Path(named).expanduser() if named else SHIPPED


def load(folder: Path, watch: Watcher | None = None) -> Loaded:
    """Read and check a data folder.

    A large folder that was read before, by the same code, comes from :mod:`routemap.data.cache`.

    Parameters
    ----------
    folder
        A folder with the files of :data:`routemap.model.tables.TABLES`.
    watch
        Called with the progress, for whoever waits.

    Returns
    -------
    Loaded
        Always a dataset, an empty one at worst; what was wrong is in ``problems``.

    Raises
    ------
    DataFolderError
        Where the folder does not exist or is not a folder, or its files never stand still.
    """
    if not folder.is_dir():
        raise DataFolderError(
            f"{folder}: no such data folder; create it or point {VARIABLE} at one that exists"
        )
    for _ in range(_TRIES):
        if snapshot := take(folder):
            return load_snapshot(snapshot, watch)
        time.sleep(_BETWEEN_TRIES)
    raise DataFolderError(f"{folder}: the files do not stand still; try again when they do")


def load_snapshot(snapshot: Snapshot, watch: Watcher | None = None) -> Loaded:
    """Check the files of a folder, as they stood at one moment; see :func:`load`."""
    tell = watch or _nobody_waits
    files, revision = snapshot.files, snapshot.revision
    large = not snapshot.missing and cache.worth_keeping(files)
    kept = cache.recall(revision, _schemas()) if large else None
    unread: tuple[str, ...] = ()
    cut: tuple[str, ...] = ()
    if kept:
        tables, found = kept
    else:
        # the records of the files are gone before the dataset is built
        tables, found, unread, cut = _checked(snapshot, tell)
        if large and not unread and not cut:
            cache.keep(revision, tables, found)
    tell(Progress("Preparing the map", LAST_STAGE))
    dataset = build(revision, tables)
    now = datetime.now(UTC)
    found = tuple(problem for problem in found if not outdated(problem, now.date()))
    pa.default_memory_pool().release_unused()  # what the tables took would stay with the process
    return Loaded(
        dataset=dataset,
        problems=tuple(item for item in found if item.severity is Severity.PROBLEM),
        notices=tuple(item for item in found if item.severity is Severity.NOTICE),
        rows={table.name: _rows(tables[table.name]) for table in TABLES},
        files=files,
        unread=unread,
        loaded_at=now,
        cut=cut,
    )


def _checked(
    snapshot: Snapshot, tell: Watcher
) -> tuple[dict[str, pa.Table], tuple[Problem, ...], tuple[str, ...], tuple[str, ...]]:
    """Return checked tables by name, the problems, and the files not read and cut off."""
    raws = _read_tables(snapshot.files, snapshot.missing, tell)
    tell(Progress("Checking the records", _READ))
    records, problems = check_tables(raws)
    tell(Progress("Arranging the records", _CHECKED))
    tables = {
        table.name: tabulate(table, records[table.name], raws[table.name].own) for table in TABLES
    }
    tables[DATES] = tabulate_dates(records)
    unread = tuple(raw.table.file for raw in raws.values() if not raw.readable)
    cut = tuple(raw.table.file for raw in raws.values() if raw.cut)
    return tables, tuple(problems), unread, cut


def _rows(table: pa.Table) -> Ints:
    # a copy: the array itself would keep the whole table
    return np.array(table[ROW].to_numpy(), dtype=np.int64)


def _schemas() -> dict[str, pa.Schema]:
    schemas = {table.name: tabulate(table, []).schema for table in TABLES}
    return {**schemas, DATES: tabulate_dates({}).schema}


def _nobody_waits(_progress: Progress) -> None:
    return


def _read_tables(
    files: Mapping[str, bytes], missing: Mapping[str, str], watch: Watcher
) -> dict[str, RawTable]:
    raws: dict[str, RawTable] = {}
    whole, done = sum(map(len, files.values())) or 1, 0
    for table in TABLES:
        if table.file in missing:
            reason = missing[table.file]
            raws[table.name] = RawTable(table).fail(
                None,
                "file",
                f"cannot be read ({reason}); its records are not shown",
                "file-unreadable",
            )
            continue
        watch(Progress(f"Reading {table.file}", _READ * done / whole))
        raws[table.name] = read_table(table, files[table.file])
        done += len(files[table.file])
    return raws
