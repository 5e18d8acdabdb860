"""A response begins after the body of its request has arrived, or the client may lose it."""

from __future__ import annotations

from typing import NamedTuple

import anyio
import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.types import Message
from tests.web.guard.asgi import AREAS, answer

from routemap.web.guard.limits import Limits

PART = 1000  # bytes
LENGTH = b"content-length", b"3000"
CHUNKED = b"transfer-encoding", b"chunked"


class Begun(NamedTuple):
    """How many parts of the body had been read when the response began, and its status."""

    parts: int
    status: int


def begun(*headers: tuple[bytes, bytes], parts: int = 3, requests: int = 1) -> Begun:
    """Send a body in parts to a route that reads none of it; return how its response began."""
    limits = Limits(
        Starlette(routes=[Route("/{path:path}", answer, methods=["POST"])]),
        addresses=AREAS,
        trusts_proxy=False,
    )
    scope = {
        "type": "http", "path": "/api/claims", "query_string": b"", "headers": headers,
        "client": ("a", 1), "method": "POST",
    }  # fmt: skip
    found: list[Begun] = []

    async def request() -> None:
        read = 0

        async def receive() -> Message:
            nonlocal read
            assert read < parts
            read += 1
            return {"type": "http.request", "body": b"x" * PART, "more_body": read < parts}

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                found.append(Begun(read, message["status"]))

        await limits(dict(scope), receive, send)

    for _ in range(requests):
        anyio.run(request)
    return found[-1]


def test_a_response_that_needs_no_body_begins_after_it() -> None:
    assert begun(LENGTH) == (3, 200)
    assert begun(CHUNKED) == (3, 200)


@pytest.mark.parametrize("header", [LENGTH, CHUNKED])
def test_a_refusal_begins_after_the_body(
    monkeypatch: pytest.MonkeyPatch, header: tuple[bytes, bytes]
) -> None:
    monkeypatch.setenv("ROUTEMAP_RATE_API", "4")
    assert begun(header, requests=2) == (3, 429)


def test_a_body_over_the_limit_of_its_address_is_read_before_the_refusal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ROUTEMAP_LARGEST_BODY", "1500")
    assert begun(LENGTH) == (3, 413)
    assert begun(CHUNKED) == (3, 413)


def test_a_body_over_every_limit_is_refused_before_it_has_arrived(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for area in ("BODY", "DRAFT", "UPLOAD"):
        monkeypatch.setenv(f"ROUTEMAP_LARGEST_{area}", "2500")
    assert begun(LENGTH) == (0, 413)
    assert begun(CHUNKED, parts=100) == (3, 413)
    monkeypatch.setenv("ROUTEMAP_RATE_API", "4")
    assert begun(LENGTH, requests=2) == (0, 429)
    assert begun(CHUNKED, parts=100, requests=2) == (3, 429)


def test_a_client_that_asks_first_need_not_send_a_body_that_nobody_reads() -> None:
    assert begun(LENGTH, (b"expect", b"100-continue")) == (0, 200)


def test_a_client_that_has_gone_is_not_waited_for() -> None:
    async def receive() -> Message:
        return {"type": "http.disconnect"}

    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def ended(_scope: object, _receive: object, respond) -> None:  # type: ignore[no-untyped-def]
        await respond({"type": "http.response.start", "status": 403, "headers": []})

    scope = {
        "type": "http", "path": "/api/claims", "query_string": b"", "headers": [LENGTH],
        "client": ("a", 1), "method": "POST",
    }  # fmt: skip
    anyio.run(Limits(ended, addresses=AREAS, trusts_proxy=False), scope, receive, send)
    assert [message["status"] for message in sent] == [403]
