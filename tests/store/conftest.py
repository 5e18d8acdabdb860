"""A store for tests: one server per process, and a database of its own per test."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from benchmarks.postgres import REASON, Server, postgres, programs

from routemap.data import source
from routemap.data.load import VARIABLE, load
from routemap.data.settings import SOURCE, STANDBY
from routemap.data.store.connection import read_address
from routemap.data.store.store_source import StoreSource

_TEMPLATE = "prepared"
_numbers = itertools.count()


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A server with a prepared database, which others are copied from."""
    if programs() is None:
        pytest.skip(REASON)
    with postgres() as found:
        made = StoreSource(read_address(found.create(_TEMPLATE)), None, Path())
        made.prepare()
        made.close()
        yield found


@pytest.fixture
def uri(server: Server) -> Iterator[str]:
    """The address of a store without records."""
    name = f"store{next(_numbers)}"
    with psycopg.connect(server.uri("postgres"), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE {_TEMPLATE}')
    yield server.uri(name)
    source.close_stores()
    server.drop(name)


@pytest.fixture
def store(uri: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> StoreSource:
    """A store with the small data, which is that of the dashboard."""
    monkeypatch.setenv(SOURCE.key, uri)
    monkeypatch.delenv(STANDBY.key, raising=False)
    monkeypatch.setenv(VARIABLE, str(folder))
    found = source.source_of(folder)
    assert isinstance(found, StoreSource)
    found.put(load(folder), "Test", "The small data.")
    return found


@pytest.fixture
def sql(uri: str) -> Iterator[Callable[..., list[tuple[object, ...]]]]:
    """Run a statement as an editor does who connects with QGIS or psql."""
    with psycopg.connect(uri, autocommit=True) as connection:

        def run(statement: str, *values: object) -> list[tuple[object, ...]]:
            found = connection.execute(statement, values or None)
            return found.fetchall() if found.description else []

        yield run
