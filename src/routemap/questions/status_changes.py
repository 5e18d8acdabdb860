"""Places and routes whose status differs between two states of the data, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from routemap.data.dataset import Dataset
from routemap.data.record_changes import RecordChange
from routemap.model.draft import Change
from routemap.model.vocabulary import Status
from routemap.questions.selection import Selection
from routemap.questions.statuses import with_broader

_BEARING: Final = frozenset({"stance", "allegation", "features", "article"})
"""The fields of a claim on which a status depends."""


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


def bearing_claims(
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


def status_changes(
    before: Selection, after: Selection, claims: Mapping[str, Change]
) -> tuple[StatusChange, ...]:
    """Return the features whose status differs, with the ``claims`` that bear on it.

    They are in the order of the new state; those that no claim is about any more follow.
    """
    was, now = before.status.to_dict(), after.status.to_dict()
    gone = [key for key in was if key not in now]
    keys = [key for key, status in now.items() if was.get(key) != status]
    if not keys and not gone:
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
