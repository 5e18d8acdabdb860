"""The band that says that a page shows an earlier state, or what has changed since its link."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import streamlit as st

from routemap.data.load import Loaded, data_folder
from routemap.data.repository import repository
from routemap.model.errors import UnknownRevisionError
from routemap.questions.change_counts import counts_in_words
from routemap.questions.change_links import linked
from routemap.questions.change_sentences import change_items, summary
from routemap.questions.changes import Changes, recall_changes
from routemap.questions.links import link_to
from routemap.questions.query import Query
from routemap.questions.view import moment_in_words
from routemap.ui.parts.templates import draw
from routemap.ui.session import Key

_ITEMS: Final = 20


def draw_band(query: Query, shown: Loaded, current: Loaded) -> None:
    """Draw the band of a page, if it shows an earlier state or its link was made from one.

    Parameters
    ----------
    query
        The query of the page.
    shown, current
        The data that the page shows, and the current data.
    """
    if query.draft:
        _draw_draft(query, shown, current)
    elif query.as_of:
        _draw_earlier(query, shown, current)
    elif made_from := st.session_state.get(Key.MADE_FROM, ""):
        _draw_since(query, made_from, current.dataset.revision)


def _draw_draft(query: Query, shown: Loaded, current: Loaded) -> None:
    """Draw that the page shows what a draft would make, or that it cannot."""
    published = f"?{link_to(replace(query, draft='')).to_string()}"
    if shown.draft:
        found = recall_changes(current.dataset, shown.dataset, query)
        counts = counts_in_words(found)
        text = f"not published · {counts or 'nothing in this view changes'}"
    else:
        text = "cannot be applied to the current data; this is the published data"
    draw(
        "band.html",
        title="Seen through a draft" if shown.draft else "The draft of this link",
        text=text,
        links=(
            ("Review the draft", f"./drafts?{link_to(query).to_string()}"),
            ("See the published data", published),
        ),
        items=(),
        more=0,
    )


def _draw_earlier(query: Query, shown: Loaded, current: Loaded) -> None:
    words = moment_in_words(query.as_of)
    found = _between(query, shown.dataset.revision, current.dataset.revision)
    counts = counts_in_words(found) if found else ""
    compared = replace(query, as_of="", since=shown.dataset.revision)
    draw(
        "band.html",
        title=f"As of {f'{shown.loaded_at:%-d %B %Y}' if words == query.as_of else words}",
        text=f"since then: {counts}" if counts else "nothing in this view has changed since",
        links=(
            ("See today’s state", f"?{link_to(replace(query, as_of='')).to_string()}"),
            ("What changed", f"./changes?{link_to(compared).to_string()}"),
        ),
        items=(),
        more=0,
    )


def _draw_since(query: Query, made_from: str, now: str) -> None:
    """Draw what has changed within the filters since the link of the page was made."""
    if made_from == now:
        return
    found = _between(query, made_from, now)
    if found is None:
        draw(
            "band.html",
            title="The data has changed since this link was made",
            text="that state is no longer kept, so the view may differ",
            links=(("What changed", "./changes"),),
            items=(),
            more=0,
        )
        return
    items = change_items(found)
    then = link_to(replace(query, as_of=made_from)).to_string()
    compared = link_to(replace(query, since=made_from)).to_string()
    draw(
        "band.html",
        title="Since this link was made",
        text=summary(found) or "nothing in this view has changed",
        links=(("See it as it was then", f"?{then}"), ("Show on a map", f"./changes?{compared}")),
        items=[linked(query, item) for item in items[:_ITEMS]],
        more=max(0, len(items) - _ITEMS),
    )


def _between(query: Query, old: str, new: str) -> Changes | None:
    """Return what changed between two revisions, ``None`` if one is not kept."""
    data = repository(data_folder())
    try:
        before, after = data.revision(old).dataset, data.revision(new).dataset
    except UnknownRevisionError:
        return None
    return recall_changes(before, after, query)
