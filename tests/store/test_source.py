"""One contract for every source of the data: a folder, and a store in PostgreSQL."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.conftest import QUICK, until

from routemap.data.canonical import canonical_files, canonical_tables
from routemap.data.drafts.draft_file import TABLE
from routemap.data.drafts.kept_drafts import Drafts, drafts_of
from routemap.data.drafts.publish import Approval, examine, publish
from routemap.data.load import VARIABLE, Loaded, load
from routemap.data.repository import Repository
from routemap.data.source import Source, history_of, shared_documents, source_of
from routemap.data.store.store_source import StoreSource
from routemap.model.draft import GEOMETRY, Change, FieldEdit, RecordEdit
from routemap.model.errors import DraftError, UnknownRevisionError, UnwritableDraftsError

KINDS = ("folder", "store")


@pytest.fixture(params=KINDS)
def source(request: pytest.FixtureRequest, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Source:
    """The small data as a folder and as a store; the folder is in canonical form."""
    loaded = load(folder)
    for name, content in canonical(loaded).items():
        (folder / name).write_bytes(content)
    monkeypatch.setenv(VARIABLE, str(folder))
    if request.param == "store":
        request.getfixturevalue("store")
    return source_of(folder)


def canonical(loaded: Loaded) -> dict[str, bytes]:
    names = {table.file for table in TABLE.values()}
    others = {name: text for name, text in loaded.files.items() if name not in names}
    return canonical_files(loaded.dataset.case, canonical_tables(loaded), others)


def edit(record: str, key: str, old: str, new: str, table: str = "claims") -> RecordEdit:
    return RecordEdit(table, record, Change.CHANGED, (FieldEdit(key, old, new),))


def publish_edits(folder: Path, *edits: RecordEdit, message: str = "A test.") -> str:
    """Publish a draft with edits as an editor does, and return the revision."""
    drafts = drafts_of(folder)
    draft = drafts.new(source_of(folder).load().dataset.revision, "Ann", message, edits)
    drafts.save(draft, "")
    return publish(draft, folder, drafts, Approval("Bob")).revision


def test_both_have_the_same_records_files_and_revision(source: Source, folder: Path) -> None:
    plain, found = load(folder), source.load()
    assert dict(found.files) == dict(plain.files)
    assert found.dataset.revision == plain.dataset.revision
    assert (found.problems, found.notices) == (plain.problems, plain.notices)
    for name in TABLE:
        ours, theirs = getattr(found.dataset, name), getattr(plain.dataset, name)
        assert ours.equals(theirs), name
        assert found.rows[name].tolist() == plain.rows[name].tolist()


def test_a_mark_changes_when_the_data_does(source: Source, folder: Path) -> None:
    before = source.mark()
    assert source.mark() == before
    publish_edits(folder, edit("c1", "note", "", "Checked."))
    assert source.mark() != before


def test_a_published_draft_is_the_same_data_in_both(source: Source, folder: Path) -> None:
    place = {
        "kind": "station", "name_en": "Middle", "country": "PRK", "precision": "exact",
        "uncertainty_km": "1.5", "coordinate_source": "gazetteer", "ours": '{"a":[1,true]}',
        GEOMETRY: '{"type": "Point", "coordinates": [130.4, 42.3]}',
    }  # fmt: skip
    revision = publish_edits(
        folder,
        RecordEdit(
            "places", "middle", Change.ADDED, tuple(FieldEdit(k, "", v) for k, v in place.items())
        ),
        RecordEdit(
            "claims",
            "c1",
            Change.CHANGED,
            (
                FieldEdit("features", "north;line", "north;line;middle"),
                FieldEdit("note", "", "A note, with “quotes”,\nand a second line."),
            ),
        ),
        edit("c2", "reviewed by", "", "Cho"),
    )
    found = source.load().dataset
    assert found.revision == revision
    assert found.claims.at["c1", "features"] == ("north", "line", "middle")
    assert found.claims.at["c1", "note"] == "A note, with “quotes”,\nand a second line."
    assert found.places.geometry["middle"].coords[0] == (130.4, 42.3)
    assert found.places.at["middle", "uncertainty_km"] == 1.5
    assert found.own["places"].at["middle", "ours"] == '{"a":[1,true]}'
    assert found.own["claims"].at["c2", "reviewed by"] == "Cho"


def test_removed_records_are_gone_and_their_row_can_be_added_again(
    source: Source, folder: Path
) -> None:
    cells = source.load().dataset.sources.loc["agency"]
    added = tuple(FieldEdit(key, "", cells[key]) for key in ("name", "kind"))
    publish_edits(folder, RecordEdit("sources", "other", Change.ADDED, added))
    assert "other" in source.load().dataset.sources.index
    gone = tuple(replace(item, old=item.new, new="") for item in added)
    publish_edits(folder, RecordEdit("sources", "other", Change.REMOVED, gone))
    assert "other" not in source.load().dataset.sources.index


def test_a_second_editor_of_the_same_field_is_shown_both(source: Source, folder: Path) -> None:
    drafts = drafts_of(folder)
    base = source.load().dataset.revision
    first, second = (
        drafts.new(base, name, "A test.", (edit("c1", "note", "", f"By {name}."),))
        for name in ("Ann", "Bob")
    )
    for draft in (first, second):
        drafts.save(draft, "")
    publish(first, folder, drafts, Approval("Cho"))
    (conflict,) = examine(second, folder).conflicts
    assert (conflict.published, conflict.drafted) == ("By Ann.", "By Bob.")
    with pytest.raises(DraftError, match="By Ann"):
        publish(second, folder, drafts, Approval("Cho"))
    assert source.load().dataset.claims.at["c1", "note"] == "By Ann."


def test_two_editors_of_different_fields_both_keep_their_work(source: Source, folder: Path) -> None:
    drafts = drafts_of(folder)
    base = source.load().dataset.revision
    edits = (edit("c1", "note", "", "One."), edit("c2", "note", "", "Two."))
    for item in edits:
        draft = drafts.new(base, "Ann", "A test.", (item,))
        drafts.save(draft, "")
        publish(draft, folder, drafts, Approval("Bob"))
    assert source.load().dataset.claims["note"].loc[["c1", "c2"]].tolist() == ["One.", "Two."]


def test_a_change_behind_the_back_of_the_publisher_is_noticed(source: Source, folder: Path) -> None:
    before = source.load()
    publish_edits(folder, edit("c1", "note", "", "Meanwhile."))
    late = edit("c2", "note", "", "Late.")
    drafts = drafts_of(folder)
    after = examine(drafts.new(before.dataset.revision, "Ann", "x", (late,)), folder, before).after
    assert after is not None
    with pytest.raises(DraftError, match="changed meanwhile"):
        source.write(before, after, (late,), "Ann", "x")
    assert source.load().dataset.claims["note"].loc[["c1", "c2"]].tolist() == ["Meanwhile.", ""]


def test_a_draft_with_a_mistake_is_not_published(source: Source, folder: Path) -> None:
    before = source.load()
    with pytest.raises(DraftError, match="cannot be published"):
        publish_edits(
            folder, edit("c1", "stance", before.dataset.claims.at["c1", "stance"], "deny")
        )
    assert source.load().dataset.revision == before.dataset.revision


@pytest.mark.usefixtures("source")
def test_earlier_revisions_are_opened_with_who_made_them(folder: Path) -> None:
    repository = Repository(folder, QUICK)
    first = repository.current().dataset
    revision = publish_edits(folder, edit("c1", "note", "", "Checked."), message="Second look.")
    until(lambda: repository.current().dataset.revision == revision)
    until(lambda: len(repository.earlier.listed()) == 2)
    latest = repository.earlier.listed()[0]
    assert (latest.revision, latest.author, latest.message) == (
        revision, "Ann and Bob", "Second look.",
    )  # fmt: skip
    assert latest.counts["claims"] == len(first.claims)
    again = repository.earlier.load(first.revision)
    assert again.dataset.claims.at["c1", "note"] == ""
    assert again.dataset.revision == first.revision


@pytest.mark.usefixtures("source")
def test_a_revision_that_never_was_is_unknown(folder: Path) -> None:
    repository = Repository(folder, QUICK)
    with pytest.raises(UnknownRevisionError):
        repository.revision("0123456789ab")


@pytest.mark.usefixtures("source")
def test_a_revision_can_be_named(folder: Path) -> None:
    repository = Repository(folder, QUICK)
    first = repository.current()
    history = history_of(folder)
    assert history
    until(lambda: history.revisions() != ())
    history.keep_named(first, "first-edition")
    assert history.names() == {"first-edition": first.dataset.revision}
    assert repository.as_of("first-edition").dataset.revision == first.dataset.revision
    assert history.files(first.dataset.revision) == dict(first.files)


@pytest.mark.usefixtures("source")
def test_documents_are_shared(folder: Path) -> None:
    documents = shared_documents("feeds", folder)
    assert documents
    documents.write("a.json", b"{}")
    again = shared_documents("feeds", folder)
    assert again
    assert again.read("a.json") == b"{}"


def test_a_draft_that_a_silent_store_cannot_keep_is_an_error_that_names_the_store(
    store: StoreSource, folder: Path
) -> None:
    drafts = drafts_of(folder)
    draft = drafts.new("0123456789ab", "Ann", "A test.")
    store.close()
    with pytest.raises(UnwritableDraftsError, match="cannot be saved: postgresql://127") as found:
        drafts.save(draft, "")
    assert "ROUTEMAP_DRAFTS" not in str(found.value)


@pytest.mark.usefixtures("source")
def test_drafts_are_kept_and_withdrawn(folder: Path) -> None:
    drafts: Drafts = drafts_of(folder)
    draft = drafts.new("0123456789ab", "Ann", "A test.")
    version = drafts.save(draft, "")
    with pytest.raises(DraftError, match="saved, published or withdrawn elsewhere"):
        drafts.save(replace(draft, message="Late."), "")
    drafts.save(replace(draft, message="Better."), version)
    assert [item.message for item in drafts_of(folder).open_drafts()] == ["Better."]
    drafts.withdraw(draft.id)
    assert drafts_of(folder).open_drafts() == ()
