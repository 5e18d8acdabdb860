"""Whether readers may be sent to a server."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from tests.conftest import until

from routemap.data.load import VARIABLE, Loaded, load_snapshot
from routemap.web import ready
from routemap.web.routes import routes


@pytest.fixture
def client(folder: Path, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    monkeypatch.setenv(VARIABLE, str(folder))
    return TestClient(Starlette(routes=routes()))


def asked(client: TestClient) -> tuple[int, object]:
    answer = client.get("/ready")
    assert answer.headers["cache-control"] == "no-store"
    return answer.status_code, answer.json()


def test_a_server_is_ready_once_it_has_data_and_does_not_wait_for_it(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    go = threading.Event()

    def slow(*arguments: object) -> Loaded:
        assert go.wait(30)
        return load_snapshot(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr("routemap.data.watch.load_snapshot", slow)
    assert asked(client) == (503, {"status": "no data"})
    go.set()
    until(lambda: asked(client) == (200, {"status": "ready"}))


def test_without_data_a_server_is_not_ready_and_says_no_more(
    client: TestClient, folder: Path
) -> None:
    claims = folder / "claims.csv"
    content = claims.read_bytes()
    claims.write_bytes(b"\xff\xfe broken")
    assert client.get("/health").status_code == 503  # once it has been read
    assert asked(client) == (503, {"status": "no data"})
    claims.write_bytes(content)
    until(lambda: asked(client) == (200, {"status": "ready"}))
    # with earlier data to show, it stays ready
    claims.write_bytes(b"\xff\xfe broken")
    until(lambda: client.get("/health").json()["status"] == "degraded")
    assert asked(client) == (200, {"status": "ready"})


def test_a_server_that_is_about_to_end_is_not_ready(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    until(lambda: asked(client) == (200, {"status": "ready"}))
    stopping = threading.Event()
    monkeypatch.setattr(ready, "STOPPING", stopping)
    stopping.set()
    assert asked(client) == (503, {"status": "stopping"})
    assert client.get("/health").json()["status"] == "ok"
