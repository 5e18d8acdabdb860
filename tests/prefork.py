"""Start servers from a process that has imported their libraries: a start takes half as long.

The libraries take most of the processor time of a start, and a run of all tests starts about a
hundred servers. ``python -m tests.prefork FD`` imports them and waits for orders at a socket: each
is a server, which it forks. Code and configuration of the dashboard are read after the fork.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import runpy
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from typing import IO, Final

import psutil
from benchmarks.serving import ROOT

# not streamlit_folium, which registers its component with the running server
_LIBRARIES: Final = (
    *("pandas", "pyarrow.compute", "pyarrow.csv", "pyarrow.dataset", "geopandas", "folium"),
    *("streamlit.web.cli", "streamlit.web.bootstrap", "alembic", "psycopg"),
    *("uvicorn", "uvicorn.protocols.http.h11_impl", "starlette.routing", "folium.plugins"),
    *("pyogrio", "pyarrow.parquet", "pypdf", "lxml.html", "fontTools.ttLib", "PIL.Image"),
    *("bibtexparser", "rispy", "pylatexenc.latex2text", "warcio"),
)
_MOST: Final = 1 << 20  # bytes of an order


class Forked:
    """A forked process, with the methods of ``subprocess.Popen`` that :func:`serve` uses."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._process = psutil.Process(pid)

    def wait(self, timeout: float | None = None) -> None:
        """Wait until the process has ended.

        Raises
        ------
        subprocess.TimeoutExpired
            If it has not ended in time.
        """
        try:
            self._process.wait(timeout)
        except psutil.TimeoutExpired as error:
            raise subprocess.TimeoutExpired(str(self.pid), timeout or 0) from error

    def terminate(self) -> None:
        """Ask the process to end."""
        with suppress(psutil.NoSuchProcess):
            self._process.terminate()

    def kill(self) -> None:
        """End the process at once."""
        with suppress(psutil.NoSuchProcess):
            self._process.kill()


class _Parent:
    """The process that forks servers; it ends with this one."""

    def __init__(self) -> None:
        self._socket, other = socket.socketpair()
        with other:
            self._process = subprocess.Popen(
                [sys.executable, "-m", __name__, str(other.fileno())],
                pass_fds=[other.fileno()],
                cwd=ROOT,
            )
        self._lock = threading.Lock()
        atexit.register(self._end)

    def _end(self) -> None:
        self._socket.close()
        self._process.wait()

    def start(self, arguments: Sequence[str], variables: Mapping[str, str], log: IO[bytes]) -> int:
        order = json.dumps([arguments, dict(variables)]).encode()
        with self._lock:
            socket.send_fds(self._socket, [len(order).to_bytes(4, "big")], [log.fileno()])
            self._socket.sendall(order)
            return int.from_bytes(self._socket.recv(8), "big")


@cache
def _parent() -> _Parent:
    return _Parent()


def fork(command: Sequence[str], variables: Mapping[str, str], log: IO[bytes]) -> Forked:
    """Start ``python -m streamlit …`` with variables of its environment and a file for its output.

    Parameters
    ----------
    command
        The command as for ``subprocess.Popen``: the interpreter, ``-m``, ``streamlit``, arguments.
    variables
        All variables of its environment.
    log
        An open file for its output.
    """
    return Forked(_parent().start(command[2:], variables, log))


def _serve(orders: socket.socket) -> None:
    for name in _LIBRARIES:
        importlib.import_module(name)
    gc.freeze()  # servers need not look for garbage in what they have from here
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # ended servers leave nothing behind
    while True:
        head, (log, *_), _flags, _address = socket.recv_fds(orders, 4, 1)
        order = orders.recv(int.from_bytes(head, "big"), socket.MSG_WAITALL)
        pid = os.fork()
        if not pid:
            orders.close()
            _become(*json.loads(order), log)
        os.close(log)
        orders.sendall(pid.to_bytes(8, "big"))


def _become(arguments: list[str], variables: dict[str, str], log: int) -> None:
    """Run a module as ``python -m`` does, with an environment and an output; does not return."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for stream in (1, 2):
        os.dup2(log, stream)
    os.close(log)
    os.environ.clear()
    os.environ.update(variables)
    sys.path[1:1] = filter(None, variables.get("PYTHONPATH", "").split(os.pathsep))
    sys.argv = arguments
    status = 1
    try:
        runpy.run_module(arguments[0], run_name="__main__", alter_sys=True)
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else bool(end.code)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


if __name__ == "__main__":
    with suppress(ValueError), socket.socket(fileno=int(sys.argv[1])) as given:
        _serve(given)
