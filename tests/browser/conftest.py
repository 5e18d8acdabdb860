"""A real server process and a real headless Chromium, cut off from the outside."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    FrameLocator,
    Locator,
    Page,
    expect,
    sync_playwright,
)

from routemap.load import SHIPPED, VARIABLE

ROOT = SHIPPED.parent
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP = {"width": 1440, "height": 900}
START_SECONDS = 60
# two cores, noisy: long enough that only what never happens fails (ms)
PATIENCE = 45_000
expect.set_options(timeout=PATIENCE)


def browser_path() -> str | None:
    """Return an installed Chromium, or ``None`` for the one that Playwright brings."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((found for name in names if (found := shutil.which(name))), None)


@contextmanager
def serving(folder: Path | None = None, *options: str) -> Iterator[str]:
    """Run the dashboard as README says, and give its address; end it afterwards."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless", "true"]
    command += ["--server.address", "127.0.0.1", "--server.port", str(port), *options]
    environment = dict(os.environ)
    environment.pop(VARIABLE, None)
    if folder is not None:
        environment[VARIABLE] = str(folder)
    base = next((o.split("=", 1)[1] for o in options if "baseUrlPath" in o), "")
    url = f"http://127.0.0.1:{port}/{base + '/' if base else ''}"
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            _wait_until_healthy(process, url)
            yield url
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait_until_healthy(process: subprocess.Popen[bytes], url: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, "the server stopped while starting"
        try:
            with urllib.request.urlopen(f"{url}_stcore/health", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            continue
    pytest.fail("the server did not become healthy")


@dataclass
class Watched:
    """A page of the dashboard, and what went wrong or outside while it was open."""

    page: Page
    url: str
    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def open(self, address: str = "") -> Watched:
        """Open an address of the dashboard and wait until its map is drawn."""
        self.page.goto(self.url + address)
        self.drawn()
        return self

    @property
    def frame(self) -> FrameLocator:
        """The frame of the map component."""
        return self.page.frame_locator('iframe[title="streamlit_folium.st_folium"]')

    @property
    def map(self) -> Locator:
        """The map's container element."""
        return self.frame.locator("#map_div")

    def drawn(self, **attributes: str) -> None:
        """Wait until the map is drawn, with these ``data-`` attributes."""
        selector = "#map_div[data-query][data-features]"
        selector += "".join(f'[data-{key}="{value}"]' for key, value in attributes.items())
        self.frame.locator(selector).wait_for(timeout=PATIENCE)

    def feature(self, name: str) -> Locator:
        """A marker or line on the map, by the name that assistive technology hears."""
        return self.frame.locator(f'[role="button"][aria-label^="{name},"]').first


Visit = Callable[..., Watched]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    with serving() as url:
        yield url


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Visit]:
    """Open fresh browsers; afterwards fail on any outside request or console error."""
    opened: list[tuple[BrowserContext, Watched]] = []

    def start(url: str, address: str = "", **options: object) -> Watched:
        context = chromium.new_context(**{"viewport": DESKTOP, **options})
        context.set_default_timeout(PATIENCE)
        watched = Watched(context.new_page(), url)
        origin = url.split("/", 3)[2]

        def guard(route) -> None:
            if route.request.url.split("/", 3)[2] == origin:
                route.continue_()
            else:
                watched.outside.append(route.request.url)
                route.abort()

        context.route("**/*", guard)

        def listen(message) -> None:
            # Streamlit looks for its server below the page's own path first, and is told 404
            probe = "/_stcore/" in message.location.get("url", "")
            if message.type == "error" and not probe:
                watched.errors.append(message.text)

        watched.page.on("console", listen)
        watched.page.on("pageerror", lambda error: watched.errors.append(str(error)))
        opened.append((context, watched))
        return watched.open(address)

    yield start
    for context, watched in opened:
        context.close()
        assert watched.outside == []
        assert watched.errors == []


@pytest.fixture
def data_folder(tmp_path: Path) -> Path:
    """A copy of the shipped data to break."""
    folder = tmp_path / "geodata"
    shutil.copytree(SHIPPED, folder)
    return folder
