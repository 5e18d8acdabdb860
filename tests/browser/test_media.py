"""Media in a browser: an image in the panel, and the outline of what it covers on the map."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.cases import STRAIT

OUTLINES = "path.rm-footprint"
COVERS_INSIDE = """(element) => {
  const { left, top, width, height } = element.getBoundingClientRect();
  return document.elementFromPoint(left + width / 4, top + height / 4) === element;
}"""


@pytest.fixture(scope="module")
def folder() -> Path:
    return STRAIT


@pytest.mark.thorough
def test_footprints_are_those_of_the_selected_feature(visit: Visit, url: str) -> None:
    view = visit(url, "?feature=vellmar")
    outline = view.frame.locator(OUTLINES)
    expect(outline).to_have_count(1)
    outline.dispatch_event("mousemove", {"clientX": 300, "clientY": 300})
    expect(view.frame.locator(".rm-tip")).to_have_text(
        "Taken on 1 March 1931 · The Invented Desk · CC0 1.0"
    )
    assert not outline.evaluate(COVERS_INSIDE)  # what it surrounds can be clicked
    view.page.get_by_role("button", name="Clear selection").click()
    expect(outline).to_have_count(0)


@pytest.mark.thorough
def test_the_legend_explains_footprints(visit: Visit, url: str) -> None:
    view = visit(url)
    view.frame.locator(".rm-legend summary").click()
    expect(view.frame.get_by_text("Covered by an image or track")).to_be_visible()


def test_an_image_opens_in_its_own_tab_and_keeps_its_room(visit: Visit, url: str) -> None:
    view = visit(url, "?claim=gazette-1")
    image = view.page.get_by_role("img", name="A ferry with bales on its deck")
    image.scroll_into_view_if_needed()
    view.page.wait_for_function(
        "() => document.querySelector('.rm-media img').naturalWidth === 120"
    )
    assert image.evaluate("(element) => [element.offsetWidth, element.offsetHeight]") == [160, 120]
    with view.page.expect_popup() as opened:
        image.click()
    opened.value.wait_for_load_state()
    assert opened.value.evaluate("() => document.images[0].naturalWidth") == 120
    opened.value.close()
