"""nginx and HAProxy as the files under ``deploy/`` set them up, on ports that are free."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPResponse, HTTPSConnection
from pathlib import Path
from typing import Final

from benchmarks.certificate import trusting, write_certificate
from benchmarks.serving import ROOT

from tests.conftest import until

PATIENCE: Final = 20.0  # seconds: only what never happens takes as long
HOSTS: Final = {"IPv4": "127.0.0.1", "IPv6": "::1"}
_PART: Final = 16_384  # bytes: programs and browsers send a body in parts
HAS_IPV6: Final = socket.has_ipv6 and Path("/proc/net/if_inet6").exists()
_USER: Final = pwd.getpwuid(os.getuid()).pw_name
_NGINX_FOLDERS: Final = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


@dataclass(frozen=True)
class Kind:
    """A proxy: its file under ``deploy/``, how it is started, and what a test changes in it.

    ``second`` is what an operator changes for a second replica.
    """

    name: str
    file: str
    command: tuple[str, ...]
    changes: Mapping[str, str]
    second: Mapping[str, str]

    @property
    def binary(self) -> str | None:
        # of a user who is not root the path leaves out sbin
        return shutil.which(self.name, path=f"{os.environ['PATH']}:/usr/sbin:/sbin")

    def text(self, **values: object) -> str:
        """Return the file with its changes; each must be of something that is in it."""
        text = (ROOT / "deploy" / self.file).read_text(encoding="utf-8")
        second = self.second if values.get("second") else {}
        for before, after in {**self.changes, **second}.items():
            assert before in text, before
            text = text.replace(before, after.format(**values))
        if not HAS_IPV6:
            text = "".join(line for line in text.splitlines(keepends=True) if "[::]" not in line)
        return text


KINDS: Final = (
    Kind(
        "nginx",
        "nginx.conf",
        ("-p", "{folder}", "-e", "stderr", "-c", "{file}", "-g", "daemon off;"),
        {
            "user www-data;": f"user {_USER};",
            "pid /run/nginx.pid;": "pid {folder}/nginx.pid;",
            "/var/log/nginx/routemap.log": "{log}",
            "/var/log/nginx/error.log": "{folder}/error.log",
            "/etc/ssl/routemap/fullchain.pem": "{folder}/fullchain.pem",
            "/etc/ssl/routemap/privkey.pem": "{folder}/privkey.pem",
            "http {\n": "http {{\n"
            + "".join(f"    {name}_temp_path {{folder}}/{name};\n" for name in _NGINX_FOLDERS),
            "listen 80;": "listen {plain};",
            "listen [::]:80;": "listen [::]:{plain};",
            "listen 443 ": "listen {port} ",
            "listen [::]:443 ": "listen [::]:{port} ",
            "127.0.0.1:8501": "{app}",
            "_timeout 10s;": "_timeout 1s;",
        },
        {"# server 127.0.0.1:8502;": "server {second};"},
    ),
    Kind(
        "haproxy",
        "haproxy.cfg",
        ("-db", "-f", "{file}"),
        {
            "    user haproxy\n    group haproxy\n    chroot /var/lib/haproxy\n": "",
            "maxconn 4000": "maxconn 200",  # as many as any user may open
            "/etc/haproxy/routemap.pem": "{folder}/routemap.pem",
            "0.0.0.0:80\n": "0.0.0.0:{plain}\n",
            "[::]:80 ": "[::]:{plain} ",
            "0.0.0.0:443 ": "0.0.0.0:{port} ",
            "[::]:443 ": "[::]:{port} ",
            "127.0.0.1:8501": "{app}",
            "timeout http-request 10s": "timeout http-request 1s",
            "/run/haproxy/admin.sock": "{folder}/admin.sock",
        },
        {"# server b 127.0.0.1:8502 ": "server b {second} "},
    ),
)


@dataclass(frozen=True)
class Proxy:
    """Where a proxy listens, and its log."""

    port: int
    plain: int
    log: Path

    def url(self, family: str, *, scheme: str = "https") -> str:
        host = HOSTS[family]
        port = self.port if scheme == "https" else self.plain
        return f"{scheme}://{f'[{host}]' if ':' in host else host}:{port}/"

    def ask(
        self,
        method: str,
        path: str,
        *,
        source: str = HOSTS["IPv4"],
        body: bytes | None = None,
        lines: tuple[tuple[str, str], ...] = (),
    ) -> tuple[HTTPResponse, bytes]:
        """Ask by HTTPS from an address of this machine, with header lines as they are given."""
        host = HOSTS["IPv6" if ":" in source else "IPv4"]
        connection = HTTPSConnection(
            host, self.port, timeout=PATIENCE, source_address=(source, 0), context=trusting()
        )
        try:
            connection.putrequest(method, path)
            for name, value in lines:
                connection.putheader(name, value)
            if body is not None:
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders()
            for start in range(0, len(body or b""), _PART):
                connection.send((body or b"")[start : start + _PART])
            answer = connection.getresponse()
            return answer, answer.read()
        finally:
            connection.close()

    def closes(self, sent: bytes) -> bytes:
        """Return what the proxy answers to a request that does not go on, once it closes it."""
        plain = socket.create_connection((HOSTS["IPv4"], self.port), timeout=PATIENCE)
        with trusting().wrap_socket(plain) as half:
            half.sendall(sent)
            return b"".join(iter(lambda: half.recv(4096), b""))


@contextmanager
def proxying(
    kind: Kind,
    app: str,
    folder: Path,
    *,
    ports: tuple[int, int] | None = None,
    second: str = "",
) -> Iterator[Proxy]:
    """Run a proxy in front of an app (host and port) or of two, and end it afterwards."""
    write_certificate(folder)
    port, plain = ports or free_ports()
    log = folder / "requests.log"
    values = {
        "folder": folder, "app": app, "second": second, "log": log, "port": port, "plain": plain
    }  # fmt: skip
    file = folder / kind.file
    file.write_text(kind.text(**values), encoding="utf-8")
    command = [part.format(**values, file=file) for part in kind.command]
    assert kind.binary is not None
    with log.open("ab") as output, (folder / "errors").open("ab") as errors:
        process = subprocess.Popen([kind.binary, *command], stdout=output, stderr=errors)
    try:
        until(lambda: process.poll() is not None or _listens(port))
        assert process.poll() is None, (folder / "errors").read_text(encoding="utf-8")
        yield Proxy(port, plain, log)
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def free_ports() -> tuple[int, int]:
    """Return two ports on which nothing listens, for HTTPS and for HTTP."""
    family = socket.AF_INET6 if HAS_IPV6 else socket.AF_INET
    with socket.socket(family) as first, socket.socket(family) as second:
        for probe in (first, second):
            probe.bind(("", 0))
        return first.getsockname()[1], second.getsockname()[1]


def _listens(port: int) -> bool:
    try:
        socket.create_connection((HOSTS["IPv4"], port), timeout=1).close()
    except OSError:
        return False
    return True
