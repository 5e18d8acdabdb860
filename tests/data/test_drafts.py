"""Drafts are kept beside the data, applied without side effects, and published atomically."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from tests.conftest import small_rows, write_rows

from routemap.data import folder_source
from routemap.data.drafts import publish as publishing
from routemap.data.drafts.conflicts import conflicts, records_of, resolved
from routemap.data.drafts.draft_file import from_bytes, to_bytes
from routemap.data.drafts.drafted_files import drafted_files, with_draft
from routemap.data.drafts.emptied import emptied_in
from routemap.data.drafts.kept_drafts import Drafts, drafts_of, undo_of
from routemap.data.drafts.publish import Approval, examine, publish
from routemap.data.drafts.risks import RULES, risks
from routemap.data.folder_source import FolderSource
from routemap.data.history import folder_history
from routemap.data.load import Loaded, load
from routemap.data.record_changes import record_changes
from routemap.data.revisions import Revisions
from routemap.data.watch import PACE
from routemap.model.draft import Change, Draft, FieldEdit, Publication, RecordEdit
from routemap.model.errors import DraftError, PathError, UnknownDraftError

POINT = '{"type": "Point", "coordinates": [130.5, 42.35]}'


def changed(record: str, table: str = "claims", **fields: tuple[str, str]) -> RecordEdit:
    edits = tuple(FieldEdit(key, old, new) for key, (old, new) in fields.items())
    return RecordEdit(table, record, Change.CHANGED, edits)


def added(record: str, table: str, **fields: str) -> RecordEdit:
    edits = tuple(FieldEdit(key, "", new) for key, new in fields.items())
    return RecordEdit(table, record, Change.ADDED, edits)


def removed(folder: Path, table: str, record: str) -> RecordEdit:
    """Return the removal of a record as it is in the files."""
    cells = records_of(load(folder).files, table)[record]
    fields = tuple(FieldEdit(k, text, "") for k, text in cells.items() if text and k != "id")
    return RecordEdit(table, record, Change.REMOVED, fields)


NOTE = changed("c1", note=("", "Checked."))
VISIT = changed("c1", features=("north;line", "north;line;middle"))
PLACE = {
    "kind": "station", "name_en": "Middle", "country": "PRK", "precision": "exact",
    "uncertainty_km": "1", "coordinate_source": "gazetteer",
}  # fmt: skip


@pytest.fixture
def drafts(folder: Path) -> Drafts:
    return drafts_of(folder)


SaveDraft = Callable[..., Draft]


@pytest.fixture
def save(folder: Path, drafts: Drafts) -> SaveDraft:
    """Save a draft of some edits."""

    def saved(*edits: RecordEdit, author: str = "Ann") -> Draft:
        draft = drafts.new(load(folder).dataset.revision, author, "A test.", edits)
        drafts.save(draft, "")
        return draft

    return saved


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_draft_is_a_plain_file_beside_the_data(folder: Path, save: SaveDraft) -> None:
    draft = save(NOTE, added("middle", "places", **PLACE, **{"": POINT}))
    path = folder.with_name("small-drafts") / f"{draft.id}.json"
    document = json.loads(path.read_bytes())
    assert document["records"][0]["fields"] == {"note": {"old": "", "new": "Checked."}}
    assert document["records"][1]["geometry"]["new"] == json.loads(POINT)
    assert from_bytes(path.read_bytes(), path.name) == draft
    assert len(path.read_text().splitlines()) > 10  # a line for each field can be merged
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_data_is_seen_through_a_draft_without_being_changed(
    folder: Path, save: SaveDraft
) -> None:
    before, files = load(folder), contents(folder)
    draft = save(
        changed("c1", features=("north;line", "north;line;middle")),
        added("middle", "places", **PLACE, **{"": POINT}),
        removed(folder, "claims", "c2"),
    )
    after = with_draft(before, folder, draft)
    assert after.problems == ()
    found = record_changes(before.dataset, after.dataset)
    assert [(item.table, item.record, item.change.value) for item in found] == [
        ("places", "middle", "added"),
        ("claims", "c1", "changed"),
        ("claims", "c2", "removed"),
    ]
    assert contents(folder) == files


def test_publishing_writes_only_the_rows_of_the_draft(
    folder: Path, drafts: Drafts, save: SaveDraft
) -> None:
    (folder / "claims.csv").chmod(0o640)
    before = contents(folder)
    draft = save(NOTE)
    publication = publish(draft, folder, drafts, Approval(by="Bob"))
    after = contents(folder)
    assert {name for name in after if after[name] != before[name]} == {"claims.csv"}
    lines = zip(*(item["claims.csv"].splitlines() for item in (before, after)), strict=True)
    assert sum(old != new for old, new in lines) == 1
    assert stat.S_IMODE((folder / "claims.csv").stat().st_mode) == 0o640
    assert load(folder).dataset.revision == publication.revision
    assert drafts.open_drafts() == ()
    (kept,) = drafts.published()
    assert kept.publication == publication
    assert publication.by == "Bob"


class Reader:
    """What readers of a folder see, after some seconds without changes."""

    def __init__(self, folder: Path) -> None:
        self._look = FolderSource(folder).look(PACE, emptied_in(folder))
        self._now, self._shown = 1000.0, None

    @property
    def shown(self) -> Loaded:
        for _ in range(20):
            self._now += 1
            outcome = self._look.look(self._now)
            self._shown = outcome.loaded if outcome else self._shown
        assert self._shown
        return self._shown


DETACHED = changed("c2", features=("north;line", ""), relayed_by=("agency", ""))
GROUNDS = Approval("Bob", {"claims/c2": "It denies something else."})


def test_a_draft_that_empties_references_is_published_and_shown(
    folder: Path, drafts: Drafts, save: SaveDraft
) -> None:
    reader = Reader(folder)
    assert reader.shown.dataset.claims.at["c2", "features"] == ("north", "line")
    publication = publish(save(DETACHED), folder, drafts, GROUNDS)
    assert (reader.shown.warning, reader.shown.dataset.revision) == ("", publication.revision)
    back = undo_of(drafts.published()[0], drafts.new("", "Ann", "Undo."))
    drafts.save(back, "")
    publish(back, folder, drafts, GROUNDS)
    assert reader.shown.dataset.claims.at["c2", "features"] == ("north", "line")
    claims = folder / "claims.csv"
    claims.write_bytes(claims.read_bytes().replace(b",agency,denies", b",,denies"))
    assert "claim “c2”, relayed_by: the cell is empty" in reader.shown.warning


@pytest.mark.parametrize("keys", [("aaaaaa", "zzzzzz"), ("zzzzzz", "aaaaaa")], ids=" then ".join)
def test_drafts_that_are_published_in_one_second_have_an_order(
    folder: Path, drafts: Drafts, monkeypatch: pytest.MonkeyPatch, keys: tuple[str, str]
) -> None:
    noon = datetime(2026, 11, 2, 12, tzinfo=UTC)
    times = iter([noon, noon + timedelta(microseconds=300)])
    clock = SimpleNamespace(now=lambda _zone: next(times))
    monkeypatch.setattr(publishing, "datetime", clock)
    emptied, filled = (f"20261102-{key}" for key in keys)
    first = replace(drafts.new("", "Ann", "Empty it.", (DETACHED,)), id=emptied)
    drafts.save(first, "")
    publish(first, folder, drafts, GROUNDS)
    back = replace(undo_of(drafts.read(emptied), drafts.new("", "Ann", "Undo.")), id=filled)
    drafts.save(back, "")
    publish(back, folder, drafts, GROUNDS)
    assert [draft.id for draft in drafts.published()] == [filled, emptied]
    assert emptied_in(folder)(noon) == frozenset()


def test_the_time_of_a_publication_can_be_read_by_versions_that_know_no_fractions(
    save: SaveDraft,
) -> None:
    at = datetime(2026, 11, 2, 12, 0, 7, 300, tzinfo=UTC)
    draft = replace(save(NOTE), publication=Publication(at, "Bob", "0123456789ab"))
    document = json.loads(to_bytes(draft))
    assert document["published"]["at"] == "2026-11-02T12:00:07Z"
    assert from_bytes(json.dumps(document).encode(), "draft") == draft
    del document["published"]["microsecond"]
    earlier = from_bytes(json.dumps(document).encode(), "draft").publication
    assert earlier == replace(draft.publication, at=at.replace(microsecond=0))
    for wrong in (-1, 1_000_000, True, "300", None):
        document["published"]["microsecond"] = wrong
        with pytest.raises(DraftError, match="must be a whole number below 1,000,000"):
            from_bytes(json.dumps(document).encode(), "draft")


def test_a_draft_that_empties_references_lets_no_mistake_beside_it_pass(
    folder: Path, drafts: Drafts, save: SaveDraft
) -> None:
    reader = Reader(folder)
    assert not reader.shown.warning
    claims = folder / "claims.csv"
    claims.write_bytes(claims.read_bytes().replace(b"north;line,paraphrase", b",paraphrase", 1))
    publish(save(changed("c2", relayed_by=("agency", ""))), folder, drafts, GROUNDS)
    held = reader.shown.held_back
    assert [line.partition(":")[0] for line in held] == ["claims.csv, row 2, claim “c1”, features"]


def test_a_draft_excuses_no_cell_that_is_emptied_after_a_later_state_was_shown(
    folder: Path, drafts: Drafts, save: SaveDraft
) -> None:
    publication = publish(save(DETACHED), folder, drafts, GROUNDS)
    find = emptied_in(folder)
    emptied = {("claims", "c2", "features"), ("claims", "c2", "relayed_by")}
    assert find(publication.at) == emptied
    assert find(publication.at + timedelta(minutes=9)) == emptied
    assert find(publication.at + timedelta(minutes=11)) == frozenset()


def test_a_reader_waits_for_a_draft_that_is_being_published(
    folder: Path, drafts: Drafts, save: SaveDraft
) -> None:
    draft = save(DETACHED)
    at = datetime.now(UTC).replace(microsecond=0)
    with ThreadPoolExecutor() as pool:
        with drafts.locked():
            asked = pool.submit(emptied_in(folder), at)
            drafts.close(replace(draft, publication=Publication(at, "Bob", "0" * 12)))
        assert ("claims", "c2", "features") in asked.result(timeout=60)


def test_drafts_that_cannot_be_reached_empty_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    find, now = emptied_in(folder), datetime.now(UTC)
    assert find(now) == frozenset()
    assert not folder.with_name("small-drafts").exists()
    monkeypatch.setenv(folder_source.DRAFTS, str(folder / "drafts"))
    assert find(now) == frozenset()
    file = folder.with_name("a-file")
    file.write_text("no folder")
    monkeypatch.setenv(folder_source.DRAFTS, str(file))
    assert find(now) == frozenset()


def test_a_publication_is_in_the_history_and_the_log(
    folder: Path, drafts: Drafts, save: SaveDraft, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    publication = publish(save(NOTE), folder, drafts, Approval("Bob"))
    history = folder_history(folder)
    assert history is not None
    history.keep(load(folder))
    (kept,) = Revisions(folder).listed()
    assert (kept.revision, kept.author) == (publication.revision, "Ann and Bob")
    assert kept.message == "A test."
    assert f"of Ann published by Bob as revision {publication.revision}" in caplog.text


def test_an_undo_is_a_draft_that_restores_the_files(
    folder: Path, drafts: Drafts, save: SaveDraft
) -> None:
    before = contents(folder)
    draft = save(VISIT, added("middle", "places", **PLACE, **{"": POINT}))
    publish(draft, folder, drafts, Approval(by="Bob"))
    undo = undo_of(drafts.read(draft.id), drafts.new("", "Bob", "Take it back."))
    drafts.save(undo, "")
    assert undo.undoes == draft.id
    publish(undo, folder, drafts, Approval(by="Bob"))
    assert contents(folder) == before


@pytest.mark.parametrize(
    ("edit", "rule"),
    [
        (lambda folder: removed(folder, "claims", "c2"), "denial-removed"),
        (lambda _: changed("c2", stance=("denies", "asserts")), "denial-changed"),
        (lambda _: changed("c2", allegation=("shells", "horses")), "denial-detached"),
        (lambda _: changed("c2", features=("north;line", "north")), "denial-detached"),
        (lambda _: changed("c1", allegation=("shells", "horses")), "claim-moved"),
        (
            lambda _: changed("c3", excerpt=("thirty horses left", "forty horses left")),
            "quotation-changed",
        ),
        (
            lambda _: changed(
                "c3",
                excerpt_kind=("quotation", "paraphrase"),
                prefix=("It said", ""),
                suffix=("the station.", ""),
            ),
            "quotation-changed",
        ),
        (
            lambda _: changed("paper", "articles", retracted_on=("", "2023-01-01")),
            "retraction",
        ),
        (
            lambda _: changed("shells", "allegations", part_of=("horses", "")),
            "allegation-moved",
        ),
    ],
)
def test_a_risky_edit_needs_a_reason(
    edit: Callable[[Path], RecordEdit], rule: str, tmp_path: Path
) -> None:
    rows = small_rows()
    rows["allegations"][0]["part_of"] = "horses" if rule == "allegation-moved" else ""
    folder = write_rows(tmp_path / "risky", rows)
    drafts = drafts_of(folder)
    draft = drafts.new("", "Ann", "A test.", (edit(folder),))
    drafts.save(draft, "")
    before = contents(folder)
    (found,) = risks(load(folder).files, draft)
    assert found.rule == rule
    for reasons in ({}, {found.key: "  "}, {found.key: "typo"}, {"claims/other": "long enough"}):
        with pytest.raises(DraftError, match="give a reason"):
            publish(draft, folder, drafts, Approval(by="Bob", reasons=reasons))
    assert contents(folder) == before
    publish(
        draft, folder, drafts, Approval(by="Bob", reasons={found.key: "The article was corrected."})
    )
    (kept,) = drafts.published()
    assert kept.publication is not None
    assert kept.publication.reasons == {found.key: "The article was corrected."}


def test_every_rule_has_a_case_above() -> None:
    assert {rule.key for rule in RULES} == {
        "denial-removed", "denial-changed", "denial-detached", "quotation-changed", "retraction",
        "allegation-moved", "claim-moved",
    }  # fmt: skip


def test_what_the_draft_makes_must_pass_the_checks(
    folder: Path, drafts: Drafts, save: SaveDraft
) -> None:
    before = contents(folder)
    for edit in (
        changed("c1", stance=("asserts", "assert")),
        changed("c1", features=("north;line", "north;lien")),
        removed(folder, "sources", "agency"),
        added("c9", "claims", article="paper"),
    ):
        draft = save(edit)
        with pytest.raises(DraftError) as error:
            publish(draft, folder, drafts, Approval(by="Bob"))
        assert any(".csv:" in fault for fault in error.value.faults), error.value.faults
        assert contents(folder) == before


def test_old_problems_elsewhere_do_not_prevent_a_publication(
    tmp_path: Path,
) -> None:
    rows = small_rows()
    rows["claims"][0]["said"] = "last week"
    folder = write_rows(tmp_path / "faulty", rows)
    drafts = drafts_of(folder)
    draft = drafts.new("", "Ann", "A test.", (changed("c3", note=("", "Checked.")),))
    drafts.save(draft, "")
    assert load(folder).problems != ()
    publish(draft, folder, drafts, Approval(by="Bob"))


def test_two_people_who_change_different_fields_do_not_conflict(
    folder: Path, drafts: Drafts, save: SaveDraft
) -> None:
    one, other = save(NOTE), save(changed("c1", cargo=("arms", "troops")))
    publish(one, folder, drafts, Approval(by="Bob"))
    publish(other, folder, drafts, Approval(by="Bob"))
    claim = load(folder).dataset.claims.loc["c1"]
    assert (claim["note"], claim["cargo"]) == ("Checked.", ("troops",))


def test_a_field_that_was_changed_meanwhile_shows_both_values(
    folder: Path, drafts: Drafts, save: SaveDraft
) -> None:
    one, other = save(NOTE), save(changed("c1", note=("", "Doubted.")))
    publish(one, folder, drafts, Approval(by="Bob"))
    with pytest.raises(DraftError) as error:
        publish(other, folder, drafts, Approval(by="Bob"))
    assert error.value.faults == (
        "claim “c1”, note: it is now “Checked.”, the draft has “Doubted.”, and both began from "
        "empty",
    )
    loaded = load(folder)
    (found,) = conflicts(loaded.files, other)
    base = loaded.dataset.revision
    assert resolved(other, found, keep="published", base=base).edits == ()
    decided = resolved(other, found, keep="draft", base=base)
    assert conflicts(loaded.files, decided) == ()
    drafts.save(decided, drafts.version(other.id))
    publish(decided, folder, drafts, Approval(by="Bob"))
    assert load(folder).dataset.claims["note"]["c1"] == "Doubted."


@pytest.mark.parametrize(
    ("first", "second", "fault"),
    [
        ("remove", NOTE, "it was removed meanwhile"),
        (
            added("agency2", "sources", name="One", kind="media"),
            added("agency2", "sources", name="Two", kind="media"),
            "another record was given this id",
        ),
        (changed("c2", note=("", "Kept.")), "remove", "it is now “Kept.”"),
    ],
    ids=["removed-changed", "added-twice", "changed-removed"],
)
def test_records_that_were_removed_or_added_meanwhile(
    folder: Path, save: SaveDraft, first: object, second: object, fault: str
) -> None:
    drafts = drafts_of(folder)
    removal = removed(folder, "claims", "c1" if first == "remove" else "c2")
    one, other = (
        save(item if isinstance(item, RecordEdit) else removal) for item in (first, second)
    )
    publish(one, folder, drafts, Approval(by="Bob"))
    with pytest.raises(DraftError, match=fault):
        publish(other, folder, drafts, Approval(by="Bob"))


def test_where_review_is_required_somebody_else_publishes(
    folder: Path, drafts: Drafts, save: SaveDraft
) -> None:
    (folder / "case.toml").write_text("[review]\nrequired = true\n", encoding="utf-8")
    draft = save(NOTE)
    with pytest.raises(DraftError, match="somebody else publishes it"):
        publish(draft, folder, drafts, Approval(by="Ann"))
    publish(draft, folder, drafts, Approval(by="Bob"))


def test_an_unclear_rule_of_review_counts_as_required(folder: Path) -> None:
    (folder / "case.toml").write_text('[review]\nrequired = "yes"\n', encoding="utf-8")
    loaded = load(folder)
    assert loaded.dataset.case.review_required
    assert [problem.field for problem in loaded.problems] == ["review required"]


def test_a_draft_is_published_once_by_many_at_once(folder: Path, save: SaveDraft) -> None:
    draft = save(added("agency2", "sources", name="Another agency", kind="media"))

    def attempt(number: int) -> str:
        try:
            publish(draft, folder, drafts_of(folder), Approval(by=f"Editor {number}"))
        except DraftError as error:
            return str(error)
        return ""

    with ThreadPoolExecutor(4) as threads:
        answers = sorted(threads.map(attempt, range(4)))
    assert answers[0] == ""
    assert all("published or withdrawn meanwhile" in answer for answer in answers[1:])
    assert (folder / "sources.csv").read_text().count("Another agency") == 1


def test_drafts_of_several_people_published_at_once_are_all_there(
    folder: Path, drafts: Drafts, save: SaveDraft
) -> None:
    saved = [save(added(f"agency-{n}", "sources", name=f"No. {n}", kind="media")) for n in range(5)]
    with ThreadPoolExecutor(5) as threads:
        list(threads.map(lambda draft: publish(draft, folder, drafts, Approval(by="Bob")), saved))
    assert {f"agency-{n}" for n in range(5)} <= {*load(folder).dataset.sources.index}


def test_two_tabs_never_overwrite_each_other(drafts: Drafts, save: SaveDraft) -> None:
    draft = save(NOTE)
    version = drafts.version(draft.id)
    later = drafts.save(replace(draft, message="First tab."), version)
    with pytest.raises(DraftError, match="saved, published or withdrawn elsewhere"):
        drafts.save(replace(draft, message="Second tab."), version)
    assert drafts.read(draft.id).message == "First tab."
    drafts.save(replace(draft, message="Second tab."), later)


def test_a_draft_that_changed_after_the_review_is_not_published(
    folder: Path, drafts: Drafts, save: SaveDraft
) -> None:
    draft = save(NOTE)
    reviewed = drafts.version(draft.id)
    drafts.save(replace(draft, edits=(changed("c1", cargo=("arms", "troops")),)), reviewed)
    with pytest.raises(DraftError, match="review it again"):
        publish(draft, folder, drafts, Approval(by="Bob", version=reviewed))


def test_an_interrupted_publication_can_be_repeated(
    folder: Path, drafts: Drafts, save: SaveDraft
) -> None:
    draft = save(added("middle", "places", **PLACE, **{"": POINT}), VISIT)
    files = drafted_files(load(folder).files, draft)
    # the process was killed after the first of two files
    (folder / "places.geojson").write_bytes(files["places.geojson"])
    publish(draft, folder, drafts, Approval(by="Bob"))
    assert load(folder).files == files


def test_files_that_cannot_be_written_are_all_left_as_they_were(
    folder: Path, drafts: Drafts, save: SaveDraft, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = save(added("middle", "places", **PLACE, **{"": POINT}), VISIT)
    before = contents(folder)
    write = folder_source.write_whole

    def full(path: Path, content: bytes) -> None:
        if path.name == "claims.csv":
            raise OSError(28, os.strerror(28))
        write(path, content)

    monkeypatch.setattr(folder_source, "write_whole", full)
    with pytest.raises(DraftError, match=r"no space left on device.*nothing was changed"):
        publish(draft, folder, drafts, Approval(by="Bob"))
    assert contents(folder) == before
    assert [item.id for item in drafts.open_drafts()] == [draft.id]
    # what would have been written can be downloaded instead
    assert {*examine(draft, folder).changed_files} == {"places.geojson", "claims.csv"}


def test_a_withdrawn_draft_is_gone(folder: Path, drafts: Drafts, save: SaveDraft) -> None:
    draft = save(NOTE)
    drafts.withdraw(draft.id)
    with pytest.raises(UnknownDraftError):
        drafts.read(draft.id)
    with pytest.raises(UnknownDraftError):
        drafts.withdraw(draft.id)
    with pytest.raises(DraftError, match="meanwhile"):
        publish(draft, folder, drafts, Approval(by="Bob"))


@pytest.mark.parametrize("key", ["../../etc/passwd", "20260101-ABCDEF", "", "20260101-abcde/"])
def test_only_an_id_names_a_file(drafts: Drafts, key: str) -> None:
    for use in (drafts.read, drafts.withdraw, drafts.version):
        with pytest.raises(DraftError, match="is not the id of a draft"):
            use(key)


def test_drafts_never_lie_in_the_data_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROUTEMAP_DRAFTS", str(folder / "drafts"))
    with pytest.raises(PathError, match="outside the data folder"):
        drafts_of(folder)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda d: d.update(format=2), "not a draft of format 1"),
        (lambda d: d.update(records={}), "“records” must be a list"),
        (lambda d: d["records"].append(d["records"][0]), "claims “c1” is there twice"),
        (lambda d: d["records"][0].update(table="claim"), "unknown table “claim”"),
        (lambda d: d["records"][0].update(change="edit"), "“change” must be one of"),
        (lambda d: d["records"][0].update(fields=[]), "“fields” must be an object"),
        (lambda d: d["records"][0].update(geometry={"new": {}}), "has no geometries"),
        (lambda d: d["records"][0]["fields"].update(id={"new": "x"}), "an id cannot be changed"),
        (lambda d: d["records"][0]["fields"].update(note={"new": 3}), "write a text"),
        (lambda d: d["records"][0]["fields"].update(note="x"), "“old” and “new”"),
        (lambda d: d["records"][0]["fields"].update(note={"new": "x" * 20_001}), "longer than"),
        (lambda d: d["records"][0].update(record="a\nb"), "an id on one line"),
        (lambda d: d.update(author=None), "“author” must be a text"),
        (lambda d: d.update(created="yesterday"), "must be a time such as"),
    ],
)
def test_a_file_that_is_no_draft_is_named(
    drafts: Drafts, save: SaveDraft, change: Callable[[dict], object], fault: str
) -> None:
    draft = save(NOTE)
    document = json.loads(to_bytes(draft))
    change(document)
    path = Path(drafts.place) / f"{draft.id}.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(DraftError, match=fault):
        drafts.read(draft.id)
    assert drafts.open_drafts() == ()
    (said,) = drafts.faults()
    assert path.name in said
