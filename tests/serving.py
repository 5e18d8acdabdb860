"""The dashboard, started as described in README, in a separate process."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from benchmarks import serving as processes
from benchmarks.serving import ROOT

from routemap.data.settings import RATE_MESSAGES
from routemap.web.guard.limits import RATES
from tests.prefork import fork

serve = partial(processes.serve, start=fork)
"""Run a Streamlit script as :func:`benchmarks.serving.serve` does; the start is faster."""

# tests send many requests from one address; the limits have their own tests
UNLIMITED = {setting.key: "0" for setting in (*RATES.values(), RATE_MESSAGES)}
# below the ports that the system gives away
_FIRST, _EACH, _PROCESSES = 20_000, 50, 200
_used: set[int] = set()


@contextmanager
def serving(folder: Path | None = None, *options: str, **environment: str) -> Iterator[str]:
    """Run the dashboard with a folder and yield its address; stop it afterwards.

    The address is that of an earlier server if one has ended, so that a browser has its scripts.
    """
    with (
        _port() as port,
        serve(
            ROOT / "app.py",
            folder,
            *options,
            environment={**UNLIMITED, **environment},
            port=port,
        ) as (url, _process),
    ):
        yield url


@contextmanager
def _port() -> Iterator[int]:
    """Yield the first free port of those that this process uses."""
    first = _FIRST + os.getpid() % _PROCESSES * _EACH
    port = next(
        port for port in range(first, first + _EACH) if port not in _used and _is_free(port)
    )
    _used.add(port)
    try:
        yield port
    finally:
        _used.discard(port)


def _is_free(port: int) -> bool:
    with socket.socket() as trying:
        trying.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trying.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
