"""Exports through the API: the same files as elsewhere, and cancelled if the client leaves."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import MutableMapping
from typing import Any

import pytest
from starlette.testclient import TestClient

from routemap.data.load import VARIABLE
from routemap.exports import FORMATS, Extract
from routemap.exports.fair_queue import FairQueue
from routemap.model.errors import ExportCancelledError
from routemap.web.api import exports as exporting
from routemap.web.api.endpoint import Endpoint
from routemap.web.routes import routes

Message = MutableMapping[str, Any]
PATIENCE = 30  # seconds until a test fails because something does not happen


@pytest.mark.parametrize("row", FORMATS, ids=lambda row: row.key)
def test_every_format_comes_whole(
    client: TestClient, row: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Extract] = []
    full_extract = exporting.full_extract

    def noted(call: Any) -> Extract:
        made.append(full_extract(call))
        return made[-1]

    monkeypatch.setattr(exporting, "full_extract", noted)
    answer = client.get(f"/api/export/{row.key}?stance=asserts&from=2022")
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == row.media_type.partition(";")[0]
    name = re.fullmatch(r'attachment; filename="(.+)"', answer.headers["content-disposition"])
    assert name
    assert name[1] == made[0].file_name(row.extension)
    assert made[0].address == "http://testserver/"
    assert made[0].query.stance == ("asserts",)
    assert answer.content == row.make(made[0])


def test_nothing_is_made_for_who_asks_for_the_head(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unwanted(*_: object) -> None:
        raise AssertionError("made")

    monkeypatch.setattr(Extract, "claims", property(unwanted))
    answer = client.head("/api/export/csv")
    assert answer.status_code == 200
    assert "content-length" not in answer.headers
    assert "filename=" in answer.headers["content-disposition"]


def endpoints() -> dict[str, Endpoint]:
    found = [getattr(route, "endpoint", None) for route in routes()]
    return {app.entry.name: app for app in found if isinstance(app, Endpoint)}


def scope(path: str, **parts: str) -> Message:
    return {
        "type": "http", "method": "GET", "path": path, "query_string": b"", "scheme": "http",
        "headers": [(b"host", b"testserver")], "path_params": parts,
    }  # fmt: skip


def test_an_export_ends_when_its_reader_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    begun, ended = threading.Event(), threading.Event()

    def slow(extract: Extract) -> bytes:
        begun.set()
        try:
            while not ended.wait(0.001):
                extract.watch(0.5)
        except ExportCancelledError:
            ended.set()
            raise
        return b""

    class Slow:
        extension, media_type, make = "csv", "text/csv", staticmethod(slow)

    monkeypatch.setattr(exporting, "format_named", lambda _key: Slow)
    sent: list[Message] = []

    async def ask() -> None:
        messages = iter([{"type": "http.request"}, {"type": "http.disconnect"}])

        async def receive() -> Message:
            message = next(messages)
            if message["type"] == "http.disconnect":
                await asyncio.to_thread(begun.wait, PATIENCE)
            return message

        async def send(message: Message) -> None:
            sent.append(message)

        app = endpoints()["export"]
        await asyncio.wait_for(app(scope("/api/export/csv", format="csv"), receive, send), PATIENCE)

    asyncio.run(ask())
    assert begun.is_set()
    assert ended.is_set()
    assert all(message.get("status") != 200 for message in sent)


def test_too_many_at_once_are_asked_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    go = threading.Event()

    class Slow:
        extension, media_type = "csv", "text/csv"

        @staticmethod
        def make(_extract: Extract) -> bytes:
            assert go.wait(PATIENCE)
            return b"made"

    monkeypatch.setattr(exporting, "format_named", lambda _key: Slow)
    statuses: list[int] = []

    async def ask(app: Endpoint) -> None:
        async def receive() -> Message:
            await asyncio.Event().wait()
            raise AssertionError("never")

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                statuses.append(message["status"])
                if message["status"] != 200:
                    assert (b"retry-after", b"5") in message["headers"]
                    go.set()

        await app(scope("/api/export/csv", format="csv"), receive, send)

    async def everyone() -> None:
        app = Endpoint(endpoints()["export"].entry, "", FairQueue(at_once=2, waiting=3))
        await asyncio.wait_for(asyncio.gather(*(ask(app) for _ in range(12))), PATIENCE)

    asyncio.run(everyone())
    assert sorted(set(statuses)) == [200, 429]
    assert statuses.count(200) == 4  # one in progress and three waiting


def test_readers_of_pages_do_not_wait_for_exports() -> None:
    apps = endpoints()
    assert apps["claims"]._queue is apps["features"]._queue
    assert len({apps[name]._queue for name in ("landing", "claims", "export", "health")}) == 4


def test_a_result_too_large_for_a_format_names_the_limit(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("routemap.exports.standalone.page.MOST_CLAIMS", 2)
    answer = client.get("/api/export/html")
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert "up to 2 claims" in answer.json()["detail"]
