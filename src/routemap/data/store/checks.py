"""Check the records of a store as seldom and as little as possible.

What the checks found is kept in the store by content and rules, so one process checks for all. A
process that has checked the revision before checks only what an edit can have changed.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Final

import psycopg
import pyarrow as pa

from routemap.data import cache
from routemap.data.checks.recheck import Checked, recheck
from routemap.data.load import Known, Loaded, Watcher, case_of, load_snapshot
from routemap.data.reading.snapshot import Snapshot
from routemap.data.store.connection import Connection, Connections
from routemap.data.store.taken import Taken
from routemap.data.tables import DATES, dates_of
from routemap.model.case import CASE_FILE
from routemap.model.errors import StoreError
from routemap.model.findings import Effect
from routemap.model.problem import Problem

_DAYS: Final = 30  # for which findings are kept
_CHANGES_VALUES: Final = ("value-case",)
"""Codes of findings without an effect whose value is read as another one all the same."""


class StoreChecks:
    """The checks of one store. Can be shared by threads.

    Parameters
    ----------
    writing, reading
        Connections to the store, and to where records are read from.
    """

    def __init__(self, writing: Connections, reading: Connections) -> None:
        self._writing, self._reading = writing, reading
        self._lock = threading.Lock()
        self._last: tuple[Taken, Known] | None = None  # the latest state without losses

    def loaded(self, taken: Taken, watch: Watcher | None = None) -> Loaded:
        """Return the dataset of records."""
        known = self._recall(taken)
        loaded = load_snapshot(taken.snapshot, watch, known or self._rechecked(taken))
        if known is None:
            self.keep(loaded)
        found = _found(loaded)
        if _changes_nothing(found) and not (loaded.unread or loaded.cut):
            dates = dates_of(taken.tables, loaded.dataset.case.tables, _dates(loaded))
            with self._lock:
                if self._last is None or self._last[0].number <= taken.number:
                    self._last = taken, Known({**taken.tables, DATES: dates}, tuple(found))
        return loaded

    def _rechecked(self, taken: Taken) -> Known | None:
        """Return what the checks find, if only some records have to be checked."""
        with self._lock:
            last = self._last
        files = taken.snapshot.files
        if last is None or last[0].snapshot.files.get(CASE_FILE) != files.get(CASE_FILE):
            return None
        case, basemap = case_of(files), taken.snapshot.basemap
        if last[0].snapshot.basemap is not basemap:
            return None
        found = recheck(Checked(last[1].tables, last[1].found), taken.tables, case, basemap)
        if found is None:
            return None
        dates = dates_of(taken.tables, case.tables, last[1].tables[DATES])
        return Known({**taken.tables, DATES: dates}, found)

    def _recall(self, taken: Taken) -> Known | None:
        """Return what another process found in the same content by the same rules."""
        try:
            with self._reading.use() as connection:
                row = connection.execute(
                    "SELECT findings, dates FROM routemap.checked WHERE name = %s AND rules = %s",
                    (taken.snapshot.revision, _rules(taken.snapshot)),
                ).fetchone()
            if row is None:
                return None
            found = tuple(Problem(**item) for item in json.loads(row[0]))
            dates = pa.ipc.open_stream(row[1]).read_all()
        except (StoreError, ValueError, TypeError, pa.ArrowException):
            return None
        return Known({**taken.tables, DATES: dates}, found)

    def keep(self, loaded: Loaded, connection: Connection | None = None) -> None:
        """Keep what the checks found, if it changed no value.

        Parameters
        ----------
        loaded
            Checked records.
        connection
            A connection in a transaction; by default one of its own, and a failure is ignored.
        """
        found = _found(loaded)
        if not _changes_nothing(found) or loaded.unread or loaded.cut:
            return
        snapshot = Snapshot(loaded.files, {}, loaded.dataset.basemap)
        dates = _dates(loaded)
        out = pa.BufferOutputStream()
        with pa.ipc.new_stream(out, dates.schema) as writer:
            writer.write_table(dates)
        values = (
            loaded.dataset.revision,
            _rules(snapshot),
            json.dumps([asdict(item) for item in found]).encode(),
            out.getvalue().to_pybytes(),
        )
        if connection is not None:
            _write(connection, values)
            return
        try:
            with self._writing.use() as own:
                _write(own, values)
        except StoreError:  # read-only, or gone: the next process checks again
            return


def _write(connection: psycopg.Connection[tuple[object, ...]], values: Sequence[object]) -> None:
    connection.execute(
        "INSERT INTO routemap.checked VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING", values
    )
    connection.execute(f"DELETE FROM routemap.checked WHERE at < now() - interval '{_DAYS} days'")


def _found(loaded: Loaded) -> list[Problem]:
    """Return the findings about records; the case is read each time."""
    return [item for item in (*loaded.problems, *loaded.notices) if item.file != CASE_FILE]


def _changes_nothing(found: Sequence[Problem]) -> bool:
    return all(item.effect is Effect.NONE and item.code not in _CHANGES_VALUES for item in found)


def _rules(snapshot: Snapshot) -> str:
    return f"{cache.rules()}-{cache.content_hash(snapshot.basemap.folder)}"


def _dates(loaded: Loaded) -> pa.Table:
    frame = loaded.dataset.dates
    columns: Mapping[str, object] = {
        "text": frame.index.tolist(), "first": frame["first"], "last": frame["last"],
    }  # fmt: skip
    return pa.table(
        {
            "text": pa.array(columns["text"], pa.string()),
            "first": pa.array(columns["first"], pa.int64()),
            "last": pa.array(columns["last"], pa.int64()),
        }
    )
