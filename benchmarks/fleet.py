"""Servers that readers reach at one address: one alone, or replicas behind HAProxy."""

from __future__ import annotations

import os
import urllib.request
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil

from benchmarks.haproxy import haproxy
from benchmarks.serving import ROOT, serve
from benchmarks.sessions import cpu_seconds_of, memory_of
from benchmarks.visitor import ONLY
from benchmarks.waiting import free_port, until

NAMES: Final = ("a", "b")
_PATIENCE: Final = 60.0  # seconds for a server to read its data


class Replica:
    """A server on a port of its own, which can be killed and started again."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self._folder = folder
        # the code of this folder, whichever is installed
        self._environment = {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", **environment}
        self._running = ExitStack()
        self.port = free_port()
        self.url = ""
        self.process: psutil.Process | None = None

    def start(self) -> None:
        """Start it, and wait until it is healthy."""
        server = serve(ROOT / "app.py", self._folder, environment=self._environment, port=self.port)
        self.url, self.process = self._running.enter_context(server)

    def is_ready(self) -> bool:
        """Return whether readers may be sent to it."""
        try:
            with urllib.request.urlopen(f"{self.url}ready", timeout=5) as answer:  # noqa: S310
                return bool(answer.status == 200)
        except OSError:
            return False

    def kill(self) -> None:
        """Kill it without warning (kill -9)."""
        if self.process:
            self.process.kill()
        self.stop()

    def stop(self) -> None:
        """Stop it, if it runs."""
        self._running.close()
        self.process = None


@dataclass(frozen=True)
class Fleet:
    """Running servers by name, and the address for readers with a trailing slash."""

    url: str
    replicas: Mapping[str, Replica]

    @property
    def processes(self) -> list[psutil.Process]:
        """The processes of the servers that run."""
        return [replica.process for replica in self.replicas.values() if replica.process]

    def memory(self) -> int:
        """Return the resident bytes of all servers and their children."""
        return sum(map(memory_of, self.processes))

    def cpu(self) -> float:
        """Return the CPU seconds that all servers have used so far."""
        return sum(map(cpu_seconds_of, self.processes))


@contextmanager
def alone(folder: Path, environment: Mapping[str, str]) -> Iterator[Fleet]:
    """Run one server without a proxy, with a data folder and variables of its environment."""
    with _started(1, folder, environment) as replicas:
        yield Fleet(replicas[ONLY].url, replicas)


@contextmanager
def behind_haproxy(
    number: int, folder: Path, environment: Mapping[str, str] | None = None
) -> Iterator[Fleet]:
    """Run replicas behind HAProxy, with a data folder and variables of their environment."""
    trusted = {"FORWARDED_ALLOW_IPS": "127.0.0.1"}
    with _started(number, folder, {**trusted, **(environment or {})}) as replicas:
        ports = {name: replica.port for name, replica in replicas.items()}
        with haproxy(ports) as url:
            yield Fleet(url, replicas)


@contextmanager
def _started(
    number: int, folder: Path, environment: Mapping[str, str]
) -> Iterator[dict[str, Replica]]:
    replicas = {name: Replica(folder, environment) for name in NAMES[:number]}
    with ExitStack() as ending:
        for replica in replicas.values():
            ending.callback(replica.stop)
        with ThreadPoolExecutor(number) as threads:
            list(threads.map(Replica.start, replicas.values()))
        # readers who come before a replica has data all go to the other one, and stay there
        for replica in replicas.values():
            if not until(replica.is_ready, _PATIENCE):
                raise TimeoutError(f"{replica.url} has no data to show after {_PATIENCE:.0f} s")
        yield replicas
