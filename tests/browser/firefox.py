"""A real headless Firefox, driven over WebDriver BiDi (https://www.w3.org/TR/webdriver-bidi/).

Playwright drives a Firefox of its own alone, and only where it may be downloaded; this one is
the installed ``firefox-esr`` or ``firefox``.
"""

from __future__ import annotations

import base64
import itertools
import json
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from websockets.sync.client import ClientConnection, connect

from tests.conftest import until

NAMES = ("firefox-esr", "firefox")
_LISTENS = re.compile(r"WebDriver BiDi listening on (ws://\S+)")
_START_SECONDS = 90.0
_ANSWER_SECONDS = 60.0
_SIZE = {"width": 1440, "height": 900}


class FirefoxError(RuntimeError):
    """Firefox did not start, or refused a command."""


class Firefox:
    """One window of Firefox."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self._numbers = itertools.count(1)
        self._call("session.new", capabilities={})
        (tree,) = self._call("browsingContext.getTree")["contexts"]
        self._window: str = tree["context"]
        self._call("browsingContext.setViewport", context=self._window, viewport=_SIZE)

    def _call(self, method: str, **params: Any) -> Any:
        number = next(self._numbers)
        self._connection.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            answer = json.loads(self._connection.recv(_ANSWER_SECONDS))
            if answer.get("id") != number:
                continue  # an event
            if answer["type"] == "error":
                raise FirefoxError(f"{method}: {answer['error']}: {answer['message']}")
            return answer["result"]

    def open(self, url: str) -> None:
        """Open an address and wait until it is loaded."""
        self._call("browsingContext.navigate", context=self._window, url=url, wait="complete")

    def evaluate(self, expression: str) -> Any:
        """Return the value of an expression, or of the promise that it is, as JSON has it."""
        found = self._call(
            "script.evaluate",
            expression=f"Promise.resolve({expression}).then((value) => JSON.stringify(value))",
            target={"context": self._window},
            awaitPromise=True,
        )
        if found["type"] == "exception":
            raise FirefoxError(found["exceptionDetails"]["text"])
        return json.loads(found["result"].get("value", "null"))

    def wait_for(self, expression: str) -> None:
        """Wait until an expression is true."""
        until(lambda: self.evaluate(expression))

    def screenshot(self, selector: str) -> bytes:
        """Return a picture, as PNG, of the first element that a selector finds."""
        box = self.evaluate(
            f"(({{ x, y, width, height }}) => ({{ x, y, width, height }}))"
            f"(document.querySelector({json.dumps(selector)}).getBoundingClientRect())"
        )
        found = self._call(
            "browsingContext.captureScreenshot",
            context=self._window,
            clip={"type": "box", **box},
        )
        return base64.b64decode(found["data"])

    def close(self) -> None:
        """Close the browser."""
        self._call("browser.close")


@contextmanager
def running(path: str, profile: Path) -> Iterator[Firefox]:
    """Start Firefox with an empty profile, and end it afterwards."""
    command = [path, "--headless", "--no-remote", "--remote-debugging-port", "0"]
    command += ["--profile", str(profile)]
    log = profile / "log.txt"
    with (
        log.open("wb") as written,
        subprocess.Popen(command, stdout=written, stderr=written) as process,
    ):
        try:
            url = _address(process, log)
            with connect(f"{url}/session", max_size=None, open_timeout=_START_SECONDS) as line:
                browser = Firefox(line)
                yield browser
                browser.close()
        finally:
            process.terminate()


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        if found := _LISTENS.search(log.read_text(encoding="utf-8", errors="replace")):
            return found[1]
        time.sleep(0.05)
    raise FirefoxError(f"Firefox did not start:\n{log.read_text(errors='replace')}")


@pytest.fixture(scope="session")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    """A Firefox for all tests of a process; without one they are skipped."""
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    if path is None:
        pytest.skip("Firefox is not installed: scripts/browser.sh installs it where it may")
    with running(path, tmp_path_factory.mktemp("firefox")) as browser:
        yield browser
