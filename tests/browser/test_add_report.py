"""A report from the pasted text to the published map, in a browser."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from routemap.cli import main
from tests.browser.coding import Coding, changed_lines
from tests.browser.conftest import Visit
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


@pytest.mark.thorough
def test_an_article_becomes_claims_a_draft_and_then_the_map(visit: Visit, desk: Desk) -> None:
    before = {path.name: path.read_text() for path in desk.folder.glob("*.csv")}
    watched = visit(desk.url, None)
    page, coding = watched.page, Coding(watched.page, watched.url, desk.folder)
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
    coding.choose_kinds(("Strait Courier", "Media"), ("Harbour office", "Government"))
    coding.draw_route("Beams by ferry", "Sea", "Vellmar", "Ostby")
    for words in (REPORTED, DENIED):
        coding.open_claim(words)
        coding.choose("Places and routes", "Beams by ferry")
        page.keyboard.press("Escape")  # a list of several values stays open
    expect(page.get_by_text("It is ready for review.")).to_be_visible()
    assert serious(whole(page)) == []
    # nothing is published yet
    assert {path.name: path.read_text() for path in desk.folder.glob("*.csv")} == before
    page.get_by_role("button", name="Review the draft").click()
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


class Cut:
    """The connection of a page to its server, which can be cut."""

    def __init__(self, page: Page) -> None:
        self._is_cut = False
        self._sides: list[WebSocketRoute] = []
        page.route_web_socket(re.compile("/_stcore/stream"), self._between)

    def _between(self, client: WebSocketRoute) -> None:
        if self._is_cut:
            client.close()
        else:
            self._sides += [client, client.connect_to_server()]

    def cut(self) -> None:
        """Close the connection, and refuse others."""
        self._is_cut = True
        for side in self._sides:
            side.close()
        self._sides.clear()

    def mend(self) -> None:
        """Let the page connect again."""
        self._is_cut = False


def test_what_is_typed_when_the_connection_is_lost_is_saved_once_it_is_back(
    visit: Visit, desk: Desk
) -> None:
    watched = visit(desk.url, None, apart=True)
    page = watched.page
    line = Cut(page)
    coding = Coding(page, watched.url, desk.folder)
    coding.begin(TEXT, REFERENCE)
    (before,) = coding.drafts.open_drafts()
    title = page.get_by_role("textbox", name="Title", exact=True)
    title.fill("Ferries cross without a connection")
    line.cut()
    # nobody can type what would not arrive, and what is there stays
    expect(title).to_be_disabled()
    expect(title).to_have_value("Ferries cross without a connection")
    assert coding.drafts.open_drafts() == (before,)
    line.mend()
    expect(title).to_be_enabled()
    title.press("Enter")
    until(lambda: "without a connection" in repr(coding.drafts.open_drafts()))
    expect(title).to_have_value("Ferries cross without a connection")
    # the text of the article is there, too
    expect(page.get_by_role("option").filter(has_text=REPORTED).first).to_be_visible()
