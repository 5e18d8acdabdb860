"""Signing out holds in all processes of a deployment, and after a restart."""

from __future__ import annotations

import asyncio
import threading
import time
from contextlib import ExitStack
from http.cookies import SimpleCookie
from pathlib import Path

import httpx
import pytest
from benchmarks.serving import ROOT
from starlette.responses import Response
from streamlit.web.server.starlette import starlette_auth_routes
from tests.conftest import until
from tests.serving import UNLIMITED, serve
from tests.web.guard.test_allow_list import NOW, claims
from tests.web.guard.test_identity import ORIGIN, SECRETS, USER, Write, write  # noqa: F401 - a fixture

from routemap.data.documents import FolderDocuments
from routemap.web.guard import ended_sign_ins
from routemap.web.guard.ended_sign_ins import EndedSignIns

LATER = NOW + 3600
BOUND = 2.0  # seconds
NOWHERE = "http://127.0.0.1:1"  # an address at which nothing answers


class Documents(FolderDocuments):
    """Documents that can be out of reach."""

    is_away = False

    def names(self) -> tuple[str, ...]:
        if self.is_away:
            raise ConnectionError("no route to the store")
        return super().names()

    def write(self, name: str, content: bytes) -> None:
        if self.is_away:
            raise ConnectionError("no route to the store")
        super().write(name, content)


@pytest.fixture
def documents(tmp_path: Path) -> Documents:
    return Documents(tmp_path / "ended")


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    events: list[str] = []
    monkeypatch.setattr(ended_sign_ins, "record", lambda event, **_fields: events.append(event))
    return events


def process(documents: Documents, now: float = NOW) -> EndedSignIns:
    return EndedSignIns(lambda: documents, lambda: now)


def test_a_sign_in_that_was_ended_counts_no_more_and_others_do() -> None:
    ended = EndedSignIns()
    ended.end(claims(), LATER)
    assert ended.has(claims())
    # a later sign-in of the same person
    assert not ended.has(claims(iat=NOW))
    assert not ended.has(claims(sub="2"))


def test_ended_sign_ins_do_not_fill_the_memory(
    monkeypatch: pytest.MonkeyPatch, documents: Documents
) -> None:
    monkeypatch.setattr(ended_sign_ins, "_MOST", 3)
    ended = process(documents)
    for number in range(5):
        ended.end(claims(sub=str(number)), LATER + number)
    for _ in range(2):
        known = [number for number in range(5) if ended.has(claims(sub=str(number)))]
        assert known == [2, 3, 4]
        ended.exchange()


def test_other_processes_and_later_ones_know_what_was_ended(documents: Documents) -> None:
    first, second = process(documents), process(documents)
    first.end(claims(), LATER)
    first.exchange()
    second.exchange()
    third = process(documents)
    third.exchange()
    for ended in (first, second, third):
        assert ended.has(claims())
        assert not ended.has(claims(sub="2"))
    # neither account nor cookie can be read from it
    assert [name.partition(".")[0] for name in documents.names()] == [str(int(LATER) + 1)]
    assert [documents.read(name) for name in documents.names()] == [b""]


@pytest.mark.parametrize("last", [0.0, NOW - 1, float("nan"), float("inf"), 1e300])
def test_what_has_expired_is_deleted_and_no_time_is_an_error(
    documents: Documents, last: float
) -> None:
    ended = process(documents)
    ended.end(claims(), last)
    ended.exchange()
    assert len(documents.names()) == (last > NOW or last != last)  # noqa: PLR0124 - NaN
    documents.write("readme.txt", b"of somebody else")
    later = process(documents, 1e12)
    later.exchange()
    assert documents.names() == ("readme.txt",)
    assert not later.has(claims())


def test_documents_out_of_reach_are_logged_once_and_what_is_known_stays(
    documents: Documents, logged: list[str]
) -> None:
    first, second = process(documents), process(documents)
    first.end(claims(), LATER)
    first.exchange()
    second.exchange()
    documents.is_away = True
    for _ in range(3):
        second.exchange()
        assert second.has(claims())
    second.end(claims(sub="2"), LATER)
    second.exchange()
    assert logged == ["ended sign-ins cannot be shared"]
    documents.is_away = False
    second.exchange()
    first.exchange()
    assert first.has(claims(sub="2"))
    assert logged == ["ended sign-ins cannot be shared", "ended sign-ins are shared again"]


def test_nothing_waits_for_documents_that_do_not_answer() -> None:
    answers = threading.Event()

    def shared() -> None:
        answers.wait(30)

    ended = EndedSignIns(shared)
    ended.follow(first=0.01)
    began = time.monotonic()
    ended.end(claims(), LATER)
    assert ended.has(claims())
    assert not ended.has(claims(sub="2"))
    assert time.monotonic() - began < 1
    answers.set()


@pytest.fixture
def folder(tmp_path: Path, write: Write) -> Path:  # noqa: F811 - the fixture
    write(SECRETS.replace(ORIGIN, NOWHERE).replace("https://id.example", NOWHERE))
    return tmp_path


def cookies(**changes: object) -> dict[str, str]:
    """Return the header with which a browser shows the sign-in of a reader."""
    now = time.time()
    said = claims(iat=now, exp=now + 600, **changes)
    response = Response()
    known = {**said, "origin": NOWHERE, "provider": "default"}
    asyncio.run(starlette_auth_routes._set_auth_cookie(response, known, {"id_token": "t"}))
    found: SimpleCookie = SimpleCookie()
    for name, value in response.raw_headers:
        if name == b"set-cookie":
            found.load(value.decode())
    return {"Cookie": f"{USER}={found[USER].value}"}


def test_signing_out_holds_on_the_other_replica_in_time_and_after_a_restart(
    folder: Path, record_property: pytest.RecordProperty
) -> None:
    options = ("--secrets.files", str(folder / "secrets.toml"))
    environment = {**UNLIMITED, "ROUTEMAP_CACHE": str(folder / "cache")}

    def start(running: ExitStack) -> str:
        return running.enter_context(
            serve(ROOT / "app.py", None, *options, environment=environment)
        )[0]

    def status(url: str, reader: dict[str, str]) -> int:
        return httpx.get(f"{url}api/claims?limit=1", headers=reader, timeout=30).status_code

    reader, other = cookies(), cookies(sub="2")
    with ExitStack() as running:
        urls = [start(running), start(running)]
        assert [status(url, reader) for url in urls] == [200, 200]
        own = {"Sec-Fetch-Site": "same-origin"}
        httpx.get(f"{urls[0]}auth/logout", headers={**reader, **own}, timeout=30)
        began = time.monotonic()
        assert status(urls[0], reader) == 401
        until(lambda: status(urls[1], reader) == 401)
        waited = time.monotonic() - began
        record_property("seconds until the other replica knows", waited)
        assert waited < BOUND
        assert [status(url, other) for url in urls] == [200, 200]
    with ExitStack() as running:
        url = start(running)
        assert status(url, reader) == 401
        assert status(url, other) == 200
