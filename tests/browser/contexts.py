"""Browsers that tests use one after the other, and their requests to other hosts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from playwright.sync_api import Browser, BrowserContext, Page, Request


def note_outside(context: BrowserContext, origin: str, outside: list[str]) -> Callable[[], None]:
    """Record the requests of a browser to other hosts; return a function that stops it.

    Listening, unlike routing, leaves the cache of the browser on.
    """

    def asked(request: Request) -> None:
        if request.url.startswith(("http:", "https:")) and request.url.split("/", 3)[2] != origin:
            outside.append(request.url)

    def failed(request: Request) -> None:
        # a request that the policy blocks is reported, but was never sent
        if request.failure == "csp" and request.url in outside:
            outside.remove(request.url)

    context.on("request", asked)
    context.on("requestfailed", failed)

    def end() -> None:
        context.remove_listener("request", asked)
        context.remove_listener("requestfailed", failed)

    return end


class Contexts:
    """Browsers that keep their cache of a server's scripts and styles from test to test.

    Everything else of the test before is gone: its pages, cookies and storage.
    """

    def __init__(self, chromium: Browser) -> None:
        self._chromium = chromium
        self._free = defaultdict[str, list[BrowserContext]](list)

    def take(self, origin: str, options: dict[str, object]) -> tuple[BrowserContext, Page]:
        """Return a browser that no other test uses, with a page."""
        free = self._free[f"{origin} {options}"]
        if not free:
            context = self._chromium.new_context(**options)
            return context, context.new_page()
        context = free.pop()
        page = context.new_page()
        context.clear_cookies()
        session = context.new_cdp_session(page)
        session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
        session.detach()
        return context, page

    def give_back(
        self, context: BrowserContext, origin: str | None, options: dict[str, object]
    ) -> None:
        """Close the pages, and keep the browser for the next test of this origin, if any."""
        if origin is None:
            context.close()
            return
        for page in context.pages:
            page.close()
        self._free[f"{origin} {options}"].append(context)
