"""Somebody who codes a report on the page “Add a report”, in a browser."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from playwright.sync_api import Locator, Page, expect

from routemap.data.drafts.kept_drafts import drafts_of
from tests.conftest import until

# the version of the draft that the page shows
SHOWN: Final = "() => document.querySelector('[data-version]')?.dataset.version"
SHOWS_ANOTHER: Final = f"(before) => ![undefined, before].includes(({SHOWN})())"


class Coding:
    """Somebody who codes a report on the page; each step waits until it is saved.

    Attributes
    ----------
    hands
        How many keys were pressed and how many clicks were made. Pasting is two keys.
    """

    def __init__(self, page: Page, url: str, folder: Path) -> None:
        self.page, self.url = page, url
        self.drafts = drafts_of(folder)
        self.hands: Counter[str] = Counter()

    def click(self, target: Locator) -> None:
        """Click something."""
        target.click()
        self.hands["clicks"] += 1

    def type(self, text: str) -> None:
        """Type a text where the focus is."""
        self.page.keyboard.type(text)
        self.hands["keys"] += len(text)

    def press(self, key: str) -> None:
        """Press a key, or several together."""
        self.page.keyboard.press(key)
        self.hands["keys"] += key.count("+") + 1

    def paste(self, field: Locator, text: str) -> None:
        """Paste a text into a field."""
        self.click(field)
        field.fill(text)
        self.hands["keys"] += 2

    @property
    def version(self) -> str:
        """The version of the only open draft, ``""`` if there is none."""
        return "".join(self.drafts.version(item.id) for item in self.drafts.open_drafts())

    @contextmanager
    def saving(self) -> Iterator[None]:
        """Wait until what is done in the block is saved, and shown."""
        before = self.version
        yield
        # the browser looks, which takes less time from the server than reading the drafts
        self.page.wait_for_function(SHOWS_ANOTHER, arg=before)
        until(lambda: self.version != before and self.page.evaluate(SHOWN) == self.version)

    def begin(self, text: str, reference: str) -> None:
        """Open the page, and paste an article and its reference."""
        self.page.goto(f"{self.url}add")
        self.paste(self.page.get_by_role("textbox", name="Text of the article"), text)
        self.paste(self.page.get_by_role("textbox", name="Reference (optional)"), reference)
        with self.saving():
            self.click(self.page.get_by_role("button", name="Read the article"))
        expect(self.page.get_by_role("heading", name="Claims", exact=True)).to_be_visible()

    def fill(self, label: str, text: str, within: Locator | None = None) -> None:
        """Replace the text of a field by typing."""
        field = (within or self.page).get_by_role("textbox", name=label, exact=True)
        with self.saving():
            self.click(field)
            self.press("Control+a")
            self.type(text)
            self.press("Enter")

    def choose(self, label: str, text: str, within: Locator | None = None) -> None:
        """Choose from a list by typing, or type a new value."""
        pattern = re.compile(f"^(Selected .*)?{re.escape(label)}")
        field = (within or self.page).get_by_role("combobox", name=pattern)
        expect(field).to_have_count(1)
        with self.saving():
            self.click(field)
            self.type(text)
            self.press("Enter")

    def mark(self, words: str) -> None:
        """Mark the sentence with some words."""
        self.click(self.page.get_by_role("option").filter(has_text=words).first)
        with self.saving():
            self.click(self.page.get_by_role("button", name="Mark as excerpt"))
        expect(self.page.locator(".rm-marked")).to_contain_text(words)

    def open_claim(self, words: str) -> None:
        """Open the claim of a marked sentence."""
        self.click(self.page.get_by_role("option").filter(has_text=words).first)
        expect(self.page.locator(".rm-marked")).to_contain_text(words)

    def accept(self, proposal: str) -> None:
        """Accept what the words around an excerpt propose."""
        with self.saving():
            self.click(self.page.get_by_role("button", name=proposal, exact=True))

    def new_record(self, title: str) -> Locator:
        """Return the fields of a new record."""
        return self.page.get_by_test_id("stExpander").filter(has_text=title)

    def choose_kinds(self, *kinds: tuple[str, str]) -> None:
        """Choose the kinds of new claim sources."""
        for name, kind in kinds:
            self.choose("Kind", kind, self.new_record(f"New claim source: {name}"))

    def open_map(self) -> None:
        """Open the map for new places and routes, unless it is open."""
        if not self.page.get_by_role("radio", name="Route").is_visible():
            self.click(self.page.get_by_text("Add a place or route that the data does not have"))

    def draw_place(self, name: str, kind: str, position: str, source: str) -> None:
        """Add a place by its coordinates, and fill in what a place needs."""
        self.open_map()
        self.click(self.page.get_by_role("radio", name="Place"))
        self.click(self.page.get_by_role("textbox", name="Coordinates", exact=True))
        self.type(position)
        self.press("Enter")
        self.click(self.page.get_by_role("combobox", name=re.compile("Precision")).first)
        self.type("town")
        self.press("Enter")
        # the name is sent with the click on the button
        self.click(self.page.get_by_role("textbox", name="Name in English", exact=True).first)
        self.type(name)
        self._add("Add the place", f"New place: {name}")
        fields = self.new_record(f"New place: {name}")
        self.choose("Kind", kind, fields)
        self.fill("Coordinates from", source, fields)

    def draw_route(self, name: str, mode: str, *places: str) -> None:
        """Add a route over places of the data."""
        self.open_map()
        self.click(self.page.get_by_role("radio", name="Route"))
        stops = self.page.get_by_role("combobox", name=re.compile("Places in order"))
        for place in places:
            self.click(stops)
            self.type(place)
            self.press("Enter")
        self.press("Escape")
        self.click(self.page.get_by_role("combobox", name=re.compile("Moved by$")).last)
        self.type(mode)
        self.press("Enter")
        self.click(self.page.get_by_role("textbox", name="Name in English", exact=True).first)
        self.type(name)
        self._add("Add the route", f"New route: {name}")

    def _add(self, button: str, added: str) -> None:
        add = self.page.get_by_role("button", name=button)
        expect(add).to_be_enabled()
        with self.saving():
            self.click(add)
        expect(self.page.get_by_text(added)).to_be_visible()


def changed_lines(before: str, after: str) -> list[str]:
    found = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return [line for line in found if line[0] in "+-" and line[:3] not in ("+++", "---")]
