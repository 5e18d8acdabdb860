"""A store as the source of the data: what is there now, what was there, and how it is changed."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator, Sequence, Set
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np
import psycopg
import pyarrow as pa
from numpy.typing import NDArray

from routemap.data.basemap import basemap_of
from routemap.data.canonical import canonical_file
from routemap.data.load import Loaded, Watcher, case_of
from routemap.data.reading.snapshot import Snapshot
from routemap.data.store.checks import StoreChecks
from routemap.data.store.connection import INIT, Address, Connection, Connections, connect
from routemap.data.store.reading import (
    CsvRows,
    Moment,
    changed_csv,
    read_csv,
    read_features,
    read_files,
    read_own,
)
from routemap.data.store.taken import Taken
from routemap.model.columns import Table
from routemap.model.errors import StoreError

_LOG: Final = logging.getLogger(__name__)
CHANNEL: Final = "routemap"
_SHAPES: Final = frozenset({"files", "own_columns"})
"""Tables that decide which columns the others have."""
# A standby gets a revision a moment after it is announced, and announces nothing itself.
_TRIES, _BETWEEN_TRIES = 40, 0.05  # seconds


def _csv(
    connection: Connection, table: Table, own: Sequence[str], moment: Moment, old: Taken | None
) -> CsvRows:
    """Return the records of a table; only changed ones are read if it was read before."""
    if old and table.name in old.ends:
        before = CsvRows(
            old.snapshot.files[table.file], old.ends[table.name], old.tables[table.name]
        )
        if found := changed_csv(connection, table, own, old.number, before):
            return found
    return read_csv(connection, table, own, moment)


class Store:
    """Records in PostgreSQL. Can be shared by threads and processes.

    Parameters
    ----------
    address
        Where the store is.
    standby
        A streaming standby, from which records are read; ``None`` to read them from the store.
    folder
        The data folder of this machine, for the basemap and the media files.
    """

    def __init__(self, address: Address, standby: Address | None, folder: Path) -> None:
        self.address, self.folder = address, folder
        self.connections = Connections(address)
        self.reading = Connections(standby) if standby else self.connections
        self._checks = StoreChecks(self.connections, self.reading)
        self._lock = threading.Lock()
        self._listening: Connection | None = None
        self._is_closed = False
        self._read: Taken | None = None  # tables that did not change are not read again
        self._read_key = ""

    @property
    def place(self) -> str:
        """Host, port and database, for messages."""
        return self.address.place

    def mark(self) -> str:
        """Return what is there now, as a short text that changes with every revision.

        Raises
        ------
        StoreError
            If the store does not answer, or has no tables.
        """
        with self._request() as connection:
            row = connection.execute(
                "SELECT number, key FROM routemap.revision ORDER BY number DESC LIMIT 1"
            ).fetchone()
        return f"{row[0]}.{row[1]}" if row else ""

    def take(self, number: int | None = None) -> Taken:
        """Return the records, now or at an earlier revision.

        Raises
        ------
        StoreError
            If the store does not answer, or has no tables.
        """
        with self.reading.transaction() as connection, self._explained():
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            return self.take_on(connection, number)

    def take_on(self, connection: Connection, number: int | None = None) -> Taken:
        """Return the records as a connection sees them."""
        row = connection.execute(
            "SELECT number, key, at, author, message FROM routemap.revision "
            "WHERE number <= coalesce(%s, number) ORDER BY number DESC LIMIT 1",
            (number,),
        ).fetchone()
        at = Moment(number)
        files = read_files(connection, at)
        case, own = case_of(files), read_own(connection, at)
        with self._lock:
            old = self._read if number is None else None
            changed = self._changed(connection, old)
        tables: dict[str, pa.Table] = {}
        ends: dict[str, NDArray[np.int64]] = {}
        # the columns may be others if case.toml or the own columns were changed
        earlier = None if changed & _SHAPES else old
        for table in case.tables:
            if old and table.name not in changed and table.file in old.snapshot.files:
                tables[table.name] = old.tables[table.name]
                files[table.file] = old.snapshot.files[table.file]
                if table.name in old.ends:
                    ends[table.name] = old.ends[table.name]
            elif table.geometry:
                tables[table.name] = read_features(connection, table, own.get(table.name, ()), at)
                files[table.file] = canonical_file(table, tables[table.name])
            else:
                found = _csv(connection, table, own.get(table.name, ()), at, earlier)
                tables[table.name], files[table.file] = found.rows, found.content
                ends[table.name] = found.ends
        snapshot = Snapshot(files, {}, basemap_of(self.folder.resolve()))
        known, key, since, author, message = row or (0, "", None, "", "")
        taken = Taken(known, since, author, message, snapshot, tables, ends)
        if number is None:
            with self._lock:
                self._read, self._read_key = taken, str(key)
        return taken

    def _changed(self, connection: Connection, old: Taken | None) -> Set[str]:
        """Return the tables that changed after an earlier state; all if that is not certain."""
        if old is None:
            return _SHAPES
        row = connection.execute(
            "SELECT coalesce((SELECT key::text FROM routemap.revision WHERE number = %s), ''), "
            "coalesce(array_agg(DISTINCT t), '{}') "
            "FROM routemap.revision, unnest(tables) AS t WHERE number > %s",
            (old.number, old.number),
        ).fetchone()
        assert row is not None  # an aggregate returns a row  # noqa: S101
        is_same = row[0] == self._read_key
        found = set(row[1])
        return found if is_same and not found & _SHAPES else {*old.tables, *_SHAPES}

    def wait(self, seconds: float) -> None:
        """Wait until a revision is announced, or for some seconds."""
        try:
            if self._listening is None or self._listening.closed:
                self._listening = self._listen()
            for announced in self._listening.notifies(timeout=seconds, stop_after=1):
                self._wait_for_standby(announced.payload)
        except (psycopg.Error, StoreError):  # a standby cannot announce; the mark is asked for
            self._close_listening()
            time.sleep(seconds)

    def _listen(self) -> Connection:
        if self._is_closed:
            raise StoreError(f"{self.place}: the connection was closed")
        found = connect(self.address)
        found.execute(f"LISTEN {CHANNEL}")
        return found

    def close(self) -> None:
        """Close all connections for good."""
        self.connections.close()
        self.reading.close()
        self._is_closed = True
        self._close_listening()

    def _wait_for_standby(self, number: str) -> None:
        """Wait until a standby has a revision, at most about two seconds."""
        for _ in range(_TRIES if self.reading is not self.connections else 0):
            seen = self.mark().partition(".")[0]
            if seen and number.isdecimal() and int(seen) >= int(number):
                return
            time.sleep(_BETWEEN_TRIES)

    def _close_listening(self) -> None:
        if self._listening is not None:
            self._listening.close()
        self._listening = None

    def loaded(self, taken: Taken, watch: Watcher | None = None) -> Loaded:
        """Return the dataset of records, checked here or, if it was before, by another process."""
        loaded = self._checks.loaded(taken, watch)
        try:
            with self.connections.use() as connection:
                self.name(connection, taken.number, loaded.dataset.revision)
        except StoreError as error:
            _LOG.warning("revision %s could not be named (%s)", taken.number, error)
        return replace(loaded, loaded_at=taken.at) if taken.at else loaded

    def keep_checked(self, loaded: Loaded, connection: Connection) -> None:
        """Keep what the checks found in a transaction."""
        self._checks.keep(loaded, connection)

    def load(self, watch: Watcher | None = None) -> Loaded:
        """Return the dataset of the present records.

        Raises
        ------
        StoreError
            If the store does not answer, or has no tables.
        """
        return self.loaded(self.take(), watch)

    def name(self, connection: Connection, number: int, name: str) -> None:
        """Name a revision by its content."""
        connection.execute(
            "UPDATE routemap.revision SET name = %s WHERE number = %s AND name IS NULL",
            (name, number),
        )

    @contextmanager
    def _request(self) -> Iterator[Connection]:
        with self.reading.use() as connection, self._explained():
            yield connection

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (psycopg.errors.UndefinedTable, psycopg.errors.InvalidSchemaName) as error:
            raise StoreError(f"{self.place}: the database has no store; {INIT}") from error
        except psycopg.errors.InsufficientPrivilege as error:
            raise StoreError(
                f"{self.place}: this user may not read the store ({error.diag.message_primary}); "
                "let it own the database, as docs/replicas-and-store.md describes"
            ) from error
