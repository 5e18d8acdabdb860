"""The changes of a view as entries of a feed: new claims, corrections, removals, statuses.

A feed follows the states of the data that were shown, so its entries appear when readers of the
dashboard see the change. Entries have the same id whenever and wherever they are made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import pairwise
from typing import Final

import pandas as pd

from routemap.data.dataset import Dataset
from routemap.data.history import Kept
from routemap.model.errors import UnknownRevisionError
from routemap.questions.change_item import ChangeItem
from routemap.questions.change_links import linked
from routemap.questions.change_sentences import change_items
from routemap.questions.changes import changes
from routemap.questions.claim import ClaimDetails, claim_details
from routemap.questions.query import Query
from routemap.questions.reconcile import listed, missing
from routemap.questions.selection import recall
from routemap.questions.view import view_of

MOST_ENTRIES: Final = 100
"""Entries of a feed, the latest first."""
MOST_STATES: Final = 31
"""States of the data that are compared, the latest first, each with the one before it."""
FEED_KINDS: Final = ("status", "quotation", "denial", "claim", "correction", "removal")
"""Keys of :data:`routemap.model.change_kinds.CHANGE_KINDS` that have entries. A new place, source
or article has none: the claim that refers to it has one. Neither has the side of an allegation."""
_HELD: Final = 1_000  # comparisons that are kept in memory
_CLAIMS: Final = "claims/"

Load = Callable[[str], Dataset]
"""Returns the dataset of a revision; raises :class:`UnknownRevisionError` if it is not kept."""


@dataclass(frozen=True)
class FeedEntry:
    """One change. All texts are plain: escape them when you write HTML or XML.

    Attributes
    ----------
    key
        The revision in which it was seen first, its kind, the table and the id of what has
        changed, separated by slashes. It is unique in a feed, and stays the same.
    shown_at
        When that revision was shown (UTC).
    label
        The kind of change.
    title
        The kind of change, and the change in one sentence.
    claim
        The claim that is new or has changed, or as it was before it was removed.
    details
        Label of each field that was corrected, with its value before and after in words.
    address
        The link, seen from the dashboard: the claim, place, route or other record within the
        filters, or only the filters if it was removed.
    """

    key: str
    shown_at: datetime
    label: str
    title: str
    claim: ClaimDetails | None
    details: tuple[tuple[str, str, str], ...]
    address: str


@dataclass(frozen=True)
class Feed:
    """The latest changes within the filters of a query.

    Attributes
    ----------
    title, subtitle
        What the feed follows, and what it lists, in plain text.
    updated
        When the latest change was shown, or the current data if there is none (UTC).
    entries
        The latest first, at most :data:`MOST_ENTRIES`.
    """

    title: str
    subtitle: str
    updated: datetime
    entries: tuple[FeedEntry, ...]


def shown_states(listed_states: Sequence[Kept]) -> tuple[Kept, ...]:
    """Return the states that a feed compares, the latest first, none equal to the one before it.

    Commits from the time before the first showing count. Later ones do not, because what was
    committed and not shown is no change for readers, and because a commit that is fetched later
    would change the past of the feed.

    Parameters
    ----------
    listed_states
        The result of :meth:`routemap.data.revisions.Revisions.listed`.
    """
    shown = [kept for kept in listed_states if kept.counts]
    first = shown[-1].shown_at if shown else None
    found: list[Kept] = []
    for kept in listed_states:
        if not kept.counts and first is not None and kept.shown_at >= first:
            continue
        if found and found[-1].revision == kept.revision:
            found.pop()  # shown again, without another state between: the first time counts
        found.append(kept)
    return tuple(found[:MOST_STATES])


class FeedReader:
    """Makes feeds, and keeps recent comparisons in memory. Can be shared by threads.

    Parameters
    ----------
    load
        Returns the dataset of a revision.
    """

    def __init__(self, load: Load) -> None:
        self._load = load
        self._compared = lru_cache(maxsize=_HELD)(self._compare)

    def feed(self, query: Query, states: Sequence[Kept], current: Dataset, now: datetime) -> Feed:
        """Return the feed of a query.

        Parameters
        ----------
        query
            Its filters count. Values that the current data does not have are no error: what was
            removed has an entry, too.
        states
            The result of :func:`shown_states`.
        current
            The current data, which names the filters.
        now
            When the current data was shown, used if no state is kept (UTC).
        """
        filters = query.filters()
        entries: dict[str, FeedEntry] = {}
        for new, old in pairwise(states):
            with suppress(UnknownRevisionError):  # deleted since the states were listed
                for entry in self._compared(old.revision, new.revision, new.shown_at, filters):
                    entries.setdefault(entry.key, entry)
            if len(entries) >= MOST_ENTRIES:
                break
        kept = tuple(entries.values())[:MOST_ENTRIES]
        changed_at = kept[0].shown_at if kept else states[0].shown_at if states else now
        title = f"What changed: {view_of(recall(current, filters)).title}"
        return Feed(title, _subtitle(filters, states, current), changed_at, kept)

    def _compare(
        self, old: str, new: str, shown_at: datetime, filters: Query
    ) -> tuple[FeedEntry, ...]:
        before, after = self._load(old), self._load(new)
        items = change_items(changes(before, after, filters))
        items = tuple(item for item in items if item.kind in FEED_KINDS)[:MOST_ENTRIES]
        claims = _claims_of(items, before, after)
        return tuple(
            FeedEntry(
                f"{new}/{item.kind}/{item.record}",
                shown_at,
                item.label,
                f"{item.label}: {item.text}",
                claims.get(item.record),
                item.details,
                _address(filters, item),
            )
            for item in items
        )


def _claims_of(
    items: Sequence[ChangeItem], before: Dataset, after: Dataset
) -> dict[str, ClaimDetails]:
    """Return the claims that changes are about, by ``record``; removed ones as they were."""

    def found(dataset: Dataset, *, removed: bool) -> Iterator[tuple[str, ClaimDetails]]:
        ids = [
            item.record.removeprefix(_CLAIMS)
            for item in items
            if item.record.startswith(_CLAIMS) and (item.kind == "removal") == removed
        ]
        for details in claim_details(
            dataset, dataset.claims.index.get_indexer(pd.Index(ids, dtype=object))
        ):
            yield f"{_CLAIMS}{details.claim}", details

    return {**dict(found(before, removed=True)), **dict(found(after, removed=False))}


def _address(filters: Query, item: ChangeItem) -> str:
    text = filters.to_string()
    return str(linked(filters, item)["address"]) or f"./{'?' if text else ''}{text}"


def _subtitle(filters: Query, states: Sequence[Kept], current: Dataset) -> str:
    within = "within these filters" if filters.is_filtered else "in all of the data"
    sentences = [
        f"New claims, corrections, removals and changes of status {within}; the latest "
        f"{MOST_ENTRIES} are listed."
    ]
    if len(states) < 2:
        sentences.append("No earlier state of the data is kept. Changes appear here from now on.")
    sentences += [
        f"Not in the current data: {parameter.label.lower()} {listed(absent)}."
        for parameter, absent in missing(filters, current).items()
    ]
    return " ".join(sentences)
