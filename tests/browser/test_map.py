"""The Map page in a real browser: drawing, filtering, selecting."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Route, expect

from routemap.data.basemap import basemap_of
from routemap.data.load import SHIPPED
from routemap.map.drawing_rules import LINE_RULE
from routemap.map.style import PENDING_STYLE
from routemap.map.zooms import MIN_ZOOM
from routemap.questions.evidence import evidence
from routemap.questions.query import Query
from routemap.questions.selection import select
from tests.browser.conftest import DESKTOP, NARROW, Visit
from tests.browser.filtering import choose, option, search
from tests.browser.line import Line
from tests.conftest import shipped

PHONE = {"width": 390, "height": 844}
DATASET = shipped().dataset
DENIALS = Query(stance=("denies",))
NAMES = """(map) => [...map.querySelectorAll('[role="button"]')]
  .map((button) => button.getAttribute("aria-label") || "")"""


@pytest.mark.parametrize(
    ("viewport", "schemes"),
    [
        (DESKTOP, ("light", "dark")),
        pytest.param(PHONE, ("dark", "light"), marks=pytest.mark.thorough),
    ],
    ids=["desktop", "phone"],
)
def test_every_feature_is_drawn_without_an_outside_request(
    visit: Visit, server: str, viewport: dict[str, int], schemes: tuple[str, str]
) -> None:
    watched = visit(server, viewport=viewport, color_scheme=schemes[0])
    for scheme in schemes:
        watched.page.emulate_media(color_scheme=scheme)
        toned = watched.frame.locator("#map_div.rm-dark")
        expect(toned).to_have_count(1 if scheme == "dark" else 0)
        watched.drawn(features=str(len(DATASET.features)), query="")
        names = watched.map.evaluate(NAMES)
        for name in DATASET.features["name_en"]:
            assert [found for found in names if found.startswith(f"{name},")] != [], name
        box = watched.page.locator('iframe[title="streamlit_folium.st_folium"]').bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= viewport["width"]


FRAMES_WITHOUT_A_MAP = """async () => {
  const frame = document.querySelector('iframe[title*="folium"]').contentWindow;
  for (let count = 0; count < 30; count += 1) {
    await new Promise(frame.requestAnimationFrame);
    if (frame.document.querySelector("#map_div").dataset.query !== undefined) return count;
  }
  return 30;
}"""


def test_nothing_is_drawn_before_the_style_sheets_are_loaded(visit: Visit, server: str) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    watched = visit(server, address=None)
    watched.page.route("**/assets/**/*.css", hold)
    with watched.page.expect_response("**/features.json"):
        watched.page.goto(server)
    watched.map.wait_for(state="attached")
    assert watched.page.evaluate(FRAMES_WITHOUT_A_MAP) == 30
    for route in held:
        route.continue_()
    watched.drawn(features=str(len(DATASET.features)))
    assert watched.map.evaluate("(map) => getComputedStyle(map).overflow") == "hidden"


def refuse(route: Route) -> None:
    route.abort()


def leave_hanging(_route: Route) -> None:
    """Never respond."""


@pytest.mark.thorough
@pytest.mark.parametrize("answer", [refuse, leave_hanging])
def test_the_map_is_drawn_even_without_its_style_sheets(
    visit: Visit, server: str, answer: Callable[[Route], None]
) -> None:
    watched = visit(server, address=None)
    watched.away = True
    watched.page.route("**/assets/**/*.css", answer)
    watched.open()
    watched.drawn(features=str(len(DATASET.features)))


def test_a_filter_updates_the_same_map_keeps_the_zoom_and_sends_no_geometry(
    visit: Visit, server: str
) -> None:
    watched = visit(server)
    watched.map.evaluate("() => { window.sameFrame = true; }")
    watched.frame.locator(".leaflet-control-zoom-in").click()
    zoom = "() => window.map.getZoom()"
    watched.page.wait_for_function("() => document.location.search.includes('view=')")
    before = watched.map.evaluate(zoom)
    received: list[bytes] = []
    requested: list[str] = []
    watched.page.on("request", lambda request: requested.append(request.url))
    session = watched.page.context.new_cdp_session(watched.page)
    session.send("Network.enable")
    session.on(
        "Network.webSocketFrameReceived",
        lambda event: received.append(event["response"]["payloadData"].encode()),
    )
    choose(watched.page, "Stance", "Denies")
    watched.drawn(query="stance=denies")
    denied = select(DATASET, Query(stance=("denies",)))
    expect(watched.map).to_have_attribute("data-features", str(len(denied.status)))
    assert watched.map.evaluate("() => window.sameFrame") is True
    assert watched.map.evaluate(zoom) == before
    assert "stance=denies" in watched.page.url
    # the map is ahead of the run, whose end the counts show
    expect(watched.page.locator(".rm-counts").first).to_contain_text(
        f"of {len(DATASET.claims)} claims"
    )
    assert received
    assert not any(b"coordinates" in frame for frame in received)
    assert not [url for url in requested if "features.json" in url]


def test_the_map_shows_a_filter_before_the_run_and_the_run_wins(visit: Visit, server: str) -> None:
    watched = visit(server, address=None)
    page = watched.page
    line = Line(page)
    watched.open()
    watched.drawn(query="")
    counts = page.locator(".rm-counts")
    expect(page.get_by_label("Search", exact=True)).to_be_visible()
    before = counts.inner_text()
    line.hold()
    choose(page, "Stance", "Denies")
    watched.drawn(query="stance=denies", features=str(len(select(DATASET, DENIALS).status)))
    assert counts.inner_text() == before
    line.wait_for_runs(1)
    line.let_go()
    expect(counts).not_to_have_text(before)
    watched.drawn(query="stance=denies")
    # a run that does not know the latest change leaves the map as it is
    line.hold()
    choose(page, "Stance", "Reports")
    line.wait_for_runs(1)
    between = counts.inner_text()
    choose(page, "Stance", "Estimates")
    watched.drawn(query="stance=denies&stance=estimates&stance=reports")
    line.wait_for_runs(2)
    line.let_run_pass()
    expect(counts).not_to_have_text(between)
    watched.drawn(query="stance=denies&stance=estimates&stance=reports")
    line.let_go()
    for label in ("Reports", "Estimates"):
        option(page, "Stance", label).click()
    watched.drawn(query="stance=denies")
    # an answer that differs from the run's does not stay
    wrong = {"shown": "." * len(DATASET.features), "query": "q=nothing", "compare": None}
    page.route("**/shown.json?*", lambda route: route.fulfill(json=wrong))
    line.hold()
    search(page, "port")
    watched.drawn(query="q=nothing", features="0")
    line.let_go()
    watched.drawn(query="stance=denies&q=port")
    # without an answer, the map waits for the run
    watched.away = True
    page.unroute("**/shown.json?*")
    page.route("**/shown.json?*", lambda route: route.abort())
    search(page, "")
    watched.drawn(query="stance=denies")


LISTENERS = ("routemap:map", "routemap:filters", "click", "focusin", "currententrychange")


@pytest.mark.thorough
def test_no_listener_stays_behind(visit: Visit, server: str) -> None:
    watched = visit(server)
    page = watched.page
    session = page.context.new_cdp_session(page)

    def listeners() -> dict[str, int]:
        found: list[str] = []
        for owner in ("window", "document"):
            value = session.send("Runtime.evaluate", {"expression": owner})["result"]
            answer = session.send("DOMDebugger.getEventListeners", {"objectId": value["objectId"]})
            found += [one["type"] for one in answer["listeners"]]
        return {name: found.count(name) for name in LISTENERS}

    def select_row(number: int) -> None:
        row = watched.listed.nth(number)
        name = row.locator(".name").inner_text()
        row.click()
        expect(page.locator(".rm-evidence h2").first).to_contain_text(name)

    select_row(0)
    before = listeners()
    assert before["routemap:map"] == 1
    for number in (1, 2, 0):
        select_row(number)
    for name in ("Articles", "Map"):
        page.get_by_test_id("stSidebarNavLink").filter(has_text=name).click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(
            "Articles" if name == "Articles" else "Reported"
        )
    watched.drawn(features=str(len(DATASET.features)))
    expect(page.get_by_label("Search", exact=True)).to_be_visible()
    assert listeners() == before


def test_a_cold_link_opens_the_crossing_with_its_excerpts_and_a_table(
    visit: Visit, server: str
) -> None:
    address = "?source=korea-joongang-daily&from=2013-01-01&feature=khasan-tumen-river-crossing"
    watched = visit(server, address)
    expect(watched.map).to_have_attribute("data-selected", "khasan-tumen-river-crossing")
    panel = watched.page.locator(".rm-evidence")
    expect(panel.get_by_role("heading", level=2)).to_have_text(
        DATASET.routes["name_en"]["khasan-tumen-river-crossing"]
    )
    expect(panel.locator("blockquote").first).to_be_visible()
    expect(panel).to_contain_text("was opened in 2013")
    # a citation opens the article at the quoted words
    link = panel.locator(".rm-claim:has(blockquote) .rm-citation a").first
    href = link.get_attribute("href") or ""
    assert href.startswith(DATASET.articles["url"]["joongang-2022-11-08"] + "#:~:text=")
    assert link.get_attribute("rel") == "noopener noreferrer"
    # the page has the same content as a table
    watched.page.get_by_role("tab", name="Table").click()
    rows = watched.page.locator(".rm-table tbody tr")
    asked = Query(source=("korea-joongang-daily",), first=date(2013, 1, 1))
    expect(rows).to_have_count(len(select(DATASET, asked).status))
    expect(rows.first.get_by_role("rowheader")).to_be_visible()


@pytest.mark.parametrize(
    "feature",
    [
        "khasan-tumen-river-crossing",
        pytest.param("pyongyang-factories", marks=pytest.mark.thorough),
    ],
)
def test_a_click_opens_a_card_beside_the_panel_and_the_words_without_it(
    visit: Visit, server: str, feature: str
) -> None:
    watched = visit(server)
    name = DATASET.features["name_en"][feature]
    found = evidence(select(DATASET, Query()), feature)
    popup = watched.frame.locator(".leaflet-popup").last
    watched.feature(name).dispatch_event("click")
    watched.drawn(selected=feature)
    expect(watched.page.locator(".rm-evidence h2")).to_have_text(name)
    expect(popup.locator(".rm-card-counts")).to_contain_text(found.counts)
    expect(popup).to_contain_text(found.kind)
    expect(popup.locator(".rm-claim")).to_have_count(0)
    assert f"feature={feature}" in watched.page.url
    # the width counts at the time of the click
    watched.page.set_viewport_size(NARROW)
    watched.feature(name).dispatch_event("click")
    first = found.claim_details[0]
    words = popup.locator("blockquote" if first.quotation else ".rm-paraphrase").first
    expect(words).to_contain_text(first.excerpt)
    link = popup.locator(".rm-allegation a").first
    about = next(claim for claim in found.claim_details if claim.allegation)
    expect(link).to_have_text(about.allegation)
    expect(link).to_have_attribute("href", f"{server}allegation?allegation={about.allegation_id}")
    expect(link).to_have_attribute("target", "_top")


BOXES = """() => {
  const box = (selector) => {
    const { left, top, right, bottom } = document.querySelector(selector).getBoundingClientRect();
    return [left, top, right, bottom];
  };
  return [".rm-map", ".rm-legend summary", ".leaflet-control-scale", ".leaflet-control-attribution",
    ".rm-legend-more"].map(box);
}"""
Box = tuple[float, float, float, float]


def apart(a: Box, b: Box) -> bool:
    return a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


PALE_LINE = """(legend, label) => {
  const item = [...legend.querySelectorAll("li")].find((one) => one.textContent === label);
  const drawn = getComputedStyle(item.querySelector("line"));
  const plain = getComputedStyle(legend.querySelector("line"));
  const share = parseFloat(drawn.strokeWidth) / parseFloat(plain.strokeWidth);
  return [drawn.opacity, drawn.stroke === plain.stroke, share];
}"""


def test_the_legend_shows_a_planned_line_as_it_is_drawn(visit: Visit, server: str) -> None:
    watched = visit(server)
    watched.frame.locator(".rm-legend summary").click()
    legend = watched.frame.locator(".rm-legend-more")
    for scheme in ("light", "dark"):
        watched.page.emulate_media(color_scheme=scheme)
        toned = watched.frame.locator("#map_div.rm-dark")
        expect(toned).to_have_count(1 if scheme == "dark" else 0)
        opacity, is_of_status, share = legend.evaluate(PALE_LINE, PENDING_STYLE.label)
        assert float(opacity) == LINE_RULE.pending_opacity
        assert is_of_status
        assert share == pytest.approx(LINE_RULE.pending)


def test_the_legend_is_a_row_that_opens_upwards_and_covers_nothing(
    visit: Visit, server: str
) -> None:
    watched = visit(server, "?embed=true", viewport={"width": 390, "height": 560})
    summary = watched.frame.locator(".rm-legend summary")
    for width, height in ((390, 560), (320, 560), (800, 735), (1440, 900)):
        watched.page.set_viewport_size({"width": width, "height": height})
        expect(watched.map).to_have_js_property("clientWidth", width)
        expect(summary).to_contain_text("Asserted")
        area, legend, scale, credit, _ = watched.map.evaluate(BOXES)
        share = (legend[2] - legend[0]) * (legend[3] - legend[1]) / area[2] / area[3]
        assert share < 0.08, (width, share)
        assert apart(legend, scale), width
        assert apart(legend, credit), width
        assert apart(scale, credit), width
        summary.press("Enter")
        expect(watched.frame.get_by_text("How the line is drawn")).to_be_visible()
        _, legend, _, _, more = watched.map.evaluate(BOXES)
        assert more[0] >= 0, width
        assert more[1] >= 0, width
        assert more[2] <= width
        assert more[3] <= legend[1] + 1, width
        summary.press("Escape")
        expect(watched.frame.get_by_text("How the line is drawn")).to_be_hidden()
        expect(summary).to_be_focused()


# the map as after a filter: only some features are shown
SHOW = """async (_, keep) => {
  const { entries, latest } = map.routemap;
  const letters = entries.map(({ id }) => (keep.length && !keep.includes(id) ? "." : "a")).join("");
  await routemap.show(map, { ...latest, query: keep.join() }, letters);
  return [map.getCenter().lat, map.getCenter().lng, map.getZoom()];
}"""


@pytest.mark.thorough
def test_the_whole_map_and_the_view_before_a_filter_come_back(visit: Visit, server: str) -> None:
    watched = visit(server)
    look = "() => [map.getCenter().lat, map.getCenter().lng, map.getZoom()]"
    first = watched.map.evaluate(look)
    whole = watched.frame.get_by_role("button", name="Whole map")
    watched.frame.locator(".leaflet-control-zoom-in").click()
    watched.frame.locator(".leaflet-control-zoom-in").click()
    watched.map.press("ArrowDown")
    whole.press("Enter")
    watched.map.evaluate(
        """async (_, zoom) => {
      while (map.getZoom() !== zoom || map._animatingZoom) await new Promise(requestAnimationFrame);
    }""",
        first[2],
    )
    # Leaflet pans by whole pixels
    assert watched.map.evaluate(look) == pytest.approx(first, abs=0.05)
    pyongyang = [39.03, 125.75, 10]
    watched.map.evaluate(
        "(_, [lat, lng, zoom]) => map.setView([lat, lng], zoom, { animate: false })", pyongyang
    )
    before = watched.map.evaluate(look)
    # features in view: the map stays
    assert watched.map.evaluate(SHOW, ["pyongyang"]) == before
    # none in view: the map moves there, and back
    away = watched.map.evaluate(SHOW, ["vladivostok"])
    assert away[0] == pytest.approx(DATASET.places.geometry["vladivostok"].y, abs=0.1)
    assert watched.map.evaluate(SHOW, []) == pytest.approx(before, abs=0.01)
    # not if the reader has moved the map meanwhile
    watched.map.evaluate(SHOW, ["vladivostok"])
    watched.frame.locator(".leaflet-control-zoom-out").click()
    moved = watched.map.evaluate(look)
    assert watched.map.evaluate(SHOW, []) == moved


def test_no_view_reaches_beyond_the_land(visit: Visit, server: str) -> None:
    large = {"width": 2560, "height": 1440}
    watched = visit(server, "?embed=true&view=70.0000,170.0000,4", viewport=large)
    west, south, east, north = watched.map.evaluate(
        "() => map.getBounds().toBBoxString().split(',').map(Number)"
    )
    least_west, least_south, most_east, most_north = basemap_of(SHIPPED).bounds
    pixel = 0.03  # degrees
    assert west >= least_west - pixel
    assert east <= most_east + pixel
    assert south >= least_south - pixel
    assert north <= most_north + pixel
    assert watched.map.evaluate("() => map.getMinZoom()") > MIN_ZOOM


def test_features_are_selected_by_click_again_and_by_keyboard_alone(
    visit: Visit, server: str
) -> None:
    watched = visit(server)
    crossing = watched.feature(DATASET.routes["name_en"]["khasan-tumen-river-crossing"])
    for _ in range(2):
        crossing.dispatch_event("click")
        watched.drawn(selected="khasan-tumen-river-crossing")
        watched.page.get_by_role("button", name="Clear selection").click()
        watched.drawn(selected="")
    # in the list and on the map
    watched.listed.first.focus()
    watched.page.keyboard.press("Enter")
    watched.drawn(selected="khasan-tumen-river-crossing")
    evidence = watched.page.get_by_role("tabpanel", name="Evidence")
    expect(evidence.get_by_role("heading", level=2)).to_have_text(
        "Khasan-Tumen River rail crossing"
    )
    watched.feature(DATASET.places["name_en"]["rason-port"]).focus()
    watched.page.keyboard.press("Enter")
    watched.drawn(selected="rason-port")
