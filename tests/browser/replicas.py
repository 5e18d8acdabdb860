"""Two replicas of the dashboard behind a proxy, which can be killed, asked to end and replaced."""

from __future__ import annotations

import json
import shutil
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psutil
from benchmarks.serving import ROOT, serve
from playwright.sync_api import Page, WebSocket

from tests.browser.reverse_proxy import Kind, Proxy, free_ports, proxying
from tests.conftest import until
from tests.serving import UNLIMITED


class Replica:
    """One process of the dashboard on a port of its own."""

    def __init__(self, name: str, port: int, root: Path, *options: str, **environment: str) -> None:
        self.name, self.port, self._root = name, port, root
        self._options = options
        self._environment = {
            **UNLIMITED, "FORWARDED_ALLOW_IPS": "127.0.0.1",
            "PYTHONPATH": f"{root / 'src'}:{root}", **environment,
        }  # fmt: skip
        self._running = ExitStack()
        self._process: psutil.Process | None = None

    def start(self) -> None:
        """Start it, unless it runs, and wait until it is ready."""
        if self.is_running:
            return
        self._running.close()
        serving = serve(
            self._root / "app.py", None, *self._options, environment=self._environment,
            port=self.port,
        )  # fmt: skip
        _, self._process = self._running.enter_context(serving)
        until(lambda: self.asked("ready")[0] == 200)

    def kill(self) -> None:
        """End it as a failure does."""
        assert self._process
        self._process.kill()

    def stop(self) -> None:
        """Ask it to end."""
        assert self._process
        self._process.terminate()

    def close(self) -> None:
        self._running.close()

    @property
    def is_running(self) -> bool:
        process = self._process
        return bool(process and process.is_running() and process.status() != psutil.STATUS_ZOMBIE)

    def asked(self, path: str) -> tuple[int, dict[str, str]]:
        """Return status and content of an answer, past the proxy."""
        try:
            with urllib.request.urlopen(
                f"http://127.0.0.1:{self.port}/{path}", timeout=30
            ) as found:
                return found.status, json.load(found)
        except urllib.error.HTTPError as refused:
            return refused.code, json.load(refused)

    @property
    def process(self) -> str:
        """The id that pages get of it."""
        return self.asked("data/current.json")[1]["process"]


class Pair:
    """Two replicas, and the proxy before them."""

    def __init__(self, a: Replica, b: Replica, proxy: Proxy, folder: Path) -> None:
        self.a, self.b, self.proxy, self.folder = a, b, proxy, folder

    def upgrade(self) -> None:
        """Replace the code, whose next version differs in a comment. What runs is not restarted."""
        script = self.folder / "src" / "routemap" / "host" / "copy.js"
        script.write_text(f"// next\n{script.read_text(encoding='utf-8')}", encoding="utf-8")

    def named(self, name: str) -> tuple[Replica, Replica]:
        """Return the replica with a name, and the other one."""
        return (self.a, self.b) if name == self.a.name else (self.b, self.a)

    def start(self) -> None:
        """Start what does not run."""
        for replica in (self.a, self.b):
            replica.start()


@contextmanager
def replicated(kind: Kind, folder: Path, *options: str, **environment: str) -> Iterator[Pair]:
    """Run two replicas of a copy of the code behind a proxy; everything is in a folder."""
    for name in ("src", "pages"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "app.py", folder)
    (folder / "geodata").symlink_to(ROOT / "geodata")
    with ExitStack() as ending:
        ports = free_ports()
        replicas = [
            Replica(name, port, folder, *options, **environment)
            for name, port in zip("ab", ports, strict=True)
        ]
        for replica in replicas:
            ending.callback(replica.close)
        with ThreadPoolExecutor(2) as starting:
            list(starting.map(Replica.start, replicas))
        addresses = [f"127.0.0.1:{port}" for port in ports]
        proxy = ending.enter_context(proxying(kind, addresses[0], folder, second=addresses[1]))
        yield Pair(*replicas, proxy, folder)


class Runs:
    """The processes that have run a page, by the ids in what they sent."""

    def __init__(self, page: Page) -> None:
        self._page, self._received, self._asked = page, b"", 0
        self.loads = 0
        page.on("websocket", self._listen)
        page.on("load", self._loaded)

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framereceived", self._keep)
        socket.on("framesent", self._count)

    def _count(self, payload: str | bytes) -> None:
        self._asked += payload.count(b"stale") if isinstance(payload, bytes) else 0

    def _keep(self, payload: str | bytes) -> None:
        self._received += payload if isinstance(payload, bytes) else payload.encode()

    def _loaded(self, _page: Page) -> None:
        self.loads += 1

    def include(self, process: str) -> bool:
        self._let_events_arrive()
        return process.encode() in self._received

    @property
    def asked(self) -> int:
        """How often the page has asked for a run because it was out of date."""
        self._let_events_arrive()
        return self._asked

    def _let_events_arrive(self) -> None:
        self._page.context.cookies()  # works during a navigation, too

    def until(self, process: str) -> None:
        """Wait until a process has run the page."""
        until(lambda: self.include(process))


def parameters(address: str) -> set[str]:
    return set(urlsplit(address).query.replace("%2C", ",").split("&"))
