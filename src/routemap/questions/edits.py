"""The latest edits of the data: what changed from each state that was shown to the next."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from routemap.data.history import Kept
from routemap.data.revisions import Revisions
from routemap.model.errors import UnknownRevisionError
from routemap.questions.change_counts import counts_in_words
from routemap.questions.change_item import ChangeItem
from routemap.questions.change_sentences import change_items
from routemap.questions.changes import changes
from routemap.questions.query import Query

MOST_ITEMS: Final = 1_000
"""Changes of one edit that are listed; more are only counted."""
_KEPT: Final = 256  # edits in memory, each within the filters of a query


@dataclass(frozen=True)
class EditSummary:
    """What an edit changed within the filters of a query.

    Attributes
    ----------
    counts
        How many records were added, changed and removed, ``""`` if none were.
    items
        The first :data:`MOST_ITEMS` changes.
    total
        The number of all changes.
    """

    counts: str
    items: tuple[ChangeItem, ...]
    total: int


@dataclass(frozen=True)
class Edit:
    """A state of the data that was shown, the one before it, and what changed in between."""

    state: Kept
    before: Kept
    summary: EditSummary


def steps(listed: Sequence[Kept]) -> tuple[tuple[Kept, Kept], ...]:
    """Return each state with the one before it, the latest first.

    ``listed`` has the states, the latest first. A state that was shown again without another in
    between is one state.
    """
    distinct = [
        kept
        for kept, later in zip(listed, [None, *listed], strict=False)
        if later is None or later.revision != kept.revision
    ]
    return tuple(pairwise(distinct))


def edits(earlier: Revisions, found: Sequence[tuple[Kept, Kept]], query: Query) -> tuple[Edit, ...]:
    """Return what changed in some steps of :func:`steps`, within the filters of a query.

    A step whose states can no longer be read is left out.
    """
    done = []
    for state, before in found:
        try:
            summary = summary_between(earlier, before.revision, state.revision, query)
        except UnknownRevisionError:  # deleted meanwhile
            continue
        done.append(Edit(state, before, summary))
    return tuple(done)


def summary_between(earlier: Revisions, old: str, new: str, query: Query) -> EditSummary:
    """Return what changed between two kept revisions, within the filters of a query.

    Raises
    ------
    UnknownRevisionError
        If one of them is not kept.
    """
    key = (old, new, query.filters())
    with _LOCK:
        if known := _SUMMARIES.pop(key, None):
            _SUMMARIES[key] = known
            return known
    found = changes(earlier.load(old).dataset, earlier.load(new).dataset, query)
    items = change_items(found)
    words = EditSummary(counts_in_words(found), items[:MOST_ITEMS], len(items))
    with _LOCK:
        _SUMMARIES[key] = words
        while len(_SUMMARIES) > _KEPT:
            del _SUMMARIES[next(iter(_SUMMARIES))]
    return words


_LOCK = threading.Lock()
_SUMMARIES: dict[tuple[str, str, Query], EditSummary] = {}
