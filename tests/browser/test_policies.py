"""What the content security policies allow is what the pages need, and no more."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NARROW, PATIENCE, Visit, Watched

INJECT = """() => {
    const box = document.createElement("div");
    box.innerHTML = '<img src="data:," onerror="top.tripped = 1">' +
        '<iframe srcdoc="<script>top.tripped=1</' +
        'script>"></iframe><a id="way" href="javascript:top.tripped=1">x</a>';
    const script = document.createElement("script");
    script.textContent = "top.tripped = 1";
    const foreign = document.createElement("script");
    foreign.src = "https://evil.example/x.js";
    document.body.append(box, script, foreign);
    document.getElementById("way").click();
    return new Promise((done) => {
        const seen = [];
        document.addEventListener("securitypolicyviolation", (event) => {
            seen.push(event.effectiveDirective);
            if (seen.length >= 4) done(seen);
        });
    });
}"""


def whole(watched: Watched) -> None:
    """Wait until the page has been drawn to its end: the sidebar comes last."""
    expect(watched.page.get_by_role("button", name="Reset filters")).to_be_visible()


# a violation is an error on the console, on which this fixture fails, here and in every other test
@pytest.mark.thorough
def test_pages_need_nothing_that_their_policy_forbids(visit: Visit, server: str) -> None:
    watched = visit(server, None)
    page = watched.page
    page.goto(f"{server}claims")
    for title in ("Who says what", "Articles", "Export", "Data"):
        page.get_by_role("link", name=title, exact=True).click()
        expect(page).to_have_title(f"{title} · Route Map")
        whole(watched)
    page.get_by_role("button", name="Share").click()
    expect(page.get_by_role("tablist", name="What to share")).to_be_visible()


@pytest.mark.thorough
def test_the_map_its_timeline_and_its_popups_need_nothing_that_is_forbidden(
    visit: Visit, server: str
) -> None:
    watched = visit(server, "?feature=rason-port", viewport=NARROW)
    whole(watched)
    watched.page.locator(".timeline .mark").first.wait_for(timeout=PATIENCE)
    watched.feature("Rason Port").dispatch_event("click")
    expect(watched.frame.locator(".leaflet-popup .rm-claim").first).to_be_visible()
    # the link has opened the sheet with the words, over the timeline
    watched.page.get_by_role("button", name="Hide the panel").click()
    watched.page.get_by_role("button", name="Play", exact=True).click()
    expect(watched.page.get_by_role("button", name="Pause")).to_be_visible()
    watched.page.get_by_role("button", name="Pause").click()


EVALUATES = """() => new Promise((done) => setTimeout(() => {
  try { done(eval("1")); } catch (error) { done(error.name); }
}))"""


def test_tiles_of_online_basemaps_are_allowed_and_those_of_others_are_not(
    visit: Visit, server: str
) -> None:
    watched = visit(server)
    load = """(url) => new Promise((done) => {
        document.addEventListener("securitypolicyviolation", () => done("forbidden"));
        const image = new Image();
        // this browser has no network: an image that may be asked for fails, too
        image.onerror = () => setTimeout(() => done("allowed"), 50);
        image.src = url;
    })"""
    map_page = watched.frame.locator("body")
    for url, answer in {
        "https://tile.openstreetmap.org/4/1/1.png": "allowed",
        "https://b.tile.opentopomap.org/4/1/1.png": "allowed",
        "https://tile.evil.example/4/1/1.png": "forbidden",
    }.items():
        assert map_page.evaluate(load.replace("(url)", "(_, url)"), url) == answer, url
    assert watched.page.evaluate(load, "https://tile.openstreetmap.org/4/1/1.png") == "forbidden"
    # in a task of its own: the browser lets the driver of a test evaluate anything
    evaluated = map_page.evaluate(EVALUATES)
    assert evaluated == "EvalError"
    assert {url.split("/")[2] for url in watched.outside} == {
        "tile.openstreetmap.org", "b.tile.opentopomap.org",
    }  # fmt: skip
    watched.outside.clear()
    watched.errors.clear()


def test_what_was_smuggled_in_does_not_run(visit: Visit, server: str) -> None:
    watched = visit(server)
    whole(watched)
    for target in (watched.page.frames[1], watched.page.main_frame):
        # the framed document is the last to be heard of
        with watched.page.expect_console_message(
            lambda said: said.location["url"] == "about:srcdoc"
        ):
            violated = target.evaluate(INJECT)
        assert set(violated) >= {"script-src-elem", "script-src-attr"}
        assert watched.page.evaluate("() => top.tripped") is None
        assert watched.outside == []
        assert all("Content Security Policy" in error for error in watched.errors)
        assert len(watched.errors) == 5
        watched.errors.clear()
