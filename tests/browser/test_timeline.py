"""The timeline in a real browser: the brush sets the date filter, and playback keeps the map."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Visit, Watched

SAME_MAP = "() => { window.sameMap = true; document.querySelector('#map_div').sameMap = true; }"
IS_SAME_MAP = "() => window.sameMap && document.querySelector('#map_div').sameMap"
NAMES = 70  # largest width of the names of stances, in pixels
# twelve months at double speed, on a busy machine
TWELVE_MONTHS_MS = 60_000


def chart(watched: Watched) -> dict[str, float]:
    """Return the position of the timeline's axis on the screen, once it is drawn and in view."""
    canvas = watched.page.locator('[data-testid="stVegaLiteChart"] canvas')
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    return {
        "left": box["x"] + NAMES,
        "width": box["width"] - NAMES,
        "level": box["y"] + box["height"] / 3,
    }


def drag(watched: Watched, start: float, end: float) -> None:
    """Drag across the timeline, from one share of its width to another."""
    area, mouse = chart(watched), watched.page.mouse
    mouse.move(area["left"] + start * area["width"], area["level"])
    mouse.down()
    mouse.move(area["left"] + end * area["width"], area["level"], steps=8)
    mouse.up()


def click(watched: Watched, share: float) -> None:
    """Click the timeline at a share of its width."""
    area = chart(watched)
    watched.page.mouse.click(area["left"] + share * area["width"], area["level"])


def picture(watched: Watched) -> bytes:
    """Return a screenshot of the timeline."""
    return watched.page.locator('[data-testid="stVegaLiteChart"] canvas').screenshot()


def asked(watched: Watched) -> dict[str, str]:
    """Return the parameters of the address."""
    return {key: values[-1] for key, values in parse_qs(urlsplit(watched.page.url).query).items()}


def button(watched: Watched, name: str) -> Locator:
    """Return a button of the playback controls."""
    return watched.page.get_by_role("button", name=re.compile(rf"{name}$"))


def test_a_brush_filters_the_map_and_the_address(visit: Visit, server: str) -> None:
    watched = visit(server)
    watched.map.evaluate(SAME_MAP)
    all_features = int(watched.map.get_attribute("data-features") or 0)
    drag(watched, 0.7, 0.95)
    watched.page.wait_for_url(re.compile(r"from=.*to="))
    first, last = asked(watched)["from"], asked(watched)["to"]
    assert "2024-06" < first < last < "2025-11"
    watched.drawn(query=f"from={first}&to={last}")
    assert int(watched.map.get_attribute("data-features") or 0) < all_features
    assert watched.map.evaluate(IS_SAME_MAP)
    expect(watched.page.get_by_label("From", exact=True)).to_have_value(first)


def test_a_click_on_a_brushed_timeline_clears_the_dates(visit: Visit, server: str) -> None:
    watched = visit(server)
    drag(watched, 0.5, 0.8)
    watched.page.wait_for_url(re.compile("from=.*to="))
    watched.drawn(query=urlsplit(watched.page.url).query)
    click(watched, 0.1)
    watched.drawn(query="")
    assert not {"from", "to"} & set(asked(watched))


def test_dates_of_a_link_are_shown_and_a_click_leaves_them(visit: Visit, server: str) -> None:
    everything = visit(server)
    chart(everything)
    watched = visit(server, "?from=2023-01-01&to=2023-12-31")
    chart(watched)
    assert picture(watched) != picture(everything)
    click(watched, 0.9)
    button(watched, "Next month").click()
    watched.page.wait_for_url(re.compile("to=2024-01-31"))


def test_dates_from_elsewhere_replace_the_brush(visit: Visit, server: str) -> None:
    watched = visit(server)
    drag(watched, 0.5, 0.8)
    watched.page.wait_for_url(re.compile("from=.*to="))
    first = watched.page.locator('[data-testid="stVegaLiteChart"] canvas').element_handle()
    watched.page.get_by_role("button", name="Reset filters").click()
    watched.drawn(query="")
    watched.page.wait_for_function("chart => !chart.isConnected", arg=first)
    chart(watched)
    assert asked(watched) == {}


def test_twelve_months_of_playback_keep_the_map(visit: Visit, server: str) -> None:
    # playback uses by=known; setting it first keeps the layout of the chart at the first step
    watched = visit(server, "?by=known")
    chart(watched)
    watched.map.evaluate(SAME_MAP)
    watched.page.evaluate("""() => {
        window.months = [];
        const look = () => {
            const last = new URLSearchParams(location.search).get('to');
            if (last && last !== window.months.at(-1)) window.months.push(last);
            requestAnimationFrame(look);
        };
        look();
        window.chart = document.querySelector('[data-testid="stVegaLiteChart"] canvas');
    }""")
    watched.page.get_by_role("radio", name="2×").click()
    button(watched, "Play").click()
    watched.page.wait_for_function("() => window.months.length >= 12", timeout=TWELVE_MONTHS_MS)
    button(watched, "Pause").click()
    expect(button(watched, "Play")).to_be_visible()
    months = watched.page.evaluate("() => window.months")
    assert [month[:7] for month in months[:12]] == [
        *(f"2022-{month:02}" for month in range(9, 13)),
        *(f"2023-{month:02}" for month in range(1, 9)),
    ]
    assert watched.map.evaluate(IS_SAME_MAP)
    watched.drawn(query=f"to={months[-1]}&by=known")
    assert watched.page.evaluate("() => window.chart.isConnected"), "the chart was drawn anew"
    # a paused timeline does not move, even after two intervals of the slowest speed
    with pytest.raises(Exception, match="Timeout"):
        watched.page.wait_for_function(
            "number => window.months.length > number", arg=len(months), timeout=4_000
        )


def test_playback_is_operable_by_keyboard(visit: Visit, server: str) -> None:
    watched = visit(server)
    forward = button(watched, "Next month")
    forward.focus()
    watched.page.keyboard.press("Enter")
    watched.drawn(query="to=2022-09-30&by=known")
    expect(forward).to_be_focused()
    watched.page.keyboard.press("Enter")
    watched.drawn(query="to=2022-10-31&by=known")
    watched.page.get_by_role("radio", name="Month by month").focus()
    watched.page.keyboard.press("Space")
    watched.drawn(query="from=2022-10-01&to=2022-10-31&by=known")
    button(watched, "Previous month").focus()
    watched.page.keyboard.press("Space")
    watched.drawn(query="from=2022-09-01&to=2022-09-30&by=known")
    expect(watched.page.get_by_text("What was said in September 2022", exact=True)).to_be_visible()


def test_playback_stops_when_the_reader_leaves(visit: Visit, server: str) -> None:
    watched = visit(server)
    button(watched, "Play").click()
    watched.page.wait_for_url(re.compile("to=2022-10-31"))
    watched.page.get_by_role("link", name="Articles", exact=True).click()
    expect(watched.page.get_by_role("heading", level=1)).to_contain_text("rticles")
    watched.page.get_by_role("link", name="Map", exact=True).click()
    watched.drawn()
    expect(button(watched, "Play")).to_be_visible()
    watched.page.wait_for_url(re.compile("to="))
    left = asked(watched)["to"]
    with pytest.raises(Exception, match="Timeout"):
        watched.page.wait_for_function(
            "day => !location.search.includes(day)", arg=left, timeout=3_000
        )


def test_setting_other_dates_stops_playback(visit: Visit, server: str) -> None:
    watched = visit(server)
    button(watched, "Play").click()
    watched.page.wait_for_url(re.compile("to=2022-10-31"))
    watched.page.get_by_role("button", name="Reset filters").click()
    watched.page.wait_for_url(lambda url: "to=" not in url)
    expect(button(watched, "Play")).to_be_visible()


def test_the_timeline_says_in_words_what_it_shows(visit: Visit, server: str) -> None:
    watched = visit(server, "?by=said")
    picture = watched.page.locator('[data-testid="stVegaLiteChart"][role="graphics-document"]')
    expect(picture).to_have_attribute(
        "aria-label", re.compile(r"\d+ claims by date of the statement")
    )
    expect(watched.page.get_by_text(re.compile("A dot is a day"))).to_be_visible()
