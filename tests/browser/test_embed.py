"""The map in an iframe on a page of another site."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, Frame, FrameLocator, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from tests.browser.conftest import PATIENCE
from tests.conftest import shipped

REVISION = shipped().dataset.revision
ASKED = "stance=asserts&feature=rason-port"


class _Article(BaseHTTPRequestHandler):
    def __init__(self, source: str, style: str, *arguments: object) -> None:
        self.source, self.style = source, style
        super().__init__(*arguments)

    def do_GET(self) -> None:
        page = (
            "<!doctype html><meta charset=utf-8><link rel=icon href='data:,'><title>An article"
            "</title><body style='margin: 0'><p style='height: 120px'>Before.</p>"
            f"<iframe src='{escape(self.source)}' title=Map style='width: 100%; height: 500px; "
            f"border: none; {self.style}'></iframe><p style='height: 2000px'>After.</p>"
        )
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(page.encode())

    def log_message(self, *_arguments: object) -> None:
        """Write no log."""


@contextmanager
def article(source: str, style: str = "") -> Iterator[str]:
    """Serve a page of another site that embeds an address, in a frame with a style."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Article, source, style)) as site:
        thread = threading.Thread(target=site.serve_forever)
        thread.start()
        try:
            # a host name that differs from the dashboard's, so another site for the browser
            yield f"http://localhost:{site.server_port}/"
        finally:
            site.shutdown()
            thread.join()


class Embedded:
    """An article that is open in a browser, and the dashboard in it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.outer: FrameLocator = page.frame_locator('iframe[title="Map"]')
        self.inner = self.outer.frame_locator('iframe[title="streamlit_folium.st_folium"]')
        self.inner.locator("#map_div[data-query][data-features]").wait_for(
            timeout=PATIENCE, state="attached"
        )

    @property
    def address(self) -> str:
        """The address of the embedded dashboard."""
        return self.page.frames[1].url


Embed = Callable[..., Embedded]


@contextmanager
def embedding(chromium: Browser, server: str) -> Iterator[Embed]:
    """Open articles that embed an address; afterwards fail on any error in them."""
    errors: list[str] = []
    with ExitStack() as opened:

        def start(asked: str, width: int = 900, style: str = "", **options: object) -> Embedded:
            site = opened.enter_context(article(f"{server}?{asked}", style))
            viewport = {"width": width, "height": 700}
            context = chromium.new_context(**{"viewport": viewport, **options})
            opened.callback(context.close)
            context.set_default_timeout(PATIENCE)
            page = context.new_page()
            page.on("pageerror", lambda error: errors.append(str(error)))
            page.goto(site)
            return Embedded(page)

        yield start
    assert errors == []


@pytest.fixture
def embed(chromium: Browser, server: str) -> Iterator[Embed]:
    with embedding(chromium, server) as embed:
        yield embed


def test_only_the_map_and_a_caption_are_left_and_lead_back(embed: Embed, server: str) -> None:
    embedded = embed(f"{ASKED}&embed=true")
    outer = embedded.outer
    heading = outer.get_by_role("heading", level=1)
    expect(heading).to_contain_text("Reported supply routes between North Korea and Russia")
    expect(heading).to_contain_text("Selected Rason Port; stance Asserts")
    for gone in ("stSidebar", "stHeader", "stToolbar"):
        expect(outer.get_by_test_id(gone).and_(outer.locator(":visible"))).to_have_count(0)
    expect(outer.get_by_role("button", name="Share")).to_have_count(0)
    expect(outer.get_by_label("Search")).to_have_count(0)
    expect(embedded.inner.get_by_text("Legend")).to_be_visible()
    expect(embedded.inner.get_by_text("OpenStreetMap contributors")).to_be_visible()
    with embedded.page.context.expect_page() as waiting:
        outer.get_by_role("link", name="Open in Route Map").click()
    page = waiting.value
    expect(page).to_have_url(f"{server}?{ASKED}&rev={REVISION}")
    expect(page.get_by_role("heading", name="Rason Port")).to_be_visible()
    expect(page.get_by_test_id("stSidebar")).to_be_visible()


def test_it_fills_the_frame_and_follows_the_width_of_its_column(embed: Embed) -> None:
    embedded = embed("stance=asserts&source=us-nsc&embed=true", 320)
    for width in (320, 700, 1200):
        embedded.page.set_viewport_size({"width": width, "height": 700})
        embedded.page.frames[2].wait_for_function(
            "(width) => window.map.getSize().x === width && window.map.getSize().y > 300"
            " && window.map.getSize().y === window.innerHeight",
            arg=width,
        )
        caption = embedded.outer.get_by_role("complementary").bounding_box()
        drawn = embedded.inner.locator("#map_div").bounding_box()
        frame = embedded.page.locator("iframe").bounding_box()
        assert caption
        assert drawn
        assert frame
        assert drawn["y"] == pytest.approx(frame["y"], abs=1)
        bottom = caption["y"] + caption["height"]
        assert caption["y"] == pytest.approx(drawn["y"] + drawn["height"], abs=2)
        assert bottom == pytest.approx(frame["y"] + frame["height"], abs=1)
        sizes = (
            "() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
        )
        assert embedded.outer.locator("body").evaluate(sizes) == [width, 500]


HIDDEN = [
    pytest.param("width: 0", "width: 100%", id="a box without width"),
    pytest.param(
        "height: 0", "height: 500px", id="a box without height", marks=pytest.mark.thorough
    ),
    pytest.param("display: none", "display: block", id="a hidden tab", marks=pytest.mark.thorough),
    pytest.param(
        "width: 12px; height: 3px",
        "width: 100%; height: 500px",
        id="a box that grows",
        marks=pytest.mark.thorough,
    ),
]


LOOK = "() => [map.getCenter().lat, map.getCenter().lng, map.getZoom()]"
ROOM = "() => map.getSize().x === 900 && map.getSize().y > 400"


@pytest.fixture(scope="module")
def fresh(chromium: Browser, server: str) -> Iterator[Frame]:
    """A map that had room at once, to compare others with."""
    with embedding(chromium, server) as embed:
        frame = embed("embed=true&stance=asserts").page.frames[2]
        frame.wait_for_function(ROOM)
        frame.wait_for_function("() => map.getContainer().dataset.features")
        yield frame


@pytest.mark.parametrize(("hidden", "opened"), HIDDEN)
def test_a_map_in_a_box_without_room_has_its_first_look_once_there_is_room(
    embed: Embed, fresh: Frame, hidden: str, opened: str
) -> None:
    def resize(embedded: Embedded, style: str) -> Frame:
        embedded.page.evaluate(
            "(style) => { document.querySelector('iframe').style.cssText += ';' + style; }", style
        )
        return embedded.page.frames[2]

    later = embed("embed=true&stance=asserts", style=hidden)
    inner = resize(later, opened)
    inner.wait_for_function(ROOM)
    wanted = fresh.evaluate(LOOK)
    inner.wait_for_function("(zoom) => map.getZoom() === zoom", arg=wanted[2])
    # Leaflet pans by whole pixels
    assert inner.evaluate(LOOK) == pytest.approx(wanted, abs=0.05)
    # a view that the reader has moved stays
    before = inner.evaluate(LOOK)
    later.inner.locator(".leaflet-control-zoom-in").click()
    inner.wait_for_function("(before) => map.getZoom() === before + 1", arg=before[2])
    resize(later, "width: 70%")
    inner.wait_for_function("() => map.getSize().x === 630")
    assert inner.evaluate("() => map.getZoom()") == before[2] + 1


def test_selecting_works_and_stays_embedded(embed: Embed) -> None:
    embedded = embed("stance=asserts&embed=true&embed_options=light_theme")
    entry = embedded.inner.locator('[role="button"][aria-label^="Rason Port,"]').first
    entry.focus()
    embedded.page.keyboard.press("Enter")
    expect(embedded.inner.locator(".rm-evidence")).to_be_visible()
    expect(embedded.outer.get_by_role("heading", level=1)).to_contain_text("Selected Rason Port")
    embedded.page.frames[1].wait_for_url("**feature=rason-port**")
    for kept in ("embed=true", "embed_options=light_theme", "stance=asserts"):
        assert kept in embedded.address
    expect(embedded.outer.get_by_test_id("stSidebar")).not_to_be_visible()


def wheel(embedded: Embedded, by: int, frame: Frame, until: str, **given: object) -> None:
    """Turn the wheel until a condition is true, because a browser ignores it during layout."""
    for _ in range(10):
        embedded.page.mouse.wheel(0, by)
        with suppress(PlaywrightTimeoutError):
            frame.wait_for_function(until, timeout=3_000, **given)
            return
    pytest.fail(f"the wheel was turned and {until} never became true")


def test_the_map_does_not_catch_readers_who_scroll_past(embed: Embed) -> None:
    embedded = embed("embed=true")
    article, inner = embedded.page.frames[0], embedded.page.frames[2]
    before = inner.evaluate("() => window.map.getZoom()")
    embedded.page.mouse.move(450, 350)
    wheel(embedded, 200, article, "() => window.scrollY > 100")
    assert inner.evaluate("() => window.map.getZoom()") == before
    article.evaluate("() => window.scrollTo(0, 0)")
    embedded.inner.locator("#map_div").click(position={"x": 600, "y": 60})
    wheel(embedded, -400, inner, "(before) => window.map.getZoom() > before", arg=before)


def test_one_finger_scrolls_the_page_and_two_move_the_map(embed: Embed) -> None:
    embedded = embed("embed=true", 400, has_touch=True, is_mobile=True)
    inner = embedded.page.frames[2]
    assert not inner.evaluate("() => window.map.dragging.enabled()")
    assert inner.evaluate("() => window.map.touchZoom.enabled()")
    action = "() => getComputedStyle(window.map.getContainer()).touchAction"
    assert inner.evaluate(action) == "pan-x pan-y"


def test_other_sites_can_embed_only_the_map(chromium: Browser, server: str) -> None:
    with article(server) as url, chromium.new_context() as context:
        page = context.new_page()
        with page.expect_console_message(lambda said: "frame-ancestors" in said.text):
            page.goto(url)
        assert page.frames[1].url != server
