"""The filters in the sidebar, as a reader uses them."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page


def facet(page: Page, label: str) -> Locator:
    """Return the group of a filter, unfolded."""
    found = page.locator(".facets fieldset").filter(
        has=page.get_by_role("button", name=re.compile(rf"^{label}\b"))
    )
    more = page.get_by_role("button", name="More filters")
    more.wait_for()
    head = found.locator("legend button")
    if not head.is_visible():
        more.click()
    if head.get_attribute("aria-expanded") == "false":
        head.click()
    return found


def option(page: Page, label: str, name: str) -> Locator:
    """Return the checkbox of an option of a filter, found by its name in a long list."""
    found = facet(page, label)
    field = found.get_by_role("searchbox")
    if field.is_visible():
        field.fill(name)
    return found.get_by_role("checkbox", name=re.compile(rf"^{re.escape(name)}, [\d,]+ claims?$"))


def choose(page: Page, label: str, name: str) -> None:
    """Choose an option of a filter."""
    option(page, label, name).check()


def search(page: Page, text: str) -> Locator:
    """Search for words, and return the field."""
    field = page.get_by_label("Search", exact=True)
    field.fill(text)
    field.press("Enter")
    return field
