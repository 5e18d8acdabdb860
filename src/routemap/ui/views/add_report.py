"""The content of the page “Add a report”: article, text with marks, claims, and new records."""

from __future__ import annotations

import streamlit as st

from routemap.data.dataset import Dataset
from routemap.data.drafts.draft_records import added_records
from routemap.data.drafts.kept_drafts import drafts_of
from routemap.data.drafts.publish import Examined
from routemap.data.load import data_folder
from routemap.data.repository import repository
from routemap.model.errors import ArticleTextError, DateError, DraftError, UnknownDraftError
from routemap.model.roles import MAKE
from routemap.questions.draft_sentences import problem_sentences
from routemap.questions.links import link_to
from routemap.questions.proposals.proposals import Proposals, proposals_of
from routemap.ui.frame import Frame
from routemap.ui.parts.markdown import plain
from routemap.ui.parts.record_form import Form
from routemap.ui.parts.templates import draw
from routemap.ui.parts.text_marks import Mark, Span, draw_text_marks, sent_choice, sent_mark
from routemap.ui.permissions import may
from routemap.ui.report import (
    Report,
    forget_report,
    open_claim,
    open_report,
    reload_report,
    save_as_new,
)
from routemap.ui.session import Key
from routemap.ui.url_state import arrange
from routemap.ui.views.report_article import draw_article, draw_beginning, draw_missing_text
from routemap.ui.views.report_claims import add_claim, claims_of, draw_claims, located
from routemap.ui.views.report_map import draw_new_features
from routemap.ui.views.report_new import draw_new_records
from routemap.web.pages import page_named


def draw_add_report(current: Frame) -> None:
    """Draw the page: how to begin, or the report of the draft that the address names."""
    if not may(MAKE):
        st.info(
            "Only contributors and editors can add reports. The people who run this dashboard "
            "choose them.",
            icon=":material/lock:",
        )
        return
    try:
        report = open_report(current.query.draft)
    except (UnknownDraftError, DraftError) as error:
        st.warning(plain(f"{str(error)[:1].upper()}{str(error)[1:]}."), icon=":material/draft:")
        report = None
    if report is None:
        _draw_held()
        draw_beginning(current)
        return
    _draw_fault(report)
    try:
        examined = repository(data_folder()).examined(report.draft.id)
    except (UnknownDraftError, DraftError):
        examined = None
    form = Form.of(report, current.loaded.dataset, examined)
    found = _proposals(current, report)
    article, text, claims = st.columns((3, 5, 4), gap="medium")
    with article:
        draw_article(current, report, form)
        draw_new_records(report, form)
    with text:
        st.subheader("Text")
        if report.text:
            _draw_text(current, report, found)
        else:
            draw_missing_text(report)
    with claims:
        draw_claims(report, form, found)
    draw_new_features(report, form)
    _draw_end(current, report, examined)


def _draw_held() -> None:
    """Draw the way back to the report of the session, also if its draft has been withdrawn."""
    report: Report | None = st.session_state.get(Key.REPORT)
    if report is None:
        return
    name = report.draft.message
    if drafts_of(data_folder()).version(report.draft.id):
        st.button(
            f"Go on: {plain(name)}",
            icon=":material/edit_note:",
            on_click=lambda: arrange(draft=report.draft.id),
        )
        return
    st.error(
        plain(f"“{name}” has been withdrawn or published. This session still has what you typed."),
        icon=":material/sync_problem:",
    )
    with st.container(horizontal=True):
        st.button("Save mine as a new draft", on_click=_keep_mine, args=(report,))
        st.button("Forget it", on_click=forget_report)


def _draw_fault(report: Report) -> None:
    if not report.fault:
        return
    st.error(plain(f"Not saved: {report.fault}."), icon=":material/sync_problem:")
    with st.container(horizontal=True):
        st.button("Save mine as a new draft", on_click=_keep_mine, args=(report,))
        st.button("Load the other state", on_click=reload_report, args=(report.draft.id,))


def _keep_mine(report: Report) -> None:
    save_as_new(report)
    arrange(draft=report.draft.id)


def _proposals(current: Frame, report: Report) -> Proposals | None:
    """Return what the text proposes, kept in the session until the text or the day changes."""
    cells = added_records(report.draft, "articles").get(report.article, {})
    of = (report.draft.id, len(report.text), cells.get("published", ""))
    kept = st.session_state.get(Key.REPORT_FOUND)
    if kept is not None and kept[0] == of:
        found: Proposals | None = kept[1]
        return found
    found = _found(report.text, current.current.dataset, cells.get("published", ""))
    st.session_state[Key.REPORT_FOUND] = (of, found)
    return found


def _found(text: str, dataset: Dataset, published: str) -> Proposals | None:
    try:
        return proposals_of(text, dataset, published)
    except DateError:  # the field says what is wrong with it
        return _found(text, dataset, "")
    except ArticleTextError:
        return None


def _draw_text(current: Frame, report: Report, found: Proposals | None) -> None:
    if found is None:
        st.info(
            "The text is too long for proposals and single sentences. Give only the article.",
            icon=":material/info:",
        )
    claims = claims_of(report)
    marks = [
        Mark(*place, key=key, label=f"Claim {number}", chosen=key == report.claim)
        for number, (key, cells) in enumerate(claims.items(), 1)
        if (place := located(report.text, cells))
    ]
    taken = {*current.loaded.dataset.claims.index}
    draw_text_marks(
        report.text,
        [(item.start, item.end) for item in found.sentences] if found else [],
        _spans(found) if found else [],
        marks,
        key=Key.REPORT_MARKS,
        on_mark=lambda: _take_mark(report, taken),
        on_choose=lambda: _take_choice(report, marks),
    )


def _spans(found: Proposals) -> list[Span]:
    kinds = {"vessels": "vessel", "sources": "source"}
    return [
        *(Span(n.start, n.end, kinds.get(n.table, "name"), n.name) for n in found.names),
        *(Span(day.start, day.end, "day", day.rule) for day in found.days),
        *(Span(cue.start, cue.end, "cue", f"may mean: {cue.stance}") for cue in found.cues),
    ]


def _take_mark(report: Report, taken: set[str]) -> None:
    if place := sent_mark(report.text, Key.REPORT_MARKS):
        add_claim(report, *place, taken)


def _take_choice(report: Report, marks: list[Mark]) -> None:
    if chosen := sent_choice(Key.REPORT_MARKS, marks):
        open_claim(report, chosen)


def _draw_end(current: Frame, report: Report, examined: Examined | None) -> None:
    """Draw what is left to do, and the way to the review."""
    st.divider()
    draw(
        "report_end.html",
        left=problem_sentences(examined) if examined else [],
        has_claims=bool(added_records(report.draft, "claims")),
        version=report.version,
        address=link_to(current.query).to_string(),
    )
    with st.container(horizontal=True):
        if st.button("Review the draft", type="primary", icon=":material/rate_review:"):
            st.switch_page(page_named("drafts").file)  # a link would begin another session
        st.button("Begin another report", icon=":material/note_add:", on_click=_begin_another)


def _begin_another() -> None:
    forget_report()
    arrange(draft="")
