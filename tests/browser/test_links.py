"""The address contains the view: share it, reopen it, go back, open invalid ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit, Watched
from tests.browser.line import Line
from tests.conftest import shipped
from tests.serving import serving

REVISION = shipped().dataset.revision
VIEW = "() => { const c = window.map.getCenter(); return [c.lat, c.lng, window.map.getZoom()]; }"


def shared_link(watched: Watched) -> str:
    watched.page.get_by_role("button", name="Share").click()
    field = watched.page.get_by_label("Link to this view")
    expect(field).to_have_value(re.compile("rev="))
    return field.input_value()


@pytest.mark.thorough
def test_a_shared_link_opens_the_same_view_on_another_machine(visit: Visit, server: str) -> None:
    mine = visit(server, "?source=interfax&from=2022-11-01&feature=khasan-tumen-river-horses")
    mine.frame.locator(".leaflet-control-zoom-out").click()
    mine.page.wait_for_function("() => document.location.search.includes('view=')")
    link = shared_link(mine)
    assert parse_qs(urlsplit(link).query)["rev"] == [REVISION]
    theirs = visit(server, link.removeprefix(server))
    theirs.drawn(
        query="from=2022-11-01&source=interfax&feature=khasan-tumen-river-horses",
        selected="khasan-tumen-river-horses",
    )
    assert theirs.map.evaluate(VIEW) == pytest.approx(mine.map.evaluate(VIEW), abs=0.02)
    expect(theirs.page.get_by_test_id("stAlert")).to_have_count(0)


def test_a_link_made_from_other_data_says_so(visit: Visit, server: str) -> None:
    watched = visit(server, "?rev=000000000000")
    expect(
        watched.page.get_by_text("The data has changed since this link was made")
    ).to_be_visible()


def test_panning_changes_the_address_without_a_rerun(visit: Visit, server: str) -> None:
    watched = visit(server, "?stance=reports")
    watched.map.evaluate("() => { window.map.setView([42.4, 130.6], 11); }")
    watched.map.focus()
    watched.page.keyboard.press("ArrowRight")
    watched.page.wait_for_function("() => document.location.search.includes('view=')")
    query = parse_qs(urlsplit(watched.page.url).query)
    assert query["stance"] == ["reports"]
    assert float(query["view"][0].split(",")[2]) == 11


def test_a_view_stays_in_the_address_however_late_the_server_rewrites_it(
    visit: Visit, server: str
) -> None:
    has_view = "() => document.location.search.includes('view=')"
    page = visit(server, "?stance=denies").page
    page.frame_locator("iframe").locator(".leaflet-control-zoom-out").click()
    page.wait_for_function(has_view)
    page.evaluate("new Promise((done) => setTimeout(done, 3000))")  # after every retry of a rerun
    page.evaluate("history.replaceState(history.state, '', '?stance=denies')")
    page.wait_for_function(has_view)
    assert "stance=denies" in page.url


def test_back_and_forward_restore_filters_and_selection(visit: Visit, server: str) -> None:
    watched = visit(server, "?stance=denies")
    watched.listed.filter(has_text=re.compile("^.Russia")).focus()
    watched.page.keyboard.press("Enter")
    watched.drawn(selected="russia")
    watched.page.go_back()
    watched.drawn(selected="", query="stance=denies")
    expect(watched.page.get_by_text("Select a route or a place")).to_be_visible()
    watched.page.go_forward()
    watched.drawn(selected="russia", query="stance=denies&feature=russia")


@pytest.mark.thorough
def test_filters_survive_the_way_from_a_cold_link_to_the_map_and_back(
    visit: Visit, server: str
) -> None:
    watched = visit(server, None)
    data = f"{server}data?source=interfax&feature=khasan-tumen-river-horses"
    watched.page.goto(data)
    expect(watched.page.get_by_role("heading", name="Data", exact=True)).to_be_visible()
    watched.page.get_by_role("link", name="Map").click()
    watched.drawn(
        query="source=interfax&feature=khasan-tumen-river-horses",
        selected="khasan-tumen-river-horses",
    )
    watched.page.get_by_role("link", name="Data", exact=True).click()
    expect(watched.page.get_by_role("heading", name="Data", exact=True)).to_be_visible()
    expect(watched.page).to_have_url(re.compile(f"^{re.escape(data)}(&view=|$)"))


@pytest.mark.parametrize(
    "address",
    [
        pytest.param(
            "?from=2022-99-99&to=x&by=never&source=nobody&stance=maybe&cargo=gold&mode=rocket",
            marks=pytest.mark.thorough,
        ),
        "?view=nan,inf,9&basemap=..%2F..%2Fetc&rev=%00%ff",
        pytest.param(
            "?feature=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&q=%3Cscript%3Ealert(1)%3C%2Fscript%3E",
            marks=pytest.mark.thorough,
        ),
        pytest.param(
            "?q=%24%7Balert(1)%7D%60%27%22%7B%7B%27map_div%27%7D%7D_abc123",
            marks=pytest.mark.thorough,
        ),
    ],
)
def test_nothing_that_an_address_holds_shows_an_error(
    visit: Visit, server: str, address: str
) -> None:
    dialogs: list[str] = []
    watched = visit(server, address)
    watched.page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    expect(watched.page.get_by_test_id("stException")).to_have_count(0)
    assert dialogs == []


def test_a_message_lies_beside_the_controls_of_the_map_and_moves_nothing(
    visit: Visit, server: str
) -> None:
    watched = visit(server, "?source=nobody")
    page = watched.page
    map_, message = (page.locator(f".st-key-desk-{part}") for part in ("map", "messages"))
    controls = watched.frame.locator(".leaflet-top > .leaflet-control")
    expect(message).to_contain_text("“nobody” in the link is not in this data")
    for width, height, highest in ((1440, 900, 64), (390, 844, 170)):
        page.set_viewport_size({"width": width, "height": height})
        area, box = map_.bounding_box(), message.bounding_box()
        assert area["y"] <= highest
        for start, size in (("x", "width"), ("y", "height")):
            assert area[start] <= box[start]
            assert box[start] + box[size] <= area[start] + area[size]
        for control in controls.all():
            other = control.bounding_box()
            beside = box["x"] >= other["x"] + other["width"]
            beside = beside or box["x"] + box["width"] <= other["x"]
            assert beside or box["y"] >= other["y"] + other["height"]
        timeline = page.locator(".st-key-desk-timeline").bounding_box()
        assert timeline["y"] + timeline["height"] <= height
    message.locator("summary").click()
    expect(message.get_by_test_id("stAlert")).to_be_hidden()


@pytest.fixture(scope="module")
def below() -> Iterator[str]:
    """A server below a base path."""
    with serving(None, "--server.baseUrlPath=desk/routes") as url:
        yield url


def test_everything_works_under_a_base_path(visit: Visit, below: str) -> None:
    watched = visit(below, "?feature=rason-port")
    watched.drawn(selected="rason-port")
    assert shared_link(watched) == f"{below}?feature=rason-port&rev={REVISION}"


def test_a_damaged_link_opens_its_view_below_a_base_path(visit: Visit, below: str) -> None:
    watched = visit(below, None)
    watched.page.goto(f"{below}%3Fstance=denies")
    watched.drawn(query="stance=denies")
    expect(watched.page).to_have_url(f"{below}?stance=denies")


@pytest.mark.thorough
def test_a_click_before_the_filters_are_drawn_loses_none_of_them(visit: Visit, server: str) -> None:
    watched = visit(server, address=None)
    page = watched.page
    line = Line(page)
    watched.open("?stance=asserts&stance=reports")
    # the filters get what they show after the map is drawn
    line.hold()
    watched.feature("Khasan Railway Station").dispatch_event("click")
    line.wait_for(b"Clear selection", b"routemap.state")
    line.let_go()
    watched.drawn(selected="khasan-station")
    field = page.get_by_label("Search", exact=True)
    field.fill("Russia")
    field.press("Enter")
    page.wait_for_function("() => location.search.includes('q=Russia')")
    assert parse_qs(urlsplit(page.url).query)["stance"] == ["asserts", "reports"]


@pytest.mark.thorough
def test_days_that_the_page_sets_are_not_undone_by_a_click_on_the_map(
    visit: Visit, server: str
) -> None:
    watched = visit(server, address=None)
    line = Line(watched.page)
    watched.open()
    following = watched.page.get_by_role("button", name="Next month")
    expect(following).to_be_visible()
    expect(watched.page.get_by_role("button", name="Reset filters")).to_be_visible()
    # with the click on the map, the browser sends the dates from before the step
    line.hold()
    following.click()
    line.wait_for(b"2022-09-30")
    watched.feature("Khasan Railway Station").dispatch_event("click")
    line.wait_for(b"2022-09-30", b"Clear selection")
    line.let_go()
    watched.drawn(selected="khasan-station")
    watched.page.wait_for_function("() => location.search.includes('feature=khasan-station')")
    assert parse_qs(urlsplit(watched.page.url).query)["to"] == ["2022-09-30"]
    assert watched.page.get_by_label("To", exact=True).count() == 1


def test_parameters_that_a_link_spells_differently_are_read_or_named(
    visit: Visit, server: str
) -> None:
    escaped = visit(server, None)
    escaped.page.goto(f"{server}?stance=denies&amp;source=kremlin&utm_source=x")
    escaped.drawn(query="source=kremlin&stance=denies")
    expect(escaped.page.get_by_text("in the link")).to_have_count(0)
    escaped.page.goto(f"{server}?stance=denies&#038;source=kremlin&#038;mode=sea")
    escaped.drawn(query="source=kremlin&stance=denies&mode=sea")
    expect(escaped.page).to_have_url(f"{server}?stance=denies&source=kremlin&mode=sea")
    other = visit(server, None)
    other.page.goto(f"{server}?Stance=denies&publsiher=KBS")
    other.drawn(query="stance=denies")
    expect(other.page.get_by_text("“Stance” in the link was read as “stance”")).to_be_visible()
    expect(other.page.get_by_text("Did you mean “publisher”?")).to_be_visible()
