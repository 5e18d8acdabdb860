"""A PostgreSQL server with PostGIS of its own, from Debian's packages, for tests and soaks."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from signal import Signals
from typing import Any, Final

import psycopg

from benchmarks.waiting import free_port, until

_LIBRARIES: Final = Path("/usr/lib/postgresql")
_SETTINGS: Final = {
    "fsync": "off",  # a test that loses its machine is run again
    "shared_buffers": "64MB",
    "max_connections": "60",
    "wal_level": "replica",
    "autovacuum": "off",
}


def programs() -> Path | None:
    """Return the folder of the programs of PostgreSQL, ``None`` if they are not installed."""
    found = sorted(_LIBRARIES.glob("*/bin/postgres"))
    has_postgis = any(Path("/usr/share/postgresql").glob("*/extension/postgis.control"))
    return found[-1].parent if found and has_postgis else None


PATIENCE: Final = 60.0  # seconds
REASON: Final = "PostgreSQL with PostGIS is not installed; run scripts/postgres.sh as root"


@dataclass
class Server:
    """A server on a free port of this machine, with a folder of its own."""

    folder: Path
    port: int
    bin: Path
    settings: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    def uri(self, database: str, user: str = "postgres") -> str:
        """Return the address of a database."""
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}"

    def create(self, database: str) -> str:
        """Create an empty database, and return its address."""
        with psycopg.connect(self.uri("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{database}"')
        return self.uri(database)

    def drop(self, database: str) -> None:
        """Delete a database."""
        with psycopg.connect(self.uri("postgres"), autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')

    def start(self) -> None:
        """Start the server, and wait until it answers."""
        options = [f"-c{key}={value}" for key, value in {**_SETTINGS, **self.settings}.items()]
        log = (self.folder / "log").open("ab")
        self.process = subprocess.Popen(
            [
                self.bin / "postgres", "-D", self.folder / "data", "-p", str(self.port),
                "-c", f"unix_socket_directories={self.folder}", "-h", "127.0.0.1", *options,
            ],
            stdout=log, stderr=log, stdin=subprocess.DEVNULL, **as_postgres(),
        )  # fmt: skip
        log.close()
        self.wait()

    def wait(self) -> None:
        """Wait until the server takes connections.

        Raises
        ------
        TimeoutError
            If it does not within :data:`PATIENCE`; the message is the end of its log.
        """
        if not until(self.answers, PATIENCE):
            raise TimeoutError((self.folder / "log").read_text()[-2000:])

    def answers(self) -> bool:
        """Return whether the server takes connections."""
        with suppress(psycopg.Error):
            psycopg.connect(self.uri("postgres"), connect_timeout=2).close()
            return True
        return False

    def stop(self, how: Signals = Signals.SIGINT) -> None:
        """Stop the server: by default by its fast shutdown, by ``SIGQUIT`` at once."""
        if self.process is None:
            return
        self.process.send_signal(how)
        self.process.wait(30)
        self.process = None


def as_postgres() -> dict[str, Any]:
    """Return what a process needs to run as another user, because PostgreSQL refuses root."""
    if os.geteuid():
        return {}
    return {"user": "postgres", "group": "postgres", "extra_groups": [], "cwd": "/"}


@contextmanager
def postgres(**settings: str) -> Iterator[Server]:
    """Start a server with settings, and stop it and delete its folder at the end."""
    found = programs()
    if found is None:
        raise RuntimeError(REASON)
    folder = Path(tempfile.mkdtemp(prefix="routemap-postgres-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    server = Server(folder, free_port(), found, settings)
    try:
        subprocess.run(
            [found / "initdb", "-D", folder / "data", "-U", "postgres", "-A", "trust",
             "--no-sync", "-E", "UTF8", "--locale=C"],
            check=True, capture_output=True, **as_postgres(),
        )  # fmt: skip
        server.start()
        yield server
    finally:
        server.stop(Signals.SIGQUIT)
        shutil.rmtree(folder, ignore_errors=True)
