"""Clients for the API in this process, and for a real server."""

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
from routemap.web.routes import routes


@pytest.fixture(autouse=True)
def unnamed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(ADDRESS_VARIABLE, raising=False)


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """A client for the API with the shipped data."""
    monkeypatch.delenv(VARIABLE, raising=False)
    return TestClient(Starlette(routes=routes()))


@pytest.fixture
def small(folder: Path, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """A client for the API with the small folder."""
    monkeypatch.setenv(VARIABLE, str(folder))
    return TestClient(Starlette(routes=routes()))


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a real server with the shipped data."""
    with serving() as url:
        yield url


@pytest.fixture(scope="session")
def small_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real server with the small folder."""
    folder = write_rows(tmp_path_factory.mktemp("data") / "small", small_rows())
    # OpenAPI cannot describe the limit of an address, so test tools try longer ones
    longer = {"ROUTEMAP_LONGEST_ADDRESS": "65536", "ROUTEMAP_MOST_PARAMETERS": "65536"}
    with serving(folder, **longer, ROUTEMAP_EDITORS="loopback") as url:
        yield url
