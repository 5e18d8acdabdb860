"""A real server process and a real headless Chromium, without access to other hosts."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    FrameLocator,
    Locator,
    Page,
    expect,
    sync_playwright,
)

from routemap.data.dataset import Dataset
from routemap.data.load import SHIPPED, load
from tests.browser.contexts import Contexts, note_outside
from tests.serving import serving

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # no other host has an address; a test fails if a page asks for one
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost, EXCLUDE ::1",
]
DESKTOP = {"width": 1440, "height": 900}
# the panel is not beside the map, so popups have the words
NARROW = {"width": 1024, "height": 900}
# animations take a fifth of the time of a page; the tests of embedding keep them
STILL = "reduce"
# ms; long enough for a busy machine with two cores
PATIENCE = 90_000
expect.set_options(timeout=PATIENCE)
# until then, texts have other widths
FONTS_LOADED = "() => document.fonts.status === 'loaded'"
# messages of Chromium and Streamlit when the server cannot be reached
UNREACHED = ("net::ERR_", "reaching server endpoint", "server is not responding")


def browser_path() -> str | None:
    """Return the path of an installed Chromium, or ``None`` to use Playwright's own.

    Chromium without a window takes a quarter less processor time for each page.
    """
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    return next((found for name in names if (found := shutil.which(name))), None)


@dataclass
class Watched:
    """A page of the dashboard, with the errors and outside requests since it was opened."""

    page: Page
    url: str
    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    away: bool = (
        False  # whether the server is expected to be down, which the browser logs as errors
    )

    def open(self, address: str = "") -> Watched:
        """Open an address of the dashboard and wait until its map and texts are rendered."""
        self.page.goto(self.url + address)
        self.drawn()
        self.page.wait_for_function(FONTS_LOADED)
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
        """Wait until the map is rendered with these ``data-`` attributes."""
        selector = "#map_div[data-query][data-features]"
        selector += "".join(f'[data-{key}="{value}"]' for key, value in attributes.items())
        try:
            self.frame.locator(selector).wait_for(timeout=PATIENCE)
        except Error as error:
            text = self.page.locator("body").inner_text()
            error.add_note(f"{self.page.url} shows:\n{text}\nIts errors: {self.errors}")
            raise

    @property
    def listed(self) -> Locator:
        """The buttons of the list of places and routes. Opens its tab."""
        self.page.get_by_role("tab", name="Places and routes").click()
        return self.page.get_by_role("list", name="Places and routes").get_by_role("button")

    def feature(self, name: str) -> Locator:
        """A marker or line on the map, by its accessible name."""
        return self.frame.locator(f'[role="button"][aria-label^="{name},"]').first


Visit = Callable[..., Watched]
StartServer = Callable[..., str]


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


@pytest.fixture(scope="module")
def dataset(folder: Path) -> Dataset:
    """The data of a file of tests that defines a ``folder`` for all its tests."""
    return load(folder).dataset


@pytest.fixture(scope="module")
def url(folder: Path) -> Iterator[str]:
    """A server for the ``folder`` of a file of tests."""
    with serving(folder) as address:
        yield address


@pytest.fixture
def start_server() -> Iterator[StartServer]:
    """Start servers for data folders; they stop after the browsers, which may still load."""
    with ExitStack() as running:
        yield lambda folder, *options: running.enter_context(serving(folder, *options))


@pytest.fixture(scope="session")
def contexts(chromium: Browser) -> Contexts:
    return Contexts(chromium)


@contextmanager
def visiting(contexts: Contexts) -> Iterator[Visit]:
    """Open new browsers; at the end, fail if there were outside requests or console errors.

    A test that changes more than a page, such as the clock or the network, asks for a browser
    ``apart``, which nobody uses after it.
    """
    opened: list[Watched] = []
    with ExitStack() as ending:

        def start(
            url: str, address: str | None = "", *, apart: bool = False, **options: object
        ) -> Watched:
            origin = "/".join(url.split("/")[:3])
            size, scheme = options.pop("viewport", DESKTOP), options.pop("color_scheme", "light")
            context, page = contexts.take(origin, options)
            watched = Watched(page, url)
            # until the pages are closed
            ending.callback(note_outside(context, origin.split("/")[2], watched.outside))
            ending.callback(contexts.give_back, context, None if apart else origin, options)
            page.set_default_timeout(PATIENCE)
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=scheme, reduced_motion=STILL)
            page.on("console", lambda message: listen(watched, message))
            page.on("pageerror", lambda error: watched.errors.append(str(error)))
            opened.append(watched)
            return watched if address is None else watched.open(address)

        yield start
    for watched in opened:
        assert watched.outside == []
        assert watched.errors == []


@pytest.fixture
def visit(
    contexts: Contexts,
    start_server: StartServer,  # noqa: ARG001 - asked for first, so that it ends last
) -> Iterator[Visit]:
    with visiting(contexts) as visit:
        yield visit


@pytest.fixture(scope="module")
def still_map(contexts: Contexts, server: str) -> Iterator[Watched]:
    """The map, opened once for all tests of a file that only read it."""
    with visiting(contexts) as visit:
        yield visit(server)


def listen(watched: Watched, message: ConsoleMessage) -> None:
    """Record console errors, except those that Streamlit cannot avoid."""
    # Streamlit first looks for its server below the path of the page, and gets 404
    asked = message.location.get("url", "")
    probe = "/_stcore/" in asked
    # Streamlit has the pictures of a page in memory: a new server has them only after a run
    missed = watched.away and (
        "/media/" in asked or any(text in message.text for text in UNREACHED)
    )
    # Streamlit's client says so when a busy machine answers late, and then tries again
    late = "DoInitPings timed out" in message.text
    if message.type == "error" and not probe and not missed and not late:
        watched.errors.append(f"{message.text} {asked}")


@dataclass
class Opened:
    """A file in a browser, with all its requests and errors."""

    page: Page
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def map(self) -> Locator:
        return self.page.locator("#map[data-features]")

    @property
    def listed(self) -> Locator:
        """The buttons of the list of places and routes. Opens its tab."""
        self.page.get_by_role("tab", name="Places and routes").click()
        return self.page.get_by_role("list", name="Places and routes").get_by_role("button")

    def feature(self, name: str) -> Locator:
        return self.map.locator(f'[role="button"][aria-label^="{name},"]').first

    def statuses(self) -> dict[str, str]:
        return self.page.evaluate("() => routemap.statuses()")


Open = Callable[..., Opened]


@pytest.fixture
def open_file(chromium: Browser, tmp_path: Path) -> Iterator[Open]:
    """Write a page to disk and open it offline; at the end, fail if there were other requests."""
    files: list[tuple[BrowserContext, Opened, str]] = []

    def start(content: bytes, **options: object) -> Opened:
        path = tmp_path / f"map-{len(files)}.html"
        path.write_bytes(content)
        context = chromium.new_context(**{"viewport": DESKTOP, **options})
        context.set_offline(True)
        context.set_default_timeout(PATIENCE)
        opened = Opened(context.new_page())
        opened.page.on("request", lambda request: opened.requests.append(request.url))
        opened.page.on(
            "console",
            lambda said: opened.errors.append(said.text) if said.type == "error" else None,
        )
        opened.page.on("pageerror", lambda error: opened.errors.append(str(error)))
        files.append((context, opened, path.as_uri()))
        opened.page.goto(path.as_uri())
        if options.get("java_script_enabled", True):
            opened.map.wait_for()
        return opened

    yield start
    for context, opened, uri in files:
        context.close()
        assert opened.requests == [uri]
        assert opened.errors == []


@pytest.fixture
def data_folder(tmp_path: Path) -> Path:
    """A copy of the shipped data for tests that damage it."""
    folder = tmp_path / "geodata"
    shutil.copytree(SHIPPED, folder)
    return folder
