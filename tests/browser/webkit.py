"""WebKit, the engine of Safari, driven over WebDriver (https://www.w3.org/TR/webdriver2/).

It is the small browser of Debian's ``webkit2gtk-driver``, on a display of ``xvfb``.
"""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx2 as httpx
import psutil

from tests.browser.driven import DESKTOP, Driven, DriverError
from tests.conftest import until

PACKAGES = "webkit2gtk-driver", "xvfb"
_PROGRAMS = "WebKitWebDriver", "Xvfb"
_LIBRARIES = Path("/usr/lib")
_SCREEN = "1600x1200x24"
_ANSWER_SECONDS = 90.0
# the driver reports no errors of scripts, so each page collects them from its first moment on
_LISTEN = """
if (!window.heard && !window.left) {
  window.heard = [];
  addEventListener("error", (event) => heard.push(event.message ?? "not loaded"));
  addEventListener("unhandledrejection", (event) => heard.push(String(event.reason)));
  const error = console.error;
  console.error = (...said) => { heard.push(said.join(" ")); error(...said); };
}
return !window.left && document.readyState === "complete";
"""
_PROMISE = """
const done = arguments[arguments.length - 1];
(%s).then((value) => done({ value }), (error) => done({ error: String(error) }));
"""
# the second frame after a change has it
_PAINTED = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))"


class WebKit(Driven):
    """One window of WebKit."""

    def __init__(self, client: httpx.Client) -> None:
        super().__init__()
        self._client = client
        arguments = ["--automation", "--javascript-can-open-windows-automatically=true"]
        options = {"binary": str(browser_path()), "args": arguments}
        wanted = {"webkitgtk:browserOptions": options, "pageLoadStrategy": "none"}
        answer = self._call("POST", "/session", capabilities={"alwaysMatch": wanted})
        self._session = f"/session/{answer['sessionId']}"
        self._open_window()
        self.resize(*DESKTOP)

    def _open_window(self) -> None:
        """Open a window without a toolbar, which the width of a phone would not have space for."""
        first = self._call("GET", f"{self._session}/window")
        self._script("window.open('about:blank', '', 'popup')")
        handles = self._call("GET", f"{self._session}/window/handles")
        (popup,) = (handle for handle in handles if handle != first)
        self._call("POST", f"{self._session}/window", handle=popup)

    def _call(self, method: str, path: str, **params: Any) -> Any:
        answer = self._client.request(method, path, json=params if method == "POST" else None)
        value = answer.json()["value"]
        if answer.is_error:
            raise DriverError(f"{path}: {value['error']}: {value['message']}")
        return value

    def _script(self, script: str, kind: str = "sync") -> Any:
        return self._call("POST", f"{self._session}/execute/{kind}", script=script, args=[])

    def open(self, url: str) -> None:
        self._script("window.left = true")
        self._call("POST", f"{self._session}/url", url=url)
        until(self._is_loaded)

    def _is_loaded(self) -> bool:
        try:
            return bool(self._script(_LISTEN))
        except DriverError:
            return False  # the script ended with the page that was left

    def resize(self, width: int, height: int) -> None:
        self._call("POST", f"{self._session}/window/rect", width=width, height=height)
        self.wait_for(f"innerWidth === {width} && innerHeight === {height}")

    def _evaluate(self, script: str) -> Any:
        found = self._script(_PROMISE % script, "async")
        if "error" in found:
            raise DriverError(found["error"])
        self.errors += self._script("return (window.heard ?? []).splice(0)")
        return found.get("value")

    def _perform(self, *sources: dict[str, Any]) -> None:
        self._call("POST", f"{self._session}/actions", actions=list(sources))

    def screenshot(self) -> bytes:
        self.evaluate(_PAINTED)
        return base64.b64decode(self._call("GET", f"{self._session}/screenshot"))

    def close(self) -> None:
        """Close the browser."""
        self._call("DELETE", self._session)


def browser_path() -> Path | None:
    """Return the path of WebKit's browser."""
    return next(_LIBRARIES.glob("*/webkit2gtk-4.*/MiniBrowser"), None)


def is_installed() -> bool:
    return all(map(shutil.which, _PROGRAMS)) and browser_path() is not None


@contextmanager
def running(folder: Path) -> Iterator[WebKit]:
    """Start WebKit on a display of its own, and end both afterwards."""
    with ExitStack() as ending, (folder / "log.txt").open("wb") as log:
        display = subprocess.Popen(
            ["Xvfb", "-displayfd", "1", "-screen", "0", _SCREEN],
            stdout=subprocess.PIPE, stderr=log, text=True,
        )  # fmt: skip
        ending.enter_context(display)
        ending.callback(display.terminate)
        assert display.stdout is not None
        number = display.stdout.readline().strip()
        variables = {**os.environ, "DISPLAY": f":{number}", "NO_AT_BRIDGE": "1"}
        driver = subprocess.Popen(
            ["WebKitWebDriver", "--port=0"], env=variables, stdout=log, stderr=log
        )
        ending.enter_context(driver)
        ending.callback(driver.terminate)
        client = httpx.Client(base_url=_address(driver), timeout=_ANSWER_SECONDS, trust_env=False)
        browser = WebKit(ending.enter_context(client))
        ending.callback(browser.close)
        yield browser


def _address(driver: subprocess.Popen[bytes]) -> str:
    process = psutil.Process(driver.pid)

    def port() -> int | None:
        lines = process.net_connections("tcp4")
        return next((line.laddr.port for line in lines if line.status == "LISTEN"), None)

    until(port)
    return f"http://127.0.0.1:{port()}"
