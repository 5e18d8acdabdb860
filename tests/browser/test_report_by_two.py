"""A report in an empty case: coded by a contributor, reviewed and published by an editor."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from routemap.cli import main
from routemap.data.new_case import new_case
from tests.browser.coding import Coding, changed_lines
from tests.browser.conftest import Watched
from tests.browser.provider import Visitor, private_copy
from tests.browser.test_accessibility import serious, whole
from tests.conftest import THOROUGH, shipped

# the provider itself uses deprecated functions of its libraries
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

CLAIMS = shipped().dataset.claims
DENIED, SENT, HORSES = (
    CLAIMS.loc[f"joongang-2022-11-08-{number}"] for number in ("02", "20", "23")
)
# the quotations of the article with the words around them, and our paraphrase of a report about
# ships, for a sea lane
SHIPS = CLAIMS.loc["kbs-2023-10-14-01", "excerpt"]
BY_SEA = SHIPS.split(".")[0]
TEXT = "\n\n".join(
    [
        *(
            re.sub(r" ([,.])", r"\1", f"{row['prefix']} {row['excerpt']} {row['suffix']}.")
            for row in (DENIED, SENT, HORSES)
        ),
        SHIPS,
    ]
)
REFERENCE = """TY  - NEWS
TI  - North denies sending arms to Russia for Ukraine war
AU  - Kim, Sarah
PB  - Korea JoongAng Daily
DA  - 2022/11/08
LA  - en
UR  - https://koreadailyus.com/north-denies-sending-arms-to-russia-for-ukraine-war/
ER  -
"""
PLACES = shipped().dataset.places


@dataclass(frozen=True)
class Newsroom:
    """A private copy with an empty case, which needs a second person to publish."""

    folder: Path
    url: str


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    folder = tmp_path_factory.mktemp("newsroom") / "case"
    folder.mkdir()
    for name, text in new_case().items():
        (folder / name).write_text(text, encoding="utf-8")
    case = folder / "case.toml"
    case.write_text(case.read_text(encoding="utf-8") + "\n[review]\nrequired = true\n")
    with private_copy(
        tmp_path_factory.mktemp("secrets"),
        data=folder,
        ROUTEMAP_EDITORS="ann@newsroom.example",
        ROUTEMAP_CONTRIBUTORS="ben@newsroom.example",
    ) as url:
        yield Newsroom(folder, url)


def where(place: str) -> str:
    point = PLACES.geometry[place]
    return f"{point.y:.4f}, {point.x:.4f}"


ALLEGATIONS = {
    "sold": "North Korea supplies arms to Russia.",
    "uniforms": "Uniforms go from Pyongyang to Russia by rail.",
    "horses": "Horses go from Russia to North Korea by rail.",
    "containers": "Containers with arms go from Rajin to Dunai by sea.",
}
MINISTRY, DAILY = "North Korea’s Defense Ministry", "Korea JoongAng Daily"
RADIO, INTERFAX, COUNCIL = "Radio Free Asia", "Interfax", "US National Security Council"
RAIL, LANE = "Tumen River to Khasan", "Rajin to Dunai"
# the routes of claims; `make test` codes one claim and its route, and `make thorough` four claims,
# of which two are on that route and one is on another
ROUTES = {HORSES["excerpt"]: RAIL} | ({SENT["excerpt"]: RAIL, BY_SEA: LANE} if THOROUGH else {})
CODED = 4 if THOROUGH else 1


def test_a_report_in_an_empty_case_is_published_by_a_second_person(
    chromium: Browser, newsroom: Newsroom
) -> None:
    before = {path.name: path.read_text() for path in newsroom.folder.iterdir()}
    ben = Visitor(chromium, newsroom.url)
    ben.open("add")
    ben.sign_in("contributor")
    coding = Coding(ben.page, newsroom.url, newsroom.folder)
    coding.begin(TEXT, REFERENCE)
    code_claims(coding)
    claims = sum(coding.hands.values())
    draw_features(coding)
    for words, feature in ROUTES.items():
        coding.open_claim(words)
        coding.choose("Places and routes", feature)
        coding.press("Escape")
        # what the page still sends of the list of claims does not open another one
        expect(ben.page.locator(".rm-marked")).to_contain_text(words)
    expect(ben.page.get_by_text("It is ready for review.")).to_be_visible()
    if THOROUGH:  # the other test looks at a shorter page
        assert serious(whole(ben.page)) == []
    # nothing is published yet
    assert {path.name: path.read_text() for path in newsroom.folder.iterdir()} == before
    # a new source and a new allegation each included, which have to be typed
    assert claims <= CODED * 100, coding.hands
    ben.page.get_by_role("button", name="Review the draft").click()
    expect(ben.page.get_by_role("heading", name="Drafts")).to_be_visible()
    # a contributor cannot publish
    expect(ben.page.get_by_text("is new on the map as").first).to_be_visible()
    expect(ben.page.get_by_role("button", name="Publish")).to_be_disabled()
    assert serious(whole(ben.page)) == []
    # on the way back, the session still has the text
    ben.page.get_by_role("button", name="Go on with the report").click()
    expect(ben.page.get_by_role("option").filter(has_text=BY_SEA).first).to_be_visible()
    (draft,) = coding.drafts.open_drafts()
    ann = Visitor(chromium, newsroom.url)
    ann.open(f"drafts?draft={draft.id}")
    ann.sign_in("editor")
    ann.page.get_by_role("button", name="Publish").click()
    expect(ann.page.get_by_text("Published: Add")).to_be_visible()
    assert main(["check", str(newsroom.folder)]) == 0
    after = {path.name: path.read_text() for path in newsroom.folder.iterdir()}
    lines = {name: changed_lines(before[name], after[name]) for name in after}
    added = {name: sum(line[0] == "+" for line in found) for name, found in lines.items() if found}
    tables = {name: number for name, number in added.items() if name.endswith(".csv")}
    assert tables == {
        "allegations.csv": CODED, "articles.csv": 1, "claims.csv": CODED,
        "sources.csv": CODED + THOROUGH,  # one claim is relayed
    }  # fmt: skip
    assert set(added) - set(tables) == {"places.geojson", "routes.geojson"}
    taken = [line for found in lines.values() for line in found if line[0] == "-"]
    assert taken == ["-" + before["places.geojson"].strip()] * 2  # the empty collections
    watched = Watched(ann.page, newsroom.url).open()
    for name in {*ROUTES.values()}:
        expect(watched.feature(name)).to_be_attached()


def code_claims(coding: Coding) -> None:
    """Code claims: proposals are accepted, and what is missing is filled in."""
    coding.mark(HORSES["excerpt"])
    coding.choose("Claim source", INTERFAX)
    coding.accept("Reports")
    coding.choose("Allegation", ALLEGATIONS["horses"])
    coding.choose_kinds((INTERFAX, "Media"))
    if THOROUGH:
        code_more_claims(coding)


def code_more_claims(coding: Coding) -> None:
    coding.mark(SENT["excerpt"])
    coding.choose("Claim source", "Sources inside North Korea")
    coding.choose("Relayed by", RADIO)
    coding.press("Escape")
    coding.choose("Stance", "Asserts")
    coding.choose("Allegation", ALLEGATIONS["uniforms"])
    coding.mark(DENIED["excerpt"])
    coding.accept("Denies")
    coding.choose("Claim source", MINISTRY)
    coding.choose("Allegation", ALLEGATIONS["sold"])
    coding.mark(BY_SEA)
    coding.choose("Claim source", COUNCIL)
    coding.choose("Stance", "Asserts")
    coding.choose("Allegation", ALLEGATIONS["containers"])
    coding.choose_kinds(
        ("Sources inside North Korea", "Unnamed"), (RADIO, "Media"),
        (MINISTRY, "Government"), (COUNCIL, "Government"),
    )  # fmt: skip


def draw_features(coding: Coding) -> None:
    """Draw the places, a rail route along the known track, and a sea route around the land."""
    stations = (
        ("Tumen River Station", "Railway station", "tumen-river-station"),
        ("Khasan Station", "Railway station", "khasan-station"),
    )
    ports = (("Port of Rajin", "Port", "rason-port"), ("Dunai", "Naval base", "dunai"))
    for name, kind, place in (*stations, *ports) if THOROUGH else stations:
        coding.draw_place(name, kind, where(place), "GeoNames")
    coding.draw_route(RAIL, "Rail", "Tumen River Station", "Khasan Station")
    if THOROUGH:
        coding.draw_route(LANE, "Sea", "Port of Rajin", "Dunai")


@pytest.mark.thorough
def test_what_is_typed_when_the_sign_in_ends_is_not_lost(
    chromium: Browser, newsroom: Newsroom
) -> None:
    ben = Visitor(chromium, newsroom.url)
    ben.open("add")
    ben.sign_in("contributor")
    coding = Coding(ben.page, newsroom.url, newsroom.folder)
    coding.begin("A train crossed the river. Interfax reported this on Monday.", REFERENCE)
    coding.fill("Author (optional)", "Somebody Else")
    coding.mark("A train crossed the river")
    coding.choose("Claim source", "Nobody knows who")
    fields = coding.new_record("New claim source: Nobody knows who")
    with coding.saving():
        fields.get_by_role("button", name="Remove").click()
    coding.fill("Said (optional)", "2022-11-07")
    # the list does not send the removed name again
    expect(fields).to_have_count(0)
    assert serious(whole(ben.page)) == []
    (draft,) = coding.drafts.open_drafts()
    title = ben.page.get_by_role("textbox", name="Title", exact=True)
    title.fill("A title that is not sent yet")
    other = ben.context.new_page()
    other.goto(f"{newsroom.url}data")
    other.get_by_test_id("stMain").get_by_role("button", name="Sign out").click()
    other.wait_for_url(lambda url: "end_session" in url)
    # the page stays while somebody types, and says so
    expect(ben.page.get_by_text("Your sign-in has ended. Leave the field")).to_be_visible()
    expect(title).to_have_value("A title that is not sent yet")
    title.press("Tab")
    expect(ben.page.get_by_role("heading", name="Your sign-in has ended")).to_be_visible()
    expect(ben.page.get_by_text("A title that is not sent yet")).to_be_visible()
    assert "not sent yet" not in repr(coding.drafts.read(draft.id))
    # what was sent before is there after the next sign-in, in the same place
    ben.sign_in("contributor")
    author = ben.page.get_by_role("textbox", name="Author (optional)", exact=True)
    expect(author).to_have_value("Somebody Else")
    assert f"draft={draft.id}" in ben.page.url
