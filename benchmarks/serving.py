"""A Streamlit server for benchmarks and tests: start it, wait for it, and stop it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final, Protocol

import psutil

from benchmarks.waiting import free_port
from routemap.data.load import SHIPPED, VARIABLE

ROOT: Final = SHIPPED.parent
_START_SECONDS: Final = 120
_END_SECONDS: Final = 20


class Process(Protocol):
    """A started process: what :func:`serve` uses of ``subprocess.Popen``."""

    pid: int

    def wait(self, timeout: float | None = None) -> object:
        """Wait until it has ended, else raise ``subprocess.TimeoutExpired``."""

    def terminate(self) -> None:
        """Ask it to end."""

    def kill(self) -> None:
        """End it at once."""


Start = Callable[[Sequence[str], Mapping[str, str], IO[bytes]], Process]
"""Starts a command with all variables of its environment and a file for its output."""


def popen(command: Sequence[str], variables: Mapping[str, str], log: IO[bytes]) -> Process:
    """Start a command as a new process."""
    return subprocess.Popen(command, cwd=ROOT, env=variables, stdout=log, stderr=log)


class ServingError(RuntimeError):
    """The server did not start; the message ends with the output of the server."""


@contextmanager
def serve(  # noqa: PLR0913 - all of them are needed to start a server
    script: Path,
    folder: Path | None,
    *options: str,
    environment: Mapping[str, str] | None = None,
    port: int | None = None,
    address: str = "127.0.0.1",
    log: IO[bytes] | None = None,
    start: Start = popen,
) -> Iterator[tuple[str, psutil.Process]]:
    """Run a Streamlit script in a separate process, and stop the process afterwards.

    Parameters
    ----------
    script
        The script or ASGI app for ``streamlit run``.
    folder
        The data folder to serve; ``None`` for the shipped data.
    options
        Further options of ``streamlit run``, such as ``--server.baseUrlPath=desk``.
    environment
        Further environment variables of the server.
    port
        The port on this machine; by default a free port.
    address
        The address to listen on; ``""`` for Streamlit's default.
    log
        An open file for the output of the server; by default the output is discarded.
    start
        How the command is started.

    Yields
    ------
    url, process
        The address with a trailing slash, and the process.

    Raises
    ------
    ServingError
        If the server stops while starting or is not healthy after two minutes.
    """
    port = port or free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(script)]
    command += ["--server.address", address] if address else []
    command += ["--server.port", str(port)]
    command += ["--server.headless", "true", "--browser.gatherUsageStats", "false"]
    command += options
    variables = dict(os.environ)
    variables.pop(VARIABLE, None)
    if folder is not None:
        variables[VARIABLE] = str(folder)
    variables.update(environment or {})
    base = next((o.split("=", 1)[1] for o in options if "baseUrlPath=" in o), "")
    url = f"http://127.0.0.1:{port}/{base + '/' if base else ''}"
    with tempfile.TemporaryFile() as own:
        written = log or own
        process = start(command, variables, written)
        try:
            _wait_until_healthy(process, url, written)
            yield url, psutil.Process(process.pid)
        finally:
            _end(process)


def _wait_until_healthy(process: Process, url: str, log: IO[bytes]) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        try:
            process.wait(timeout=0.1)
        except subprocess.TimeoutExpired:
            if _is_healthy(url):
                return
        else:
            raise ServingError(f"the server stopped while starting:\n{_written(log)}")
    raise ServingError(f"the server did not become healthy:\n{_written(log)}")


def _is_healthy(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}_stcore/health", timeout=2) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def _written(log: IO[bytes]) -> str:
    log.seek(0)
    return log.read().decode("utf-8", "replace")


def _end(process: Process) -> None:
    process.terminate()
    try:
        process.wait(timeout=_END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
