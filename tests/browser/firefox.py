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

from websockets.sync.client import ClientConnection, connect

from tests.browser.driven import DESKTOP, Driven, DriverError

PACKAGES = ("firefox-esr",)
_NAMES = ("firefox-esr", "firefox")
_LISTENS = re.compile(r"WebDriver BiDi listening on (ws://\S+)")
_START_SECONDS = 90.0
_ANSWER_SECONDS = 60.0


class Firefox(Driven):
    """One window of Firefox."""

    def __init__(self, connection: ClientConnection) -> None:
        super().__init__()
        self._connection = connection
        self._numbers = itertools.count(1)
        self._call("session.new", capabilities={})
        self._call("session.subscribe", events=["log.entryAdded"])
        (tree,) = self._call("browsingContext.getTree")["contexts"]
        self._window: str = tree["context"]
        self.resize(*DESKTOP)

    def _call(self, method: str, **params: Any) -> Any:
        number = next(self._numbers)
        self._connection.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            answer = json.loads(self._connection.recv(_ANSWER_SECONDS))
            if answer["type"] == "event":
                if answer["params"]["level"] == "error":
                    self.errors.append(answer["params"]["text"])
            elif answer["type"] == "error":
                raise DriverError(f"{method}: {answer['error']}: {answer['message']}")
            else:
                return answer["result"]

    def open(self, url: str) -> None:
        self._call("browsingContext.navigate", context=self._window, url=url, wait="complete")

    def resize(self, width: int, height: int) -> None:
        size = {"width": width, "height": height}
        self._call("browsingContext.setViewport", context=self._window, viewport=size)

    def _evaluate(self, script: str) -> Any:
        found = self._call(
            "script.evaluate",
            expression=f"({script}).then((value) => JSON.stringify(value))",
            target={"context": self._window},
            awaitPromise=True,
        )
        if found["type"] == "exception":
            raise DriverError(found["exceptionDetails"]["text"])
        return json.loads(found["result"].get("value", "null"))

    def _perform(self, *sources: dict[str, Any]) -> None:
        self._call("input.performActions", context=self._window, actions=list(sources))

    def screenshot(self) -> bytes:
        found = self._call("browsingContext.captureScreenshot", context=self._window)
        return base64.b64decode(found["data"])

    def close(self) -> None:
        """Close the browser."""
        self._call("browser.close")


def is_installed() -> bool:
    return _path() is not None


def _path() -> str | None:
    return next((found for name in _NAMES if (found := shutil.which(name))), None)


@contextmanager
def running(profile: Path) -> Iterator[Firefox]:
    """Start Firefox with an empty profile, and end it afterwards."""
    command = [str(_path()), "--headless", "--no-remote", "--remote-debugging-port", "0"]
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
    raise DriverError(f"Firefox did not start:\n{log.read_text(errors='replace')}")
