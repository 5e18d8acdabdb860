"""The timeline in a real browser: the brush is the date filter, playback moves the map."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import expect

from tests.browser.conftest import Visit, Watched

TALL = {"width": 1440, "height": 1400}
FRAME_IS_MARKED = "() => window.sameFrame"


def open_marked(visit: Visit, server: str) -> Watched:
    watched = visit(server, viewport=TALL)
    watched.map.evaluate("() => { window.sameFrame = true; }")
    expect(watched.page.get_by_test_id("stVegaLiteChart").locator("canvas, svg")).to_be_visible()
    return watched


def days(watched: Watched) -> dict[str, list[str]]:
    return parse_qs(urlsplit(watched.page.url).query)


def test_a_brush_sets_the_days_of_the_filter_and_of_the_link(visit: Visit, server: str) -> None:
    watched = open_marked(visit, server)
    box = watched.page.get_by_test_id("stVegaLiteChart").bounding_box()
    assert box is not None
    watched.page.mouse.move(box["x"] + 250, box["y"] + 40)
    watched.page.mouse.down()
    watched.page.mouse.move(box["x"] + 380, box["y"] + 45, steps=8)
    watched.page.mouse.up()
    watched.page.wait_for_url("**from=*to=*")
    asked = days(watched)
    query = f"from={asked['from'][0]}&to={asked['to'][0]}"
    watched.drawn(query=query)
    expect(watched.page.get_by_label("year, From")).to_have_text(asked["from"][0][:4])
    assert watched.map.evaluate(FRAME_IS_MARKED) is True


def test_twelve_months_step_by_without_a_rebuilt_map(visit: Visit, server: str) -> None:
    watched = open_marked(visit, server)
    seen = []
    for _ in range(12):
        before = watched.map.get_attribute("data-query") or ""
        watched.page.get_by_role("button", name="Forward", exact=True).focus()
        watched.page.keyboard.press("Enter")
        expect(watched.map).not_to_have_attribute("data-query", before)
        seen.append(watched.map.get_attribute("data-query"))
    assert len(set(seen)) == 12
    assert seen[-1] == "to=2023-08-31"
    assert watched.map.evaluate(FRAME_IS_MARKED) is True


def test_playback_runs_twelve_months_by_itself_and_pauses(visit: Visit, server: str) -> None:
    watched = open_marked(visit, server)
    watched.page.get_by_role("radio", name="Fast").focus()
    watched.page.keyboard.press("Enter")
    watched.map.evaluate(
        """(map) => {
            window.seen = [];
            new MutationObserver(() => window.seen.push(map.dataset.query))
                .observe(map, { attributes: true, attributeFilter: ["data-query"] });
        }"""
    )
    watched.page.get_by_role("button", name="Play", exact=True).click()
    seen = watched.map.evaluate(
        """() => new Promise((done) => {
            const until = Date.now() + 60000;
            const look = () => new Set(window.seen).size >= 12 || Date.now() > until
                ? done([...new Set(window.seen)]) : setTimeout(look, 100);
            look();
        })"""
    )
    assert len(seen) >= 12
    assert seen[0] == "to=2022-09-30"
    assert seen[11] == "to=2023-08-31"
    watched.page.get_by_role("button", name="Pause", exact=True).click()
    expect(watched.page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    assert watched.map.evaluate(FRAME_IS_MARKED) is True


def test_playback_stops_when_the_reader_leaves(visit: Visit, server: str) -> None:
    watched = open_marked(visit, server)
    watched.page.get_by_role("button", name="Play", exact=True).click()
    expect(watched.page.get_by_role("button", name="Pause", exact=True)).to_be_visible()
    watched.page.get_by_role("link", name="Data").click()
    expect(watched.page.get_by_role("heading", name="The data", exact=True)).to_be_visible()
    watched.page.get_by_role("link", name="Map").click()
    watched.drawn()
    expect(watched.page.get_by_role("button", name="Play", exact=True)).to_be_visible()
