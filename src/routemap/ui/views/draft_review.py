"""The review of a draft: what it would change, what speaks against it, and publishing it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from functools import partial

import streamlit as st

from routemap.data.drafts.conflicts import Conflict, resolved
from routemap.data.drafts.draft_records import added_records
from routemap.data.drafts.kept_drafts import drafts_of
from routemap.data.drafts.publish import Approval, Examined, publish
from routemap.data.load import data_folder
from routemap.data.repository import repository
from routemap.model.draft import Draft
from routemap.model.errors import DraftError, UnknownDraftError
from routemap.model.problem import folded
from routemap.model.roles import PUBLISH, WITHDRAW, WITHDRAW_OTHERS
from routemap.questions.change_counts import counts_in_words
from routemap.questions.change_links import linked
from routemap.questions.change_sentences import change_items
from routemap.questions.changes import recall_changes
from routemap.questions.draft_sentences import (
    conflict_sentences,
    problem_sentences,
    risk_sentences,
)
from routemap.questions.links import link_to
from routemap.questions.query import Query
from routemap.ui.frame import Frame
from routemap.ui.parts.markdown import plain
from routemap.ui.parts.templates import draw
from routemap.ui.permissions import may, person
from routemap.ui.report import may_change
from routemap.ui.session import Key
from routemap.ui.url_state import arrange
from routemap.web.pages import page_named

_MOST = 200  # changes that are listed
_KEEP = {"published": "Keep what is published", "draft": "Keep the value of the draft"}


def draw_review(current: Frame) -> None:
    """Draw the review of the draft that the query names."""
    key = current.query.draft
    drafts = drafts_of(data_folder())
    try:
        version = drafts.version(key)
        found = repository(data_folder()).examined(key)
    except (UnknownDraftError, DraftError) as error:
        st.warning(plain(f"{str(error)[:1].upper()}{str(error)[1:]}."), icon=":material/draft:")
        return
    draft = found.draft
    draw(
        "draft_head.html",
        message=draft.message,
        author=draft.author,
        day=f"{draft.created:%-d %B %Y, %H:%M UTC}",
        map=link_to(current.query).to_string(),
        can_be_shown=found.after is not None,
    )
    is_report = may_change(draft) and bool(added_records(draft, "articles"))
    if is_report and st.button("Go on with the report", icon=":material/edit_note:"):
        st.switch_page(page_named("add").file)  # a link would begin a session without the text
    _draw_conflicts(found, version)
    _draw_changes(current, found)
    _draw_problems(found)
    reasons = _draw_risks(found)
    _draw_actions(found, version, reasons)


def _draw_conflicts(found: Examined, version: str) -> None:
    if not found.conflicts:
        return
    st.subheader("Changed by somebody else meanwhile")
    st.markdown(
        "These fields have another value now than when the draft was made. Decide which value "
        "stays; nothing is published before."
    )
    keys = {}
    for number, conflict in enumerate(found.conflicts):
        record, sentence = conflict_sentences(found, conflict)
        draw("conflict.html", record=record, sentence=sentence)
        keys[number] = f"{Key.DRAFT_KEEP}.{found.draft.id}.{number}"
        st.radio(
            "Which value stays",
            list(_KEEP),
            format_func=_KEEP.__getitem__,
            key=keys[number],
            horizontal=True,
            label_visibility="collapsed",
        )
    st.button(
        "Apply these decisions",
        on_click=_decide,
        args=(found.draft, found.conflicts, keys, version, found.before.dataset.revision),
    )


def _decide(
    draft: Draft,
    conflicts: tuple[Conflict, ...],
    keys: Mapping[int, str],
    version: str,
    base: str,
) -> None:
    for number, conflict in enumerate(conflicts):
        # what the choice is now: a click can come with one that no run has drawn yet
        keep = st.session_state[keys[number]]
        draft = resolved(draft, conflict, keep=keep, base=base)
    _act(
        lambda: drafts_of(data_folder()).save(draft, version),
        "The decisions are saved.",
        draft.id,
        draft.id,
    )


def _draw_changes(current: Frame, found: Examined) -> None:
    if found.after is None:
        return
    changed = recall_changes(found.before.dataset, found.after.dataset, Query())
    items = change_items(changed)
    st.subheader("What it changes")
    draw(
        "difference.html",
        counts=counts_in_words(changed),
        items=[linked(current.query, item) for item in items[:_MOST]],
        more=len(items) - _MOST,
        gone=0,
        nothing="No record would change.",
        before="",
    )


def _draw_problems(found: Examined) -> None:
    if faults := problem_sentences(found):
        st.subheader("To correct before publishing")
        draw("findings.html", findings=faults)
    if found.notices:
        number = len(found.notices)
        with st.expander(f"{number:,} {'notice' if number == 1 else 'notices'}"):
            draw("findings.html", findings=[str(group) for group in folded(found.notices)])


def _draw_risks(found: Examined) -> dict[str, str]:
    """Draw a field for the reason of each risky edit, and return what was typed."""
    if not found.risks:
        return {}
    st.subheader("Needs a reason")
    st.markdown(
        "These edits take a denial away or change exact words. The reason is kept with the draft "
        "and is part of the log."
    )
    return {
        key: st.text_input(
            plain(f"{record} {sentence}"),
            key=_reason_key(found.draft, key),
            placeholder="Why is this right?",
        )
        for key, (record, sentence) in risk_sentences(found).items()
    }


def _reason_key(draft: Draft, risk: str) -> str:
    return f"{Key.DRAFT_REASON}.{draft.id}.{risk}"


def _draw_actions(found: Examined, version: str, reasons: Mapping[str, str]) -> None:
    draft = found.draft
    if draft.publication is not None:
        st.info("This draft has been published.", icon=":material/check_circle:")
        return
    st.divider()
    obstacles = _open_points(found, reasons)
    own = found.before.dataset.case.review_required and draft.author == person()
    if not may(PUBLISH):
        obstacles.append("only editors can publish")
    elif own:
        obstacles.append("you made this draft, and somebody else must publish it")
    with st.container(horizontal=True):
        st.button(
            "Publish",
            key=Key.DRAFT_PUBLISH,
            type="primary",
            icon=":material/publish:",
            disabled=bool(obstacles),
            on_click=_publish,
            args=(draft, version, tuple(reasons)),
        )
        if _may_withdraw(draft):
            with st.popover("Withdraw", icon=":material/delete:"):
                st.markdown("The draft is deleted. The data is not changed.")
                st.button(
                    "Delete this draft",
                    key=Key.DRAFT_WITHDRAW,
                    on_click=_withdraw,
                    args=(draft.id,),
                )
        if found.changed_files:
            st.download_button(
                "Changed files",
                partial(_archive, found),
                file_name=f"draft-{draft.id}.zip",
                mime="application/zip",
                key=Key.DRAFT_FILES,
                icon=":material/download:",
                help="The files as publishing would write them, for a data folder that this "
                "server cannot write to.",
                on_click="ignore",
            )
    if obstacles:
        st.caption(plain(f"It cannot be published yet: {', '.join(obstacles)}."))


def _open_points(found: Examined, reasons: Mapping[str, str]) -> list[str]:
    """Return what is left to do before publishing, in a few words each."""
    points = []
    if not found.draft.edits:
        points.append("it changes nothing")
    if found.conflicts:
        points.append("decide which values stay")
    if found.problems or found.faults:
        points.append("correct what is listed above")
    if not points and found.obstacles(reasons):
        points.append("give a reason of some words for each edit that needs one")
    return points


def _archive(found: Examined) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in found.changed_files.items():
            archive.writestr(name, content)
    return out.getvalue()


def _publish(draft: Draft, version: str, risks: tuple[str, ...]) -> None:
    if not may(PUBLISH):
        say("Only editors can publish a draft.", draft.id, is_error=True)
        return
    folder = data_folder()
    # what the fields have now: a click can come with a text that no run has drawn yet
    reasons = {key: st.session_state[_reason_key(draft, key)] for key in risks}
    approval = Approval(person(), reasons, version)
    done = _act(
        lambda: publish(draft, folder, drafts_of(folder), approval),
        f"Published: {draft.message.removesuffix('.')}. Readers see it within a few seconds.",
        draft.id,
        "",
    )
    if done:
        arrange(draft="")


def _withdraw(key: str) -> None:
    drafts = drafts_of(data_folder())
    if not _may_withdraw(drafts.read(key)):
        say("Only its author or an editor can withdraw it.", key, is_error=True)
        return
    if _act(lambda: drafts.withdraw(key), "The draft is withdrawn.", key, ""):
        arrange(draft="")


def _may_withdraw(draft: Draft) -> bool:
    return may(WITHDRAW if draft.author == person() else WITHDRAW_OTHERS)


def _act(action: Callable[[], object], said: str, draft: str, after: str) -> bool:
    """Do something with a draft, keep what to say about it, and return whether it was done.

    ``after`` is the draft that the page shows if it was done, ``""`` for the list.
    """
    try:
        action()
    except (DraftError, UnknownDraftError) as error:
        say(f"{str(error)[:1].upper()}{str(error)[1:]}.", draft, is_error=True)
        return False
    say(said, after, is_error=False)
    return True


def say(text: str, draft: str, *, is_error: bool) -> None:
    """Keep what the page says about an action while it shows a draft, or the list (``""``)."""
    st.session_state[Key.DRAFT_SAID] = (text, is_error, draft)
