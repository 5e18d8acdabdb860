"""The report that somebody is coding: its draft, and the text of the article.

Every change is saved in the draft at once, so a session that ends loses nothing that was typed. The
text of the article stays in the session, because it belongs to its publisher.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import streamlit as st

from routemap.data.dataset import Dataset
from routemap.data.drafts.draft_file import LABELS
from routemap.data.drafts.draft_records import added_records, renamed_article, with_cells
from routemap.data.drafts.kept_drafts import drafts_of
from routemap.data.incoming.article_upload import IncomingArticle
from routemap.data.incoming.new_ids import article_id
from routemap.data.load import data_folder
from routemap.data.reading.saved_page import SavedPage
from routemap.model.draft import Draft
from routemap.model.errors import DraftError, UnknownDraftError
from routemap.model.roles import CHANGE_OTHERS, MAKE
from routemap.ui.permissions import may, person
from routemap.ui.session import Key, replace_widget

_UNNAMED = "article"
"""The id of an article of which nothing is known yet."""
_MESSAGE = 200  # characters of the title in the message of a draft


@dataclass
class Report:
    """A report in the making.

    Attributes
    ----------
    draft, version
        Its draft, and the version that this session has saved or read.
    article
        The id of its article, ``""`` if the draft adds none.
    text
        The text of the article, ``""`` in a session that has not read it.
    page
        The uploaded file with the article, ``None`` if the text was pasted.
    claim
        The id of the claim that is being edited, or ``""``.
    fault
        Why the last change could not be saved, ``""`` if everything is saved.
    unsaved
        What was typed after the sign-in had ended, by the label of the field.
    """

    draft: Draft
    version: str
    article: str
    text: str = ""
    page: SavedPage | None = None
    claim: str = ""
    fault: str = ""
    unsaved: dict[str, str] = field(default_factory=dict)


def open_report(draft: str) -> Report | None:
    """Return the report of a draft: that of the session, or else that of the file.

    Raises
    ------
    UnknownDraftError, DraftError
        If the draft cannot be read, or is published already.
    """
    if not draft:
        return None
    held: Report | None = st.session_state.get(Key.REPORT)
    if held is not None and held.draft.id == draft:
        return held
    drafts = drafts_of(data_folder())
    found = drafts.read(draft)
    if found.publication is not None:
        raise DraftError("this draft has been published; begin a new report")
    article = next((e.record for e in found.edits if e.table == "articles"), "")
    report = Report(found, drafts.version(draft), article)
    st.session_state[Key.REPORT] = report
    return report


def begin_report(base: str, key: str, cells: Mapping[str, str], article: IncomingArticle) -> Report:
    """Save a new draft that adds an article, and make it the report of the session.

    Raises
    ------
    DraftError
        If the draft cannot be saved.
    """
    drafts = drafts_of(data_folder())
    draft = drafts.new(base, person(), _message(cells))
    draft = with_cells(draft, "articles", key, cells)
    report = Report(draft, drafts.save(draft, ""), key, article.text, article.page)
    st.session_state[Key.REPORT] = report
    return report


def _message(cells: Mapping[str, str]) -> str:
    title = cells.get("title", "")
    return f"Add “{title[:_MESSAGE]}”" if title else "Add a report"


def may_change(draft: Draft) -> bool:
    """Return whether the reader may change a draft."""
    return may(MAKE if draft.author == person() else CHANGE_OTHERS)


def save(report: Report, draft: Draft) -> None:
    """Save a changed draft. If that fails, the session keeps it, and ``fault`` says why."""
    before, report.draft = report.draft, draft
    if not may_change(draft):
        report.unsaved |= _typed(before, draft)
        report.fault = "you are not allowed to change this draft; sign in again, or ask an editor"
        return
    try:
        report.version = drafts_of(data_folder()).save(draft, report.version)
    except DraftError as error:
        report.fault = str(error)
    else:
        report.fault = ""
        report.unsaved = {}


def _typed(before: Draft, after: Draft) -> dict[str, str]:
    """Return the texts that a draft has and an earlier state of it has not, by label."""
    old = {(e.table, e.record, item.key): item.new for e in before.edits for item in e.fields}
    return {
        LABELS[edit.table].get(item.key, item.key): item.new
        for edit in after.edits
        for item in edit.fields
        if item.key and old.get((edit.table, edit.record, item.key)) != item.new
    }


def is_named(report: Report) -> bool:
    """Return whether the article has the id that it keeps."""
    return report.article != _UNNAMED and not report.article.startswith(f"{_UNNAMED}-")


def named_article(report: Report, draft: Draft, dataset: Dataset) -> Draft:
    """Return a changed draft, with the message and the id that the citation proposes.

    A message that somebody wrote stays, and an article that has a proper id keeps it.
    """
    cells = added_records(draft, "articles").get(report.article, {})
    if draft.message == _message(added_records(report.draft, "articles").get(report.article, {})):
        draft = replace(draft, message=_message(cells))
    if is_named(report) or not (cells.get("publisher") and cells.get("published")):
        return draft
    before, report.article = report.article, article_id(cells, dataset)
    report.claim = report.claim.replace(before, report.article, 1)
    return renamed_article(draft, before, report.article)


def save_elsewhere(report: Report, draft: Draft) -> None:
    """Save a change that does not come from the fields, which then show what the draft has.

    Otherwise a field would send its earlier value again, with the next change of another one. Call
    it in a callback.
    """
    save(report, draft)
    _forget_fields()


def save_as_new(report: Report) -> None:
    """Save what the session has as a draft of its own."""
    drafts = drafts_of(data_folder())
    own = report.draft
    report.draft, report.version = drafts.new(own.base, person(), own.message, own.edits), ""
    save(report, report.draft)


def open_claim(report: Report, claim: str) -> None:
    """Make a claim the one that is edited, otherwise than by the list of claims.

    The list is a new widget then: what the page still sends of the old one changes nothing.
    """
    report.claim = claim
    replace_widget(Key.REPORT_CLAIM)


def forget_report() -> None:
    """Forget the report of the session; its draft stays."""
    st.session_state.pop(Key.REPORT, None)
    _forget_fields()


def _forget_fields() -> None:
    for key in [key for key in st.session_state if str(key).startswith(f"{Key.FIELD}.")]:
        del st.session_state[key]


def reload_report(draft: str) -> None:
    """Read the draft again, as somebody else has saved it; keep the text of the article."""
    held: Report | None = st.session_state.get(Key.REPORT)
    forget_report()
    try:
        report = open_report(draft)
    except (UnknownDraftError, DraftError):
        return
    if held is not None and report is not None:
        report.text, report.page = held.text, held.page
