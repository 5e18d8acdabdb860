"""Open pages while the data is edited or the server is restarted."""

from __future__ import annotations

import csv
import json
import re
import shutil
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from benchmarks.serving import ROOT
from playwright.sync_api import Locator, expect

from routemap.data.load import SHIPPED, load
from tests.browser.conftest import NARROW, StartServer, Visit, Watched
from tests.browser.line import Line
from tests.conftest import until
from tests.serving import serve, serving

CROSSING = "khasan-tumen-river-crossing"
OPEN = f"?stance=asserts&stance=reports&feature={CROSSING}&view=42.4615,130.6218,12"
STATION = '.rm-anchor[aria-label^="Khasan Railway Station"]'


def say(folder: Path, words: str) -> None:
    """Append words to every excerpt, in one edit of one file."""
    path = folder / "claims.csv"
    with (SHIPPED / "claims.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row["excerpt"] += f" {words}"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)


def wait_until_shown(url: str, folder: Path) -> None:
    """Wait until the server shows the current content of the folder."""
    wanted = load(folder).dataset.revision

    def shown() -> str:
        with urllib.request.urlopen(f"{url}data/current.json", timeout=10) as answer:
            return str(json.load(answer)["mark"])

    until(lambda: shown() == wanted)


def spoken(watched: Watched) -> Locator:
    return watched.page.locator(".rm-evidence blockquote, .rm-evidence .rm-paraphrase").first


def open_popup(watched: Watched) -> Locator:
    """Open the popup of a station on the map, which selects it."""
    watched.frame.locator(STATION).first.dispatch_event("click")
    popup = watched.frame.locator(".leaflet-popup .rm-claim").first
    expect(popup).to_be_visible()
    watched.page.wait_for_function("() => location.search.includes('feature=khasan-station')")
    return popup


@dataclass(frozen=True)
class Live:
    """A server, and the folder that it shows, which tests edit."""

    folder: Path
    url: str


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    folder = tmp_path_factory.mktemp("live") / "geodata"
    shutil.copytree(SHIPPED, folder)
    with serving(folder) as url:
        yield Live(folder, url)


@pytest.fixture
def live(served: Live) -> Live:
    """A server that shows the shipped data, whatever the test before has edited."""
    shutil.copytree(SHIPPED, served.folder, dirs_exist_ok=True)
    wait_until_shown(served.url, served.folder)
    return served


def test_an_edit_reaches_an_open_page_which_keeps_its_state(visit: Visit, live: Live) -> None:
    url, data_folder = live.url, live.folder
    watched = visit(url, OPEN, apart=True, viewport=NARROW)
    popup = open_popup(watched)
    address = watched.page.url
    watched.map.evaluate("map => (map.same = true)")
    say(data_folder, "(edited once)")
    expect(spoken(watched)).to_contain_text("(edited once)")
    expect(popup).to_contain_text("(edited once)")
    expect(watched.page.get_by_test_id("stToast")).to_contain_text("The data has changed")
    expect(watched.page.locator(".renewal")).to_contain_text(load(data_folder).dataset.revision)
    assert parameters(watched.page.url) == parameters(address)
    assert watched.map.evaluate("map => map.same")

    # one file is truncated: the warning appears and disappears without a click
    routes = data_folder / "routes.geojson"
    whole = routes.read_bytes()
    routes.write_bytes(whole[: len(whole) // 2])
    warning = watched.page.get_by_test_id("stAlert")
    expect(warning).to_contain_text("routes.geojson")
    expect(warning).to_contain_text("half-written")
    expect(spoken(watched)).to_contain_text("(edited once)")
    routes.write_bytes(whole)
    expect(warning).to_have_count(0)
    assert parameters(watched.page.url) == parameters(address)

    # a typo in a denial is named, and everything is shown as before until it is mended
    claims = data_folder / "claims.csv"
    edited = claims.read_bytes()
    counts = watched.page.locator(".rm-counts").inner_text()
    words = spoken(watched).inner_text()
    status = watched.frame.locator(f'[data-id="{CROSSING}"]').first.get_attribute("aria-label")
    claims.write_bytes(edited.replace(b",denies,", b",deny,", 1))
    expect(warning).to_contain_text(named_typo(edited))
    assert health(url)["status"] == "degraded"
    assert_as_before(watched, counts, status, words)
    claims.write_bytes(edited)
    expect(warning).to_have_count(0)
    assert health(url)["status"] == "ok"

    # more edits than there are held revisions, while the page is offline
    watched.away = True
    watched.page.context.set_offline(True)
    for number in range(6):
        say(data_folder, f"(edited {number} times more)")
        wait_until_shown(url, data_folder)
    watched.page.context.set_offline(False)
    expect(spoken(watched)).to_contain_text("(edited 5 times more)")
    expect(popup).to_contain_text("(edited 5 times more)")
    watched.frame.locator(".leaflet-popup-close-button").click()
    watched.frame.locator(f'[data-id="{CROSSING}"]').first.dispatch_event("click")
    expect(popup).to_contain_text("(edited 5 times more)")
    watched.drawn(selected=CROSSING)


def test_a_search_while_new_data_arrives_is_both_shown_and_answered(
    visit: Visit, live: Live
) -> None:
    watched, data_folder = visit(live.url, address=None), live.folder
    page = watched.page
    line = Line(page)
    watched.open()
    expect(page.get_by_role("button", name="Reset filters")).to_be_visible()
    line.hold()
    say(data_folder, "(edited)")
    line.wait_for_runs(1)
    renewal = line.waiting
    # the reader types before the browser receives the run that the new data started
    search = page.get_by_label("Search", exact=True)
    search.fill("Khasan")
    search.press("Enter")
    line.wait_for_runs(2)
    line.let_pass(renewal)
    revision = load(data_folder).dataset.revision
    expect(page.locator(".renewal")).to_contain_text(revision)
    line.let_go()
    page.wait_for_function("() => location.search.includes('q=Khasan')")
    expect(page.locator(".rm-counts")).not_to_contain_text("85 of 85")
    expect(search).to_have_value("Khasan")


@pytest.mark.thorough
def test_a_folder_that_is_broken_at_the_start_appears_when_it_is_mended(
    visit: Visit, start_server: StartServer, data_folder: Path
) -> None:
    claims = data_folder / "claims.csv"
    whole = claims.read_bytes()
    claims.write_bytes(b"")
    url = start_server(data_folder)
    watched = visit(url, address=None)
    watched.page.goto(url + OPEN)
    expect(watched.page.get_by_test_id("stAlert")).to_contain_text("claims.csv")
    expect(watched.page.get_by_text("There is no data to show yet")).to_be_visible()
    claims.write_bytes(whole)
    watched.drawn(selected=CROSSING)
    assert "stance=reports" in watched.page.url


@pytest.mark.thorough
def test_a_server_that_is_killed_and_started_again_is_there_as_before(visit: Visit) -> None:
    with serve(ROOT / "app.py", SHIPPED) as (url, process):
        watched = visit(url, OPEN, viewport=NARROW)
        page = watched.page
        popup = open_popup(watched)
        # wait for all parts: they cannot load any more once the server is killed
        expect(page.get_by_label("Search", exact=True)).to_be_visible()
        expect(page.get_by_label("To", exact=True)).to_be_visible()
        expect(page.get_by_role("button", name="Reset filters")).to_be_visible()
        expect(page.locator(".timeline .mark").first).to_be_visible()
        counts = page.locator(".rm-counts").inner_text()
        before = page.url
        watched.away = True
        process.kill()
    with serve(ROOT / "app.py", SHIPPED, port=urlsplit(url).port):
        # immediately, before the page itself sends a request
        search = page.get_by_label("Search", exact=True)
        search.fill("Russia")
        search.press("Enter")
        page.wait_for_function("() => location.search.includes('q=Russia')")
        # during a rerun, the old element can still be next to the new one
        expect(page.locator(".rm-counts", has_text=counts.splitlines()[0])).to_have_count(0)
        search.fill("")
        search.press("Enter")
        page.wait_for_function("() => !location.search.includes('q=')")
        watched.drawn(selected="khasan-station")
        expect(page.locator(".rm-counts")).to_have_text(counts, use_inner_text=True)
        assert parameters(page.url) == parameters(before)
        expect(popup).to_be_visible()
        assert page.get_by_test_id("stException").count() == 0


def health(url: str) -> dict[str, object]:
    """Return the body of /health, also while the data is still being loaded (status 503)."""
    try:
        with urllib.request.urlopen(f"{url}health", timeout=10) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as refused:
        if refused.status != 503:
            raise
        return json.load(refused)


def named_typo(whole: bytes) -> re.Pattern[str]:
    """Return what a warning says of the typo “deny” in the first denial of a table of claims."""
    reader = csv.DictReader(whole.decode().splitlines())
    denial = next(row["id"] for row in reader if row["stance"] == "denies")
    return re.compile(rf"claims\.csv, row \d+, claim “{denial}”, stance “deny”")


@pytest.mark.thorough
def test_a_typo_in_a_denial_reaches_no_page_not_even_after_a_restart(
    visit: Visit, data_folder: Path
) -> None:
    claims = data_folder / "claims.csv"
    whole = claims.read_bytes()
    named = named_typo(whole)
    with serve(ROOT / "app.py", data_folder) as (url, process):
        watched = visit(url, f"?feature={CROSSING}")
        page = watched.page
        warning = page.get_by_test_id("stAlert")
        counts = page.locator(".rm-counts").inner_text()
        status = watched.frame.locator(f'[data-id="{CROSSING}"]').first.get_attribute("aria-label")
        words = spoken(watched).inner_text()
        claims.write_bytes(whole.replace(b",denies,", b",deny,", 1))
        expect(warning).to_contain_text(named)
        assert health(url)["status"] == "degraded"
        assert_as_before(watched, counts, status, words)
        watched.away = True
        process.kill()
    with serve(ROOT / "app.py", data_folder, port=urlsplit(url).port):
        until(lambda: health(url)["status"] == "degraded")
        page.reload()
        watched.drawn(selected=CROSSING)
        expect(warning).to_contain_text(named)
        assert_as_before(watched, counts, status, words)
        say(data_folder, "(mended)")
        expect(warning).to_have_count(0)
        expect(spoken(watched)).to_contain_text("(mended)")
        assert health(url)["status"] == "ok"


def assert_as_before(watched: Watched, counts: str, status: str | None, words: str) -> None:
    """Assert that the page shows the same counts, status of the crossing, and excerpt."""
    expect(watched.page.locator(".rm-counts")).to_have_text(counts, use_inner_text=True)
    crossing = watched.frame.locator(f'[data-id="{CROSSING}"]').first
    expect(crossing).to_have_attribute("aria-label", str(status))
    expect(spoken(watched)).to_have_text(words, use_inner_text=True)


def parameters(address: str) -> set[str]:
    return set(urlsplit(address).query.replace("%2C", ",").split("&"))
