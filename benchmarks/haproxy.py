"""HAProxy in front of replicas, as ``deploy/haproxy.cfg`` sets it up, on free ports."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from benchmarks.certificate import write_certificate
from benchmarks.serving import ROOT
from benchmarks.waiting import free_port, until

COOKIE: Final = "routemap_replica"
REASON: Final = "HAProxy is not installed; run scripts/proxies.sh as root"
_FILE: Final = ROOT / "deploy" / "haproxy.cfg"
_STARTS_WITHIN: Final = 20.0  # seconds
_CHANGES: Final[Mapping[str, str]] = {
    "    user haproxy\n    group haproxy\n    chroot /var/lib/haproxy\n": "",
    "maxconn 4000": "maxconn 1500",  # as many as any user may open
    "/etc/haproxy/routemap.pem": "{folder}/routemap.pem",
    "0.0.0.0:80\n": "127.0.0.1:{plain}\n",
    "0.0.0.0:443 ": "127.0.0.1:{port} ",
    "/run/haproxy/admin.sock": "{folder}/admin.sock",
}
_SERVERS: Final[Mapping[str, tuple[str, str]]] = {
    "a": ("127.0.0.1:8501", "127.0.0.1:{at}"),
    "b": ("# server b 127.0.0.1:8502 ", "server b 127.0.0.1:{at} "),
}
"""What an operator changes for each replica."""


def program() -> str | None:
    """Return the path of HAProxy, ``None`` if it is not installed."""
    # of a user who is not root the path leaves out sbin
    return shutil.which("haproxy", path=f"{os.environ['PATH']}:/usr/sbin:/sbin")


def configuration(folder: Path, port: int, ports: Mapping[str, int]) -> str:
    """Return the configuration for replicas, by their name, on ports of this machine.

    Raises
    ------
    ValueError
        If the file under ``deploy/`` has no longer what is changed.
    """
    values = {"folder": folder, "port": port, "plain": free_port()}
    changes = {before: after.format(**values) for before, after in _CHANGES.items()}
    for name, at in ports.items():
        before, after = _SERVERS[name]
        changes[before] = after.format(at=at)
    text = _FILE.read_text(encoding="utf-8")
    for before, after in changes.items():
        if before not in text:
            raise ValueError(f"{_FILE.name} has no “{before.strip()}”")
        text = text.replace(before, after)
    return "".join(line for line in text.splitlines(keepends=True) if "[::]" not in line)


@contextmanager
def haproxy(ports: Mapping[str, int]) -> Iterator[str]:
    """Run HAProxy in front of replicas, and yield the address for readers.

    Parameters
    ----------
    ports
        The ports of the replicas on this machine, by the name that the cookie has.

    Raises
    ------
    RuntimeError
        If HAProxy is not installed or does not start; the message has its output.
    """
    found = program()
    if found is None:
        raise RuntimeError(REASON)
    with tempfile.TemporaryDirectory(prefix="routemap-haproxy-") as place:
        folder, port = Path(place), free_port()
        write_certificate(folder)
        file, errors = folder / "haproxy.cfg", folder / "errors"
        file.write_text(configuration(folder, port, ports), encoding="utf-8")
        with errors.open("wb") as written:
            process = subprocess.Popen(
                [found, "-db", "-f", file], stdout=subprocess.DEVNULL, stderr=written
            )
        try:
            _wait(process, port, errors)
            yield f"https://127.0.0.1:{port}/"
        finally:
            process.terminate()
            process.wait()


def _wait(process: subprocess.Popen[bytes], port: int, errors: Path) -> None:
    def has_started() -> bool:
        return process.poll() is not None or _listens(port)

    if not until(has_started, _STARTS_WITHIN) or process.poll() is not None:
        raise RuntimeError(f"HAProxy did not start:\n{errors.read_text(errors='replace')}")


def _listens(port: int) -> bool:
    with socket.socket() as asking:
        return asking.connect_ex(("127.0.0.1", port)) == 0
