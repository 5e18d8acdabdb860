"""Browsers that serve one test after the other, and what they ask of other hosts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from playwright.sync_api import Browser, BrowserContext, Page, Request


def note_outside(context: BrowserContext, origin: str, outside: list[str]) -> Callable[[], None]:
    """Note what a browser asks of other hosts; return what ends this.

    Listening leaves the browser its cache, which routing would turn off.
    """

    def asked(request: Request) -> None:
        if request.url.startswith(("http:", "https:")) and request.url.split("/", 3)[2] != origin:
            outside.append(request.url)

    def failed(request: Request) -> None:
        # what a policy forbids is told, but was never asked for
        if request.failure == "csp" and request.url in outside:
            outside.remove(request.url)

    context.on("request", asked)
    context.on("requestfailed", failed)

    def end() -> None:
        context.remove_listener("request", asked)
        context.remove_listener("requestfailed", failed)

    return end


class Contexts:
    """Browsers whose cache of a server's scripts and styles serves one test after the other.

    Whoever takes one finds nothing else of the test before: no page, no cookie, no storage.
    """

    def __init__(self, chromium: Browser) -> None:
        self._chromium = chromium
        self._free = defaultdict[str, list[BrowserContext]](list)

    def take(self, origin: str, options: dict[str, object]) -> tuple[BrowserContext, Page]:
        """Return one that nobody else has, with a page."""
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
        """Close its pages, and keep it for others who visit this origin, or for nobody."""
        if origin is None:
            context.close()
            return
        for page in context.pages:
            page.close()
        self._free[f"{origin} {options}"].append(context)
