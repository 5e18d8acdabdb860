"""The corpora where the product is taken away: one file, embeds, shared links, the API."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from playwright.sync_api import Browser, expect

from routemap.data.dataset import Dataset
from routemap.data.load import load
from routemap.exports import extract
from routemap.exports.standalone import to_html
from routemap.questions.query import Query
from routemap.questions.selection import select
from tests.browser.conftest import NARROW
from tests.browser.tripwire import Wired, wired
from tests.corpora import ours, scripts
from tests.hostile import hostile_folder

MADE = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
SHOWN = "elements => elements.map(element => element.textContent)"
MANY = 170  # routes; so many are drawn clustered
LINK = urlencode(
    {
        "q": "<img src=x onerror=alert(1)>",
        "source": [*ours()[:4], *scripts()[:4]],
        "rev": ours()[0],
    },
    doseq=True,
)


def words(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hostile_folder(tmp_path_factory.mktemp("hostile") / "geodata", claims=680, routes=MANY)


@pytest.fixture
def page(chromium: Browser, url: str) -> Iterator[Wired]:
    context, watched = wired(chromium, url)
    yield watched
    context.close()


@pytest.mark.thorough
def test_the_map_in_one_file_shows_text_as_text(
    chromium: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Every text of the corpora in the claims of one file, with its popups opened."""
    folder = tmp_path_factory.mktemp("one")
    dataset = load(hostile_folder(folder / "geodata")).dataset
    file = folder / "map.html"
    whole = extract(select(dataset, Query()), made=MADE, address="https://map.example/")
    file.write_bytes(to_html(whole))
    context, watched = wired(chromium, "file:///")
    try:
        watched.page.goto(file.as_uri())
        watched.page.locator("#map[data-features]").wait_for()
        quoted = {words(t) for t in watched.page.locator("article").evaluate_all(SHOWN)}
        told = "\n".join(quoted)
        for field in ("excerpt", "note"):
            missing = [text for text in dataset.claims[field] if words(text) not in told]
            assert missing == []
        for marker in watched.page.locator('#map .rm-anchor[role="button"]').all()[:6]:
            marker.dispatch_event("mouseover")
            marker.dispatch_event("click")
            expect(watched.page.locator(".leaflet-popup .rm-claim")).not_to_have_count(0)
            watched.assert_harmless()
    finally:
        context.close()


@pytest.mark.thorough
def test_a_large_map_shows_names_as_text(page: Wired, dataset: Dataset, url: str) -> None:
    page.page.set_viewport_size(NARROW)
    page.page.goto(url)
    here = page.page.frame_locator('iframe[title="streamlit_folium.st_folium"]')
    here.locator("#map_div[data-features]").wait_for()
    badge = here.locator('.rm-anchor[role="button"]:has(.rm-number)').first
    badge.dispatch_event("mouseover")
    badge.dispatch_event("click")
    choices = here.locator(".rm-choice strong")
    expect(choices).not_to_have_count(0)
    names = {words(name) for name in dataset.features["name_en"]}
    assert {words(text) for text in choices.evaluate_all(SHOWN)} <= names
    here.locator(".rm-choice").first.dispatch_event("click")
    expect(here.locator(".leaflet-popup .rm-claim")).not_to_have_count(0)
    page.assert_harmless()


def test_an_embed_and_a_shared_link_show_what_is_asked_as_text(page: Wired, url: str) -> None:
    page.page.goto(f"{url}?embed=true&{LINK}")
    here = page.page.frame_locator('iframe[title="streamlit_folium.st_folium"]')
    here.locator("#map_div[data-features]").wait_for()
    expect(page.page.locator("body")).to_contain_text("is not in this data and was ignored")
    page.assert_harmless()
    page.page.goto(f"{url}share?{LINK}")
    expect(page.page.locator("body")).to_contain_text("<img src=x onerror=alert(1)>")
    page.assert_harmless()


@pytest.mark.thorough
def test_the_page_of_exports_shows_what_is_asked_as_text(page: Wired, url: str) -> None:
    page.page.goto(f"{url}export?{LINK}")
    expect(page.page.get_by_role("button", name="Reset filters").first).to_be_visible()
    expect(page.page.locator("body")).to_contain_text("<img src=x onerror=alert(1)>")
    page.assert_harmless()


def test_answers_of_the_api_are_no_pages_that_run(page: Wired, url: str, dataset: Dataset) -> None:
    odd = quote("<img src=x onerror=alert(1)>", safe="")
    for path in (
        f"data/{dataset.revision}/features.json",
        f"data/{dataset.revision}/evidence/r3.json",
        f"data/{odd}/features.json",
        "api/claims?limit=200",
        f"api/claims?source={odd}",
        f"api/{odd}",
        f"api/collections/places/items/{odd}",
        "api/docs",
    ):
        page.page.goto(url + path)
        page.errors = [told for told in page.errors if "status of 40" not in told]
        page.assert_harmless()
        if path != "api/docs":
            assert page.page.evaluate("() => document.contentType").endswith("json")
