"""The content of the page “Drafts”: open and published drafts, or the review of one."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from routemap.data.drafts.kept_drafts import Drafts, drafts_of, undo_of
from routemap.data.load import data_folder
from routemap.host.identity import login
from routemap.model.draft import Draft
from routemap.model.errors import DraftError, UnknownDraftError
from routemap.model.roles import PUBLISH, SEE, TOKEN
from routemap.questions.draft_sentences import draft_counts
from routemap.questions.links import link_to
from routemap.ui.frame import Frame
from routemap.ui.parts.markdown import plain
from routemap.ui.parts.templates import draw
from routemap.ui.permissions import may, person
from routemap.ui.session import Key
from routemap.ui.url_state import arrange
from routemap.ui.views.draft_review import draw_review, say
from routemap.ui.views.draft_token import draw_token

_PUBLISHED = 20


def draw_drafts(current: Frame) -> None:
    """Draw the drafts of the data, or the review of the one that the address names."""
    if not may(SEE):
        st.info(
            "Only contributors and editors can see drafts. The people who run this dashboard "
            "choose them.",
            icon=":material/lock:",
        )
        return
    said = st.session_state.get(Key.DRAFT_SAID)
    # until something else is done: a run of its own follows each publication
    if said and said[2] == current.query.draft:
        text, is_error, _ = said
        (st.error if is_error else st.success)(
            plain(text), icon=":material/error:" if is_error else ":material/check_circle:"
        )
    if current.query.draft:
        draw_review(current)
        return
    drafts = drafts_of(data_folder())
    for fault in drafts.faults():
        st.warning(plain(fault), icon=":material/warning:")
    found = drafts.open_drafts()
    st.subheader("Open")
    if found:
        draw("drafts.html", drafts=[_row(current, draft) for draft in found])
    else:
        draw("no_drafts.html")
    if login() is not None and may(TOKEN):
        draw_token()
    published = drafts.published()[:_PUBLISHED]
    if published:
        st.subheader("Published")
        for draft in published:
            _draw_published(current, drafts, draft)


def draw_no_drafts_here(current: Frame) -> None:
    """Draw that files are made of published data only, and the way to it."""
    published = link_to(replace(current.query, draft="")).to_string()
    draw("no_drafts_here.html", address=published)


def _row(current: Frame, draft: Draft) -> dict[str, str]:
    through = link_to(replace(current.query, draft=draft.id, as_of="", since="")).to_string()
    return {
        "message": draft.message,
        "author": draft.author,
        "day": f"{draft.created:%-d %B %Y, %H:%M UTC}",
        "counts": draft_counts(draft),
        "address": through,
        "undoes": draft.undoes,
    }


def _draw_published(current: Frame, drafts: Drafts, draft: Draft) -> None:
    publication = draft.publication
    if publication is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", wrap=False):
        draw(
            "published_draft.html",
            message=draft.message,
            author=draft.author,
            by=publication.by,
            day=f"{publication.at:%-d %B %Y, %H:%M UTC}",
            counts=draft_counts(draft),
            reasons=[(key, text) for key, text in publication.reasons.items()],
        )
        if may(PUBLISH):
            st.button(
                "Undo",
                key=f"{Key.DRAFT_UNDO}.{draft.id}",
                icon=":material/undo:",
                help="Make a draft that takes this one back. You review it before it is published.",
                on_click=_undo,
                args=(drafts, draft.id, current.loaded.dataset.revision),
            )


def _undo(drafts: Drafts, key: str, revision: str) -> None:
    try:
        draft = drafts.read(key)
        undo = undo_of(draft, drafts.new(revision, person(), f"Take back: {draft.message}"[:400]))
        drafts.save(undo, "")
    except (DraftError, UnknownDraftError) as error:
        say(str(error), "", is_error=True)
        return
    arrange(draft=undo.id)
