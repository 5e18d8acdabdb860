"""Waiting times of a reader, measured in Chromium from an input until the result is visible."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Locator, Page, sync_playwright
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from benchmarks.apps import App, Server
from benchmarks.wire import Wire, counted

ARGUMENTS: Final = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
TOO_LONG: Final = 60_000.0  # ms; the maximum wait, which is recorded for anything slower
_SETTLED = '[data-testid="stApp"][data-test-script-state="notRunning"]'
_FEWEST: Final = 6  # messages with which a run begins
_QUIET: Final = 100  # ms without a message after which a page stays whole
# Runs from the start of the page. It records the time of the last input, and the time at which the
# page first shows the expected result, or any result if none is expected. The page is whole in the
# first frame after that and after the last message in which Streamlit's run has ended, no
# placeholder is left and the filters can be used. Times are those of the browser.
_WATCH = """
() => {
  const watch = (window.watch = { want: "", gesture: 0, seen: null, whole: null, messages: 0 });
  // a field can answer what is typed before the key that ends it
  const gesture = () => watch.seen === null && (watch.gesture = performance.now());
  for (const name of ["pointerdown", "keydown", "input"]) {
    document.addEventListener(name, gesture, true);
  }
  const said = () => {
    if (watch.title) return document.querySelector("h1")?.innerText.trim();
    if (watch.selector) return document.querySelector(watch.selector) ? watch.want : null;
    if (!IN_FRAME) return document.querySelector("#floor")?.dataset.query;
    const frame = document.querySelector('iframe[title*="folium"]');
    return frame?.contentDocument?.querySelector("#map_div")?.dataset.query;
  };
  // a map can answer before the run of the page has begun, and a run can begin and end unseen
  window.WebSocket = class extends WebSocket {
    constructor(...given) {
      super(...given);
      this.addEventListener("message", () => {
        watch.messages += 1;
        watch.whole = null;
      });
    }
  };
  const isWhole = () =>
    watch.messages > FEWEST &&
    document.querySelector('SETTLED') &&
    !document.querySelector('[data-testid="stSkeleton"]') &&
    FILTERS;
  const look = () => {
    const found = said();
    const shows = watch.want === null ? found != null : found === watch.want;
    if (watch.seen === null && shows) watch.seen = performance.now();
    else if (watch.seen !== null && watch.whole === null && isWhole()) {
      watch.whole = performance.now();
    }
    requestAnimationFrame(look);
  };
  look();
}
"""


@dataclass
class BrowserTimes:
    """Milliseconds, bytes and CPU seconds of one app with one data folder.

    ``first`` and ``change`` end when the map is drawn, or the element in its place in apps without
    one; ``first_whole`` and ``change_whole`` end when the page is whole. ``page`` is a change to
    another page, and ``back`` the change back to the map, both until the page is whole.
    """

    first: list[float] = field(default_factory=list)
    first_whole: list[float] = field(default_factory=list)
    leaflet: list[float] = field(default_factory=list)
    change: list[float] = field(default_factory=list)
    change_whole: list[float] = field(default_factory=list)
    select: list[float] = field(default_factory=list)
    page: list[float] = field(default_factory=list)
    back: list[float] = field(default_factory=list)
    wire: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Change:
    """A filter change: the label of a widget, the value to enter, and the query after it."""

    widget: str
    value: str
    query: str


def changes(folder: Path, app: App) -> list[Change]:
    """Return one filter change per kind of filter of an app, each from the unfiltered page."""
    found = [
        Change("Stance", "Denies", "stance=denies"),
        Change("Search", "port", "q=port"),
        Change("Stance", "Asserts", "stance=asserts"),
        Change("Search", "railway", "q=railway"),
    ]
    if app.key == "naive":
        return found
    with (folder / "sources.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    # its name must match no other, because Enter selects all matches
    media = next(
        row
        for row in rows
        if row["kind"] == "media" and sum(row["name"] in other["name"] for other in rows) == 1
    )
    return [*found, Change("News media", media["name"], f"source={media['id']}")]


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run one browser."""
    with sync_playwright() as playwright:
        path = shutil.which("chromium") or shutil.which("chromium-headless-shell")
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


def measure(  # noqa: PLR0913 - options of one measurement
    browser: Browser,
    server: Server,
    folder: Path,
    times: BrowserTimes,
    *,
    only_visit: bool = False,
    slower: int = 1,
) -> None:
    """Add the times of one visit, one round of filter changes, selections and page changes.

    ``slower`` is the factor by which the browser slows its processor down.
    """
    with _visited(browser, server, server.url, times, slower) as page:
        for change in () if only_visit else changes(folder, server.app):
            if not _round(page, server, change, times):
                break
        if server.app.key != "naive" and not only_visit:
            _select(page, server.app, times)
            _change_pages(page, times)
        times.memory.append(server.memory())


def measure_wire(browser: Browser, server: Server, folder: Path, times: BrowserTimes) -> None:
    """Add the bytes of one round of filter changes; separate because the relay is slow."""
    with counted(server.port) as wire:
        untimed = BrowserTimes()
        with _visited(browser, server, wire.url, untimed) as page:
            for change in changes(folder, server.app):
                if not _round(page, server, change, untimed, wire):
                    break
        times.wire += untimed.wire


@contextmanager
def _visited(
    browser: Browser, server: Server, url: str, times: BrowserTimes, slower: int = 1
) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    try:
        page = context.new_page()
        page.set_default_timeout(TOO_LONG)
        watch = _WATCH.replace("IN_FRAME", json.dumps(server.app.in_frame))
        watch = watch.replace("SETTLED", _SETTLED).replace("FILTERS", server.app.filters)
        watch = watch.replace("FEWEST", str(_FEWEST))
        page.add_init_script(f"({watch})()")
        if slower > 1:
            session = context.new_cdp_session(page)
            session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
        page.goto(url)
        times.first.append(_seen(page))
        times.first_whole.append(_whole(page))
        if server.app.in_frame:
            times.leaflet.append(_leaflet(page))
        yield page
    finally:
        context.close()


def _round(
    page: Page, server: Server, change: Change, times: BrowserTimes, wire: Wire | None = None
) -> bool:
    """Make a change and undo it; return whether it was fast enough to continue."""
    spent = 0.0
    for query in (change.query, ""):
        before, used = wire.total if wire else 0, server.cpu()
        _want(page, query)
        if change.widget == "Search":
            box = page.get_by_label("Search", exact=True)
            box.fill(change.value if query else "")
            box.press("Enter")
        elif server.app.key == "ours":
            _option(page, change).click()
        else:
            # with the keyboard: a list that opens while its widget scrolls into view closes again
            page.get_by_role("combobox", name=change.widget, exact=True).focus()
            if query:
                page.keyboard.type(change.value)
                page.get_by_role("option", name=change.value, exact=True).wait_for()
            page.keyboard.press("Enter" if query else "Backspace")
        spent = _seen(page)
        times.change.append(spent)
        if spent >= TOO_LONG:
            return False
        times.change_whole.append(_whole(page))
        if server.app.key != "ours" and change.widget != "Search":
            page.keyboard.press("Escape")  # closes the list of the widget
        times.cpu.append(server.cpu() - used)
        if wire:
            times.wire.append(wire.total - before)
    return spent < TOO_LONG / 10


def _option(page: Page, change: Change) -> Locator:
    """Return the checkbox of an option in the filters of our app."""
    if change.widget != "Stance":
        page.get_by_label("Find in Claim source").fill(change.value)
    return page.get_by_role("checkbox", name=re.compile(f"^{re.escape(change.value)}, "))


def _select(page: Page, app: App, times: BrowserTimes) -> None:
    for number in range(3):
        entry, name = _entry(page, app, number)
        selector = (
            f'.rm-evidence[aria-label="Evidence: {name}"]'
            if app.key == "ours"
            else f'#floor [data-name="{name}"]'
        )
        page.evaluate(
            "selector => Object.assign(watch, "
            "{ selector, want: 'selected', seen: null, whole: null, messages: 0 })",
            selector,
        )
        entry.focus()
        page.keyboard.press("Enter" if app.key == "ours" else "Space")
        times.select.append(_seen(page))
        _settle(page)
    page.evaluate("() => Object.assign(watch, { selector: null })")


def _change_pages(page: Page, times: BrowserTimes) -> None:
    """Open another page and return to the first one."""
    links = page.get_by_test_id("stSidebarNavLink")
    for name, title, found in (("Who says what", True, times.page), ("Map", False, times.back)):
        page.evaluate(
            "found => Object.assign(watch, found, { seen: null, whole: null, messages: 0 })",
            {"title": title, "want": name if title else None},
        )
        links.filter(has_text=name).click()
        found.append(_whole(page))
        _settle(page)


def _entry(page: Page, app: App, number: int) -> tuple[Locator, str]:
    """Return an entry of the list of routes and places, and its name."""
    if app.key == "ours":
        page.get_by_role("tab", name="Places and routes").click()
        listed = page.get_by_role("list", name="Places and routes")
        entry = listed.get_by_role("button").nth(number)
        return entry, entry.locator(".name").inner_text()
    entry = (
        page.get_by_role("radiogroup", name="Routes and places").get_by_role("radio").nth(number)
    )
    name = entry.get_attribute("aria-label") or entry.locator("xpath=../..").inner_text()
    return entry, name.strip().split("\n")[0]


def _want(page: Page, query: str) -> None:
    page.evaluate(
        "want => Object.assign(watch, { want, seen: null, whole: null, messages: 0 })", query
    )


def _seen(page: Page) -> float:
    """Return the milliseconds from the last input until the expected result is there."""
    return _until(page, "watch.seen !== null", "seen")


def _whole(page: Page) -> float:
    """Return the milliseconds from the last input until the page is whole and stays so."""
    quiet = f"watch.whole !== null && performance.now() - watch.whole > {_QUIET}"
    return _until(page, quiet, "whole")


def _until(page: Page, condition: str, what: str) -> float:
    try:
        page.wait_for_function(f"() => {condition}", timeout=TOO_LONG)
    except PlaywrightTimeout:
        return TOO_LONG
    took: float = page.evaluate("what => watch[what] - watch.gesture", what)
    return took


def _settle(page: Page) -> None:
    page.wait_for_selector(_SETTLED, state="attached")


def _leaflet(page: Page) -> float:
    script = """() => {
      const frame = document.querySelector('iframe[title*="folium"]').contentWindow;
      return frame.performance.getEntriesByType("resource")
        .filter(({ name }) => name.includes("/leaflet/leaflet."))
        .reduce((sum, entry) => sum + entry.duration, 0);
    }"""
    took: float = page.evaluate(script)
    return took
