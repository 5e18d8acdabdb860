"""Hostile texts in every place that shows text: no code runs, and all text is visible."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, FrameLocator, expect

from routemap.data.dataset import Dataset
from routemap.data.load import load
from routemap.questions.evidence import evidence
from routemap.questions.filters import PARAMETER, PARAMETERS
from routemap.questions.query import Query
from routemap.questions.selection import select
from routemap.ui.filter_options import choices
from tests.browser.conftest import NARROW
from tests.browser.filtering import facet
from tests.browser.tripwire import Wired, wired
from tests.conftest import THOROUGH
from tests.corpora import corpus, ours, scripts
from tests.hostile import hostile_folder

MAP = 'iframe[title="streamlit_folium.st_folium"]'
SHOWN = "elements => elements.map(element => element.textContent)"


def words(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hostile_folder(tmp_path_factory.mktemp("hostile") / "geodata")


@pytest.fixture
def page(chromium: Browser, url: str) -> Iterator[Wired]:
    context, watched = wired(chromium, url)
    yield watched
    context.close()


def go(watched: Wired, address: str) -> None:
    """Open an address and wait for its sidebar, which is rendered last."""
    watched.page.goto(f"http://{watched.origin}/{address}")
    # a narrow page hides its sidebar
    reset = watched.page.get_by_role("button", name="Reset filters", include_hidden=True)
    expect(reset.first).to_be_attached()
    expect(watched.page.get_by_test_id("stStatusWidget")).to_have_count(0)


def shown(watched: Wired, selector: str) -> set[str]:
    return {words(text) for text in watched.page.locator(selector).evaluate_all(SHOWN)}


def frame(watched: Wired) -> FrameLocator:
    return watched.page.frame_locator(MAP)


def test_every_text_of_every_claim_is_shown_as_text(page: Wired, dataset: Dataset) -> None:
    """Test all texts in three visits: excerpts, quantities, notes, and the other fields."""
    articles = list(dataset.articles.index)
    seen: set[str] = set()
    number = 14 if THOROUGH else 4
    for start in range(0, len(articles) if THOROUGH else number, number):
        some = articles[start : start + number]
        go(page, "articles?" + urlencode({"article": some}, doseq=True))
        claims = dataset.claims[dataset.claims["article"].isin(some)]
        own = ".rm-article:not(.rm-added)"
        expect(page.page.locator(f"{own} .rm-claim")).to_have_count(len(claims))
        texts = shown(page, ".rm-claim blockquote, .rm-claim .rm-paraphrase, .rm-claim .rm-note")
        for text in claims["excerpt"]:
            assert words(text) in texts or f"Paraphrase {words(text)}" in texts
        for text in claims["note"]:
            assert f"Editor’s note. {words(text)}" in texts
        dates = "\n".join(shown(page, ".rm-claim .rm-dates"))
        assert all(f"Quantity: {words(text)}" in dates for text in claims["quantity"])
        titles = shown(page, f"{own} h2")
        assert titles == {words(text) for text in dataset.articles.loc[some, "title"]}
        page.assert_harmless()
        seen |= set(claims["excerpt"]) | set(claims["note"]) | set(claims["quantity"])
    assert len(seen) > (4_900 if THOROUGH else 300)


def test_names_are_text_on_the_map_in_the_panel_in_lists_and_in_tables(
    page: Wired, dataset: Dataset
) -> None:
    feature = "r3"
    page.page.set_viewport_size(NARROW)
    go(page, f"?feature={feature}")
    found = evidence(select(dataset, Query()), feature)
    heading = page.page.locator(".rm-evidence h2").first
    expect(heading).to_have_text(words(found.name))
    assert words(found.sentence) in "\n".join(shown(page, ".rm-evidence .rm-status"))
    here = frame(page)
    here.locator("#map_div[data-selected=r3]").wait_for()
    labels = {words(t) for t in here.locator(".rm-label").evaluate_all(SHOWN)}
    assert {words(name) for name in dataset.places["name_en"]} <= labels
    for anchor in here.locator('.rm-anchor[role="button"]').all()[:12]:
        anchor.dispatch_event("mouseover")
    marker = here.locator('.rm-anchor[role="button"]').first
    marker.dispatch_event("click")
    popup = here.locator(".leaflet-popup")
    expect(popup.locator(".rm-claim")).not_to_have_count(0)
    assert all(
        link.startswith("https://x.example/")
        for link in popup.locator(".rm-citation a").evaluate_all(
            "links => links.map(link => link.href)"
        )
    )
    page.page.get_by_role("tab", name="Table").click()
    expect(page.page.locator(".rm-table th[scope=row]")).not_to_have_count(0)
    rows = shown(page, ".rm-table th[scope=row]")
    names = {words(name) for name in dataset.features["name_en"]}
    assert rows <= names
    assert len(rows) > 40
    page.page.get_by_role("tab", name="Places and routes").click()
    listed = page.page.get_by_role("list", name="Places and routes").locator(".name")
    expect(listed).not_to_have_count(0)
    assert {words(name) for name in listed.evaluate_all(SHOWN)} <= names
    widths = here.locator(".rm-label").evaluate_all("all => all.map(each => each.offsetWidth)")
    assert max(widths) <= 260
    page.assert_harmless()
    page.assert_nothing_runs_out_of_its_box()


@pytest.mark.thorough
def test_options_of_filters_are_text(page: Wired, dataset: Dataset) -> None:
    go(page, "claims")
    expect(page.page.locator(".rm-sides")).not_to_have_count(0)
    named = shown(page, ".rm-named a")
    assert {words(text) for text in dataset.allegations["statement"]} <= named
    for key in ("source", "allegation", "about", "publisher", "article"):
        row = PARAMETER[key]
        rows = facet(page.page, row.label)
        rows.locator(".others").click()
        expect(rows.locator(".name").nth(9)).to_be_visible()
        texts = {words(text) for text in rows.locator(".name").evaluate_all(SHOWN)}
        assert len(texts) > 9
        assert texts <= {words(name) for name in choices(row, dataset).names.values()}
        page.assert_harmless()
    sources = page.page.get_by_label("Source A").locator("option").evaluate_all(SHOWN)
    assert {words(text) for text in sources[1:]} <= {words(t) for t in dataset.sources["name"]}
    page.page.get_by_label("Search", exact=True).press_sequentially("script")
    expect(page.page.get_by_role("listbox").get_by_role("option").first).to_be_visible()
    page.assert_harmless()
    page.assert_nothing_runs_out_of_its_box()
    go(page, "claims?allegation=a3&source=s3&source=s13")
    expect(page.page.locator(".rm-claim")).not_to_have_count(0)
    page.assert_harmless()


def test_problems_of_a_folder_are_text_and_the_tripwire_trips(page: Wired, folder: Path) -> None:
    """Check that the tripwires work, too; otherwise the tests here would prove nothing."""
    go(page, "data")
    cells = page.page.locator(".rm-table").first.locator("td")
    expect(cells).not_to_have_count(0)
    texts = shown(page, ".rm-table td")
    for problem in load(folder).problems[:40]:
        assert words(problem.message) in texts
    page.assert_harmless()
    page.page.evaluate(
        """() => {
          document.body.insertAdjacentHTML("beforeend", '<img src="x:1" onerror="alert(7)">');
          const script = document.createElement("script");
          script.textContent = "confirm(8)";
          document.body.append(script);
          fetch("https://outside.example/").catch(() => null);
        }"""
    )
    expect(page.page.locator("img[onerror]")).to_have_count(1)
    page.page.wait_for_function("() => document.images.length > 0")
    with pytest.raises(AssertionError):
        page.assert_harmless()
    assert any(what.startswith(("alert(7)", "script-src")) for what in page.tripped)
    assert any(what.startswith(("confirm(8)", "script-src")) for what in page.tripped)
    assert len(corpus()) > 4_900


@pytest.mark.parametrize("start", [0, pytest.param(5, marks=pytest.mark.thorough)])
def test_every_parameter_of_a_link_is_text(page: Wired, start: int) -> None:
    """Test Markdown, scripts and addresses in all parameters of a link at once."""
    texts = [*ours(), *scripts()[:200]]
    link = {
        parameter.key: texts[start + place :: len(PARAMETERS)][: 5 if parameter.key != "q" else 1]
        for place, parameter in enumerate(PARAMETERS)
    }
    go(page, "?" + urlencode({**link, "rev": texts[start]}, doseq=True))
    alert = page.page.get_by_test_id("stAlert").first
    expect(alert).to_contain_text("in the link is not in this data and was ignored")
    message = words(alert.evaluate("alert => alert.textContent").replace("\u2060", ""))
    for key in ("source", "allegation", "article", "publisher", "stance", "cargo", "mode"):
        for text in link[key]:
            beginning = words(text.encode("utf-8", "replace").decode())[:50].split("\u202e")[0]
            assert beginning.split("\u2066")[0] in message, text
    assert alert.locator("a, img, code, em, strong, h1, li, table, span.katex").count() == 0
    page.assert_harmless()


HOSTILE_VALUES = """
(texts) => {
  const odd = [null, 7, [], {}, "x", true, NaN, { properties: 7 }, { properties: { id: 7 } },
    { properties: { id: [] } }, { properties: { id: { toString: 1 } } },
    { type: [], properties: null }];
  const named = texts.map((id) => ({ type: "Feature", properties: { id, type: id } }));
  const values = [
    ...odd, ...[...odd, ...named].map((last_active_drawing) => ({ last_active_drawing })),
    { last_active_drawing: texts }, { constructor: texts[0] },
  ];
  for (const value of values) {
    const said = { isStreamlitMessage: true, type: "streamlit:setComponentValue", value };
    window.parent.postMessage({ ...said, dataType: "json" }, "*");
  }
}
"""


def test_whatever_the_map_component_returns_selects_nothing_and_shows_no_error(page: Wired) -> None:
    go(page, "?feature=r3")
    frame(page).locator("#map_div[data-selected=r3]").wait_for()
    inside = next(f for f in page.page.frames if "st_folium" in f.url)
    inside.evaluate(HOSTILE_VALUES, list(ours()) + list(scripts()[:60]))
    inside.evaluate(HOSTILE_VALUES, ["", "p1"])
    # its last message has arrived, so all earlier messages have too
    inside.evaluate(
        """() => window.parent.postMessage({ isStreamlitMessage: true, dataType: "json",
        type: "streamlit:setComponentValue",
        value: { last_active_drawing: { properties: { id: "r5" } } } }, "*")"""
    )
    frame(page).locator("#map_div[data-selected=r5]").wait_for()
    page.assert_harmless()


def test_a_search_for_scripts_is_text(page: Wired) -> None:
    go(page, "?" + urlencode({"q": "<script>"}))
    expect(page.page.locator(".rm-claim mark")).not_to_have_count(0)
    # a search ignores punctuation around a word, so the brackets are not highlighted
    assert {text.lower() for text in shown(page, ".rm-claim mark")} == {"script"}
    assert any("<script>" in text.lower() for text in shown(page, ".rm-claim"))
    page.assert_harmless()
