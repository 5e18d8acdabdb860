"""The filters in a real browser: counts, keyboard, suggestions, and clicks before an answer."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from routemap.questions.query import Query
from routemap.questions.selection import select
from tests.browser.conftest import Visit
from tests.browser.filtering import facet, option, search
from tests.browser.line import Line
from tests.conftest import shipped

DATASET = shipped().dataset
FOCUSED = """() => {
  let found = document.activeElement;
  while (found.shadowRoot?.activeElement) found = found.shadowRoot.activeElement;
  return found.value;
}"""

# how much wider than its select the longest choice is, with 28 px for padding and arrow
CUT = """(select) => {
  const ruler = document.createElement("canvas").getContext("2d");
  ruler.font = getComputedStyle(select).font;
  const widths = [...select.options].map(({ text }) => ruler.measureText(text).width);
  return Math.max(...widths) + 28 - select.clientWidth;
}"""


def count(**filters: tuple[str, ...]) -> int:
    return int(select(DATASET, Query(**filters)).passing.sum())


def asked(page: Page, params: str) -> None:
    expect(page).to_have_url(re.compile(rf"/\?{re.escape(params)}$"))


def test_the_keyboard_sets_filters_and_keeps_its_place(visit: Visit, server: str) -> None:
    watched = visit(server)
    page = watched.page
    # the name of an option ends with its count
    denies = count(stance=("denies",))
    box = page.get_by_role("checkbox", name=f"Denies, {denies} claims", exact=True)
    box.focus()
    page.keyboard.press("Space")
    watched.drawn(query="stance=denies")
    assert page.evaluate(FOCUSED) == "denies"
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    watched.drawn(query="stance=denies&stance=reports")
    assert page.evaluate(FOCUSED) == "reports"
    kremlin = option(page, "Claim source", "Kremlin")
    left = count(source=("kremlin",), stance=("denies", "reports"))
    expect(kremlin).to_have_accessible_name(f"Kremlin, {left} claim{'' if left == 1 else 's'}")
    # the field takes letters and Enter in it chooses nothing
    field = facet(page, "Claim source").get_by_role("searchbox")
    field.fill("")
    field.press_sequentially("kreml")
    expect(field).to_have_value("kreml")
    field.press("Enter")
    asked(page, "stance=denies&stance=reports")
    rail = option(page, "Moved by", "Rail")
    rail.focus()
    page.keyboard.press("Space")
    asked(page, "stance=denies&stance=reports&mode=rail")
    page.get_by_label("Period").select_option("2022")
    asked(page, "from=2022-01-01&to=2022-12-31&stance=denies&stance=reports&mode=rail")
    # a browser may show the month first
    start = page.get_by_label("From", exact=True)
    expect(start).to_have_accessible_description("1 January 2022")
    page.get_by_role("button", name="Reset filters").first.click()
    watched.drawn(query="")
    expect(box).not_to_be_checked()
    expect(start).to_have_value("")
    expect(start).to_have_accessible_description("")
    for label in ("Period", "Date of"):
        assert page.get_by_role("combobox", name=label).evaluate(CUT) < 0
    # a date is typed in, and Tab leads out of the fields of its parts
    first = page.get_by_label("From", exact=True)
    first.focus()
    page.keyboard.type("11022022")
    for _part in ("year", "button"):
        page.keyboard.press("Tab")
    expect(first).not_to_be_focused()
    asked(page, "from=2022-11-02")
    page.get_by_role("button", name="Reset filters").first.click()
    watched.drawn(query="")
    expect(first).to_have_value("")


def test_suggestions_are_chosen_with_the_keyboard_and_enter_searches(
    visit: Visit, server: str
) -> None:
    watched = visit(server)
    page = watched.page
    field = page.get_by_label("Search", exact=True)
    offered = page.get_by_role("listbox", name="Suggestions").get_by_role("option")
    field.press_sequentially("rason port")
    expect(offered.first).to_have_text("Rason Port Port")
    field.press("ArrowDown")
    expect(offered.first).to_have_attribute("aria-selected", "true")
    field.press("Enter")
    watched.drawn(selected="rason-port", query="feature=rason-port")
    expect(field).to_have_value("")
    field.press_sequentially("kremlin")
    expect(offered.first).to_have_text("Kremlin Governments")
    field.press("Escape")
    expect(offered).to_have_count(0)
    expect(field).to_have_value("kremlin")
    field.fill("kreml")
    offered.first.click()
    watched.drawn(query="source=kremlin&feature=rason-port")
    search(page, "shells")
    watched.drawn(query="source=kremlin&q=shells&feature=rason-port")
    expect(field).to_have_value("shells")


def test_an_older_answer_undoes_no_later_click(visit: Visit, server: str) -> None:
    watched = visit(server, address=None)
    page = watched.page
    line = Line(page)
    watched.open()
    names = ("Asserts", "Denies", "Reports")
    for name in names:
        expect(option(page, "Stance", name)).not_to_be_checked()
    asserted = count(stance=("asserts",))
    line.hold()
    option(page, "Stance", "Asserts").click()
    line.wait_for_runs(1)
    first = line.waiting
    option(page, "Stance", "Denies").click()
    option(page, "Stance", "Reports").click()
    line.wait_for(b'"denies", "reports"')
    line.let_pass(first)
    expect(page.locator(".rm-counts")).to_contain_text(f"{asserted} of")
    watched.drawn(query="stance=asserts&stance=denies&stance=reports")
    for name in names:
        expect(option(page, "Stance", name)).to_be_checked()
    line.let_go()
    watched.drawn(query="stance=asserts&stance=denies&stance=reports")
    for name in names:
        expect(option(page, "Stance", name)).to_be_checked()
