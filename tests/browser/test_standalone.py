"""The map in one file, opened from disk in Chromium without a network."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from routemap.data.dataset import Dataset
from routemap.data.load import load
from routemap.exports import extract
from routemap.exports.standalone import content, to_html
from routemap.map.payload import POPUP_CLAIMS, popup
from routemap.questions.evidence import evidence
from routemap.questions.filter_sentences import kept_sentence, undated_sentence
from routemap.questions.parameter_values import MapView
from routemap.questions.query import Query
from routemap.questions.selection import Selection, select
from routemap.questions.shared_sentences import swapped_dates
from tests.browser.conftest import DESKTOP, Open
from tests.browser.test_untrusted import poison
from tests.cases import STRAIT
from tests.conftest import WriteFolder, shipped
from tests.retracting import retracted

PHONE = {"width": 390, "height": 844}
MADE = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
DATASET = shipped().dataset
CROSSING = "khasan-tumen-river-crossing"
PANNED = "() => !routemap.modules['one_file_map.js'].map._panAnim?._inProgress"


def made(dataset: Dataset, query: Query | None = None) -> bytes:
    return to_html(
        extract(select(dataset, query or Query()), made=MADE, address="https://map.example/")
    )


def statuses_of(selection: Selection) -> dict[str, str]:
    return {key: str(status) for key, status in selection.status.items()}


def test_it_opens_and_filters_without_a_network(open_file: Open) -> None:
    opened = open_file(made(DATASET))
    page, everything = opened.page, select(DATASET, Query())
    expect(page).to_have_title("Reported supply routes between North Korea and Russia · Route Map")
    assert opened.statuses() == statuses_of(everything)
    in_view = page.locator("#in-view")
    expect(in_view).to_have_text(f"{len(DATASET.claims)} of {len(DATASET.claims)} claims in view")
    page.get_by_role("checkbox", name="US National Security Council").check()
    page.get_by_label("From", exact=True).fill("2022-06-01")
    asked = Query(source=("us-nsc",), first=datetime(2022, 6, 1, tzinfo=UTC).date())
    left = select(DATASET, asked)
    assert 0 < len(left.positions) < len(everything.positions)
    expect(in_view).to_have_text(f"{len(left.positions)} of {len(DATASET.claims)} claims in view")
    expect(opened.map).to_have_attribute("data-query", "from=2022-06-01&source=us-nsc")
    assert opened.statuses() == statuses_of(left)
    expect(page.locator("#undated")).to_have_text("")
    page.get_by_label("Date of").select_option("happened")
    department = page.get_by_role("checkbox", name="US State Department")
    department.check()
    both = (*asked.source, "us-state-department")
    strict = select(DATASET, replace(asked, source=both, by="happened"))
    assert strict.undated
    expected = undated_sentence(strict.undated, "happened")
    expect(page.locator("#undated")).to_have_text(expected)
    department.uncheck()
    page.get_by_label("Date of").select_option("when")
    expect(page.locator("article:visible")).to_have_count(len(left.positions))
    expect(page.locator("tbody tr:visible")).to_have_count(len(left.status))
    hidden = DATASET.features.index[left.hides_denials | left.hides_assertions]
    assert "rason-port" in hidden
    expect(page.locator("tbody tr:visible .hiding:visible")).to_have_count(len(hidden))
    opened.feature("Rason Port").dispatch_event("click")
    words = page.locator(".leaflet-popup")
    found = popup(evidence(left, "rason-port", count=POPUP_CLAIMS))
    expect(words.get_by_role("heading")).to_have_text("Rason Port")
    expect(words).to_contain_text("Denials hidden by your filters")
    expect(words).to_contain_text(found["sentence"])
    expect(words).to_contain_text(found["hidden"])
    first = words.locator(".rm-claim").first
    expect(first).to_contain_text("US National Security Council")
    expect(first).to_contain_text("Asserts")
    expect(first).to_contain_text("Paraphrase")
    expect(first).to_contain_text(found["claims"][0]["excerpt"])
    expect(first.locator(".rm-citation a")).to_have_attribute("href", found["claims"][0]["url"])
    page.get_by_role("button", name="Reset").click()
    expect(in_view).to_contain_text(f"{len(DATASET.claims)} of {len(DATASET.claims)}")
    assert opened.statuses() == statuses_of(everything)
    expect(words).to_contain_text(evidence(everything, "rason-port").sentence)


# saves the page as Firefox does, with the values of its fields
SAVED = """() => {
  for (const box of document.querySelectorAll("input:checked")) box.setAttribute("checked", "");
  for (const day of document.querySelectorAll("[type=date]")) day.setAttribute("value", day.value);
  document.querySelector("option:checked").setAttribute("selected", "");
  return `<!doctype html>${document.documentElement.outerHTML}`;
}"""
STATE = """() => ({
  statuses: routemap.statuses(),
  maps: document.querySelectorAll(".leaflet-map-pane").length,
  legends: document.querySelectorAll(".rm-legend").length,
  popups: document.querySelectorAll(".leaflet-popup").length,
  map: { ...document.getElementById("map").dataset },
  page: document.documentElement.className,
  texts: document.querySelector("main").innerText.split("\\n"),
  fields: [...new FormData(document.getElementById("filters"))],
  ticked: document.querySelectorAll("input:checked, input:indeterminate").length,
  cards: document.querySelectorAll("article:not([hidden])").length,
  rows: document.querySelectorAll("tbody tr:not([hidden])").length,
  open: document.getElementById("opener").getAttribute("aria-expanded"),
})"""


def test_a_page_that_a_browser_saved_opens_in_its_first_state(open_file: Open) -> None:
    opened = open_file(made(DATASET), viewport=PHONE)
    page = opened.page
    first = page.evaluate(STATE)
    assert first["maps"] == 1
    page.locator("#opener").click()
    page.get_by_label("From", exact=True).fill("2022-11-01")
    page.get_by_label("Date of").select_option(index=1)
    page.get_by_role("checkbox", name="News media").check()
    expect(opened.map).to_have_attribute("data-query", re.compile("from=2022-11-01.*source="))
    opened.feature("Khasan Railway Station").dispatch_event("click")
    expect(page.locator(".leaflet-popup")).to_be_visible()
    page.evaluate("() => document.documentElement.classList.add('printing')")
    again = open_file(page.evaluate(SAVED).encode(), viewport=PHONE)
    expect(again.map).to_have_attribute("data-query", "")
    assert again.page.evaluate(STATE) == first
    again.page.locator("#opener").click()
    again.page.get_by_label("From", exact=True).fill("2022-11-01")
    expect(again.map).to_have_attribute("data-query", "from=2022-11-01")
    # the policy of the file blocks the inline styles of the saved map, which is then replaced
    again.errors[:] = [error for error in again.errors if "inline style" not in error]


def test_a_kind_of_source_selects_all_its_sources(open_file: Open) -> None:
    page = open_file(made(DATASET)).page
    kind = page.get_by_role("checkbox", name="News media")
    kind.check()
    media = DATASET.sources.index[DATASET.sources["kind"] == "media"]
    left = select(DATASET, Query(source=tuple(media)))
    expect(page.locator("#in-view")).to_contain_text(f"{len(left.positions)} of")
    page.get_by_role("checkbox", name="Interfax").uncheck()
    assert kind.evaluate("box => box.indeterminate")
    page.get_by_label("From", exact=True).fill("2024-01-01")
    page.get_by_label("To", exact=True).fill("2023-01-01")
    query = "from=2023-01-01&to=2024-01-01&source=bbc&"
    expect(page.locator("#map")).to_have_attribute("data-query", re.compile(f"^{query}"))
    kind.check()
    kind.uncheck()
    expect(page.locator("#map")).to_have_attribute("data-query", query.partition("&source")[0])
    left = select(DATASET, Query(first=date(2023, 1, 1), last=date(2024, 1, 1)))
    assert left.kept_denials.any()
    notes = (swapped_dates(), kept_sentence(int(left.kept_denials.sum())))
    expect(page.locator("#undated")).to_have_text(" ".join(notes))


def test_text_of_the_data_is_shown_and_never_run(open_file: Open, data_folder: Path) -> None:
    poison(data_folder)
    dataset = load(data_folder).dataset
    opened = open_file(made(dataset, Query(feature=CROSSING)))
    page = opened.page
    assert len(opened.statuses()) == len(dataset.features)
    words = page.locator(".leaflet-popup")
    expect(words.get_by_role("heading")).to_contain_text("<img src=x onerror")
    expect(words.locator(".rm-claim").first).to_contain_text("<script>")
    marker = opened.map.locator('[role="button"][aria-label^="Khasan Railway Station"]').first
    marker.dispatch_event("mouseover")
    expect(page.locator(".rm-tip")).to_contain_text("<script>")
    for place in ("article", "tbody tr", "#filters li"):
        expect(page.locator(place).first).to_contain_text("<img src=x onerror")
    page.get_by_role("checkbox", name="Kremlin").check()
    expect(page.locator("#in-view")).to_contain_text(f"of {len(dataset.claims)} claims")
    assert page.evaluate("() => top.tripped") is None


# code that must not run: the policy blocks it, and our own scripts never do this
FOREIGN = """() => {
  const script = document.createElement("script");
  script.textContent = "top.tripped = 1";
  document.body.append(script);
  const image = document.createElement("div");
  image.innerHTML = '<img src="x" onerror="top.tripped = 1">';
  document.body.append(image);
  const outside = new Image();
  const refused = new Promise((resolve) => (outside.onerror = () => resolve(true)));
  outside.src = "https://map.example/pixel.png";
  return refused;
}"""


def test_the_policy_blocks_foreign_code(open_file: Open) -> None:
    opened = open_file(made(DATASET))
    why: list[str | None] = []
    opened.page.on("requestfailed", lambda request: why.append(request.failure))
    assert opened.page.evaluate(FOREIGN) is True
    assert set(why) == {"csp"}
    opened.requests[:] = opened.requests[:1]
    assert opened.page.evaluate("() => top.tripped") is None
    refused = [text for text in opened.errors if "Content Security Policy" in text]
    assert len(refused) >= 3
    opened.errors[:] = [text for text in opened.errors if text not in refused]


def test_its_scripts_add_one_global_beside_those_of_the_libraries(open_file: Open) -> None:
    added = """() => {
      const plain = document.body.appendChild(document.createElement("iframe")).contentWindow;
      const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
      const known = new Set([...Object.getOwnPropertyNames(plain), ...ids]);
      return Object.getOwnPropertyNames(window).filter((name) => !known.has(name) && isNaN(name));
    }"""
    names = set(open_file(made(DATASET)).page.evaluate(added))
    assert names - {"L", "leaflet", "_leaflet_events", "Supercluster"} == {"routemap"}


def test_the_keyboard_reads_a_feature_from_the_table_and_comes_back(open_file: Open) -> None:
    opened = open_file(made(DATASET))
    page = opened.page
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip the map")).to_be_focused()
    button = page.get_by_role("rowheader").get_by_role("button", name="Rason Port", exact=True)
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".leaflet-popup .rm-claim").first).to_be_visible()
    expect(page.locator(".leaflet-popup .rm-evidence")).to_be_focused()
    expect(opened.map).to_have_attribute("data-selected", "rason-port")
    page.keyboard.press("Escape")
    expect(page.locator(".leaflet-popup")).to_have_count(0)
    expect(button).to_be_focused()
    expect(opened.map).to_have_attribute("data-selected", "")
    opened.feature("Vladivostok").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".leaflet-popup").get_by_role("heading")).to_have_text("Vladivostok")


def test_it_is_read_without_scripts(open_file: Open) -> None:
    page = open_file(made(DATASET), java_script_enabled=False).page
    expect(page.locator("noscript p")).to_be_visible()
    expect(page.locator("#map")).to_be_hidden()
    expect(page.locator("#filters")).to_be_hidden()
    expect(page.locator("article:visible")).to_have_count(len(DATASET.claims))
    expect(page.locator("tbody tr:visible")).to_have_count(len(DATASET.features))


@pytest.mark.parametrize(
    ("viewport", "scheme"),
    [
        (DESKTOP, "dark"),
        pytest.param(DESKTOP, "light", marks=pytest.mark.thorough),
        pytest.param(PHONE, "light", marks=pytest.mark.thorough),
    ],
)
def test_axe_finds_nothing_serious(open_file: Open, viewport: dict[str, int], scheme: str) -> None:
    whole = made(DATASET, Query(feature=CROSSING, stance=("asserts",)))
    page = open_file(whole, viewport=viewport, color_scheme=scheme).page
    if viewport is PHONE:
        expect(page.locator("#filters")).to_be_hidden()
        page.get_by_role("button", name="Filter by date and source").click()
    expect(page.locator("#filters")).to_be_visible()
    expect(page.locator(".leaflet-popup .rm-claim").first).to_be_visible()
    page.locator(".leaflet-popup.leaflet-zoom-animated").evaluate(
        "popup => Promise.all(popup.getAnimations().map(({ finished }) => finished))"
    )
    assert page.evaluate("() => document.documentElement.scrollWidth") <= viewport["width"]
    found = Axe().run(page).response["violations"]
    serious = [
        f"{item['id']}: {node['target']} {node['failureSummary']}"
        for item in found
        if item["impact"] in ("serious", "critical")
        for node in item["nodes"]
    ]
    assert serious == []


@pytest.mark.parametrize(
    "viewport",
    [DESKTOP, pytest.param(PHONE, marks=pytest.mark.thorough)],
    ids=["desktop", "phone"],
)
def test_a_city_does_not_cover_the_factories_on_its_spot(
    open_file: Open, viewport: dict[str, int]
) -> None:
    spot = DATASET.places.geometry["pyongyang"]
    opened = open_file(made(DATASET, Query(view=MapView(spot.y, spot.x, 9))), viewport=viewport)
    for key in ("pyongyang", "pyongyang-factories"):
        opened.map.locator(f'[data-id="{key}"] .rm-disc').click()
        expect(opened.map).to_have_attribute("data-selected", key)
        title = opened.page.locator(".leaflet-popup").get_by_role("heading")
        expect(title).to_have_text(DATASET.places["name_en"][key])
        # the map moves to show the complete popup
        opened.page.wait_for_function(PANNED)
        opened.page.keyboard.press("Escape")
        expect(opened.map).to_have_attribute("data-selected", "")
        expect(opened.page.locator(".leaflet-popup")).to_have_count(0)  # it fades


def test_a_withdrawn_claim_is_marked_in_the_popup_the_list_and_the_legend(
    open_file: Open, write_folder: WriteFolder
) -> None:
    opened = open_file(made(load(write_folder(retracted("c1", "c2"))).dataset))
    page = opened.page
    assert opened.statuses()["line"] == "withdrawn"
    expect(opened.map.locator(".rm-legend-status").last).to_have_text("Withdrawn")
    page.get_by_role("rowheader").get_by_role("button", name="Line", exact=True).click()
    claims = page.locator(".leaflet-popup .rm-claim-withdrawn")
    expect(claims).to_have_count(2)
    expect(claims.first).to_contain_text("Withdrawn: retracted on 1 December 2022.")
    expect(claims.first.get_by_role("link", name="Archived copy")).to_have_attribute(
        "href", "https://archive.example/withdrawn"
    )
    expect(claims.first.locator('[lang="ru"]')).to_have_text("Оружие")
    expect(claims.first).to_contain_text("Corrected by “A correction”, The Paper")
    expect(page.locator("article.withdrawn .tag", has_text="Withdrawn")).to_have_count(2)


def test_a_popup_links_to_the_contact_only_if_its_address_is_safe(
    open_file: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    dataset = load(STRAIT).dataset
    links = iter(["javascript:top.tripped=1", "mailto:desk@map.example?subject=%3Cb%3E"])
    monkeypatch.setattr(content, "error_link", lambda *_: next(links, ""))
    opened = open_file(made(dataset, Query(about=("vellmar-ostby-ferry",))))
    opened.feature(dataset.features["name_en"]["vellmar-ostby-ferry"]).dispatch_event("click")
    claims = opened.page.locator(".leaflet-popup .rm-claim")
    expect(claims).to_have_count(2)
    report = claims.get_by_role("link", name="Report an error")
    expect(report).to_have_count(1)
    expect(report).to_have_attribute("href", "mailto:desk@map.example?subject=%3Cb%3E")
    expect(report).to_have_attribute("rel", "noopener noreferrer")
