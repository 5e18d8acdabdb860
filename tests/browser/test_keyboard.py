"""The Map page with the keyboard and in the words that a screen reader says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, Visit

PHONE: Final = {"width": 390, "height": 844}
MOST: Final = 150  # presses of Tab, more than the page has stops

STOP: Final = """() => {
  const look = (part) => {
    const { outline, boxShadow, stroke, strokeWidth } = getComputedStyle(part);
    return [outline, boxShadow, stroke, strokeWidth].join();
  };
  const parts = (element) => [element, ...element.querySelectorAll("*")].slice(0, 30);
  const looks = (element) => parts(element).map(look).join();
  let found = document.activeElement, frame = null;
  for (;;) {
    const inside = found?.tagName === "IFRAME" ? found.contentDocument : found?.shadowRoot;
    if (!inside?.activeElement || inside.activeElement === inside.body) break;
    if (found.tagName === "IFRAME") frame = found.getBoundingClientRect();
    found = inside.activeElement;
  }
  const last = window.lastStop;
  const left = last && last.element !== found;
  const unmarked = left && last.looks === looks(last.element) ? last.name : null;
  if (!found || found === document.body) return { name: null, unmarked };
  const name = found.getAttribute("aria-label") || found.labels?.[0]?.innerText || found.innerText
    || found.textContent;
  if (last?.element !== found) window.lastStop = { element: found, looks: looks(found), name };
  const box = found.getBoundingClientRect();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const view = found.ownerDocument.defaultView;
  const hit = found.getRootNode().elementFromPoint(x, y);
  // lines and markers lie on each other, and a line can be longer than the view
  const crossing = found.closest(".leaflet-pane");
  const seen = crossing
    ? box.right > 0 && box.bottom > 0 && box.x < view.innerWidth && box.y < view.innerHeight
    : hit && (found.contains(hit) || hit.contains(found));
  return { name: name?.trim().replace(/\\s+/g, " ") ?? "", seen: Boolean(seen), unmarked };
}"""


def stops(page: Page) -> list[dict[str, Any]]:
    """Press Tab until the end of the page, and return each stop."""
    found: list[dict[str, Any]] = []
    page.evaluate("() => { window.lastStop = null; }")
    for _ in range(MOST):
        page.keyboard.press("Tab")
        found.append(page.evaluate(STOP))
        if found[-1]["name"] is None:
            return found
    raise AssertionError(found[-3:])


def check(found: Sequence[dict[str, Any]], order: Sequence[str]) -> None:
    """Check that all stops have a name, are in view and marked, and that some are in this order."""
    names = [stop["name"] for stop in found[:-1]]
    assert "" not in names
    assert [stop["name"] for stop in found[:-1] if not stop["seen"]] == []
    assert [stop["unmarked"] for stop in found if stop["unmarked"] is not None] == []
    places = [next(at for at, name in enumerate(names) if name.startswith(part)) for part in order]
    assert places == sorted(places), [names[at] for at in places]


def test_the_keyboard_leads_through_the_page_in_sight(visit: Visit, server: str) -> None:
    watched = visit(server)
    page = watched.page
    expect(page.get_by_role("button", name="Previous month")).to_be_visible()
    expect(page.get_by_role("button", name="More filters")).to_be_visible()
    check(
        stops(page),
        ["Skip to main content", "Collapse sidebar", "Who says what", "Search", "From", "Stance, ",
         "Asserts, ", "Claim source, ", "More filters", "Share", "Map of reported routes",
         "Uniforms, Pyongyang", "Rason Port", "Zoom in", "Size of the panel", "Hide the panel",
         "Evidence", "Previous month", "About the timeline", "Claims in the order"],
    )  # fmt: skip
    # on a phone, the closed sidebar has no stops, and the sheet opens and closes on the way
    page.set_viewport_size(PHONE)
    watched.open()
    expect(page.get_by_role("button", name="Previous month")).to_be_visible()
    found = stops(page)
    check(
        found,
        ["Skip to main content", "Expand sidebar", "Share", "Filters", "Map of reported routes",
         "Size of the panel", "Show the panel", "Evidence", "Previous month"],
    )  # fmt: skip
    assert not any(stop["name"].startswith("Stance") for stop in found[:-1])
    page.get_by_role("button", name="Filters", exact=True).press("Enter")
    expect(page.get_by_role("button", name="Collapse sidebar")).to_be_focused()


FILTERS: Final = r"""
- group "Filters":
  - combobox "Search"
  - group "Dates":
    - textbox "From"
    - textbox "To"
    - combobox "Period"
    - combobox "Date of"
  - group "Stance":
    - button /Stance, 1 of \d+ chosen/ [expanded]
    - checkbox /Asserts, \d+ claims?/
    - checkbox /Denies, \d+ claims?/ [checked]
    - checkbox /Reports, \d+ claims?/
  - group "Claim source":
    - button /Claim source, \d+ options/ [expanded]
    - searchbox "Find in Claim source"
    - paragraph: Governments
    - checkbox /.+, \d+ claims?/
    - button /Show all \d+/
  - group "Allegation":
    - button /Allegation, \d+ options/
  - group "Cargo":
    - button /Cargo, \d+ options/
  - group "Moved by":
    - button /Moved by, \d+ options/
  - button "More filters"
"""
PAGE: Final = r"""
- main:
  - heading "Reported supply routes between North Korea and Russia" [level=1]
  - status: /\d+ of \d+ claims \d+ of \d+ routes \d+ of \d+ places/
  - link "About"
  - button "Share"
  - list "Filters that are set":
    - listitem:
      - text: "Stance: Denies"
      - 'button "Remove the filter Stance: Denies"'
    - listitem:
      - button "Reset all filters"
  - status
  - iframe
  - separator "Size of the panel"
  - button "Hide the panel" [expanded]
  - tablist "Panel":
    - tab "Evidence" [selected]
    - tab "Places and routes"
    - tab "Table"
  - tabpanel "Evidence":
    - 'region "Evidence: Russia"':
      - heading "Russia" [level=2]
      - 'article "North Korean defence ministry: Denies"'
      - heading "How it is drawn" [level=3]
  - figure "Timeline":
    - group "Playback"
    - button "About the timeline"
    - group "Claims in the order of their dates"
"""


CUT: Final = """() => [
  ".st-key-desk-head h1", ".st-key-desk-head .stElementContainer:has(.rm-counts)",
  "[data-testid=stSidebarNavLink]", ".stMain",
].filter((part) => {
  const element = document.querySelector(part);
  // letters of a heading may reach a few pixels beyond its line
  return element.scrollWidth > element.clientWidth
    || element.scrollHeight > element.clientHeight + 4;
})"""


def test_a_screen_reader_hears_the_page_and_text_of_double_size_is_not_cut(
    visit: Visit, server: str
) -> None:
    page = visit(server, "?stance=denies&feature=russia").page
    expect(page.locator(".facets")).to_match_aria_snapshot(FILTERS)
    expect(page.locator("body")).to_match_aria_snapshot(PAGE)
    expect(page.locator("iframe")).to_have_accessible_name("Map of reported routes")
    page.add_style_tag(content="html { font-size: 32px !important; }")
    for size in (DESKTOP, {"width": 1280, "height": 720}):
        page.set_viewport_size(size)
        expect(page.get_by_role("button", name="Only this place")).to_be_visible()
        expect(page.get_by_role("button", name="Share")).to_be_in_viewport()
        assert page.evaluate(CUT) == []
