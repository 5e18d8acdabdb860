"""The map in one file, opened from disk in a Chromium without a network."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from benchmarks.generate import generate
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from routemap.dataset import Dataset
from routemap.evidence import evidence
from routemap.exports import Extract, extract
from routemap.exports.standalone import to_html
from routemap.load import SHIPPED, load
from routemap.mapdata import POPUP_CLAIMS, popup, shown_string
from routemap.query import Query
from routemap.selection import Selection, select
from tests.asking import random_query
from tests.browser.conftest import DESKTOP, PATIENCE
from tests.browser.crowd import write_crowd
from tests.browser.test_untrusted import poison

PHONE = {"width": 390, "height": 844}
MADE = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
DATASET = load(SHIPPED).dataset
CROSSING = "khasan-tumen-river-crossing"
# what the script of the file says under each question: claims, letters, undated, and its popups
ANSWERS = """searches => searches.map(search => {
  const { file } = routemap;
  const selection = routemap.select(search);
  const claims = file.claims.filter((claim, number) => selection.kept[number]).map(({ id }) => id);
  const popups = file.features.map((feature, at) => routemap.evidence(selection, at, 0));
  return { claims, letters: selection.letters(), undated: selection.undated, popups };
})"""


@dataclass
class Opened:
    """A file in a browser, and all that it asked for or complained of."""

    page: Page
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def map(self) -> Locator:
        return self.page.locator("#map[data-features]")

    def feature(self, name: str) -> Locator:
        return self.map.locator(f'[role="button"][aria-label^="{name},"]').first

    def statuses(self) -> dict[str, str]:
        return self.page.evaluate("() => routemap.statuses()")


Open = Callable[..., Opened]


def made(dataset: Dataset, query: Query | None = None) -> Extract:
    return extract(select(dataset, query or Query()), made=MADE, address="https://map.example/")


@pytest.fixture
def open_file(chromium: Browser, tmp_path: Path) -> Iterator[Open]:
    """Write a map to disk and open it; afterwards fail on any request but for the file itself."""
    files: list[tuple[BrowserContext, Opened, str]] = []

    def start(whole: Extract, **options: object) -> Opened:
        path = tmp_path / f"map-{len(files)}.html"
        path.write_bytes(to_html(whole))
        context = chromium.new_context(**{"viewport": DESKTOP, **options})
        context.set_offline(True)
        context.set_default_timeout(PATIENCE)
        opened = Opened(context.new_page())
        opened.page.on("request", lambda request: opened.requests.append(request.url))
        opened.page.on(
            "console",
            lambda said: opened.errors.append(said.text) if said.type == "error" else None,
        )
        opened.page.on("pageerror", lambda error: opened.errors.append(str(error)))
        files.append((context, opened, path.as_uri()))
        opened.page.goto(path.as_uri())
        if options.get("java_script_enabled", True):
            opened.map.wait_for()
        return opened

    yield start
    for context, opened, uri in files:
        context.close()
        assert opened.requests == [uri]
        assert opened.errors == []


def filtered(whole: Extract, query: Query) -> Selection:
    """What the server would say of the claims in a file under a reader's question."""
    mask = whole.selection.mask & select(whole.dataset, query).mask
    undated = int((mask & ~whole.dataset.bounds[query.by].known).sum())
    return Selection(query, whole.dataset, mask, undated)


def told(selection: Selection) -> dict[str, str]:
    return {key: str(status) for key, status in selection.status.items()}


def test_it_opens_filters_and_is_read_without_a_network(open_file: Open) -> None:
    opened = open_file(made(DATASET))
    page, everything = opened.page, select(DATASET, Query())
    expect(page).to_have_title("Reported supply routes between North Korea and Russia · Route Map")
    assert opened.statuses() == told(everything)
    in_view = page.locator("#in-view")
    expect(in_view).to_have_text(f"{len(DATASET.claims)} of {len(DATASET.claims)} claims in view")
    page.get_by_role("checkbox", name="US National Security Council").check()
    page.get_by_label("From", exact=True).fill("2022-06-01")
    asked = Query(source=("us-nsc",), first=datetime(2022, 6, 1, tzinfo=UTC).date())
    left = select(DATASET, asked)
    assert 0 < len(left.positions) < len(everything.positions)
    expect(in_view).to_have_text(f"{len(left.positions)} of {len(DATASET.claims)} claims in view")
    expect(opened.map).to_have_attribute("data-query", "from=2022-06-01&source=us-nsc")
    assert opened.statuses() == told(left)
    expect(page.locator("#undated")).to_have_text(
        f"{left.undated} of these does not say when it happened; the dates leave it in."
    )
    expect(page.locator("article:visible")).to_have_count(len(left.positions))
    expect(page.locator("tbody tr:visible")).to_have_count(len(left.status))
    hidden = left.denial_hidden
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
    expect(first.get_by_role("link")).to_have_attribute("href", found["claims"][0]["url"])
    page.get_by_role("button", name="Reset").click()
    expect(in_view).to_contain_text(f"{len(DATASET.claims)} of {len(DATASET.claims)}")
    assert opened.statuses() == told(everything)
    expect(words).to_contain_text(evidence(everything, "rason-port").sentence)


def test_a_kind_of_source_is_chosen_as_a_whole(open_file: Open) -> None:
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
    expect(page.locator("#undated")).to_contain_text("read the other way round")
    expect(page.locator("#map")).to_have_attribute(
        "data-query", re.compile("^from=2023-01-01&to=2024-01-01&source=bbc&")
    )


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Dataset]:
    many = tmp_path_factory.mktemp("many")
    generate(many, 160)
    return {"shipped": DATASET, "many": load(many).dataset}


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("shipped", Query()),
        ("shipped", Query(stance=("asserts",))),
        ("shipped", Query(text="rail")),
        ("many", Query()),
    ],
    ids=["everything", "assertions", "words", "many"],
)
def test_the_browser_follows_the_rules_of_the_server(
    open_file: Open, folders: dict[str, Dataset], name: str, query: Query
) -> None:
    dataset = folders[name]
    whole = made(dataset, query)
    opened = open_file(whole)
    ids = opened.page.evaluate("() => routemap.file.features.map(({ id }) => id)")
    at = dataset.features.index.get_indexer(ids)
    chance = random.Random(20221102)
    plain = Query()
    asked = [plain, *(random_query(dataset, chance) for _ in range(60))]
    asked = [
        replace(plain, first=q.first, last=q.last, by=q.by, source=q.source)
        for q in asked
        if (q.first is None) or (q.last is None) or q.first <= q.last
    ]
    asked = list(dict.fromkeys(asked))[:14]
    assert len(asked) > 10
    answers = opened.page.evaluate(ANSWERS, [q.to_string() for q in asked])
    seen = set()
    for question, answer in zip(asked, answers, strict=True):
        expected = filtered(whole, question)
        assert set(answer["claims"]) == set(expected.claims.index), question
        letters = shown_string(expected)
        assert answer["letters"] == "".join(letters[place] for place in at), question
        assert answer["undated"] == expected.undated, question
        seen |= set(answer["letters"])
        for place in chance.sample(range(len(ids)), 12):
            said, server = answer["popups"][place], _popup(expected, ids[place])
            if query != plain:
                # what the file itself leaves out is told apart from what its reader's filters hide
                assert bool(said.pop("hidden")) == bool(server.pop("hidden")), ids[place]
            assert said == server, (question, ids[place])
    assert {"a", "d", "x", ".", "A"} <= seen or query != plain


def _popup(selection: Selection, feature: str) -> dict[str, object]:
    return json.loads(json.dumps(popup(evidence(selection, feature, count=POPUP_CLAIMS))))


def test_a_large_file_is_drawn_as_a_crowd(open_file: Open, tmp_path: Path) -> None:
    dataset = load(write_crowd(tmp_path / "crowd", routes=160, places=120)).dataset
    opened = open_file(made(dataset))
    page = opened.page
    assert opened.statuses() == told(select(dataset, Query()))
    expect(page.locator("canvas.rm-crowd-lines")).to_have_count(1)
    assert page.locator("path.rm-hit").count() == 0
    page.get_by_role("checkbox", name="The ministry").check()
    left = select(dataset, Query(source=("ministry",)))
    expect(opened.map).to_have_attribute("data-features", str(len(left.status)))
    assert opened.statuses() == told(left)
    name = dataset.routes["name_en"][next(key for key in left.status.index if key.startswith("r"))]
    page.get_by_role("rowheader").get_by_role("button", name=name, exact=True).click()
    expect(page.locator(".leaflet-popup").get_by_role("heading")).to_have_text(name)
    expect(page.locator(".leaflet-popup .rm-claim").first).to_be_visible()


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


# would run if the policy let it: what a page may do that our own scripts never do
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


def test_the_policy_stops_what_is_not_ours(open_file: Open) -> None:
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
    ("viewport", "scheme"), [(DESKTOP, "light"), (DESKTOP, "dark"), (PHONE, "light")]
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
