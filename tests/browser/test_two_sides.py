"""No filter changes a verdict unseen: denials stay with what they deny, hidden sides are named."""

from __future__ import annotations

import re
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Locator, expect

from routemap.questions.filter_sentences import kept_sentence
from routemap.questions.query import read_params
from routemap.questions.selection import Selection, select
from tests.browser.conftest import NARROW, Visit, Watched
from tests.conftest import shipped

DATASET = shipped().dataset
ARTILLERY = "dprk-russia-artillery"
CROSSING = "khasan-tumen-river-crossing"
PHONE = {"width": 390, "height": 844}
HIDDEN = {
    "denies": "Assertions hidden by your filters",
    "asserts": "Denials hidden by your filters",
}


def asked(address: str) -> Selection:
    """What the library selects for an address."""
    query, notices = read_params(parse_qs(address.removeprefix("?")))
    assert notices == []
    return select(DATASET, query)


def counts(watched: Watched) -> Locator:
    return watched.page.locator(".rm-counts")


def notes(watched: Watched) -> Locator:
    return watched.page.locator(".rm-notes")


def panel(watched: Watched) -> Locator:
    return watched.page.locator("section.rm-evidence")


def test_dates_without_any_event_leave_no_claim(visit: Visit, server: str) -> None:
    watched = visit(server, "?from=1950&to=1951")
    expect(counts(watched)).to_contain_text(f"0 of {len(DATASET.claims)} claims")
    expect(watched.map).to_have_attribute("data-features", "0")


def test_a_month_shows_its_allegations_with_every_denial_of_them(visit: Visit, server: str) -> None:
    address = f"?from=2022-11&to=2022-11&feature={ARTILLERY}"
    watched = visit(server, address)
    selection = asked(address)
    kept = DATASET.claims[selection.kept_denials]
    assert "kremlin" in set(kept["source"])
    expect(panel(watched).locator(".rm-status")).to_contain_text("Disputed:")
    expect(panel(watched).get_by_text("Outside the filters").first).to_be_visible()
    expect(notes(watched)).to_contain_text(kept_sentence(len(kept)))


def test_a_search_for_the_name_of_the_crossing_leaves_it_disputed(
    visit: Visit, server: str
) -> None:
    name = DATASET.features["name_en"][CROSSING]
    watched = visit(server, f"?feature={CROSSING}")
    watched.page.get_by_label("Search", exact=True).fill(name)
    watched.page.keyboard.press("Enter")
    watched.page.wait_for_url(re.compile("q="))
    expect(panel(watched).locator(".rm-status")).to_contain_text("Disputed:")
    statuses = watched.map.evaluate("() => window.routemap.statuses()")
    assert statuses[CROSSING] == "disputed"


@pytest.mark.parametrize("stance", [pytest.param("denies", marks=pytest.mark.thorough), "asserts"])
def test_one_side_alone_says_that_the_other_is_hidden(
    visit: Visit, server: str, stance: str
) -> None:
    watched = visit(server, f"?stance={stance}&feature={ARTILLERY}", viewport=NARROW)
    whose = "asserts" if stance == "denies" else "denies"
    expect(panel(watched).locator(".rm-status")).to_contain_text(
        f"The filters hide who {whose} it."
    )
    expect(notes(watched)).to_contain_text(f"The filters hide who {whose}")
    name = DATASET.features["name_en"][ARTILLERY]
    line = watched.feature(name)
    expect(line).to_have_attribute("aria-label", re.compile(HIDDEN[stance].lower()))
    line.focus()
    watched.page.keyboard.press("Enter")
    popup = watched.frame.locator(".leaflet-popup-content")
    expect(popup.locator(".rm-status-line")).to_contain_text(HIDDEN[stance])
    expect(popup.locator(".rm-sentence")).to_contain_text(f"The filters hide who {whose} it.")
    signs = watched.frame.locator(".rm-badge.rm-partial")
    assert signs.count() > 0


def test_what_the_filters_hide_is_whole_on_a_phone(visit: Visit, server: str) -> None:
    watched = visit(server, "?source=russian-embassy-pyongyang&feature=north-korea", viewport=PHONE)
    expect(notes(watched)).to_contain_text("The filters hide who asserts")
    watched.page.wait_for_function("""() => {
        const end = (selector) => document.querySelector(selector).getBoundingClientRect().bottom;
        return end('.rm-notes p:last-child') <= end('.st-key-desk-chips');
    }""")


def test_playback_knows_no_later_denial(visit: Visit, server: str) -> None:
    watched = visit(server, f"?to=2023-01-31&by=known&feature={ARTILLERY}")
    said = asked("?to=2023-01-31&by=known").claims
    assert not {"kremlin", "kim-yo-jong"} & set(said["source"])
    expect(notes(watched)).to_contain_text("What had been said by January 2023.")
    expect(panel(watched).locator(".rm-status")).to_be_visible()
    for name in ("Kremlin", "Kim Yo-jong"):
        expect(panel(watched).get_by_text(name)).to_have_count(0)
