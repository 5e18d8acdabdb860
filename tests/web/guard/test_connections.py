"""A real server closes incomplete requests, and decompresses no more than it needs."""

from __future__ import annotations

import base64
import json
import os
import socket
import time
import urllib.request
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, closing
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest
from benchmarks.serving import ROOT
from streamlit.proto.BackMsg_pb2 import BackMsg
from tests.serving import UNLIMITED, serve

PATIENCE = 60
SECONDS = "3"


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("served") / "log"


@pytest.fixture(scope="module")
def served(log: Path) -> Iterator[tuple[str, psutil.Process]]:
    environment = {**UNLIMITED, "ROUTEMAP_REQUEST_SECONDS": SECONDS}
    with (
        log.open("w+b") as written,
        serve(ROOT / "app.py", None, environment=environment, log=written) as (url, process),
    ):
        yield url, process


def connected(url: str) -> socket.socket:
    parts = urlsplit(url)
    assert parts.hostname == "127.0.0.1"
    return socket.create_connection((parts.hostname, parts.port or 80), timeout=PATIENCE)


def closed(connection: socket.socket) -> bytes:
    """Return what is received until the other side closes."""
    found = b""
    while part := connection.recv(65536):
        found += part
    return found


HALF_SENT = {
    "nothing": b"",
    "half a head": b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n",
    "half a body": (
        b"POST /share/view.json HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\n{"
    ),
    "half a head after a whole request": (
        b"GET /data/current.json HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\nGET /share HT"
    ),
}


HANDSHAKE = (
    b"GET /_stcore/stream HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    b"Upgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n"
)


HALF_OPENED = {
    "half a handshake": HANDSHAKE,
    "a handshake with half a body": HANDSHAKE + b"Content-Length: 100\r\n\r\nx",
}


def test_a_request_or_handshake_that_never_comes_in_whole_is_closed(
    served: tuple[str, psutil.Process],
) -> None:
    # all at once, because each takes seconds
    with ExitStack() as ending:
        begun = time.monotonic()
        connections = {}
        for name, sent in (HALF_SENT | HALF_OPENED).items():
            connections[name] = ending.enter_context(connected(served[0]))
            connections[name].sendall(sent)
        for name, connection in connections.items():
            answered = closed(connection)
            assert b" 101 " not in answered, name
            # not immediately, as a server would that always closes
            assert time.monotonic() - begun > 1, name


def test_a_page_that_asks_nothing_keeps_its_socket(served: tuple[str, psutil.Process]) -> None:
    with opened(served[0]) as idle:
        # wait until a connection without a WebSocket would have been closed
        with connected(served[0]) as other:
            closed(other)
        idle.setblocking(False)
        with pytest.raises(BlockingIOError):
            idle.recv(1)


def test_many_messages_of_one_page_keep_nobody_waiting(served: tuple[str, psutil.Process]) -> None:
    url, _ = served

    def wait() -> float:
        begun = time.monotonic()
        with urllib.request.urlopen(url, timeout=PATIENCE) as answer:
            assert answer.status == 200
        return time.monotonic() - begun

    message = BackMsg()
    message.rerun_script.SetInParent()
    with opened(url) as connection:
        begun = time.monotonic()
        connection.sendall(frame(message.SerializeToString()) * 3_000)
        waits = [wait() for _ in range(10)]
        spent = time.monotonic() - begun
    # answered between the messages, not after all of them
    assert max(waits) < spent * 0.8


def test_bodies_that_are_too_large_are_refused_by_routes_that_take_none(
    served: tuple[str, psutil.Process], log: Path
) -> None:
    before = len(log.read_bytes())
    parts = urlsplit(served[0])
    for path in ("/health", "/api/claims"):
        for _ in range(30):
            with closing(HTTPConnection(parts.netloc, timeout=PATIENCE)) as connection:
                connection.request("GET", path, body=iter([b"x" * 70_000]), encode_chunked=True)
                assert connection.getresponse().status == 413
    lines = [json.loads(line) for line in log.read_bytes()[before:].splitlines()]
    assert 1 <= sum(line.get("status") == 413 for line in lines) <= 2 * 20
    assert not any("exception" in line for line in lines)


def test_what_is_no_http_is_a_line_of_json_and_many_are_few(
    served: tuple[str, psutil.Process], log: Path
) -> None:
    before = len(log.read_bytes())
    for _ in range(60):
        with connected(served[0]) as connection:
            connection.sendall(b"no http at all\r\n\r\n")
            assert b" 400 " in closed(connection)
    lines = [json.loads(line) for line in log.read_bytes()[before:].splitlines()]
    found = [line for line in lines if "Invalid HTTP request" in str(line.get("message"))]
    assert 1 <= len(found) <= 20


def test_drops_that_come_in_time_and_again_do_not_keep_a_request_open(
    served: tuple[str, psutil.Process],
) -> None:
    with connected(served[0]) as connection:
        connection.settimeout(0.2)
        connection.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n")
        until = time.monotonic() + PATIENCE
        is_open = True
        while is_open and time.monotonic() < until:
            try:
                connection.sendall(b"X-Slow: 1\r\n")
                is_open = connection.recv(65536) != b""
            except TimeoutError:
                continue
            except OSError:
                is_open = False
        assert not is_open


def test_a_connection_may_be_used_again_after_a_whole_request(
    served: tuple[str, psutil.Process],
) -> None:
    parts = urlsplit(served[0])
    with closing(HTTPConnection(parts.netloc, timeout=PATIENCE)) as connection:
        used = set()
        for _ in range(3):
            connection.request("GET", "/data/current.json")
            answer = connection.getresponse()
            assert answer.read().startswith(b'{"mark"')
            used.add(id(connection.sock))
        assert len(used) == 1


def opened(url: str, *, deflate: bool = True) -> socket.socket:
    connection = connected(url)
    parts = urlsplit(url)
    key = base64.b64encode(os.urandom(16)).decode()
    extension = "Sec-WebSocket-Extensions: permessage-deflate\r\n" if deflate else ""
    connection.sendall(
        f"GET /_stcore/stream HTTP/1.1\r\nHost: {parts.netloc}\r\nUpgrade: websocket\r\n"
        f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n"
        f"{extension}\r\n".encode()
    )
    head = b""
    while b"\r\n\r\n" not in head:
        head += connection.recv(1)
    assert head.startswith(b"HTTP/1.1 101"), head
    return connection


def frame(payload: bytes, opcode: int = 2, *, deflated: bool = False) -> bytes:
    """Return one masked WebSocket frame (RFC 6455), with a mask of zeros."""
    size = len(payload)
    head = bytes([0x80 | (0x40 if deflated else 0) | opcode])
    if size < 126:
        head += bytes([0x80 | size])
    elif size < 65536:
        head += bytes([0x80 | 126]) + size.to_bytes(2, "big")
    else:
        head += bytes([0x80 | 127]) + size.to_bytes(8, "big")
    return head + bytes(4) + payload


def deflated(content: bytes) -> bytes:
    packer = zlib.compressobj(9, wbits=-12)
    packed = packer.compress(content) + packer.flush(zlib.Z_SYNC_FLUSH)
    return packed.removesuffix(b"\x00\x00\xff\xff")


@pytest.mark.parametrize(
    ("content", "times"),
    [
        pytest.param(190_000_000, 1, id="one message of 190 kB that unpacks to 190 MB"),
        pytest.param(900_000, 200, id="200 messages of 1 kB that unpack to 0.9 MB each"),
    ],
)
def test_small_messages_that_unpack_to_much_take_little_memory(
    served: tuple[str, psutil.Process], content: int, times: int
) -> None:
    url, process = served
    opened(url).close()
    message = frame(deflated(bytes(content)), deflated=True)
    before = most = process.memory_info().rss
    with opened(url) as connection:
        try:
            connection.sendall(message * times)
            connection.setblocking(False)
            until = time.monotonic() + PATIENCE
            while time.monotonic() < until:
                most = max(most, process.memory_info().rss)
                try:
                    if connection.recv(65536) == b"":
                        break
                except BlockingIOError:
                    continue
            else:
                pytest.fail("the socket is still open")
        except (BrokenPipeError, ConnectionResetError):
            pass  # the connection was closed before everything was sent
    assert (most - before) / 1e6 < 40  # the session itself needs some memory


def test_the_largest_honest_message_is_read(served: tuple[str, psutil.Process]) -> None:
    message = BackMsg()
    state = message.rerun_script.widget_states.widgets.add()
    state.id = "unknown"
    state.string_array_value.data.extend(["x" * 80] * 10_000)
    content = message.SerializeToString()
    assert 800_000 < len(content) < 1_000_000
    with opened(served[0]) as connection:
        connection.sendall(frame(deflated(content), deflated=True))
        connection.settimeout(PATIENCE)
        # the page runs: a message arrives, not a close frame
        assert connection.recv(1)[0] & 0x0F == 2


def test_one_more_byte_than_the_largest_is_refused(served: tuple[str, psutil.Process]) -> None:
    with opened(served[0]) as connection:
        connection.sendall(frame(deflated(bytes(1_000_001)), deflated=True))
        # a close frame with code 1009: message too big
        assert connection.recv(4)[2:] == b"\x03\xf1"


def test_a_text_is_refused_in_one_line_and_many_in_few(
    served: tuple[str, psutil.Process], log: Path
) -> None:
    def written() -> list[bytes]:
        return log.read_bytes().splitlines()

    before = len(written())
    for _ in range(60):
        with opened(served[0]) as connection:
            connection.sendall(frame(b"x", opcode=1))
            # a close frame with code 1003: unsupported data
            assert connection.recv(4) == b"\x88\x02\x03\xeb"
    lines = written()[before:]
    own = [line for line in lines if b'"socket closed"' in line]
    assert 1 <= len(own) <= 20
    assert max(map(len, lines)) < 400
    assert sum(map(len, lines)) < 60 * 400
    assert json.loads(own[0])["reason"] == "text"
    assert not any(b"Traceback" in line for line in lines)
