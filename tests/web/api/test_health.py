"""The health check of the server."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from tests.conftest import small_rows, until, write_rows

from routemap.data.load import VARIABLE, Loaded, load, load_snapshot
from routemap.web.routes import routes


def test_the_status_is_ok_with_valid_data(small: TestClient, folder: Path) -> None:
    answer = small.get("/health")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    body = answer.json()
    assert (body["status"], body["problems"], body["warning"]) == ("ok", 0, None)
    assert body["revision"] == load(folder).dataset.revision
    assert body["claims"] == 4


def test_problems_of_records_are_counted_and_keep_the_status(
    small: TestClient, folder: Path
) -> None:
    rows = small_rows()
    rows["claims"][0]["stance"] = "shrugs"
    write_rows(folder, rows)
    body = small.get("/health").json()
    assert (body["status"], body["problems"], body["claims"]) == ("ok", 1, 3)


def test_earlier_data_is_a_warning(small: TestClient, folder: Path) -> None:
    before = small.get("/health").json()["revision"]
    (folder / "claims.csv").write_bytes(b"\xff\xfe broken")
    until(lambda: small.get("/health").json()["status"] == "degraded")
    answer = small.get("/health")
    assert answer.status_code == 200
    assert "claims.csv" in answer.json()["warning"]
    assert answer.json()["revision"] == before


@pytest.mark.parametrize("path", ["/health", "/api/claims", "/api", "/api/export/csv"])
def test_missing_data_makes_the_server_unavailable(
    path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "nowhere"))
    answer = TestClient(Starlette(routes=routes())).get(path)
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"
    assert "retry-after" in answer.headers
    assert answer.json()["detail"] == "The data folder is missing."


def test_unreadable_files_make_the_server_unavailable(small: TestClient, folder: Path) -> None:
    for file in folder.iterdir():
        file.write_bytes(b"\xff\xfe broken")
    answer = small.get("/health")
    assert answer.status_code == 503
    assert "claims.csv" in answer.json()["detail"]


def test_a_long_first_load_is_reported(small: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    go = threading.Event()

    def slow(*arguments: object) -> Loaded:
        assert go.wait(30)
        return load_snapshot(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr("routemap.data.watch.load_snapshot", slow)
    monkeypatch.setattr("routemap.web.api.health._PATIENCE", 0.01)
    answer = small.get("/health")
    go.set()
    assert answer.status_code == 503
    assert "first time" in answer.json()["detail"]
    monkeypatch.setattr("routemap.web.api.health._PATIENCE", 30)
    assert small.get("/health").status_code == 200
