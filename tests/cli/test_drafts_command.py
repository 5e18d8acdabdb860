"""``routemap drafts``, ``review`` and ``publish``."""

from __future__ import annotations

from pathlib import Path

import pytest

from routemap.cli import main
from routemap.data.drafts.kept_drafts import Drafts, drafts_of
from routemap.data.load import load
from routemap.model.draft import Change, Draft, FieldEdit, RecordEdit

DENIAL = RecordEdit(
    "claims",
    "c9",
    Change.ADDED,
    tuple(
        FieldEdit(key, "", text)
        for key, text in {
            "article": "paper", "allegation": "horses", "source": "ministry", "stance": "denies",
            "said": "2022-11-02", "features": "lane", "excerpt_kind": "paraphrase",
            "excerpt": "No horses moved.",
        }.items()
    ),
)  # fmt: skip
NOTE = RecordEdit("claims", "c1", Change.CHANGED, (FieldEdit("note", "", "Checked."),))
REMOVED = RecordEdit(
    "claims",
    "c2",
    Change.CHANGED,
    (FieldEdit("stance", "denies", "reports"),),
)


@pytest.fixture(autouse=True)
def login(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "bob")


@pytest.fixture
def drafts(folder: Path) -> Drafts:
    return drafts_of(folder)


def saved(folder: Path, *edits: RecordEdit, message: str = "A test.") -> Draft:
    drafts = drafts_of(folder)
    draft = drafts.new(load(folder).dataset.revision, "ann", message, edits)
    drafts.save(draft, "")
    return draft


def run(folder: Path, command: str, *words: str) -> int:
    return main([command, "--data", str(folder), *words])


def test_the_list_says_who_made_which_draft_and_how_much_it_changes(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, "drafts") == 0
    assert capsys.readouterr().out == "There are no open drafts.\n"
    draft = saved(folder, DENIAL, NOTE)
    broken = Path(drafts_of(folder).place) / "20260301-aaaaaa.json"
    broken.write_text("{", encoding="utf-8")
    assert run(folder, "drafts") == 0
    told = capsys.readouterr()
    day = f"{draft.created:%Y-%m-%d}"
    assert told.out == f"{draft.id}  {day}  ann  A test.  (1 claim added, 1 claim changed)\n"
    assert "cannot be read: 20260301-aaaaaa.json: the file is not valid JSON" in told.err


def test_a_review_says_which_statuses_change_and_why(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = saved(folder, DENIAL)
    assert run(folder, "review", draft.id) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1:3] == [
        "1 claim added",
        "1 claim added; Lane went from asserted to disputed: denied by The ministry on 2 November "
        "2022",
    ]
    assert "New denial: The ministry: denies “Horses move”, 2 November 2022." in lines


def test_a_review_lists_problems_conflicts_and_edits_that_need_a_reason(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = RecordEdit("claims", "c3", Change.CHANGED, (FieldEdit("cargo", "livestock", "gold"),))
    draft = saved(folder, wrong, REMOVED)
    assert run(folder, "review", draft.id) == 1
    told = capsys.readouterr()
    assert "problem: claims.csv:4 (c3): cargo: “gold” is not one of" in told.out
    assert "needs a reason: claim “c2”: changes a denial" in told.out
    assert "(--reason claims/c2=TEXT)" in told.out
    assert "It cannot be published: " in told.err
    other = RecordEdit("claims", "c1", Change.CHANGED, (FieldEdit("note", "Old.", "New."),))
    assert run(folder, "review", saved(folder, other).id) == 1
    assert (
        "conflict: claim “c1”, note: it is now empty, the draft has “New.”, and both began from "
        "“Old.”\n" in capsys.readouterr().out
    )


def test_a_draft_is_published_with_the_name_and_the_reason(
    folder: Path, drafts: Drafts, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = saved(folder, REMOVED)
    before = load(folder).dataset.revision
    assert run(folder, "publish", draft.id) == 1
    told = capsys.readouterr()
    assert "claim “c2”: changes a denial: its stance was “denies” and becomes “reports”" in told.out
    assert told.err == "1 fault; nothing was written\n"
    assert load(folder).dataset.revision == before
    assert run(folder, "publish", draft.id, "--reason", "claims/c2=It only reports.") == 0
    assert capsys.readouterr().out == f"revision {load(folder).dataset.revision}\n"
    (kept,) = drafts.published()
    assert kept.publication is not None
    assert (kept.publication.by, kept.publication.reasons) == (
        "bob",
        {"claims/c2": "It only reports."},
    )
    assert run(folder, "publish", draft.id) == 2
    assert "was published on" in capsys.readouterr().err
    assert run(folder, "drafts", "--published") == 0
    assert ", published by bob  ann  A test." in capsys.readouterr().out


def test_an_author_cannot_publish_where_a_second_person_must(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "case.toml").write_text("[review]\nrequired = true\n", encoding="utf-8")
    draft = saved(folder, NOTE)
    assert run(folder, "publish", draft.id, "--by", "ann") == 1
    assert "somebody else publishes it" in capsys.readouterr().out
    assert run(folder, "publish", draft.id, "--by", "carol") == 0


def test_an_undo_is_a_draft_that_takes_a_published_one_back(
    folder: Path, drafts: Drafts, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {path.name: path.read_bytes() for path in folder.iterdir()}
    draft = saved(folder, NOTE, DENIAL)
    assert run(folder, "drafts", "undo", draft.id) == 2
    assert "is not published; withdraw it instead" in capsys.readouterr().err
    assert run(folder, "publish", draft.id) == 0
    assert run(folder, "drafts", "undo", draft.id) == 0
    (undo,) = drafts.open_drafts()
    assert (undo.undoes, undo.author, undo.message) == (draft.id, "bob", "Undo: A test.")
    assert run(folder, "publish", undo.id, "--reason", "claims/c9=It was a mistake.") == 0
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == files


def test_a_withdrawn_draft_is_gone(
    folder: Path, drafts: Drafts, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = saved(folder, NOTE)
    assert run(folder, "drafts", "withdraw", draft.id) == 0
    assert drafts.open_drafts() == ()
    assert run(folder, "drafts", "withdraw", draft.id) == 2
    assert "there is no open draft" in capsys.readouterr().err


def test_a_patch_has_only_the_files_that_change(
    folder: Path, tmp_path: Path, drafts: Drafts, capsys: pytest.CaptureFixture[str]
) -> None:
    before = load(folder).dataset.revision
    draft = saved(folder, DENIAL, REMOVED)
    output = tmp_path / "patch"
    assert run(folder, "drafts", "patch", draft.id, "-o", str(output)) == 0
    assert "needs a reason: claim “c2”: changes a denial" in capsys.readouterr().out
    assert [path.name for path in output.iterdir()] == ["claims.csv"]
    assert load(folder).dataset.revision == before
    (folder / "claims.csv").write_bytes((output / "claims.csv").read_bytes())
    assert load(folder).dataset.claims["stance"]["c9"] == "denies"
    assert run(folder, "publish", draft.id) == 0  # what the files have already is left out
    assert drafts.open_drafts() == ()


def test_a_patch_of_a_draft_with_problems_is_refused(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = RecordEdit("claims", "c1", Change.CHANGED, (FieldEdit("source", "council", "nobody"),))
    draft = saved(folder, wrong)
    assert run(folder, "drafts", "patch", draft.id, "-o", str(tmp_path / "patch")) == 1
    assert "“nobody”" in capsys.readouterr().out
    assert not (tmp_path / "patch").exists()


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (["review", "nothing"], "“nothing” is not the id of a draft, such as 20260301-k3f9ab"),
        (["review", "20260301-aaaaaa"], "there is no draft “20260301-aaaaaa”"),
        (["publish", "20260301-aaaaaa"], "there is no draft “20260301-aaaaaa”"),
        (["drafts", "undo", "../../claims"], "“../../claims” is not the id of a draft"),
    ],
)
def test_an_unknown_draft_is_an_error(
    words: list[str], fault: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, *words) == 2
    assert fault in capsys.readouterr().err


def test_a_reason_names_a_record(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft = saved(folder, REMOVED)
    assert run(folder, "publish", draft.id, "--reason", "c2") == 2
    assert "--reason c2: write TABLE/RECORD=TEXT" in capsys.readouterr().err
