"""A server that is asked to end serves what was requested, and says that it will end."""

from __future__ import annotations

import csv
import http.client
import json
import shutil
import signal
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

import psutil
import pytest
from benchmarks.serving import ROOT
from tests.conftest import until
from tests.serving import UNLIMITED, serve

from routemap.data.load import SHIPPED
from routemap.host import stopping
from routemap.web import ready
from routemap.web.guard.export_limit import Exporting

PATIENCE = 30


@pytest.fixture(scope="module")
def wordy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Data whose export is larger than what connections hold, so that it lasts until it is read."""
    folder = tmp_path_factory.mktemp("wordy") / "geodata"
    shutil.copytree(SHIPPED, folder)
    with (folder / "claims.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row["note"] += " and so on" * 1_500
    with (folder / "claims.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    return folder


class Export:
    """An export of which a client has read only the beginning."""

    def __init__(self, url: str) -> None:
        host, port = urlsplit(url).hostname, urlsplit(url).port
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        self._socket.settimeout(PATIENCE)
        self._socket.connect((host, port))
        self._socket.sendall(b"GET /api/export/geojson HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        self._answer = http.client.HTTPResponse(self._socket)
        self._answer.begin()

    def read(self) -> dict[str, object]:
        """Read the rest."""
        found: dict[str, object] = json.loads(self._answer.read())
        self.close()
        return found

    def close(self) -> None:
        self._socket.close()


def asked(url: str, path: str) -> tuple[int, bytes]:
    address = urlsplit(url)
    connection = http.client.HTTPConnection(str(address.hostname), address.port, timeout=PATIENCE)
    connection.request("GET", path)
    answer = connection.getresponse()
    try:
        return answer.status, answer.read()
    finally:
        connection.close()


def has_ended(process: psutil.Process) -> bool:
    return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


def start(folder: Path, **environment: str) -> Iterator[tuple[str, psutil.Process]]:
    return serve(ROOT / "app.py", folder, environment={**UNLIMITED, **environment})


def test_a_server_that_is_asked_to_end_serves_all_until_an_export_is_fetched(wordy: Path) -> None:
    with start(wordy, ROUTEMAP_STOP_SECONDS="600") as (url, process):
        until(lambda: asked(url, "/ready")[0] == 200)
        export = Export(url)
        process.terminate()
        until(lambda: asked(url, "/ready")[0] == 503)
        assert json.loads(asked(url, "/ready")[1]) == {"status": "stopping"}
        assert asked(url, "/api/claims?limit=1")[0] == 200
        assert asked(url, "/")[0] == 200
        assert len(export.read()["features"]) > 10
        until(lambda: has_ended(process))


def test_an_export_that_nobody_fetches_delays_the_end_only_so_long(wordy: Path) -> None:
    with start(wordy, ROUTEMAP_STOP_SECONDS="1") as (url, process):
        until(lambda: asked(url, "/ready")[0] == 200)
        export = Export(url)
        process.terminate()
        until(lambda: has_ended(process))
        export.close()


class Told:
    """The handler of the signal that uvicorn would have set."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, notice: str, most: str) -> None:
        self.signals: list[int] = []
        self.ended = threading.Event()
        self.exporting = Exporting()
        monkeypatch.setenv("ROUTEMAP_STOP_NOTICE", notice)
        monkeypatch.setenv("ROUTEMAP_STOP_SECONDS", most)
        for module in (stopping, ready):
            monkeypatch.setattr(module, "STOPPING", threading.Event())
        monkeypatch.setattr(stopping, "EXPORTING", self.exporting)
        monkeypatch.setattr(stopping, "_LAST", 0)
        monkeypatch.setattr(stopping.os, "_exit", lambda _code: self.ended.set())
        signal.signal(signal.SIGTERM, lambda number, _frame: self.signals.append(number))
        stopping.stop_gently()

    def tell(self) -> None:
        signal.raise_signal(signal.SIGTERM)


@pytest.fixture
def handler() -> Iterator[None]:
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


@pytest.mark.usefixtures("handler")
def test_without_exports_the_end_comes_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    told = Told(monkeypatch, "0", "600")
    told.tell()
    assert told.ended.wait(PATIENCE)
    assert told.signals == [signal.SIGTERM]


@pytest.mark.usefixtures("handler")
def test_a_second_signal_ends_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    told = Told(monkeypatch, "0", "600")
    told.exporting.begin("somebody")
    told.tell()
    assert told.signals == []
    told.tell()
    assert told.signals == [signal.SIGTERM]
    told.exporting.end("somebody")
    assert told.ended.wait(PATIENCE)


@pytest.mark.usefixtures("handler")
def test_balancers_have_the_time_of_the_notice(monkeypatch: pytest.MonkeyPatch) -> None:
    passed: list[float] = []
    # not the module itself, which other threads use
    clock = SimpleNamespace(monotonic=lambda: sum(passed), sleep=passed.append)
    monkeypatch.setattr(stopping, "time", clock)
    told = Told(monkeypatch, "7", "3")
    told.exporting.begin("somebody who does not fetch it")
    told.tell()
    assert told.ended.wait(PATIENCE)
    assert 7 <= sum(passed) < 8
