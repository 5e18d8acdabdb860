"""The timeline in numbers: how many claims of a selection it shows, and what they are dated by."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from routemap.data.codes import Ints
from routemap.data.dataset import Dataset
from routemap.model.vocabulary import date_meaning
from routemap.questions.selection import Selection


def kinds(by: str) -> list[str]:
    """Return what the dates of a date meaning are dates of, such as ``event``."""
    return [date_meaning(column).noun for column in date_meaning(by).columns]


def kind(dataset: Dataset, by: str) -> Ints:
    """Return, per claim, the position in :func:`kinds` of its date, -1 without one."""
    known = [dataset.bounds[column].known for column in date_meaning(by).columns]
    found: Ints = np.where(np.any(known, axis=0), np.argmax(known, axis=0), -1)
    return found


@dataclass(frozen=True)
class Summary:
    """The timeline in numbers, which are those of the claims in the filter.

    Attributes
    ----------
    affirm, deny
        How many drawn claims affirm, and how many deny.
    dated
        For each kind of date that a drawn claim is dated by: its name and their number.
    background, undecided, withdrawn, undated
        How many claims are not drawn because they are background, take no side on an allegation,
        are withdrawn, or have no such date.
    """

    affirm: int
    deny: int
    dated: tuple[tuple[str, int], ...]
    background: int
    undecided: int
    withdrawn: int
    undated: int

    @property
    def claims(self) -> int:
        """How many claims are drawn."""
        return self.affirm + self.deny


def summary(selection: Selection, by: str) -> Summary:
    """Return the timeline of a selection in numbers; ``by`` says which date counts."""
    dataset, shown = selection.dataset, selection.mask
    affirms, denies = dataset.codes.affirming, dataset.codes.denying
    undecided, withdrawn = dataset.codes.undecided, dataset.codes.withdrawn
    sides = shown & (affirms | denies)
    drawn = sides & dataset.bounds[by].known
    names = kinds(by)
    counted = np.bincount(kind(dataset, by)[drawn], minlength=len(names)).tolist()
    return Summary(
        affirm=int((drawn & affirms).sum()),
        deny=int((drawn & denies).sum()),
        dated=tuple((name, count) for name, count in zip(names, counted, strict=True) if count),
        background=int((shown & ~sides & ~undecided & ~withdrawn).sum()),
        undecided=int((shown & undecided).sum()),
        withdrawn=int((shown & withdrawn).sum()),
        undated=int((sides & ~drawn).sum()),
    )
