"""The page “Add a report” as Streamlit runs it: an uploaded page, its citation and the archive."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from tests.ui.test_drafts_page import become, open_page, text

from routemap.data.archive import archive_folder
from routemap.data.drafts.draft_records import added_records, with_cells
from routemap.data.drafts.kept_drafts import Drafts, drafts_of
from routemap.data.load import VARIABLE
from routemap.data.repository import repository
from routemap.model.draft import GEOMETRY
from routemap.model.roles import Role
from routemap.ui.session import Key

SAVED = b"""<!doctype html><html lang="en"><head>
<title>Ferries cross again</title>
<meta property="og:site_name" content="Strait Courier">
<meta property="article:published_time" content="2024-05-06T08:00:00Z">
<link rel="canonical" href="https://courier.example/ferries-cross-again">
</head><body><article><h1>Ferries cross again</h1>
<p>The Strait Courier reported on 4 May 2024 that a ferry had carried steel beams.</p>
<p>The harbour office denied this on Sunday.</p></article></body></html>"""


@pytest.fixture
def drafts(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Drafts:
    monkeypatch.setenv(VARIABLE, str(folder))
    become(monkeypatch, Role.CONTRIBUTOR)
    repository(folder)
    return drafts_of(folder)


def begin(content: bytes = SAVED, name: str = "saved.html") -> AppTest:
    app = open_page("add")
    app.file_uploader[0].set_value((name, content, "text/html")).run()
    return press(app, "Read the article")


def press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception
    return app


def article(drafts: Drafts) -> dict[str, str]:
    (draft,) = drafts.open_drafts()
    (cells,) = added_records(draft, "articles").values()
    return dict(cells)


def test_an_uploaded_page_fills_in_the_citation_and_is_not_kept(
    drafts: Drafts, folder: Path
) -> None:
    app = begin()
    found = article(drafts)
    assert found["title"] == "Ferries cross again"
    assert found["publisher"] == "Strait Courier"
    assert found["published"] == "2024-05-06"
    assert found["url"] == "https://courier.example/ferries-cross-again"
    assert "sha256" not in found
    assert "Text" in [item.value for item in app.subheader]
    assert not archive_folder(folder).exists()


def test_a_page_is_kept_in_the_archive_with_its_hash_only_on_request(
    drafts: Drafts, folder: Path
) -> None:
    app = press(begin(), "Keep the page in the archive")
    (kept,) = archive_folder(folder).iterdir()
    assert kept.read_bytes() == SAVED
    found = article(drafts)["sha256"]
    (draft,) = drafts.open_drafts()
    (key,) = added_records(draft, "articles")
    assert kept.name == f"{key}-{found}.html"
    assert "The saved page is in the archive" in " ".join(item.value for item in app.markdown)


def test_an_archive_that_cannot_be_written_is_said_and_no_hash_is_set(
    drafts: Drafts, folder: Path
) -> None:
    archive_folder(folder).write_text("a file instead of a folder")
    app = press(begin(), "Keep the page in the archive")
    assert "the page is not in the archive" in app.error[0].value
    assert "sha256" not in article(drafts)


def test_a_page_without_a_day_cannot_be_kept_yet(drafts: Drafts) -> None:
    app = begin(b"<html><body><article><p>A ferry crossed the strait.</p></article></body></html>")
    assert "published" not in article(drafts)
    (button,) = [item for item in app.button if item.label == "Keep the page in the archive"]
    assert button.disabled


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"%PDF-1.7 nothing", "broken.pdf"),
        (b"\x89PNG\r\n\x1a\n", "picture.html"),
        (b"", "empty.txt"),
    ],
)
def test_a_file_that_is_no_article_is_refused_by_name(
    drafts: Drafts, content: bytes, name: str
) -> None:
    app = begin(content, name)
    assert app.error[0].value.replace("\\", "").startswith(f"Not read: {name}: ")
    assert drafts.open_drafts() == ()


def test_a_place_is_added_where_the_field_says_when_it_is_clicked(drafts: Drafts) -> None:
    app = begin()
    fill(app, "Coordinates", "42.43, 130.65")
    choose(app, "Precision", "exact")
    fill(app, "Name in English", "Old quay")
    # the last text arrives together with the click
    field = next(item for item in app.text_input if item.label == "Coordinates")
    field.set_value("42.61, 131.19")
    press(app, "Add the place")
    (draft,) = drafts.open_drafts()
    (place,) = added_records(draft, "places").values()
    assert json.loads(place[GEOMETRY])["coordinates"] == [131.19, 42.61]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        (
            {"Coordinates": "42.43, 130.65"},
            "Not added: give the coordinates, the precision and a name.",
        ),
        ({"Coordinates": "north", "Name in English": "Old quay"}, "“north”"),
    ],
)
def test_a_place_that_is_not_added_says_why(
    drafts: Drafts, fields: dict[str, str], reason: str
) -> None:
    app = begin()
    for label, value in fields.items():
        fill(app, label, value)
    press(app, "Add the place")
    assert reason in " ".join(item.value.replace("\\", "") for item in app.error)
    (draft,) = drafts.open_drafts()
    assert added_records(draft, "places") == {}


def fill(app: AppTest, label: str, text: str) -> None:
    next(field for field in app.text_input if field.label == label).set_value(text).run()


def test_a_place_with_an_impossible_radius_is_not_added(drafts: Drafts) -> None:
    app = begin()
    fill(app, "Coordinates", "42.43, 130.65")
    choose(app, "Precision", "exact")
    app.number_input[0].set_value(99_999).run()
    fill(app, "Name in English", "Old quay")
    press(app, "Add the place")
    assert "Not added: the radius 99999 km" in app.error[0].value.replace("\\", "")
    (draft,) = drafts.open_drafts()
    assert added_records(draft, "places") == {}


@pytest.mark.parametrize("mode", [pytest.param("road", marks=pytest.mark.thorough), "rail", "sea"])
def test_a_route_is_drawn_between_places_that_are_new_themselves(drafts: Drafts, mode: str) -> None:
    app = begin()
    for name, position in (("Old quay", "42.43, 130.65"), ("New quay", "42.61, 131.19")):
        fill(app, "Coordinates", position)
        choose(app, "Precision", "exact")
        fill(app, "Name in English", name)
        press(app, "Add the place")
    (kind,) = (item for item in app.segmented_control if item.label == "What is new")
    kind.set_value("Route").run()
    stops = next(item for item in app.multiselect if item.label == "Places in order")
    stops.set_value(["old-quay", "new-quay"]).run()
    modes = next(item for item in app.selectbox if item.label == "Moved by")
    modes.set_value(mode).run()
    fill(app, "Name in English", "Between the quays")
    press(app, "Add the route")
    (draft,) = drafts.open_drafts()
    (route,) = added_records(draft, "routes").values()
    assert (route["from"], route["to"], route["mode"]) == ("old-quay", "new-quay", mode)


def test_the_review_leads_back_to_the_report_of_the_person(
    drafts: Drafts, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin()
    (draft,) = drafts.open_drafts()
    label = "Go on with the report"
    assert label in [item.label for item in open_page("drafts", draft=draft.id).button]
    become(monkeypatch, Role.CONTRIBUTOR, "zoe@desk.example")
    assert label not in [item.label for item in open_page("drafts", draft=draft.id).button]


def test_an_article_gets_its_id_once_its_citation_is_known(drafts: Drafts) -> None:
    app = begin(b"<html><body><article><p>A ferry crossed the strait.</p></article></body></html>")
    fill(app, "Publisher", "Strait Courier")
    fill(app, "Published", "2024-05-06")
    (draft,) = drafts.open_drafts()
    assert [*added_records(draft, "articles")] == ["strait-courier-2024-05-06"]
    fill(app, "Publisher", "Another Courier")
    (draft,) = drafts.open_drafts()
    (cells,) = added_records(draft, "articles").values()
    assert cells["publisher"] == "Another Courier"
    # links to it stay right
    assert [*added_records(draft, "articles")] == ["strait-courier-2024-05-06"]
    assert not app.error


def with_claim(drafts: Drafts, **cells: str) -> str:
    """Add a claim to the only open draft, and return the id of the draft."""
    (draft,) = drafts.open_drafts()
    (article,) = added_records(draft, "articles")
    excerpt = {"excerpt_kind": "quotation", "excerpt": "A ferry had carried steel beams."}
    key = f"{article}-01"
    changed = with_cells(draft, "claims", key, {"article": article, **excerpt, **cells})
    drafts.save(changed, drafts.version(draft.id))
    return draft.id


def choose(app: AppTest, label: str, value: str) -> None:
    next(item for item in app.selectbox if item.label == label).set_value(value).run()
    assert not app.exception


def claim(drafts: Drafts) -> dict[str, str]:
    (draft,) = drafts.open_drafts()
    (cells,) = added_records(draft, "claims").values()
    return dict(cells)


def with_new(drafts: Drafts, table: str, column: str, name: str) -> None:
    """Add a record with this name to the only open draft."""
    (draft,) = drafts.open_drafts()
    changed = with_cells(draft, table, "new-one", {column: name})
    drafts.save(changed, drafts.version(draft.id))


def shown(app: AppTest, label: str) -> str | None:
    found: str | None = next(item.value for item in app.selectbox if item.label == label)
    return found


def test_a_new_record_can_be_replaced_by_a_similar_one(drafts: Drafts) -> None:
    begin()
    key = with_claim(drafts, allegation="new-one")
    with_new(drafts, "allegations", "statement", "shells")
    app = open_page("add", draft=key)
    assert shown(app, "Allegation") == "new-one"
    assert "The data has “Shells move”. Is it the same?" in app.warning[0].value.replace("\\", "")
    press(app, "Use that one instead")
    assert shown(app, "Allegation") == claim(drafts)["allegation"] == "shells"
    (draft,) = drafts.open_drafts()
    assert added_records(draft, "allegations") == {}


def test_a_field_shows_when_its_record_is_taken_out(drafts: Drafts) -> None:
    begin()
    key = with_claim(drafts, source="new-one")
    with_new(drafts, "sources", "name", "Somebody")
    app = open_page("add", draft=key)
    app.button(key=f"{Key.REPORT_REMOVE}.sources.new-one").click().run()
    assert not shown(app, "Claim source")
    assert "source" not in claim(drafts)


def test_a_new_record_goes_with_its_last_use(drafts: Drafts) -> None:
    begin()
    key = with_claim(drafts, allegation="new-one")
    with_new(drafts, "allegations", "statement", "Quite another thing is moved.")
    app = open_page("add", draft=key)
    choose(app, "Allegation", "shells")
    (draft,) = drafts.open_drafts()
    assert added_records(draft, "allegations") == {}
    assert claim(drafts)["allegation"] == "shells"


def test_a_withdrawn_draft_leaves_what_the_session_has(drafts: Drafts) -> None:
    app = begin()
    (draft,) = drafts.open_drafts()
    drafts.withdraw(draft.id)
    fill(app, "Title", "Ferries cross once more")
    assert "has been withdrawn or published" in app.error[-1].value
    press(app, "Save mine as a new draft")
    assert article(drafts)["title"] == "Ferries cross once more"
    (saved,) = drafts.open_drafts()
    assert saved.id != draft.id
    assert saved.message == "Add “Ferries cross once more”"


def test_the_end_of_the_page_says_what_is_left(drafts: Drafts) -> None:
    shown = text(begin())
    assert "It has no claim yet" in shown
    shown = text(open_page("add", draft=with_claim(drafts)))
    assert "Claim “A ferry had carried steel beams”: Claim source: a required value" in shown


def test_a_text_that_is_too_long_for_proposals_says_so(drafts: Drafts) -> None:
    app = begin(b"A ferry crossed the strait. " * 30_000, "long.txt")
    assert "too long for proposals" in app.info[0].value
    assert len(drafts.open_drafts()) == 1
