"""What changed between two states of the data: the records, and what follows from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import pandas as pd

from routemap.data.codes import Ints
from routemap.data.dataset import Dataset
from routemap.data.record_changes import Change, RecordChange, record_changes
from routemap.model.vocabulary import Status
from routemap.questions.query import Query
from routemap.questions.selection import Selection, recall
from routemap.questions.statuses import with_broader

_BEARING: Final = frozenset({"stance", "allegation", "features", "article"})
"""The fields of a claim on which a status depends."""
AFFIRMS: Final = "affirms"
DENIES: Final = "denies"


@dataclass(frozen=True)
class StatusChange:
    """A place or route whose status differs.

    Attributes
    ----------
    feature
        Its id.
    old, new
        Its status before and after; ``None`` if no claim in view is about it.
    claims
        Ids of the changed claims that bear on it, those that explain the new status first.
    """

    feature: str
    old: Status | None
    new: Status | None
    claims: tuple[str, ...]


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
class Turn:
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
    turns
        Claim sources that changed sides.
    """

    old: Selection
    new: Selection
    records: tuple[RecordChange, ...]
    statuses: tuple[StatusChange, ...]
    sides: tuple[SideChange, ...]
    turns: tuple[Turn, ...]

    def __bool__(self) -> bool:
        return bool(self.records or self.statuses)

    def count(self, table: str, change: Change) -> int:
        """Return how many records of a table were added, removed or changed."""
        return sum(item.table == table and item.change is change for item in self.records)

    @cached_property
    def by_record(self) -> Mapping[tuple[str, str], RecordChange]:
        """The changed records by table and id."""
        return {(item.table, item.record): item for item in self.records}


def changes(old: Dataset, new: Dataset, query: Query | None = None) -> Changes:
    """Return what changed between two states of the data, within the filters of a query.

    The function is pure. Records in another order, and files in another format, are no change.

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
    claims = _changed_claims(records, old, new)
    if filters.is_filtered:
        records = _in_view(records, before, after)
        in_view = {*before.claims.index, *after.claims.index}
        claims = {key: change for key, change in claims.items() if key in in_view}
    was, now = _positions(before), _positions(after)
    return Changes(
        before,
        after,
        records,
        _status_changes(before, after, claims),
        _side_changes(was, now),
        _turns(was, now),
    )


def _changed_claims(
    records: Iterable[RecordChange], old: Dataset, new: Dataset
) -> dict[str, Change]:
    """Return what happened to the claims that can change a status.

    These are added and removed claims, corrected ones whose side or subject has changed, and those
    of an article that was retracted, or is no longer.
    """
    found: dict[str, Change] = {}
    articles: set[str] = set()
    for item in records:
        if item.table == "claims":
            if item.change is not Change.CHANGED or _BEARING & {f.key for f in item.fields}:
                found[item.record] = item.change
        elif item.table == "articles" and any(f.key == "retracted_on" for f in item.fields):
            articles.add(item.record)
    if articles:
        for dataset in (old, new):
            cited = dataset.claims.index[dataset.claims["article"].isin(articles)]
            for key in cited:
                found.setdefault(str(key), Change.CHANGED)
    return found


def _in_view(
    records: Iterable[RecordChange], before: Selection, after: Selection
) -> tuple[RecordChange, ...]:
    """Return the changed claims in view, and the changed records that claims in view refer to."""
    kept: dict[str, set[str]] = {}
    for selection in (before, after):
        claims = selection.claims
        features = {key for cell in claims["features"] for key in cell}
        for table, keys in (
            ("claims", claims.index),
            ("sources", claims["source"]),
            ("articles", claims["article"]),
            ("allegations", claims["allegation"]),
            ("vessels", [key for cell in claims["vessels"] for key in cell]),
            ("places", features),
            ("routes", features),
        ):
            kept.setdefault(table, set()).update(keys)
    return tuple(item for item in records if item.record in kept.get(item.table, ()))


def _status_changes(
    before: Selection, after: Selection, claims: Mapping[str, Change]
) -> tuple[StatusChange, ...]:
    was, now = before.status, after.status
    gone = was.index.difference(now.index, sort=False)
    keys = [key for key in now.index if was.get(key) != now[key]]
    if not keys and not len(gone):
        return ()
    bearing = _Bearing(before, after, claims)
    return tuple(
        StatusChange(
            str(key),
            was.get(key),
            now.get(key),
            bearing.claims(str(key), denials_first=_is_due_to_denials(was.get(key), now.get(key))),
        )
        for key in (*keys, *gone)
    )


def _is_due_to_denials(old: Status | None, new: Status | None) -> bool:
    """Return whether denials explain a change of status, rather than affirming claims."""
    return new in (Status.DISPUTED, Status.DENIED) and old is not Status.DENIED


class _Bearing:
    """Which changed claims bear on the status of a feature."""

    def __init__(self, before: Selection, after: Selection, claims: Mapping[str, Change]) -> None:
        self._changes = claims
        self._sides = (_Side(before, claims), _Side(after, claims))

    def claims(self, feature: str, *, denials_first: bool) -> tuple[str, ...]:
        """Return the ids of the changed claims, those that explain the change first."""
        found: dict[str, bool] = {}
        for side in self._sides:
            found |= side.claims(feature)
        new = self._changes
        return tuple(
            sorted(found, key=lambda key: (found[key] != denials_first, new[key] != Change.ADDED))
        )


class _Side:
    """The changed claims of one state, by feature and by the allegation that they deny."""

    def __init__(self, selection: Selection, claims: Mapping[str, Change]) -> None:
        self._dataset = dataset = selection.dataset
        codes = dataset.codes
        place = dataset.claims.index.get_indexer(pd.Index(list(claims), dtype=object))
        self._changed = np.unique(place[place >= 0])
        is_changed = np.zeros(len(dataset.claims), dtype=bool)
        is_changed[self._changed] = True
        self._is_changed = is_changed
        self._denials = self._changed[codes.denying[self._changed]]
        self._ids = dataset.claims.index

    def claims(self, feature: str) -> dict[str, bool]:
        """Return whether each changed claim that bears on a feature denies, by its id."""
        dataset, codes = self._dataset, self._dataset.codes
        at = dataset.features.index.get_indexer(pd.Index([feature], dtype=object))[0]
        if at < 0:
            return {}
        about = codes.claims_of(int(at))
        bearing = about[self._is_changed[about]]
        if len(self._denials):
            affirmed = about[codes.affirming[about]]
            wanted = with_broader(dataset, codes.allegation[affirmed])
            broad = self._denials[wanted[codes.allegation[self._denials]]]
            bearing = np.unique(np.concatenate([bearing, broad]))
        denies = codes.denying[bearing].tolist()
        return dict(zip(map(str, self._ids[bearing]), denies, strict=True))


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


def _turns(was: Latest, now: Latest) -> tuple[Turn, ...]:
    return tuple(
        Turn(source, allegation, was[allegation, source], side)
        for (allegation, source), side in now.items()
        if was.get((allegation, source), side) != side
    )
