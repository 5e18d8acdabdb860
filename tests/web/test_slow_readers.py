"""Clients that send requests and never read: they delay no other reader and fill no memory."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack, ExitStack
from urllib.parse import urlsplit

import psutil
import pytest
from benchmarks.page import Reader, connected
from benchmarks.serving import ROOT
from benchmarks.sessions import QUESTIONS, counted, memory_of, run_sessions
from tests.serving import serve

from routemap.data.load import SHIPPED, load

PATIENCE = 30.0
NARROW = 4096  # bytes in the receive buffer of a connection before the server must wait


def narrow(url: str) -> socket.socket:
    """Connect with a very small receive buffer."""
    made = socket.socket()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, NARROW)
    made.connect((urlsplit(url).hostname, urlsplit(url).port))
    return made


async def stop_reading(stack: AsyncExitStack, url: str, runs: int) -> None:
    """Open a page and request runs of it without reading any message."""
    channel = await stack.enter_async_context(
        connected(url, patience=PATIENCE, sock=narrow(url), max_queue=1, close_timeout=0.1)
    )
    reader = Reader(url, channel)
    for _ in range(runs):
        await reader.send()


async def answered_beside(url: str, slow: int, runs: int) -> list[float]:
    """Return how long a reader waits for five runs while other clients do not read (seconds)."""
    took = []
    async with AsyncExitStack() as stack:
        for _ in range(slow):
            await stop_reading(stack, url, runs)
        channel = await stack.enter_async_context(connected(url, patience=PATIENCE))
        reader = Reader(url, channel)
        for _ in range(5):
            begun = time.monotonic()
            async with asyncio.timeout(PATIENCE):
                assert (await reader.run()).errors == []
            took.append(time.monotonic() - begun)
    return took


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[str, psutil.Process]]:
    """The address and the process of a server with the shipped data."""
    with serve(ROOT / "app.py", SHIPPED) as found:
        yield found


def test_pages_that_nobody_reads_keep_nobody_waiting(server: tuple[str, psutil.Process]) -> None:
    url, process = server
    alone = asyncio.run(answered_beside(url, 0, 0))
    before = memory_of(process)
    beside = asyncio.run(answered_beside(url, 8, 12))
    assert min(beside) < min(alone) + 2
    assert memory_of(process) < before + 100e6


def test_data_that_nobody_takes_keeps_nobody_waiting(server: tuple[str, psutil.Process]) -> None:
    url, process = server
    dataset = load(SHIPPED).dataset
    with ExitStack() as stack:
        run = {"sessions": 1, "period": 0.3, "seconds": 1.5, "seed": 1}
        questions = counted(dataset, QUESTIONS)
        run_sessions(url, process.pid, questions=questions, **run)
        # more than the number of server threads, so that slow clients could block all of them
        for _ in range(60):
            slow = stack.enter_context(narrow(url))
            address = f"/data/{dataset.revision}/features.json"
            slow.sendall(f"GET {address} HTTP/1.1\r\nHost: here\r\n\r\n".encode())
        report = run_sessions(url, process.pid, questions=questions, **run)
        assert report.errors == ()
        assert report.reruns >= 2
        assert min(report.latencies) < 2
        assert b" 200 " in slow.recv(NARROW).splitlines()[0]
