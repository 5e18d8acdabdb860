"""Records are read from a streaming standby, while changes go to the store."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from benchmarks.postgres import REASON, Server, as_postgres, postgres, programs
from benchmarks.waiting import free_port
from tests.conftest import QUICK, until

from routemap.data.load import VARIABLE, load
from routemap.data.repository import Repository
from routemap.data.settings import SOURCE, STANDBY
from routemap.data.source import close_stores, source_of
from routemap.data.store.connection import read_address
from routemap.data.store.store_source import StoreSource


@pytest.fixture
def pair() -> Iterator[tuple[Server, Server]]:
    """A primary and a standby that follows it."""
    if programs() is None:
        pytest.skip(REASON)
    place = Path(tempfile.mkdtemp(prefix="routemap-standby-"))
    if user := as_postgres().get("user"):
        shutil.chown(place, user)
    with postgres() as primary:
        standby = Server(place, free_port(), primary.bin)
        subprocess.run(
            [primary.bin / "pg_basebackup", "--dbname", primary.uri("postgres"), "--no-sync",
             "--write-recovery-conf", "--pgdata", place / "data", "--checkpoint", "fast"],
            check=True, capture_output=True, **as_postgres(),
        )  # fmt: skip
        try:
            standby.start()
            yield primary, standby
        finally:
            standby.stop()
            shutil.rmtree(place, ignore_errors=True)


def test_a_standby_answers_what_is_read_and_the_store_announces(
    pair: tuple[Server, Server], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    primary, standby = pair
    made = StoreSource(read_address(primary.create("map")), None, folder)
    made.prepare()
    made.put(load(folder), "Test", "The small data.")
    made.close()
    monkeypatch.setenv(SOURCE.key, primary.uri("map"))
    monkeypatch.setenv(STANDBY.key, standby.uri("map"))
    monkeypatch.setenv(VARIABLE, str(folder))
    source = source_of(folder)
    assert isinstance(source, StoreSource)
    until(lambda: exists(standby))
    repository = Repository(folder, QUICK)
    repository.current()
    with source.store.reading.use() as connection:
        assert connection.execute("SELECT pg_is_in_recovery()").fetchone() == (True,)
    with psycopg.connect(primary.uri("map"), autocommit=True) as editor:
        editor.execute("UPDATE routemap_layers.claims SET note = 'New.' WHERE id = 'c1'")
    until(lambda: repository.current().dataset.claims.at["c1", "note"] == "New.")
    close_stores()


def exists(standby: Server) -> bool:
    """Return whether a standby has the records."""
    try:
        with psycopg.connect(standby.uri("map"), autocommit=True) as connection:
            row = connection.execute("SELECT count(*) FROM routemap.claims").fetchone()
    except psycopg.Error:
        return False
    return bool(row and row[0])
