"""The content of the page “What changed”: edits by day, or the difference of two states."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import Final

import streamlit as st

from routemap.data.load import data_folder
from routemap.data.repository import repository
from routemap.model.change_kinds import CHANGE_KINDS
from routemap.model.errors import UnknownRevisionError
from routemap.questions.change_counts import counts_in_words
from routemap.questions.change_links import linked
from routemap.questions.change_sentences import change_items
from routemap.questions.changes import recall_changes
from routemap.questions.edits import Edit, edits, steps
from routemap.questions.links import link_to
from routemap.questions.query import Query
from routemap.ui.frame import Frame
from routemap.ui.parts.pager import page_of
from routemap.ui.parts.templates import draw
from routemap.ui.session import Key
from routemap.ui.views.map import draw_map

_PER_PAGE: Final = 10
_ITEMS: Final = 8  # changes of an edit that are listed before the others are folded
_MOST: Final = 200  # changes between two states that are listed
_MAP_HEIGHT: Final = 420


def draw_changes(current: Frame) -> None:
    """Draw the edits of the data by day, or what changed since the state that the query names."""
    if current.query.since:
        _draw_difference(current)
        return
    earlier = repository(data_folder()).earlier
    found = steps(earlier.listed())
    if not found:
        draw("no_changes.html")
        return
    kinds = _draw_kinds()
    body = st.container()
    page = page_of(len(found), _PER_PAGE, Key.CHANGES_PAGE, of=current.query.filters())
    with body, st.spinner("Comparing the states of the data"):
        listed = edits(earlier, found[page], current.query)
        for day, of_day in groupby(listed, key=lambda edit: edit.state.shown_at.date()):
            draw(
                "changes.html",
                day=f"{day:%-d %B %Y}",
                edits=[_edit(current.query, edit, kinds) for edit in of_day],
                most=_ITEMS,
                nothing=_nothing(current.query),
            )


def _draw_kinds() -> tuple[str, ...]:
    """Draw the filter by kind of change, and return the chosen kinds, all if none is chosen."""
    chosen = st.pills(
        "Kind of change",
        CHANGE_KINDS.keys,
        selection_mode="multi",
        format_func=CHANGE_KINDS.label,
        key=Key.CHANGES_KIND,
    )
    return tuple(chosen) or CHANGE_KINDS.keys


def _edit(query: Query, edit: Edit, kinds: tuple[str, ...]) -> dict[str, object]:
    state, before = edit.state, edit.before
    plain = replace(query, feature="", claim="", view=None)
    items = [item for item in edit.summary.items if item.kind in kinds]
    return {
        "time": f"{state.shown_at:%H:%M} UTC",
        "name": state.name,
        "message": state.message,
        "author": state.author,
        "counts": edit.summary.counts,
        "items": [linked(query, item, state) for item in items],
        "other": len(edit.summary.items) - len(items),
        "more": edit.summary.total - len(edit.summary.items),
        "difference": link_to(
            replace(plain, since=before.revision, as_of=state.revision)
        ).to_string(),
        "state": link_to(replace(plain, as_of=state.revision)).to_string(),
    }


def _nothing(query: Query) -> str:
    if query.is_filtered:
        return "Nothing that the filters show has changed."
    return "No record has changed."


def _draw_difference(current: Frame) -> None:
    """Draw what changed between the state that the query names and the one that is shown."""
    query, data = current.query, repository(data_folder())
    try:
        old = data.as_of(query.since)
    except UnknownRevisionError as error:
        st.warning(f"This comparison is not possible: {error}.", icon=":material/history:")
        return
    found = recall_changes(old.dataset, current.loaded.dataset, query)
    draw("compared_states.html", old=old.read, new=current.loaded.read)
    kinds = _draw_kinds()
    items = [item for item in change_items(found) if item.kind in kinds]
    with st.container(key=Key.CHANGES_MAP):
        draw_map(current, _MAP_HEIGHT, follows_filters=False, found=found)
    gone = len(old.dataset.features.index.difference(current.loaded.dataset.features.index))
    draw(
        "difference.html",
        counts=counts_in_words(found),
        items=[linked(query, item) for item in items[:_MOST]],
        more=len(items) - _MOST,
        gone=gone,
        nothing=_nothing(query),
        before=link_to(replace(query, since="", as_of=old.dataset.revision)).to_string(),
    )
