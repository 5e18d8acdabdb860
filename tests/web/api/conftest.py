"""The routes of the API in this process, and in a real server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from tests.conftest import small_rows, write_rows
from tests.serving import serving

from routemap.data.load import VARIABLE
from routemap.web.address import ADDRESS_VARIABLE
from routemap.web.map_data import routes


@pytest.fixture(autouse=True)
def unnamed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(ADDRESS_VARIABLE, raising=False)


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """The routes over the shipped data."""
    monkeypatch.delenv(VARIABLE, raising=False)
    return TestClient(Starlette(routes=routes()))


@pytest.fixture
def small(folder: Path, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """The routes over the small folder."""
    monkeypatch.setenv(VARIABLE, str(folder))
    return TestClient(Starlette(routes=routes()))


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a real server over the shipped data."""
    with serving() as url:
        yield url


@pytest.fixture(scope="session")
def small_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real server over the small folder."""
    folder = write_rows(tmp_path_factory.mktemp("data") / "small", small_rows())
    # the description of the routes cannot say how long an address may be, so testers try
    with serving(folder, ROUTEMAP_LONGEST_ADDRESS="65536", ROUTEMAP_MOST_PARAMETERS="65536") as url:
        yield url
