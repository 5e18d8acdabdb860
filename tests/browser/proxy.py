"""A proxy in front of the dashboard that refuses WebSockets until it is switched over."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

_REFUSAL = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


@dataclass
class Proxy:
    """Where the proxy is, and whether it passes WebSockets on."""

    url: str
    passes_sockets: bool = False


@contextmanager
def proxy_of(target: str) -> Iterator[Proxy]:
    """Run a proxy in front of a server, one thread per connection."""
    host, port = urlsplit(target).hostname, urlsplit(target).port
    listener = socket.create_server(("127.0.0.1", 0))
    proxy = Proxy(f"http://127.0.0.1:{listener.getsockname()[1]}/")

    def handle(client: socket.socket) -> None:
        with client:
            head = client.recv(65536)
            is_upgrade = b"upgrade: websocket" in head.lower()
            if is_upgrade and not proxy.passes_sockets:
                client.sendall(_REFUSAL)
                return
            if not is_upgrade:  # one request per connection, so that every upgrade is seen
                head = head.replace(b"Connection: keep-alive", b"Connection: close")
            try:
                server = socket.create_connection((host, port))
            except ConnectionRefusedError:  # the server has ended, and a page still asks
                return
            with server:
                server.sendall(head)
                back = threading.Thread(target=_pump, args=(client, server), daemon=True)
                back.start()
                _pump(server, client)
                back.join()

    def accept() -> None:
        with suppress(OSError):  # the listener was closed
            while True:
                client, _ = listener.accept()
                threading.Thread(target=handle, args=(client,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield proxy
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while part := source.recv(65536):
            sink.sendall(part)
    for end in (source, sink):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
