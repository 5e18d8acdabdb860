"""The proxies of ``deploy/`` for two replicas, before servers that obey a test.

``test_replicas.py`` has the real servers.
"""

from __future__ import annotations

import itertools
import re
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.browser.balancer import Told, states, told, until_states
from tests.browser.reverse_proxy import KINDS, PATIENCE, Proxy, proxying, trusting

NGINX, HAPROXY = KINDS
COOKIE = "routemap_replica"
_numbers = itertools.count(1)


@dataclass
class Balanced:
    """Two servers behind HAProxy, which have just become ready."""

    proxy: Proxy
    folder: Path
    a: Told
    b: Told

    def ask(self, path: str = "/", method: str = "GET", **kept: str) -> tuple[int, str, str]:
        """Return status, text and new cookie of an answer to a client, with or without a cookie."""
        lines = (("Cookie", f"{COOKIE}={kept['cookie']}"),) if "cookie" in kept else ()
        source = kept.get("source", "127.0.0.1")
        body = b"" if method == "POST" else None
        answer, text = self.proxy.ask(method, path, source=source, lines=lines, body=body)
        cookie = (answer.headers["Set-Cookie"] or "").partition(";")[0].removeprefix(f"{COOKIE}=")
        return answer.status, text.decode(), cookie

    def flood(self, path: str, number: int, source: str, names: str = "ab") -> list[int]:
        """Ask many times on one connection, the replicas in turn, and return the statuses."""
        sent = "".join(
            f"GET {path} HTTP/1.1\r\nHost: map.example\r\nCookie: {COOKIE}={name}\r\n\r\n"
            for name in itertools.islice(itertools.cycle(names), number)
        )
        plain = socket.create_connection(("127.0.0.1", self.proxy.port), PATIENCE, (source, 0))
        with trusting().wrap_socket(plain) as connection:
            connection.sendall(sent.encode())
            answered = b""
            while len(found := re.findall(rb"HTTP/1\.1 (\d+) ", answered)) < number:
                answered += connection.recv(65_536)
        return [int(status) for status in found]

    def until(self, **states: str) -> None:
        until_states(self.folder, **states)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Balanced]:
    if not HAPROXY.binary:
        pytest.skip("haproxy is not installed; scripts/proxies.sh installs it on Debian")
    folder = tmp_path_factory.mktemp("balanced")
    with ExitStack() as ending:
        a, b = (ending.enter_context(told(name)) for name in "ab")
        proxy = ending.enter_context(proxying(HAPROXY, a.address, folder, second=b.address))
        yield Balanced(proxy, folder, a, b)


@pytest.fixture
def balanced(running: Balanced) -> Balanced:
    for server in (running.a, running.b):
        server.ready, server.takes = (200, "ready"), 0.0
        server.cut = server.idle = False
        server.asked.clear()
    running.until(a="UP", b="UP")
    return running


def client() -> str:
    """Return an address that no other test has, because HAProxy counts what each one asks."""
    return f"127.0.2.{next(_numbers)}"


def test_a_reader_stays_on_one_replica_by_cookie_or_by_address(balanced: Balanced) -> None:
    for name in "ab":
        assert {balanced.ask(cookie=name)[:2] for _ in range(8)} == {(200, name)}
    sources = [client() for _ in range(8)]
    first = [balanced.ask(source=source) for source in sources]
    assert {text for _, text, _ in first} == {"a", "b"}
    assert all(cookie == text for _, text, cookie in first)
    # a frame on another site sends no cookie back; taking turns would not keep this order
    for source, (_, text, _) in reversed(list(zip(sources, first, strict=True))):
        assert {balanced.ask(source=source)[1] for _ in range(2)} == {text}


def test_a_replica_that_is_about_to_end_keeps_its_readers_and_gets_no_others(
    balanced: Balanced,
) -> None:
    balanced.a.ready = 503, "stopping"
    balanced.until(a="NOLB")
    assert balanced.ask(cookie="a") == (200, "a", "")
    assert {balanced.ask(source=client())[1] for _ in range(8)} == {"b"}


def test_a_replica_without_data_gets_nobody(balanced: Balanced) -> None:
    balanced.a.ready = 503, "no data"
    balanced.until(a="DOWN")
    assert balanced.ask(cookie="a") == (200, "b", "b")
    # without any replica that is ready, the dashboard itself says why
    balanced.b.ready = 503, "no data"
    balanced.until(b="DOWN")
    assert balanced.ask(cookie="b") == (200, "b", "")
    assert balanced.ask(source=client())[0] == 200


def test_a_busy_replica_keeps_its_readers(balanced: Balanced) -> None:
    balanced.a.was_late.clear()
    balanced.a.takes = 3.0  # longer than the time between two checks
    assert balanced.a.was_late.wait(PATIENCE)
    # one failed check would show
    assert states(balanced.folder)["a"] == "UP"
    assert balanced.ask(cookie="a") == (200, "a", "")


def test_a_replica_that_closes_an_idle_connection_keeps_its_readers(balanced: Balanced) -> None:
    """Otherwise the page has its data from one replica, and its files from the other."""
    balanced.a.idle = True
    assert balanced.flood("/data/current.json", 3, client(), names="a") == [200] * 3
    assert len(balanced.a.asked) == 3
    assert balanced.b.asked == []


def test_what_only_reads_is_asked_of_the_other_replica_if_one_dies_meanwhile(
    balanced: Balanced,
) -> None:
    balanced.a.cut = True
    assert balanced.ask("/api/export/csv", cookie="a")[:2] == (200, "b")
    # what changes something is not sent twice
    assert balanced.ask("/api/drafts", "POST", cookie="a")[0] == 502
    assert balanced.b.asked == ["GET /api/export/csv"]


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/data/546142105ea5/features.json", 600),
        ("/api/claims", 240),
        ("/api/export/csv", 80),
        ("/share/picture.png", 60),
        ("/api/drafts", 60),
    ],
)
def test_a_rate_holds_for_all_replicas_together(balanced: Balanced, path: str, most: int) -> None:
    source = client()
    assert balanced.flood(path, most + 5, source) == [200] * most + [429] * 5
    assert balanced.ask(path, source=client())[0] == 200


def test_nginx_keeps_a_reader_on_a_replica_and_leaves_one_that_has_ended(tmp_path: Path) -> None:
    if not NGINX.binary:
        pytest.skip("nginx is not installed; scripts/proxies.sh installs it on Debian")
    with told("b") as b, ExitStack() as a_runs:
        a = a_runs.enter_context(told("a"))
        with proxying(NGINX, a.address, tmp_path, second=b.address) as proxy:
            # many, because the hash depends on the ports, which are different each time
            sources = [client() for _ in range(40)]
            first = [proxy.ask("GET", "/", source=source)[1] for source in sources]
            assert set(first) == {b"a", b"b"}
            again = [proxy.ask("GET", "/", source=source)[1] for source in reversed(sources)]
            assert again[::-1] == first
            a_runs.close()
            found = [proxy.ask("GET", "/", source=source) for source in sources]
            assert [(answer.status, text) for answer, text in found] == [(200, b"b")] * len(sources)


def test_behind_nginx_a_replica_that_closes_an_idle_connection_keeps_its_readers(
    tmp_path: Path,
) -> None:
    if not NGINX.binary:
        pytest.skip("nginx is not installed; scripts/proxies.sh installs it on Debian")
    with told("a") as a, told("b") as b:
        a.idle = b.idle = True
        with proxying(NGINX, a.address, tmp_path, second=b.address) as proxy:
            source = client()
            found = [proxy.ask("GET", "/data/current.json", source=source)[1] for _ in range(3)]
            assert found == [found[0]] * 3
            # what changes something is sent once, and is not lost
            answer, text = proxy.ask("POST", "/api/drafts", source=source, body=b"")
            assert (answer.status, text) == (200, found[0])
