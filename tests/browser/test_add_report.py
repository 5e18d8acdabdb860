"""A report from the pasted text to the published map, in a browser."""

from __future__ import annotations

import difflib
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from routemap.cli import main
from routemap.data.drafts.draft_folder import drafts_of
from tests.browser.conftest import Visit, Watched
from tests.browser.test_accessibility import serious, whole
from tests.cases import STRAIT
from tests.conftest import until
from tests.serving import serving

TEXT = """Ferries cross again

The Strait Courier reported on 4 May 2024 that a ferry had carried steel beams to the new pier.

The harbour office denied this on Sunday. No beams have left the yard, a spokesperson said.
"""
REPORTED = "a ferry had carried steel beams"
DENIED = "No beams have left the yard"
TITLE = "Ferries cross again"
REFERENCE = """TY  - NEWS
TI  - Ferries cross again
PB  - Strait Courier
DA  - 2024/05/06
UR  - https://courier.example/ferries-cross-again
ER  -
"""


# the version of the draft that the page shows
SHOWN = "() => document.querySelector('[data-version]')?.dataset.version"


@dataclass(frozen=True)
class Desk:
    """A server that everybody on its machine may edit, and its data folder."""

    folder: Path
    url: str


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("desk") / "strait"
    shutil.copytree(STRAIT, folder)
    with serving(folder, ROUTEMAP_EDITORS="loopback") as url:
        yield Desk(folder, url)


class Coding:
    """Somebody who codes a report on the page; each step waits until it is saved."""

    def __init__(self, watched: Watched, folder: Path) -> None:
        self.page, self.url = watched.page, watched.url
        self.drafts = drafts_of(folder)

    @property
    def version(self) -> str:
        """The version of the only open draft, ``""`` if there is none."""
        return "".join(self.drafts.version(item.id) for item in self.drafts.open_drafts())

    @contextmanager
    def saving(self) -> Iterator[None]:
        """Wait until what is done in the block is saved, and shown."""
        before = self.version
        yield
        until(lambda: self.version != before and self.page.evaluate(SHOWN) == self.version)

    def begin(self, text: str, reference: str) -> None:
        """Open the page, and paste an article and its reference."""
        self.page.goto(f"{self.url}add")
        area = self.page.get_by_role("textbox", name="Text of the article")
        area.fill(text)
        area.press("Control+Enter")
        self.page.get_by_role("textbox", name="Reference (optional)").fill(reference)
        with self.saving():
            self.page.get_by_role("button", name="Read the article").click()
        expect(self.page.get_by_role("heading", name="Claims", exact=True)).to_be_visible()

    def fill(self, label: str, text: str) -> None:
        """Type into a field."""
        field = self.page.get_by_role("textbox", name=label, exact=True)
        with self.saving():
            field.fill(text)
            field.press("Enter")

    def choose(self, label: str, text: str, within: Locator | None = None) -> None:
        """Choose from a list by typing, or type a new value."""
        pattern = re.compile(f"^(Selected .*)?{re.escape(label)}")
        field = (within or self.page).get_by_role("combobox", name=pattern)
        expect(field).to_have_count(1)
        with self.saving():
            field.click()
            self.page.keyboard.type(text)
            self.page.keyboard.press("Enter")

    def mark(self, words: str) -> None:
        """Mark the sentence with some words."""
        self.page.get_by_role("option").filter(has_text=words).first.click()
        with self.saving():
            self.page.get_by_role("button", name="Mark as excerpt").click()
        expect(self.page.locator(".rm-marked")).to_contain_text(words)

    def open_claim(self, words: str) -> None:
        """Open the claim of a marked sentence."""
        self.page.get_by_role("option").filter(has_text=words).first.click()
        expect(self.page.locator(".rm-marked")).to_contain_text(words)

    def new_record(self, title: str) -> Locator:
        """Return the fields of a new record."""
        return self.page.get_by_test_id("stExpander").filter(has_text=title)

    def draw_route(self, name: str, mode: str, *places: str) -> None:
        """Add a route over places of the data."""
        self.page.get_by_text("Add a place or route that the data does not have").click()
        self.page.get_by_role("radio", name="Route").click()
        stops = self.page.get_by_role("combobox", name=re.compile("Places in order"))
        for place in places:
            stops.click()
            self.page.keyboard.type(place)
            self.page.keyboard.press("Enter")
        self.page.keyboard.press("Escape")
        self.page.get_by_role("combobox", name=re.compile("Moved by$")).last.click()
        self.page.keyboard.type(mode)
        self.page.keyboard.press("Enter")
        field = self.page.get_by_role("textbox", name="Name in English", exact=True).first
        field.fill(name)
        field.press("Enter")
        add = self.page.get_by_role("button", name="Add the route")
        expect(add).to_be_enabled()
        with self.saving():
            add.click()
        expect(self.page.get_by_text(f"New route: {name}")).to_be_visible()


def changed_lines(before: str, after: str) -> list[str]:
    found = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return [line for line in found if line[0] in "+-" and line[:3] not in ("+++", "---")]


def test_an_article_becomes_claims_a_draft_and_then_the_map(visit: Visit, desk: Desk) -> None:
    before = {path.name: path.read_text() for path in desk.folder.glob("*.csv")}
    watched = visit(desk.url, None)
    page, coding = watched.page, Coding(watched, desk.folder)
    coding.begin(TEXT, REFERENCE)
    expect(page.get_by_role("textbox", name="Title", exact=True)).to_have_value(TITLE)
    coding.fill("Language", "en")
    coding.mark(REPORTED)
    coding.choose("Claim source", "Strait Courier")
    coding.choose("Stance", "Reports")
    coding.choose("Allegation", "Steel beams are shipped to the new pier.")
    coding.mark(DENIED)
    coding.choose("Claim source", "Harbour office of the strait")
    coding.choose("Stance", "Denies")
    coding.choose("Allegation", "Steel beams are shipped to the new pier.")
    for name, kind in (("Strait Courier", "Media"), ("Harbour office", "Government")):
        coding.choose("Kind", kind, coding.new_record(f"New claim source: {name}"))
    coding.draw_route("Beams by ferry", "Sea", "Vellmar", "Ostby")
    for words in (REPORTED, DENIED):
        coding.open_claim(words)
        coding.choose("Places and routes", "Beams by ferry")
        page.keyboard.press("Escape")  # a list of several values stays open
    expect(page.get_by_text("It is ready for review.")).to_be_visible()
    assert serious(whole(page)) == []
    # nothing is published yet
    assert {path.name: path.read_text() for path in desk.folder.glob("*.csv")} == before
    page.get_by_role("link", name="Review the draft").click()
    expect(page.get_by_text("is new on the map as disputed")).to_be_visible()
    assert serious(whole(page)) == []
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Published: Add")).to_be_visible()
    assert coding.drafts.open_drafts() == ()
    assert main(["check", str(desk.folder)]) == 0
    after = {path.name: path.read_text() for path in desk.folder.glob("*.csv")}
    lines = {name: changed_lines(before[name], after[name]) for name in after}
    added = {name: len(found) for name, found in lines.items() if found}
    assert added == {"allegations.csv": 1, "articles.csv": 1, "claims.csv": 2, "sources.csv": 2}
    assert all(line[0] == "+" for found in lines.values() for line in found)
    watched.open()
    expect(watched.feature("Beams by ferry")).to_be_visible()
