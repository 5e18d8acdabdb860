"""What changed between two states of the data: the records, and what follows from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from routemap.data.checks.quotations import no_longer_verified
from routemap.data.codes import Ints
from routemap.data.dataset import Dataset
from routemap.data.record_changes import RecordChange, record_changes
from routemap.questions.media import media_by_claim
from routemap.questions.query import Query
from routemap.questions.selection import Selection, recall
from routemap.questions.status_changes import StatusChange, bearing_claims, status_changes

AFFIRMS: Final = "affirms"
DENIES: Final = "denies"


@dataclass(frozen=True)
class SideChange:
    """A side that an allegation has gained or lost.

    Attributes
    ----------
    allegation
        Its id.
    side
        ``affirms`` or ``denies``.
    gained
        Whether sources take this side only now; otherwise none takes it any more.
    sources
        Ids of the sources on this side, in the state in which there are some.
    """

    allegation: str
    side: str
    gained: bool
    sources: tuple[str, ...]


@dataclass(frozen=True)
class ChangedSide:
    """A claim source whose latest statement on an allegation is now on the other side."""

    source: str
    allegation: str
    old: str
    new: str


@dataclass(frozen=True, eq=False)
class Changes:
    """What differs between two states of the data.

    Attributes
    ----------
    old, new
        The selections of one query in the two states.
    records
        The records that differ. With a filter, only claims in view, and the records that claims
        in view refer to.
    statuses
        Places and routes whose status differs, in the order of ``new``, those without claims last.
    sides
        Allegations that gained or lost a side.
    changed_sides
        Claim sources that changed sides.
    unverified
        Ids of claims whose quotation no longer fits the saved text of its article; only those of
        the articles whose text was given.
    """

    old: Selection
    new: Selection
    records: tuple[RecordChange, ...]
    statuses: tuple[StatusChange, ...]
    sides: tuple[SideChange, ...]
    changed_sides: tuple[ChangedSide, ...]
    unverified: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.records or self.statuses)

    @cached_property
    def by_record(self) -> Mapping[tuple[str, str], RecordChange]:
        """The changed records by table and id."""
        return {(item.table, item.record): item for item in self.records}


def changes(
    old: Dataset,
    new: Dataset,
    query: Query | None = None,
    texts: Mapping[str, str] | None = None,
) -> Changes:
    """Return what changed between two states of the data, within the filters of a query.

    The function is pure. Records in another order, and files in another format, are no change.

    Parameters
    ----------
    old, new
        The two states.
    query
        Its filters limit what is compared; by default nothing does.
    texts
        The text of saved articles by article id, for the quotations.

    Examples
    --------
    >>> from routemap.data.load import SHIPPED, load
    >>> dataset = load(SHIPPED).dataset
    >>> bool(changes(dataset, dataset))
    False
    """
    filters = (query or Query()).filters()
    before, after = recall(old, filters), recall(new, filters)
    records = record_changes(old, new)
    claims = bearing_claims(records, old, new)
    if filters.is_filtered:
        records = _in_view(records, before, after)
        in_view = {*before.claims.index, *after.claims.index}
        claims = {key: change for key, change in claims.items() if key in in_view}
    was, now = _positions(before), _positions(after)
    return Changes(
        before,
        after,
        records,
        status_changes(before, after, claims),
        _side_changes(was, now),
        _changed_sides(was, now),
        no_longer_verified(before.claims, after.claims, texts or {}),
    )


def recall_changes(old: Dataset, new: Dataset, query: Query) -> Changes:
    """Return :func:`changes`, cached with the new state because pages are drawn again and again."""
    key = (old.revision, query.filters())
    return new.memo.get("changes", key, lambda: changes(old, new, query))


def _in_view(
    records: Iterable[RecordChange], before: Selection, after: Selection
) -> tuple[RecordChange, ...]:
    """Return the changed claims in view, and the changed records that claims in view refer to."""
    kept: dict[str, set[str]] = {}
    for selection in (before, after):
        claims = selection.claims
        features = {key for cell in claims["features"] for key in cell}
        shown = media_by_claim(selection.dataset)
        media = {key for claim in claims.index for key in shown.get(claim, ())}
        for table, keys in (
            ("claims", claims.index),
            ("sources", claims["source"]),
            ("articles", claims["article"]),
            ("allegations", claims["allegation"]),
            ("vessels", [key for cell in claims["vessels"] for key in cell]),
            ("places", features),
            ("areas", features),
            ("media", media),
            ("routes", features),
        ):
            kept.setdefault(table, set()).update(keys)
    return tuple(item for item in records if item.record in kept.get(item.table, ()))


Latest = Mapping[tuple[str, str], str]
"""The side of the latest statement, by allegation and claim source."""


def _positions(selection: Selection) -> Latest:
    """Return on which side each claim source is with its latest dated or undated statement."""
    dataset, codes = selection.dataset, selection.dataset.codes
    positions = selection.positions
    sided = positions[(codes.affirming | codes.denying)[positions]]
    sided = sided[codes.allegation[sided] >= 0]
    said: Ints = dataset.bounds["known"].first[sided]
    sided = sided[np.argsort(said, kind="stable")]
    allegations = dataset.allegations.index[codes.allegation[sided]]
    sources = dataset.sources.index[codes.source[sided]]
    words = np.where(codes.denying[sided], DENIES, AFFIRMS).tolist()
    return dict(zip(zip(map(str, allegations), map(str, sources), strict=True), words, strict=True))


def _side_changes(was: Latest, now: Latest) -> tuple[SideChange, ...]:
    old, new = _by_side(was), _by_side(now)
    gained = [SideChange(*key, True, tuple(new[key])) for key in new if key not in old]
    lost = [SideChange(*key, False, tuple(old[key])) for key in old if key not in new]
    return (*gained, *lost)


def _by_side(latest: Latest) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for (allegation, source), side in latest.items():
        found.setdefault((allegation, side), []).append(source)
    return found


def _changed_sides(was: Latest, now: Latest) -> tuple[ChangedSide, ...]:
    return tuple(
        ChangedSide(source, allegation, was[allegation, source], side)
        for (allegation, source), side in now.items()
        if was.get((allegation, source), side) != side
    )
