"""The timeline in a real browser: two sides, a brush that sets the dates, playback, claims."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, expect

from routemap.questions.query import Query
from routemap.questions.selection import select
from routemap.questions.timeline import ONE_BY_ONE, layout, marks
from routemap.questions.timeline_numbers import summary
from tests.browser.conftest import StartServer, Visit, Watched
from tests.conftest import claim, shipped, small_rows, write_rows

SAME_MAP = "() => { window.sameMap = true; document.querySelector('#map_div').sameMap = true; }"
IS_SAME_MAP = "() => window.sameMap && document.querySelector('#map_div').sameMap"
PHONE = {"width": 390, "height": 844}
TALLEST = 130  # px
# twelve months at double speed, on a busy machine
TWELVE_MONTHS_MS = 60_000
DATASET = shipped().dataset


def figure(watched: Watched) -> Locator:
    """Return the timeline."""
    return watched.page.get_by_role("figure", name="Timeline").filter(
        has_text=re.compile("[0-9,]+ claims?|No claim")
    )


def plot(watched: Watched) -> dict[str, float]:
    """Return the position of the axis on the screen, once it is drawn and in view."""
    strip = figure(watched).locator(".plot")
    strip.scroll_into_view_if_needed()
    rule = strip.locator(".rule").first.bounding_box()
    box = strip.bounding_box()
    assert rule is not None
    assert box is not None
    return {"left": rule["x"], "width": rule["width"], "level": rule["y"] + 8, "top": box["y"]}


def at(watched: Watched, share: float) -> tuple[float, float]:
    """Return a point of the axis, where no claim is, at a share of its width."""
    area = plot(watched)
    return area["left"] + share * area["width"], area["level"]


def drag(watched: Watched, start: float, end: float) -> None:
    """Drag along the axis, from one share of its width to another."""
    mouse = watched.page.mouse
    mouse.move(*at(watched, start))
    mouse.down()
    mouse.move(*at(watched, end), steps=8)
    mouse.up()


def asked(watched: Watched) -> dict[str, str]:
    """Return the parameters of the address."""
    return {key: values[-1] for key, values in parse_qs(urlsplit(watched.page.url).query).items()}


def button(watched: Watched, name: str) -> Locator:
    """Return a button of the timeline."""
    return figure(watched).get_by_role("button", name=name, exact=True)


def test_a_brush_sets_the_dates_and_a_click_clears_them(visit: Visit, server: str) -> None:
    watched = visit(server)
    watched.map.evaluate(SAME_MAP)
    all_features = int(watched.map.get_attribute("data-features") or 0)
    shade = figure(watched).locator(".shade")
    expect(shade).to_have_attribute("width", "0")
    drag(watched, 0.7, 0.9)
    watched.page.wait_for_url(re.compile("from=.*to="))
    first, last = asked(watched)["from"], asked(watched)["to"]
    assert first[:7] in ("2024-11", "2024-12")
    assert last[:7] in ("2025-06", "2025-07")
    watched.drawn(query=f"from={first}&to={last}")
    assert int(watched.map.get_attribute("data-features") or 0) < all_features
    assert watched.map.evaluate(IS_SAME_MAP)
    expect(watched.page.get_by_label("From", exact=True)).to_have_value(first)
    # the shade has an edge that can be moved
    expect(shade).not_to_have_attribute("width", "0")
    drag(watched, 0.9, 0.98)
    watched.page.wait_for_url(re.compile(rf"from={first}&to=2025-10"))
    watched.page.mouse.click(*at(watched, 0.3))
    watched.drawn(query="")
    assert asked(watched) == {}
    expect(shade).to_have_attribute("width", "0")


@pytest.mark.thorough
def test_dates_from_elsewhere_are_shaded_and_playback_steps_from_them(
    visit: Visit, server: str
) -> None:
    watched = visit(server, "?from=2023-01-01&to=2023-12-31")
    area, shade = plot(watched), figure(watched).locator(".shade").bounding_box()
    assert shade is not None
    assert 0.3 < shade["width"] / area["width"] < 0.34
    # not in the filter: pale, not gone
    outside = figure(watched).locator('.mark[data-strength="0"]')
    assert outside.count() > 10
    forward = button(watched, "Next month")
    forward.focus()
    watched.page.keyboard.press("Enter")
    watched.drawn(query="to=2024-01-31&by=known")
    expect(forward).to_be_focused()
    expect(figure(watched)).to_contain_text("What had been said by January 2024")
    button(watched, "Months add up").click()
    watched.drawn(query="from=2024-01-01&to=2024-01-31&by=known")
    button(watched, "Previous month").click()
    watched.drawn(query="from=2023-12-01&to=2023-12-31&by=known")
    expect(figure(watched)).to_contain_text("What was said in December 2023")
    watched.page.get_by_role("button", name="Reset filters").first.click()
    watched.drawn(query="")
    expect(figure(watched).locator(".shade")).to_have_attribute("width", "0")


@pytest.mark.thorough
def test_twelve_months_of_playback_keep_the_map(visit: Visit, server: str) -> None:
    watched = visit(server)
    plot(watched)
    watched.map.evaluate(SAME_MAP)
    watched.page.evaluate("""() => {
        window.months = [];
        const look = () => {
            const last = new URLSearchParams(location.search).get('to');
            if (last && last !== window.months.at(-1)) window.months.push(last);
            requestAnimationFrame(look);
        };
        look();
    }""")
    drawing = figure(watched).locator(".plot").element_handle()
    button(watched, "Speed: 1×").click()
    button(watched, "Play").click()
    watched.page.wait_for_function("() => window.months.length >= 12", timeout=TWELVE_MONTHS_MS)
    button(watched, "Pause").click()
    expect(button(watched, "Play")).to_be_visible()
    expect(figure(watched)).to_have_attribute("aria-busy", "false")
    months = watched.page.evaluate("() => window.months")
    assert [month[:7] for month in months[:12]] == [
        *(f"2022-{month:02}" for month in range(9, 13)),
        *(f"2023-{month:02}" for month in range(1, 9)),
    ]
    assert watched.map.evaluate(IS_SAME_MAP)
    watched.drawn(query=f"to={months[-1]}&by=known")
    assert drawing.evaluate("drawing => drawing.isConnected"), "the timeline was drawn anew"


@pytest.mark.thorough
def test_playback_stops_when_the_reader_sets_dates_or_leaves(visit: Visit, server: str) -> None:
    watched = visit(server)
    button(watched, "Play").click()
    watched.page.wait_for_url(re.compile("to="))
    watched.page.get_by_role("button", name="Reset filters").click()
    watched.drawn(query="")
    expect(button(watched, "Play")).to_be_visible()
    button(watched, "Play").click()
    watched.page.wait_for_url(re.compile("to="))
    watched.page.get_by_role("link", name="Articles", exact=True).click()
    expect(watched.page.get_by_role("heading", level=1)).to_contain_text("rticles")
    watched.page.get_by_role("link", name="Map", exact=True).click()
    watched.drawn()
    expect(button(watched, "Play")).to_be_visible()
    watched.page.wait_for_url(re.compile("to="))
    left = asked(watched)["to"]
    with pytest.raises(Exception, match="Timeout"):
        watched.page.wait_for_function(
            "day => !location.search.includes(day)", arg=left, timeout=2_500
        )


def test_a_claim_is_named_and_opened_by_mouse_and_keyboard(visit: Visit, server: str) -> None:
    watched = visit(server)
    plot(watched)
    denial = figure(watched).get_by_role("button", name=re.compile("Kremlin denies"))
    box = denial.bounding_box()
    assert box is not None
    watched.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    words = figure(watched).locator(".tip")
    expect(words).to_be_visible()
    expect(words).to_contain_text("Kremlin denies")
    expect(words).to_contain_text("(statement)")
    watched.page.mouse.down()
    watched.page.mouse.up()
    watched.page.wait_for_url(re.compile("claim="))
    opened = asked(watched)
    assert DATASET.claims["source"][opened["claim"]] == "kremlin"
    assert opened["feature"] in DATASET.claims["features"][opened["claim"]]
    expect(denial).to_have_class(re.compile("chosen"))
    # what does not concern the selected feature is pale
    assert figure(watched).locator('.mark[data-strength="1"]').count() > 0
    # the marks are one stop of the Tab key, in the order of time
    where = layout(DATASET, "when")
    assert where is not None
    order = marks(DATASET, where).sort_values(["first", "last"], kind="stable").index
    stops = figure(watched).locator('.mark[tabindex="0"]')
    expect(stops).to_have_count(1)
    stops.focus()
    watched.page.keyboard.press("End")
    watched.page.keyboard.press("ArrowLeft")
    expect(words).to_be_visible()
    watched.page.keyboard.press("Enter")
    watched.page.wait_for_url(re.compile(rf"claim={order[-2]}(&|$)"))
    expect(figure(watched).locator(".mark.chosen")).to_be_focused()
    watched.page.mouse.click(*at(watched, 0.3))  # no dates are set, so nothing happens
    assert asked(watched)["claim"] == order[-2]


def test_the_timeline_is_a_strip_that_explains_itself(visit: Visit, server: str) -> None:
    watched = visit(server)
    strip = figure(watched)
    assert (strip.bounding_box() or {})["height"] <= TALLEST
    found = summary(select(DATASET, Query()), "when")
    both = [f"+ {found.affirm}", f"− {found.deny}"]
    sides = strip.locator(".side")
    expect(sides).to_have_text([f"{both[0]} affirm", f"{both[1]} deny"])
    dated = dict(found.dated)
    expect(strip).to_contain_text(
        f"{found.claims} claims · {dated['event']} by date of event · {dated['statement']} of"
    )
    explain = button(watched, "About the timeline")
    explain.focus()
    watched.page.keyboard.press("Enter")
    words = strip.get_by_role("table")
    cells = words.get_by_role("cell").all_inner_texts()
    assert [sum(map(int, cells[side::2])) for side in (0, 1)] == [found.affirm, found.deny]
    expect(strip.get_by_text("Hollow: the day of the event is unknown")).to_be_visible()
    watched.page.keyboard.press("Escape")
    expect(words).to_be_hidden()
    expect(explain).to_be_focused()
    watched.page.set_viewport_size(PHONE)
    expect(sides).to_have_text(both)
    assert (strip.bounding_box() or {})["height"] <= TALLEST
    assert strip.evaluate("box => box.scrollWidth <= box.clientWidth")
    for control in strip.locator("button").all():
        size = control.bounding_box()
        assert size is not None
        assert min(size["width"], size["height"]) >= 24


@pytest.mark.thorough
def test_many_claims_are_counted_by_month(
    visit: Visit, start_server: StartServer, tmp_path: Path
) -> None:
    rows = small_rows()
    rows["claims"] = [
        claim(f"c{n}", stance="denies" if n % 4 == 0 else "asserts", said=f"2022-1{n % 3}")
        for n in range(ONE_BY_ONE + 1)
    ]
    watched = visit(start_server(write_rows(tmp_path, rows)))
    plot(watched)
    months = figure(watched).get_by_role("button", name=re.compile("^(October|December) 2022, "))
    expect(months).to_have_count(2)
    expect(months.last).to_have_accessible_name(re.compile(r"\d+ of \d+ affirm, \d+ of \d+ deny$"))
    months.last.focus()
    watched.page.keyboard.press("Enter")
    watched.page.wait_for_url(re.compile("from=2022-12-01&to=2022-12-31"))
