"""Ten tasks as a new reader does them with a mouse, in few clicks from the start page."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from routemap.questions.query import Query
from routemap.questions.selection import select
from tests.browser.conftest import Watched, visiting
from tests.browser.contexts import Contexts
from tests.conftest import shipped

DATASET = shipped().dataset
CROSSING = "khasan-tumen-river-crossing"
COMPARED = "compare=kremlin&compare=us-state-department"


def about_crossing() -> list[str]:
    selection = select(DATASET, Query(about=(CROSSING,)))
    return sorted(DATASET.claims.index[selection.passing])


class Reader:
    """A reader who counts clicks.

    To focus a field is a click, typing is none. A choice in a list that opens is two clicks.
    """

    def __init__(self, watched: Watched) -> None:
        self.watched = watched
        self.page: Page = watched.page
        self.clicks = 0
        self.file = b""

    def find(self, role: str, name: str) -> Locator:
        """Return the first element on the page with a role, whose name contains a pattern."""
        return self.page.get_by_role(role, name=re.compile(name)).first

    def click(self, role: str, name: str) -> None:
        self._click(self.find(role, name))

    def click_on_the_map(self, name: str) -> None:
        self._click(self.watched.feature(name))

    def choose(self, label: str, name: str) -> None:
        field = self.find("combobox", f"^{label}$")
        self._click(field)
        field.select_option(label=name)
        self.clicks += 1

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def download(self, role: str, name: str) -> None:
        with self.page.expect_download() as started:
            self.click(role, name)
        self.file = Path(started.value.path()).read_bytes()

    def sees(self, text: str | re.Pattern[str]) -> None:
        expect(self.page.get_by_test_id("stMain")).to_contain_text(text)

    def sees_address(self, query: str) -> None:
        expect(self.page).to_have_url(re.compile(rf"\?{re.escape(query)}$"))

    def _click(self, target: Locator) -> None:
        target.click()
        self.clicks += 1


def who_denies_the_uniforms(reader: Reader) -> None:
    reader.click("link", "^North Korean factories make uniforms")
    reader.sees("Denied by 1 source")
    expect(reader.find("button", "^Russian embassy in North Korea .* first")).to_be_visible()


def words_of_the_first_denial(reader: Reader) -> None:
    reader.click("link", "^Who says what")
    reader.click("button", "^North Korean defence ministry on 22 September 2022.* first")
    reader.sees("it had never supplied “weapons or ammunition” to Russia")
    reader.sees("Said on 22 September 2022")


def embassies_in_2022(reader: Reader) -> None:
    reader.choose("Period", "2022")
    reader.click("checkbox", "^Russian embassy in North Korea")
    reader.sees_address("from=2022-01-01&to=2022-12-31&source=russian-embassy-pyongyang")
    embassies = DATASET.sources.index[DATASET.sources["kind"] == "embassy"]
    assert list(embassies) == ["russian-embassy-pyongyang"]


def what_csis_says_about_rajin(reader: Reader) -> None:
    reader.click("combobox", "^Search$")
    reader.type("Rajin")
    reader.click("option", "^Rason Port")
    reader.click("checkbox", "^CSIS Beyond Parallel")
    reader.sees_address("source=csis-beyond-parallel&feature=rason-port")
    reader.sees("New imagery suggests six or more voyages since late August")


def compare_kremlin_and_state_department(reader: Reader) -> None:
    reader.click("button", r"^Show all \d+")
    reader.click("checkbox", "^Kremlin")
    reader.click("checkbox", "^US State Department")
    reader.click("button", "^Compare these two$")
    reader.sees_address(COMPARED)
    expect(reader.find("heading", "^Kremlin and US State Department$")).to_be_visible()


def link_to_the_comparison(reader: Reader) -> None:
    reader.click("button", "^Share$")
    link = reader.page.get_by_label("Link to this view")
    expect(link).to_have_value(re.compile(rf"\?{re.escape(COMPARED)}&rev="))
    reader.click("button", "^Copy$")
    expect(reader.page.get_by_text("Copied.", exact=True)).to_be_visible()


def picture_of_the_comparison(reader: Reader) -> None:
    reader.click("tab", "^Picture$")
    reader.download("link", "^Download PNG$")
    assert reader.file.startswith(b"\x89PNG")
    assert COMPARED.encode() in reader.file


def citation_of_the_comparison(reader: Reader) -> None:
    reader.click("tab", "^Cite$")
    expect(reader.page.get_by_role("tabpanel", name="Cite")).to_contain_text(COMPARED)


def back_to_everything(reader: Reader) -> None:
    reader.page.keyboard.press("Escape")
    reader.click("button", "^Reset all filters$")
    expect(reader.page).to_have_url(reader.watched.url)
    expect(reader.page.locator(".rm-counts")).to_have_text(
        re.compile(rf"^\s*{len(DATASET.claims)} claims")
    )


def all_claims_on_the_crossing_as_csv(reader: Reader) -> None:
    reader.click_on_the_map("Khasan-Tumen River rail crossing")
    reader.click("link", "^Export all claims about it$")
    reader.download("link", "^Download CSV")
    rows = csv.DictReader(io.StringIO(reader.file.decode("utf-8-sig")))
    assert sorted(row["id"] for row in rows if row["selected"] == "yes") == about_crossing()


@dataclass(frozen=True)
class Task:
    """What a reader wants, the most clicks for it, and how it is done."""

    label: str
    most: int
    steps: Callable[[Reader], None]


VISITS = (
    (Task("who denies the uniforms", 2, who_denies_the_uniforms),),
    (Task("the words of the first denial", 3, words_of_the_first_denial),),
    (Task("only the claims of embassies of 2022", 3, embassies_in_2022),),
    (Task("what CSIS says about Rajin", 3, what_csis_says_about_rajin),),
    (
        Task("compare the Kremlin and the US State Department", 4,
             compare_kremlin_and_state_department),
        Task("a link to that", 2, link_to_the_comparison),
        Task("the picture of it", 2, picture_of_the_comparison),
        Task("the citation", 1, citation_of_the_comparison),
        Task("back to everything", 1, back_to_everything),
    ),
    (Task("all claims on the crossing as CSV", 3, all_claims_on_the_crossing_as_csv),),
)  # fmt: skip
"""The tasks by visit. The first begins on the start page, the others where the one before ended."""


@pytest.fixture(scope="module")
def watched(contexts: Contexts, server: str) -> Iterator[Watched]:
    with visiting(contexts) as visit:
        allowed = ["clipboard-read", "clipboard-write"]
        yield visit(server, None, permissions=allowed, accept_downloads=True)


# test_filters.py and test_export.py have the steps of the others, but count no clicks
IN_SHORT = (
    "who denies the uniforms",
    "the words of the first denial",
    "compare the Kremlin and the US State Department",
)


@pytest.mark.parametrize(
    "tasks",
    [
        pytest.param(
            tasks,
            id=tasks[0].label,
            marks=() if tasks[0].label in IN_SHORT else pytest.mark.thorough,
        )
        for tasks in VISITS
    ],
)
def test_a_new_reader_needs_few_clicks(watched: Watched, tasks: tuple[Task, ...]) -> None:
    watched.open()
    for task in tasks:
        reader = Reader(watched)
        task.steps(reader)
        assert reader.clicks <= task.most, task.label
