"""A store for tests: one server per process, and a database of its own per test."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from benchmarks.postgres import REASON, Server, postgres, programs
from tests.conftest import small_rows, write_rows

from routemap.data import source
from routemap.data.load import VARIABLE, load
from routemap.data.settings import SOURCE, STANDBY
from routemap.data.store.connection import read_address
from routemap.data.store.store_source import StoreSource

_EMPTY, _SMALL = "empty", "small"
_numbers = itertools.count()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with a store without records and one with the small data, which are copied."""
    if programs() is None:
        pytest.skip(REASON)
    with postgres() as found:
        made = StoreSource(read_address(found.create(_EMPTY)), None, Path())
        made.prepare()
        made.close()
        _copy(found, _SMALL, _EMPTY)
        filled = StoreSource(read_address(found.uri(_SMALL)), None, Path())
        small = write_rows(tmp_path_factory.mktemp("stored") / "small", small_rows())
        filled.put(load(small), "Test", "The small data.")
        filled.close()
        yield found


def _copy(server: Server, name: str, template: str) -> None:
    with psycopg.connect(server.uri("postgres"), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE {template}')


@contextmanager
def _database(server: Server, template: str) -> Iterator[str]:
    name = f"store{next(_numbers)}"
    _copy(server, name, template)
    yield server.uri(name)
    source.close_stores()
    server.drop(name)


@pytest.fixture
def uri(server: Server) -> Iterator[str]:
    """The address of a store with the small data."""
    with _database(server, _SMALL) as found:
        yield found


@pytest.fixture
def empty_uri(server: Server) -> Iterator[str]:
    """The address of a store without records."""
    with _database(server, _EMPTY) as found:
        yield found


@pytest.fixture
def store(uri: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> StoreSource:
    """A store with the small data, which is that of the dashboard."""
    monkeypatch.setenv(SOURCE.key, uri)
    monkeypatch.delenv(STANDBY.key, raising=False)
    monkeypatch.setenv(VARIABLE, str(folder))
    found = source.source_of(folder)
    assert isinstance(found, StoreSource)
    return found


@pytest.fixture
def sql(uri: str) -> Iterator[Callable[..., list[tuple[object, ...]]]]:
    """Run a statement as an editor does who connects with QGIS or psql."""
    with psycopg.connect(uri, autocommit=True) as connection:

        def run(statement: str, *values: object) -> list[tuple[object, ...]]:
            found = connection.execute(statement, values or None)
            return found.fetchall() if found.description else []

        yield run
