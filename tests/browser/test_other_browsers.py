"""What readers do first, in the browsers that are not Chromium: Firefox and WebKit (Safari).

Chromium runs all other tests. These run the same steps in each browser; without a browser they
are skipped, and say which Debian package is missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from routemap.questions.evidence import evidence
from routemap.questions.query import Query
from routemap.questions.selection import select
from tests.browser import firefox, webkit
from tests.browser.driven import DESKTOP, Driven
from tests.browser.test_standalone import made
from tests.conftest import THOROUGH, shipped

DATASET = shipped().dataset
EVERYTHING = select(DATASET, Query())
DENIALS = select(DATASET, Query(stance=("denies",)))
PHONE = (390, 844)
ENGINES = {"Firefox": firefox, "WebKit": webkit}
ESCAPE = "\ue00c"
MAP = "one('#map_div').dataset"


@pytest.fixture(scope="session", params=ENGINES.values(), ids=ENGINES.keys())
def engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Driven]:
    module: ModuleType = request.param
    if not module.is_installed():
        pytest.skip(f"not installed: {' '.join(module.PACKAGES)} (Debian); see scripts/browser.sh")
    with module.running(tmp_path_factory.mktemp("profile")) as started:
        yield started


@pytest.fixture
def browser(engine: Driven) -> Iterator[Driven]:
    """A page in the size of a desk; at the end, fail if the console had errors."""
    engine.resize(*DESKTOP)
    engine.errors.clear()
    yield engine
    assert engine.errors == []


@pytest.fixture(scope="module")
def lone_map(tmp_path_factory: pytest.TempPathFactory) -> str:
    path: Path = tmp_path_factory.mktemp("lone-map") / "map.html"
    path.write_bytes(made(DATASET))
    return path.as_uri()


# a native date field takes what it needs where its column is wide enough
NATURAL = """((field) => {
  const copy = field.cloneNode(true);
  copy.value = field.value;
  copy.style.setProperty("width", "max-content");
  field.after(copy);
  const widths = [field, copy].map((node) => node.getBoundingClientRect().width);
  copy.remove();
  return widths;
})(one('%s'))"""
SET = """((field) => {
  field.value = '%s';
  field.dispatchEvent(new Event('input', { bubbles: true }));
})(one('[name="from"]'))"""
FIELDS = '[name="from"]', '[name="to"]', '[name="by"]'
# the widest, and others
FONTS = ("DejaVu Sans Mono", *(("DejaVu Sans", "DejaVu Serif") if THOROUGH else ()))


def drawn(browser: Driven, url: str) -> None:
    """Open the dashboard, unless the step before left it there, and wait until it is drawn."""
    if browser.evaluate("location.href") != url:
        browser.open(url)
    browser.wait_for(f"{MAP}.features && one('.timeline .mark')")
    # on a phone the filters are hidden, and a button opens them
    browser.wait_for("all('.facets').length + all('.bar .filters').length > 0")


def reset(browser: Driven) -> None:
    browser.click(".chips .reset")
    browser.wait_for(f"{MAP}.query === '' && location.search === ''")


def says(browser: Driven, css: str, text: str) -> None:
    """Wait until an element has a text."""
    browser.wait_for(f"one({css!r}).innerText.replace(/\\s+/g, ' ').includes({text!r})")


def test_the_map_is_drawn_and_fills_its_place(browser: Driven, server: str) -> None:
    drawn(browser, server)
    browser.wait_for(f"{MAP}.features === '{len(DATASET.features)}'")
    names = browser.evaluate("all('#map_div [role=button]').map(named)")
    for name in DATASET.features["name_en"]:
        assert [found for found in names if found.startswith(f"{name},")] != [], name
    lengths = browser.evaluate("all('path[role=button]').map((line) => line.getTotalLength())")
    assert min(lengths) > 0  # of the lines in view
    area = browser.evaluate("box(one('#map_div'))")
    assert area["width"] * area["height"] >= 0.45 * DESKTOP[0] * DESKTOP[1]
    land = browser.evaluate("box(one('.leaflet-container'))")
    assert (land["width"], land["height"]) == (area["width"], area["height"])
    assert browser.evaluate("document.scrollingElement.scrollWidth") == DESKTOP[0]


def test_a_filter_changes_the_map_and_the_counts(browser: Driven, server: str) -> None:
    drawn(browser, server)
    browser.click(".facets label", "Denies")
    browser.wait_for(f"{MAP}.query === 'stance=denies' && location.search === '?stance=denies'")
    says(browser, ".rm-counts", f"{len(DENIALS.positions)} of {len(DATASET.claims)} claims")
    browser.wait_for(f"{MAP}.features === '{len(DENIALS.status)}'")
    reset(browser)
    says(browser, ".rm-counts", f"{len(DATASET.claims)} claims")


@pytest.mark.thorough
def test_share_opens_with_a_link_to_this_view(browser: Driven, server: str) -> None:
    drawn(browser, server)
    browser.click(".facets label", "Denies")
    browser.wait_for(f"{MAP}.query === 'stance=denies'")
    browser.click("button.open")
    link = f"{server}?stance=denies&rev={DATASET.revision}"
    browser.wait_for(f"one('#share-link').value === {link!r}")
    sheet = browser.evaluate("one('dialog.share').scrollWidth <= one('dialog.share').clientWidth")
    assert sheet, "its sentences are cut off"
    browser.press(ESCAPE)
    browser.wait_for("!one('dialog.share')")
    reset(browser)


@pytest.mark.thorough  # tests/browser/test_timeline.py does it in Chromium
def test_a_brush_on_the_timeline_sets_the_dates(browser: Driven, server: str) -> None:
    drawn(browser, server)
    axis = browser.evaluate("box(one('.plot .rule'))")
    level = axis["y"] + 8
    start, end = (axis["x"] + share * axis["width"] for share in (0.7, 0.9))
    browser.drag((start, level), (end, level))
    browser.wait_for("/^.from=2024-1[12].*to=2025-0[67]/.test(location.search)")
    browser.wait_for(f"'?' + {MAP}.query === location.search")
    query = browser.evaluate(f"{MAP}.query")
    first, last = (date.fromisoformat(day) for day in re.findall(r"=([-\d]+)", query))
    left = select(DATASET, Query(first=first, last=last))
    says(browser, ".rm-counts", f"{len(left.positions)} of {len(DATASET.claims)} claims")
    assert browser.evaluate("box(one('.shade')).width") == pytest.approx(end - start, abs=20)
    # Safari knows only the prefixed name; without it the labels of the axis are selected
    assert browser.evaluate("getComputedStyle(one('.plot')).webkitUserSelect") == "none"
    reset(browser)


@pytest.mark.thorough
def test_a_click_selects_on_the_map_and_in_the_list(browser: Driven, server: str) -> None:
    drawn(browser, server)
    for key, where in (("rason-port", "the map"), ("vladivostok", "the list")):
        name = DATASET.places["name_en"][key]
        if where == "the map":
            browser.click("#map_div [role=button]", f"{name},")
        else:
            browser.click("[role=tab]", "Places and routes")
            browser.click(".listing .name", name)
        browser.wait_for(f"{MAP}.selected === '{key}'")
        browser.click("[role=tab]", "Evidence")
        said = evidence(EVERYTHING, key)
        for words in (name, said.sentence, said.claim_details[0].excerpt):
            says(browser, "section.rm-evidence", words)
    # the card of the place that was selected before is closed
    browser.wait_for("all('.leaflet-popup').length === 0")


@pytest.mark.thorough
def test_a_phone_has_the_map_first_and_filters_in_a_sheet(browser: Driven, server: str) -> None:
    browser.resize(*PHONE)
    drawn(browser, server)
    browser.wait_for("box(one('#map_div')).y <= 170")
    area = browser.evaluate("box(one('#map_div'))")
    assert area["width"] == PHONE[0]
    assert area["height"] >= PHONE[1] / 2
    assert browser.evaluate("document.scrollingElement.scrollWidth") == PHONE[0]
    browser.click("button.filters")
    browser.click(".facets label", "Denies")
    browser.wait_for(f"{MAP}.query === 'stance=denies'")
    browser.wait_for("all('button.filters').map(named).includes('Filters, 1 set')")


@pytest.mark.thorough
def test_the_map_in_one_file_draws_and_filters(browser: Driven, lone_map: str) -> None:
    browser.open(lone_map)
    browser.wait_for(f"one('#map').dataset.features === '{len(DATASET.features)}'")
    names = browser.evaluate("all('#map [role=button]').map(named)")
    for name in DATASET.features["name_en"]:
        assert [found for found in names if found.startswith(f"{name},")] != [], name
    browser.click("#filters label", "US National Security Council")
    browser.wait_for("one('#map').dataset.query === 'source=us-nsc'")
    left = select(DATASET, Query(source=("us-nsc",)))
    says(browser, "#in-view", f"{len(left.positions)} of {len(DATASET.claims)} claims in view")
    browser.click("#map [role=button]", "Rason Port,")
    says(browser, ".leaflet-popup", evidence(left, "rason-port").claim_details[0].excerpt)


def test_the_year_of_a_day_is_not_cut_off(browser: Driven, lone_map: str) -> None:
    browser.open(lone_map)
    browser.wait_for("one('#map[data-features]')")
    for font in FONTS:
        browser.evaluate(f"document.body.style.setProperty('--sans', '\"{font}\"')")
        pictures = {}
        for year in (2022, 2023):
            browser.evaluate(SET % f"{year}-11-28")
            browser.wait_for(f"one('#map').dataset.query === 'from={year}-11-28'")
            pictures[year] = browser.pixels(FIELDS[0])
        assert pictures[2022] != pictures[2023]
        for field in FIELDS:
            width, natural = browser.evaluate(NATURAL % field)
            assert width >= natural, (font, field)
        assert browser.evaluate("one('#filters').scrollWidth <= one('#filters').clientWidth")
