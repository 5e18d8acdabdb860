"""What a balancer does with its servers: HAProxy's states, and servers that obey a test."""

from __future__ import annotations

import csv
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.conftest import until


def states(folder: Path) -> dict[str, str]:
    """Return HAProxy's states of its servers by name: ``UP``, ``UP 2/3`` after a failed check.

    Empty while HAProxy starts: it opens its ports before this socket.
    """
    with socket.socket(socket.AF_UNIX) as admin:
        if admin.connect_ex(str(folder / "admin.sock")):
            return {}
        admin.sendall(b"show stat\n")
        text = b"".join(iter(lambda: admin.recv(65_536), b"")).decode()
    rows = csv.DictReader(text.removeprefix("# ").splitlines())
    return {
        row["svname"]: row["status"]
        for row in rows
        if row["pxname"] == "routemap" and row["svname"] not in ("FRONTEND", "BACKEND")
    }


def until_states(folder: Path, **wanted: str) -> None:
    """Wait until HAProxy has these states of servers."""
    until(lambda: wanted.items() <= states(folder).items())


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_arguments: object) -> None:
        """Write no log: HAProxy closes connections of checks at once."""


@dataclass
class Told:
    """A server that answers as a test wants."""

    name: str
    ready: tuple[int, str] = (200, "ready")
    asked: list[str] = field(default_factory=list)
    cut: bool = False  # whether it closes connections without an answer
    idle: bool = False  # whether it answers once per connection, and closes it at the next request
    takes: float = 0.0  # seconds until it answers to /ready
    was_late: threading.Event = field(default_factory=threading.Event)
    address: str = ""


@contextmanager
def told(name: str) -> Iterator[Told]:
    """Run a server that answers its name, and to ``/ready`` what a test wants."""
    server = Told(name)
    connections: list[socket.socket] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # head and body in one packet

        def setup(self) -> None:
            super().setup()
            connections.append(self.connection)
            self.answered = False

        def do_GET(self) -> None:
            if self.path == "/ready":
                time.sleep(server.takes)
                status, word = server.ready
                self._say(status, f'{{"status":"{word}"}}')
                if server.takes:
                    server.was_late.set()
                return
            closed = server.idle and self.answered
            if not closed:
                server.asked.append(f"{self.command} {self.path}")
            if closed or server.cut:
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
            else:
                self._say(200, name)
                self.answered = True

        do_POST = do_GET  # noqa: N815 - the name that http.server looks for

        def _say(self, status: int, text: str) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_arguments: object) -> None:
            """Write no log."""

    with _Server(("127.0.0.1", 0), Handler) as running:
        server.address = f"127.0.0.1:{running.server_port}"
        thread = threading.Thread(target=running.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield server
        finally:
            running.shutdown()
            thread.join()
            for connection in connections:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
