"""What whoever watches the server is told."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from tests.conftest import small_rows, until, write_rows

from routemap.data.load import VARIABLE, Loaded, load, load_snapshot
from routemap.web.map_data import routes


def test_all_is_well(small: TestClient, folder: Path) -> None:
    answer = small.get("/health")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    told = answer.json()
    assert (told["status"], told["problems"], told["warning"]) == ("ok", 0, None)
    assert told["revision"] == load(folder).dataset.revision
    assert told["claims"] == 4


def test_problems_of_records_are_counted_and_degrade_nothing(
    small: TestClient, folder: Path
) -> None:
    rows = small_rows()
    rows["claims"][0]["stance"] = "shrugs"
    write_rows(folder, rows)
    told = small.get("/health").json()
    assert (told["status"], told["problems"], told["claims"]) == ("ok", 1, 3)


def test_data_of_before_is_a_warning(small: TestClient, folder: Path) -> None:
    before = small.get("/health").json()["revision"]
    (folder / "claims.csv").write_bytes(b"\xff\xfe broken")
    until(lambda: small.get("/health").json()["status"] == "degraded")
    told = small.get("/health")
    assert told.status_code == 200
    assert "claims.csv" in told.json()["warning"]
    assert told.json()["revision"] == before


@pytest.mark.parametrize("path", ["/health", "/api/claims", "/api", "/api/export/csv"])
def test_no_data_is_no_service(path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "nowhere"))
    answer = TestClient(Starlette(routes=routes())).get(path)
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"
    assert "retry-after" in answer.headers
    assert answer.json()["detail"] == "The data folder is missing."


def test_files_of_which_none_can_be_read_are_no_service(small: TestClient, folder: Path) -> None:
    for file in folder.iterdir():
        file.write_bytes(b"\xff\xfe broken")
    answer = small.get("/health")
    assert answer.status_code == 503
    assert "claims.csv" in answer.json()["detail"]


def test_a_first_reading_that_takes_long_is_told(
    small: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
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
