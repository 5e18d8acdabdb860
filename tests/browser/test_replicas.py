"""Two replicas behind HAProxy, set up as docs/operating.md describes, with real pages."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.balancer import until_states
from tests.browser.conftest import Watched, visiting
from tests.browser.contexts import Contexts
from tests.browser.replicas import Pair, Runs, parameters, replicated
from tests.browser.reverse_proxy import KINDS
from tests.browser.test_embed import article
from tests.conftest import until

HAPROXY = next(kind for kind in KINDS if kind.name == "haproxy")
COOKIE = "routemap_replica"
FEATURE = "khasan-tumen-river-crossing"
VIEW = f"?stance=asserts&feature={FEATURE}&view=42.4615,130.6218,12"
NOTICE = 2
MAP = 'iframe[title="streamlit_folium.st_folium"]'
BOUND = 3.0  # seconds
pytestmark = pytest.mark.skipif(
    not HAPROXY.binary, reason="haproxy is not installed; scripts/proxies.sh installs it on Debian"
)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    folder = tmp_path_factory.mktemp("replicas")
    with replicated(HAPROXY, folder, ROUTEMAP_STOP_NOTICE=str(NOTICE)) as pair:
        yield pair


@pytest.fixture
def pair(running: Pair) -> Pair:
    running.start()
    until_states(running.folder, a="UP", b="UP")
    return running


@dataclass
class Reader:
    """A browser with the map and the Data page, for all tests of this file."""

    watched: Watched
    data: Page
    runs: Runs
    data_runs: Runs

    @property
    def page(self) -> Page:
        return self.watched.page

    @property
    def replica(self) -> str:
        """The name of the replica on which the balancer keeps the reader."""
        cookies = self.page.context.cookies()
        return next(cookie["value"] for cookie in cookies if cookie["name"] == COOKIE)


@pytest.fixture(scope="module")
def reader(contexts: Contexts, running: Pair) -> Iterator[Reader]:
    with visiting(contexts) as visit:
        home = running.proxy.url("IPv4")
        watched = visit(home, None, apart=True, ignore_https_errors=True)
        runs = Runs(watched.page)
        watched.open(VIEW)
        data = watched.page.context.new_page()
        data_runs = Runs(data)
        data.goto(f"{home}data")
        expect(data.get_by_role("button", name="claims.csv")).to_be_visible()
        watched.away = True
        yield Reader(watched, data, runs, data_runs)
        data.close()
        watched.errors.clear()  # of requests to replicas that were killed


# tests/tools/test_soak_store.py kills a replica, too, and its pages come back; what is typed and
# a download after a kill are only here
@pytest.mark.thorough
def test_after_a_kill_the_page_and_its_downloads_are_back_and_nothing_is_lost(
    pair: Pair, reader: Reader, record_property: pytest.RecordProperty
) -> None:
    page = reader.page
    before, counts = page.url, page.locator(".rm-counts").inner_text()
    search = page.get_by_label("Search", exact=True)
    search.fill("Khasan")
    killed, other = pair.named(reader.replica)
    process = other.process
    asked, began = reader.runs.asked, time.monotonic()
    killed.kill()
    until(lambda: reader.runs.asked > asked)
    # how long the run itself takes depends on the machine
    assert time.monotonic() - began < BOUND
    reader.runs.until(process)
    record_property("seconds until the map has run again", time.monotonic() - began)
    reader.data_runs.until(process)
    record_property("seconds until both have", time.monotonic() - began)
    with reader.data.expect_download() as download:
        reader.data.get_by_role("button", name="claims.csv").click()
    assert download.value.failure() is None
    record_property("seconds until a download", time.monotonic() - began)
    assert reader.replica == other.name
    reader.watched.drawn(selected=FEATURE)
    expect(page.locator(".rm-counts")).to_have_text(counts, use_inner_text=True)
    assert parameters(page.url) == parameters(before)
    expect(search).to_have_value("Khasan")
    search.press("Enter")
    page.wait_for_function("() => location.search.includes('q=Khasan')")
    search.fill("")
    search.press("Enter")
    page.wait_for_function("() => !location.search.includes('q=')")


def test_a_rolling_upgrade_moves_pages_keeps_what_is_typed_and_reloads_them_once(
    pair: Pair, reader: Reader, record_property: pytest.RecordProperty
) -> None:
    page = reader.page
    old, new = pair.named(reader.replica)
    new.stop()
    until(lambda: not new.is_running)
    pair.upgrade()
    new.start()
    until_states(pair.folder, **{new.name: "UP"})
    process, version = new.process, new.asked("data/current.json")[1]["version"]
    assert version != old.asked("data/current.json")[1]["version"]
    search, loads = page.get_by_label("Search", exact=True), reader.runs.loads
    search.fill("Khasan")
    began = time.monotonic()
    old.stop()
    # new readers go elsewhere, while this one is served as before
    until_states(pair.folder, **{old.name: "NOLB"})
    assert old.asked("ready") == (503, {"status": "stopping"})
    assert reader.replica == old.name
    assert not reader.runs.include(process)
    reader.runs.until(process)
    record_property("seconds until the page has moved", time.monotonic() - began)
    assert not old.is_running
    assert reader.replica == new.name
    expect(search).to_have_value("Khasan")
    wait_for_polls(page, 2)
    assert reader.runs.loads == loads
    search.press("Enter")
    page.wait_for_function("() => location.search.includes('q=Khasan')")
    with page.expect_event("load"):
        search.blur()
    reader.watched.drawn(selected=FEATURE)
    assert "q=Khasan" in page.url
    # without stickiness, another version could go on answering
    with page.expect_event("load"):
        page.route("**/data/current.json", with_another_version)
    reader.watched.drawn(selected=FEATURE)
    wait_for_polls(page, 2)
    page.unroute_all()
    assert reader.runs.loads == loads + 2


def wait_for_polls(page: Page, number: int) -> None:
    """Wait until the page has compared itself with the server some times."""
    for _ in range(number):
        with page.expect_response(lambda answer: answer.url.endswith("/data/current.json")):
            pass


def with_another_version(route: Route) -> None:
    found = route.fetch()
    route.fulfill(response=found, json={**found.json(), "version": "another"})


@pytest.mark.thorough
def test_an_embed_without_cookies_stays_with_the_replica_that_answers_it(
    pair: Pair, chromium: Browser
) -> None:
    home = pair.proxy.url("IPv4")
    with article(f"{home}?embed=true") as site, blocking_cookies(chromium) as page:
        runs = Runs(page)
        page.goto(site)
        shown = page.frame_locator('iframe[title="Map"]').frame_locator(MAP)
        drawn = shown.locator("#map_div[data-query][data-features]")
        drawn.wait_for()
        assert page.context.cookies() == []
        name = {pair.a.process: "a", pair.b.process: "b"}[answering(pair)]
        first, second = pair.named(name)
        assert runs.include(first.process)
        assert not runs.include(second.process)
        first.kill()
        runs.until(second.process)
        first.start()
        until_states(pair.folder, **{first.name: "UP"})
        # the address leads back to it, and so the connection must
        runs.until(first.process)
        drawn.wait_for()
        assert page.context.cookies() == []


def answering(pair: Pair) -> str:
    """Return the process that a client of this machine gets without a cookie."""
    _, text = pair.proxy.ask("GET", "/data/current.json")
    return str(json.loads(text)["process"])


@contextmanager
def blocking_cookies(chromium: Browser) -> Iterator[Page]:
    """Open a page in a browser that neither keeps nor sends cookies."""
    context = chromium.new_context(ignore_https_errors=True)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send(
        "Network.setCookieControls",
        {
            "enableThirdPartyCookieRestriction": True,
            "disableThirdPartyCookieMetadata": True,
            "disableThirdPartyCookieHeuristics": True,
        },
    )
    try:
        yield page
    finally:
        context.close()
