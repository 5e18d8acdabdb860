"""Errors are logged completely, and readers see only the id."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.middleware import Middleware
from starlette.testclient import TestClient
from tests.web.guard.asgi import AREAS, PAGES, behind
from tests.web.guard.test_gate import as_reader, private

from routemap.web.guard.gate import Gate
from routemap.web.guard.limits import Limits
from routemap.web.guard.log import JsonLines, open_journal, record
from routemap.web.guard.request_log import HEADER, Requests, request_id


class Log(io.StringIO):
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.getvalue().splitlines()]


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[Log]:
    stream = Log()
    ours = logging.getLogger("routemap")
    kept = ours.handlers, ours.level, ours.propagate
    monkeypatch.setattr("sys.stderr", stream)
    open_journal(lambda entry: entry.getMessage().startswith("already logged"))
    yield stream
    ours.handlers, ours.level, ours.propagate = kept
    for logger in logging.root.manager.loggerDict.values():
        for handler in getattr(logger, "handlers", ()):
            handler.filters.clear()


@pytest.fixture
def client() -> Iterator[TestClient]:
    with behind(Middleware(Requests, addresses=AREAS)) as found:
        yield found


def test_an_unexpected_error_is_a_problem_with_an_id_that_the_log_has(
    client: TestClient, log: Log
) -> None:
    found = client.get("/api/broken?q=what+a+reader+looks+for")
    assert found.status_code == 500
    assert found.headers["content-type"] == "application/problem+json"
    for secret in ("secret", "geodata", "Traceback", "RuntimeError", "asgi.py"):
        assert secret not in found.text
    number = found.json()["request_id"]
    assert number == found.headers[HEADER]
    # the thread that watches the data writes lines of its own
    (line,) = (line for line in log.lines() if line["event"] == "request failed")
    assert line["level"] == "error"
    assert line["request_id"] == number
    assert (line["route"], line["method"], line["status"]) == ("api", "GET", 500)
    assert "a secret of /home/desk/geodata" in line["exception"]
    assert "Traceback" in line["exception"]


def test_a_request_is_one_line_without_what_its_reader_asked(client: TestClient, log: Log) -> None:
    client.get("/api/claims?q=what+a+reader+looks+for", headers={"Cookie": "claims=x"})
    (line,) = log.lines()
    assert set(line) == {
        "time", "level", "event", "request_id", "route", "method", "path", "status", "ms",
    }  # fmt: skip
    assert line["path"] == "/api/claims"
    assert line["time"].endswith("+00:00")
    assert "looks" not in log.getvalue()


def test_pages_and_assets_are_written_only_where_they_fail(client: TestClient, log: Log) -> None:
    for path in ("/", "/claims", "/assets/1/map.js", "/_stcore/health"):
        client.get(path)
    assert log.lines() == []
    client.get("/static/broken")
    assert [line["route"] for line in log.lines()] == ["asset"]


@pytest.mark.parametrize(
    "path",
    ["/api/%0a%7B%22event%22:%22forged%22%7D", "/api/%0d%0aforged", "/api/%e2%80%a8forged",
     "/api/%1b%5b2Jforged", "/api/%00forged"],
)  # fmt: skip
def test_nothing_in_an_address_begins_a_line_of_the_log(
    client: TestClient, log: Log, path: str
) -> None:
    client.get(path)
    written = log.getvalue()
    assert written.count("\n") == 1
    assert written.endswith("}\n")
    assert written.isascii()
    assert "\x1b" not in written
    (line,) = log.lines()
    assert line["event"] == "request"
    assert "forged" in line["path"]


@given(st.text() | st.binary())
def test_whatever_is_recorded_is_one_line_of_json(value: object) -> None:
    written = JsonLines().format(
        logging.makeLogRecord({"msg": f"{value!s}", "routemap.fields": {"value": value}})
    )
    assert "\n" not in written
    assert written.isascii()
    assert json.loads(written)["event"] == f"{value!s}"


@pytest.mark.parametrize("given_id", ["12345678", "a" * 64, "7f-3.A_b-c9", "REQUEST-0001"])
def test_a_sane_id_of_a_proxy_is_kept(client: TestClient, given_id: str) -> None:
    assert client.get("/api/claims", headers={HEADER: given_id}).headers[HEADER] == given_id


@pytest.mark.parametrize(
    "given_id",
    ["", "short", "a" * 65, "<script>alert(1)</script>", "12345678 x", "12345678\n", "${jndi:x}aa",
     "12345678;x", "１２３４５６７８", None],
)  # fmt: skip
def test_an_id_that_is_not_sane_is_replaced(given_id: str | None) -> None:
    found = request_id(given_id)
    assert found != given_id
    assert request_id(found) == found
    assert request_id(given_id) != found


def test_a_failure_after_the_answer_began_is_written_and_ends_it(log: Log) -> None:
    async def breaking(_scope, _receive, send) -> None:  # type: ignore[no-untyped-def]
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise RuntimeError("halfway")

    client = TestClient(Requests(breaking, addresses=AREAS))
    with pytest.raises(RuntimeError, match="halfway"):
        client.get("/api/claims")
    (line,) = log.lines()
    assert (line["event"], line["status"]) == ("request failed", 200)
    assert "halfway" in line["exception"]


def test_a_reader_is_an_alias_in_the_log_and_refusals_have_the_id(log: Log) -> None:
    guard = [
        Middleware(Requests, addresses=AREAS),
        Middleware(Limits, addresses=AREAS, trusts_proxy=False),
        Middleware(Gate, addresses=AREAS, login=private(), pages=PAGES),
    ]
    with behind(*guard) as client:
        client.get("/api/claims", headers=as_reader())
        refused = client.get("/api/claims")
        long = client.get("/api/claims?" + "x" * 9000)
    first, second, third = log.lines()
    assert len(first["user"]) == 12
    assert "desk.example" not in log.getvalue()
    assert "user" not in second
    assert refused.json()["request_id"] == second["request_id"]
    assert long.json()["request_id"] == third["request_id"]
    assert (second["status"], third["status"]) == (401, 414)


def test_streamlit_uvicorn_and_route_map_log_in_the_same_format(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stderr", log)
    theirs = logging.getLogger("streamlit.of_a_test")
    theirs.propagate = False
    theirs.addHandler(logging.StreamHandler(log))
    open_journal(lambda entry: entry.getMessage().startswith("already logged"))
    theirs.warning("two\nlines")
    theirs.error("already logged")
    logging.getLogger("routemap.of_a_test").warning("the folder is gone")
    theirs.handlers.clear()
    first, second = log.lines()
    assert (first["event"], first["message"]) == ("streamlit.of_a_test", "two\nlines")
    assert (second["event"], second["message"]) == ("routemap.of_a_test", "the folder is gone")


def test_what_is_not_known_is_left_out(log: Log) -> None:
    record("opened", access="public", message="", user=None)
    (line,) = log.lines()
    assert set(line) == {"time", "level", "event", "access"}
