"""The page “Drafts” as Streamlit runs it: who sees what, and what its buttons do."""

from __future__ import annotations

import html as entities
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from routemap.data.drafts.kept_drafts import Drafts, drafts_of
from routemap.data.drafts.publish import Approval, publish
from routemap.data.load import SHIPPED, VARIABLE, load
from routemap.data.repository import forget_repositories, repository
from routemap.model.draft import Change, Draft, FieldEdit, RecordEdit
from routemap.model.roles import Role
from routemap.ui import permissions
from routemap.ui.session import Key
from routemap.ui.views import draft_token
from routemap.ui.views import drafts as drafts_view

DASHBOARD_PAGE = """
import runpy
from routemap.ui.frame import open_frame
open_frame({title!r}, {page!r})
runpy.run_path({path!r})
"""
NOTE = RecordEdit("claims", "c1", Change.CHANGED, (FieldEdit("note", "", "Checked twice."),))
UNDENIED = RecordEdit("claims", "c2", Change.CHANGED, (FieldEdit("stance", "denies", "reports"),))


def become(monkeypatch: pytest.MonkeyPatch, role: Role, name: str = "ann@desk.example") -> None:
    monkeypatch.setattr(permissions, "current_role", lambda: role)
    monkeypatch.setattr(permissions, "current_person", lambda: name)


@pytest.fixture
def drafts(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Drafts:
    """The drafts of the small folder, which the page shows to an editor."""
    monkeypatch.setenv(VARIABLE, str(folder))
    become(monkeypatch, Role.EDITOR)
    repository(folder)
    return drafts_of(folder)


def saved(drafts: Drafts, *edits: RecordEdit, author: str = "ben@desk.example") -> Draft:
    draft = drafts.new("", author, "Correct a claim.", edits)
    drafts.save(draft, "")
    return draft


def open_page(page: str = "drafts", **params: str) -> AppTest:
    path = SHIPPED.parent / "pages" / f"{page or 'map'}.py"
    script = DASHBOARD_PAGE.format(title="Drafts", page=page, path=str(path))
    app = AppTest.from_string(script, default_timeout=60)
    for key, value in params.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception
    return app


def text(app: AppTest) -> str:
    parts = [entities.unescape(element.proto.body) for element in app.get("html")]
    return "\n".join([*parts, *(item.value for item in (*app.markdown, *app.caption))])


def test_a_reader_sees_no_draft(drafts: Drafts, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = saved(drafts, NOTE)
    become(monkeypatch, Role.READER)
    for app in (open_page(), open_page(draft=draft.id), open_page("claims", draft=draft.id)):
        assert "Correct a claim." not in text(app)
        assert "Checked twice." not in text(app)
        assert "draft" not in app.query_params
    assert "Only contributors and editors can see drafts" in open_page().info[0].value
    assert "only contributors and editors" in open_page("claims", draft=draft.id).warning[0].value


def test_what_is_to_be_corrected_names_records_by_their_words(drafts: Drafts) -> None:
    cells = {"article": "paper", "excerpt_kind": "paraphrase", "excerpt": "Beams were seen."}
    fields = tuple(FieldEdit(key, "", value) for key, value in cells.items())
    draft = saved(drafts, RecordEdit("claims", "paper-77", Change.ADDED, fields))
    shown = text(open_page(draft=draft.id))
    assert "Claim “Beams were seen”: Claim source: a required value is missing" in shown
    assert "paper-77" not in shown


def test_drafts_are_listed_with_who_made_them(drafts: Drafts) -> None:
    assert "There are no open drafts" in text(open_page())
    draft = saved(drafts, NOTE)
    shown = text(open_page())
    assert f"./drafts?draft={draft.id}" in shown
    assert "ben@desk.example" in shown
    assert "1 changed" in shown


def test_a_draft_is_seen_on_other_pages_with_a_band(drafts: Drafts, folder: Path) -> None:
    draft = saved(drafts, UNDENIED)
    app = open_page("claims", draft=draft.id)
    assert "Seen through a draft" in text(app)
    assert "not published" in text(app)
    assert app.query_params["draft"] in (draft.id, [draft.id])
    assert load(folder).dataset.claims["stance"]["c2"] == "denies"


def test_an_unknown_draft_is_said_and_the_published_data_is_shown(drafts: Drafts) -> None:
    app = open_page("claims", draft="20260101-abcdef")
    assert "there is no draft" in app.warning[0].value
    assert "draft" not in app.query_params
    assert drafts.open_drafts() == ()


def test_a_review_says_what_changes_and_which_status(drafts: Drafts) -> None:
    draft = saved(drafts, UNDENIED)
    shown = text(open_page(draft=draft.id))
    assert "went from disputed to asserted" in shown
    assert "1 claim changed" in shown
    assert "“c2”" not in shown  # no ids


def test_a_risky_draft_is_published_with_a_reason_only(drafts: Drafts, folder: Path) -> None:
    draft = saved(drafts, UNDENIED)
    app = open_page(draft=draft.id)
    assert app.button(key=Key.DRAFT_PUBLISH).disabled
    assert "give a reason" in text(app)
    (field,) = app.text_input
    assert "changes a denial" in field.label
    field.set_value("The ministry corrected itself.").run()
    assert not app.button(key=Key.DRAFT_PUBLISH).disabled
    # another reason arrives together with the click
    app.text_input[0].set_value("The ministry withdrew its denial.")
    app.button(key=Key.DRAFT_PUBLISH).click().run()
    assert not app.exception
    assert "Published" in app.success[0].value
    assert load(folder).dataset.claims["stance"]["c2"] == "reports"
    assert drafts.open_drafts() == ()
    (kept,) = drafts.published()
    assert kept.publication is not None
    assert kept.publication.by == "ann@desk.example"
    assert [*kept.publication.reasons.values()] == ["The ministry withdrew its denial."]


def test_a_contributor_can_read_but_not_publish(
    drafts: Drafts, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = saved(drafts, NOTE)
    become(monkeypatch, Role.CONTRIBUTOR)
    app = open_page(draft=draft.id)
    assert app.button(key=Key.DRAFT_PUBLISH).disabled
    assert "only editors can publish" in text(app)
    assert load(folder).dataset.claims["note"]["c1"] == ""
    assert [item.id for item in drafts.open_drafts()] == [draft.id]


@pytest.mark.parametrize("role", [Role.READER, Role.CONTRIBUTOR])
def test_a_click_counts_only_with_the_role_that_the_person_has_now(
    drafts: Drafts, folder: Path, monkeypatch: pytest.MonkeyPatch, role: Role
) -> None:
    draft = saved(drafts, NOTE)
    app = open_page(draft=draft.id)
    assert not app.button(key=Key.DRAFT_PUBLISH).disabled
    become(monkeypatch, role)
    app.button(key=Key.DRAFT_PUBLISH).click().run()
    assert load(folder).dataset.claims["note"]["c1"] == ""
    assert ("Checked twice." in text(app)) == (role is Role.CONTRIBUTOR)


def test_where_review_is_required_the_author_cannot_publish(drafts: Drafts, folder: Path) -> None:
    (folder / "case.toml").write_text("[review]\nrequired = true\n", encoding="utf-8")
    draft = saved(drafts, NOTE, author="ann@desk.example")
    app = open_page(draft=draft.id)
    assert app.button(key=Key.DRAFT_PUBLISH).disabled
    assert "somebody else must publish it" in text(app)


def test_a_draft_with_a_mistake_says_what_to_correct(drafts: Drafts) -> None:
    mistake = RecordEdit("claims", "c1", Change.CHANGED, (FieldEdit("stance", "asserts", "say"),))
    app = open_page(draft=saved(drafts, mistake).id)
    assert "Stance: “say” is not one of" in text(app)
    assert "correct what is listed above" in text(app)
    assert app.button(key=Key.DRAFT_PUBLISH).disabled


def test_a_conflict_shows_both_values_and_is_decided(drafts: Drafts, folder: Path) -> None:
    other = replace(NOTE, fields=(FieldEdit("note", "", "Doubted."),))
    draft = saved(drafts, other)
    first = saved(drafts, NOTE)
    publish(first, folder, drafts, Approval("ben@desk.example"))
    forget_repositories()
    app = open_page(draft=draft.id)
    shown = text(app)
    assert "now “Checked twice.”, in the draft “Doubted.”, before both empty." in shown
    # the choice arrives together with the click
    app.radio[0].set_value("draft")
    next(item for item in app.button if item.label == "Apply these decisions").click().run()
    assert "The decisions are saved" in app.success[0].value
    app.button(key=Key.DRAFT_PUBLISH).click().run()
    assert load(folder).dataset.claims["note"]["c1"] == "Doubted."


def test_a_draft_that_another_tab_has_changed_is_not_published(
    drafts: Drafts, folder: Path
) -> None:
    draft = saved(drafts, NOTE)
    app = open_page(draft=draft.id)
    drafts.save(replace(draft, edits=(UNDENIED,)), drafts.version(draft.id))
    app.button(key=Key.DRAFT_PUBLISH).click().run()
    assert "review it again" in app.error[0].value
    assert load(folder).dataset.claims["stance"]["c2"] == "denies"


def test_an_undo_is_a_new_draft_to_review(drafts: Drafts, folder: Path) -> None:
    publish(saved(drafts, NOTE), folder, drafts, Approval("ben@desk.example"))
    forget_repositories()
    app = open_page()
    next(item for item in app.button if item.label == "Undo").click().run()
    (undo,) = drafts.open_drafts()
    assert app.query_params["draft"] in (undo.id, [undo.id])
    app.button(key=Key.DRAFT_PUBLISH).click().run()
    assert load(folder).dataset.claims["note"]["c1"] == ""


def test_a_contributor_withdraws_only_own_drafts(
    drafts: Drafts, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, other = saved(drafts, NOTE, author="ann@desk.example"), saved(drafts, UNDENIED)
    become(monkeypatch, Role.CONTRIBUTOR)
    labels = [item.key for item in open_page(draft=other.id).button]
    assert Key.DRAFT_WITHDRAW not in labels
    open_page(draft=own.id).button(key=Key.DRAFT_WITHDRAW).click().run()
    assert [item.id for item in drafts.open_drafts()] == [other.id]


@pytest.mark.parametrize("page", ["export", "data"])
def test_no_file_is_made_of_a_draft(drafts: Drafts, page: str) -> None:
    app, published = open_page(page, draft=saved(drafts, NOTE).id), open_page(page)
    assert "Files are made of published data only" in text(app)
    assert "Files are made of published data only" not in text(published)
    assert app.get("download_button") == []
    assert "Map data" not in text(app)


def test_a_reader_who_signs_in_makes_and_ends_a_token(
    drafts: Drafts, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert drafts.open_drafts() == ()
    kept: list[str] = []
    monkeypatch.setattr(drafts_view, "login", object)
    monkeypatch.setattr(draft_token, "draft_token", lambda: "".join(kept))
    monkeypatch.setattr(draft_token, "renew_draft_token", lambda: kept.append("secret"))
    monkeypatch.setattr(draft_token, "revoke_draft_token", kept.clear)
    app = open_page()
    assert app.code == []
    app.button(key=Key.PROGRAM_KEY_NEW).click().run()
    assert [item.value for item in app.code] == ["secret"]
    app.button(key=Key.PROGRAM_KEY_END).click().run()
    assert app.code == []
    become(monkeypatch, Role.READER)
    assert Key.PROGRAM_KEY_NEW not in [item.key for item in open_page().button]
