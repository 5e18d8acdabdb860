"""Old links tell what has changed, and ``as_of`` shows the old words, also after a restart."""

from __future__ import annotations

import csv
import shutil
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import expect

from routemap.data.load import SHIPPED, load
from routemap.data.revisions import Revisions
from tests.browser.conftest import StartServer, Visit
from tests.browser.test_accessibility import serious, whole
from tests.browser.test_large_map import statuses
from tests.conftest import until
from tests.serving import serving

LANE, ONLY_CLAIM = "vostochny-rajin-sea", "caliber-2025-10-01"
LANE_NAME = "Cargo by ship, Vostochny to Rajin"


def say(folder: Path, claim: str, **fields: str) -> str:
    """Change fields of a claim, and return the revision of the folder."""
    path = folder / "claims.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if row["id"] == claim:
            row.update(fields)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return load(folder).dataset.revision


def until_kept(folder: Path, revision: str, url: str) -> None:
    """Wait until a running server has shown and kept a state."""
    with urllib.request.urlopen(f"{url}data/current.json", timeout=30):
        pass  # the server reads its data at the first request
    until(lambda: any(kept.revision == revision for kept in Revisions(folder).listed()))


@dataclass(frozen=True)
class Edited:
    """A server that has shown a folder before and after an edit, and the state before it."""

    folder: Path
    url: str
    first: str
    words: str


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Edited]:
    folder = tmp_path_factory.mktemp("data") / "geodata"
    shutil.copytree(SHIPPED, folder)
    before = load(folder).dataset
    with serving(folder) as url:
        until_kept(folder, before.revision, url)
        second = say(folder, ONLY_CLAIM, stance="denies", excerpt="It denied this later.")
        until_kept(folder, second, url)
        yield Edited(folder, url, before.revision, before.claims["excerpt"][ONLY_CLAIM])


def test_an_old_link_says_what_has_changed_within_its_filters(visit: Visit, edited: Edited) -> None:
    watched = visit(edited.url, f"?rev={edited.first}")
    band = watched.page.locator(".rm-band")
    expect(band).to_contain_text("Since this link was made · 1 claim changed")
    expect(band).to_contain_text(f"{LANE_NAME} went from asserted to denied")
    band.get_by_text("in detail").click()
    item = band.locator("li", has_text="went from asserted to denied")
    expect(item).to_be_visible()
    item.get_by_role("link").click()
    watched.drawn(selected=LANE)
    watched.open(f"?rev={edited.first}&stance=background")
    expect(band).to_contain_text("nothing in this view has changed")


@pytest.mark.thorough
def test_the_old_words_are_shown_after_a_restart(
    visit: Visit, edited: Edited, start_server: StartServer
) -> None:
    watched = visit(start_server(edited.folder), f"?as_of={edited.first}&feature={LANE}")
    evidence = watched.page.locator(".rm-evidence").first
    expect(evidence).to_contain_text(edited.words)
    expect(evidence).not_to_contain_text("It denied this later.")
    band = watched.page.locator(".rm-band")
    expect(band).to_contain_text("As of ")
    expect(band).to_contain_text("since then: 1 claim changed")
    assert statuses(watched)[LANE] == "asserted"
    band.get_by_role("link", name="See today’s state").click()
    expect(evidence).to_contain_text("It denied this later.")
    expect(band).to_have_count(0)
    assert "as_of" not in watched.page.url


def test_a_state_that_is_not_kept_is_said_and_today_is_shown(visit: Visit, edited: Edited) -> None:
    watched = visit(edited.url, "?as_of=2001-01-01")
    alert = watched.page.get_by_test_id("stAlert")
    expect(alert).to_contain_text("The link asks for an earlier state of the data, but no state")
    expect(alert).to_contain_text("This is the current state.")
    watched.page.get_by_role("button", name="Share").click()
    fixed = watched.page.get_by_label("Link to today’s state of this view")
    expect(fixed).to_have_value(f"{watched.url}?as_of={load(edited.folder).dataset.revision}")


def test_the_map_shows_the_difference_of_two_states(visit: Visit, edited: Edited) -> None:
    watched = visit(edited.url, f"changes?since={edited.first}")
    page = watched.page
    shown = statuses(watched)
    assert shown.pop(LANE) == "shifted"
    assert set(shown.values()) <= {"same", "edited"}
    expect(watched.frame.locator(".rm-legend summary")).to_contain_text("Status changed")
    assert serious(whole(page)) == []
    changed = page.locator(".rm-changes li")
    expect(changed.filter(has_text="went from asserted to denied")).to_be_visible()
    expect(changed.locator("del", has_text="Estimates")).to_be_visible()
    expect(changed.locator("ins", has_text="Denies")).to_be_visible()
    page.get_by_role("button", name="Side changed").click()
    expect(changed).to_have_count(3)
    page.get_by_role("link", name="All changes by day").click()
    expect(page.locator(".rm-edit").first).to_contain_text("1 claim changed")
    page.get_by_role("link", name="See the map as it was then").first.click()
    expect(page.locator(".rm-band")).to_contain_text("As of ")
