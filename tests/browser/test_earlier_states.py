"""Old links tell what has changed, and ``as_of`` shows the old words, also after a restart."""

from __future__ import annotations

import csv
from pathlib import Path

from playwright.sync_api import expect

from routemap.data.load import load
from routemap.data.revisions import Revisions
from tests.browser.conftest import StartServer, Visit, Watched
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


def until_kept(folder: Path, revision: str) -> None:
    """Wait until a running server has shown and kept a state."""
    until(lambda: any(kept.revision == revision for kept in Revisions(folder).listed()))


def after_an_edit(visit: Visit, start_server: StartServer, folder: Path) -> tuple[Watched, str]:
    """A page on a server that has shown the folder before and after an edit, and the old state."""
    first = load(folder).dataset.revision
    url = start_server(folder)
    watched = visit(url)
    until_kept(folder, first)
    second = say(folder, ONLY_CLAIM, stance="denies", excerpt="It denied this later.")
    until_kept(folder, second)
    return watched, first


def test_an_old_link_says_what_has_changed_within_its_filters(
    visit: Visit, start_server: StartServer, data_folder: Path
) -> None:
    watched, first = after_an_edit(visit, start_server, data_folder)
    watched.open(f"?rev={first}")
    band = watched.page.locator(".rm-band")
    expect(band).to_contain_text("Since this link was made · 1 claim changed")
    expect(band).to_contain_text(f"{LANE_NAME} went from asserted to denied")
    band.get_by_text("in detail").click()
    item = band.locator("li", has_text="went from asserted to denied")
    expect(item).to_be_visible()
    item.get_by_role("link").click()
    watched.drawn(selected=LANE)
    watched.open(f"?rev={first}&stance=background")
    expect(band).to_contain_text("nothing in this view has changed")


def test_the_old_words_are_shown_after_a_restart(
    visit: Visit, start_server: StartServer, data_folder: Path
) -> None:
    before = load(data_folder).dataset.claims["excerpt"][ONLY_CLAIM]
    _, first = after_an_edit(visit, start_server, data_folder)
    with serving(data_folder) as url:
        watched = visit(url, f"?as_of={first}&feature={LANE}", apart=True)
        watched.away = True
        evidence = watched.page.locator(".rm-evidence").first
        expect(evidence).to_contain_text(before)
        expect(evidence).not_to_contain_text("It denied this later.")
        band = watched.page.locator(".rm-band")
        expect(band).to_contain_text("As of ")
        expect(band).to_contain_text("since then: 1 claim changed")
        assert statuses(watched)[LANE] == "asserted"
        band.get_by_role("link", name="See today’s state").click()
        expect(evidence).to_contain_text("It denied this later.")
        expect(band).to_have_count(0)
        assert "as_of" not in watched.page.url


def test_a_state_that_is_not_kept_is_said_and_today_is_shown(
    visit: Visit, start_server: StartServer, data_folder: Path
) -> None:
    watched = visit(start_server(data_folder), "?as_of=2001-01-01")
    alert = watched.page.get_by_test_id("stAlert")
    expect(alert).to_contain_text("The link asks for an earlier state of the data, but no ")
    expect(alert).to_contain_text("This is the current state.")


def test_the_map_shows_the_difference_of_two_states(
    visit: Visit, start_server: StartServer, data_folder: Path
) -> None:
    watched, first = after_an_edit(visit, start_server, data_folder)
    page = watched.page
    watched.open(f"changes?since={first}")
    shown = statuses(watched)
    assert shown.pop(LANE) == "shifted"
    assert set(shown.values()) <= {"same", "edited"}
    expect(watched.frame.locator(".rm-legend summary")).to_contain_text("Status changed")
    changed = page.locator(".rm-changes li")
    expect(changed.filter(has_text="went from asserted to denied")).to_be_visible()
    expect(changed.locator("del", has_text="Estimates")).to_be_visible()
    expect(changed.locator("ins", has_text="Denies")).to_be_visible()
    page.get_by_role("button", name="Side changed").click()
    expect(changed).to_have_count(3)
    page.get_by_role("link", name="All changes by day").click()
    expect(page.locator(".rm-edit").first).to_contain_text("1 claim changed")
    page.get_by_role("link", name="See the map as it stood then").first.click()
    expect(page.locator(".rm-band")).to_contain_text("As of ")


def test_share_offers_a_link_that_stays_as_it_is(
    visit: Visit, start_server: StartServer, data_folder: Path
) -> None:
    revision = load(data_folder).dataset.revision
    watched = visit(start_server(data_folder), "?stance=denies")
    watched.page.get_by_role("button", name="Share").click()
    fixed = watched.page.get_by_label("Link to today’s state of this view")
    expect(fixed).to_have_value(f"{watched.url}?stance=denies&as_of={revision}")
