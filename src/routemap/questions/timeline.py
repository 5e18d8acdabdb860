"""Claims over time, with the precision of their dates.

A few hundred claims are drawn one by one, each as long as its date is uncertain; more are
counted by month. Where a claim lies is settled once per revision (:class:`Layout`), so that
marks stay in their places while the reader filters.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

import numpy as np
import pandas as pd

from routemap.data.codes import Bools, Ints
from routemap.data.dataset import Dataset
from routemap.model.dates import in_words
from routemap.model.vocabulary import STANCES
from routemap.questions.months import end_of_month
from routemap.questions.selection import Selection, recall

ONE_BY_ONE: Final = 400
_DAY: Final = timedelta(days=1)
# dots and bars of one lane that lie closer than this share of the axis are drawn in rows
_APART: Final = 0.012
_ROWS: Final = 6


@dataclass(frozen=True, eq=False)
class Layout:
    """Where the dated claims of a dataset lie on its timeline.

    Attributes
    ----------
    by
        What the dates mean: a key of :data:`routemap.questions.query.DATE_MEANINGS`.
    first, last
        The axis: see :func:`axis`.
    earliest
        The first day of any claim, background long before included.
    stances
        The lanes, in the order of screens.
    claims
        What :func:`drawn` says of all claims but ``kept``;
        ``None`` where there are too many to draw one by one.
    fallbacks
        How many of the claims are drawn at another day than that of the event, because it is
        not known; 0 if ``by`` asks for one kind of day alone.
    positions, begins, ends, lane
        Per dated claim: its position in the dataset, first and last day as proleptic
        ordinals, and position in ``stances``.
    """

    by: str
    first: date
    last: date
    earliest: date
    stances: tuple[str, ...]
    claims: pd.DataFrame | None
    fallbacks: int
    positions: Ints
    begins: Ints
    ends: Ints
    lane: Ints


def layout(dataset: Dataset, by: str) -> Layout | None:
    """Return where the claims of a dataset lie, ``None`` where none has a date."""
    bounds = dataset.bounds[by]
    positions = np.flatnonzero(bounds.known)
    if not len(positions):
        return None
    begins, ends = _days(bounds.first[positions], bounds.last[positions])
    stance = dataset.codes.stance[positions]
    taking_sides = stance != STANCES.keys.index("background")
    shown = begins[taking_sides] if taking_sides.any() else begins
    first = date.fromordinal(int(shown.min())).replace(day=1)
    last = end_of_month(date.fromordinal(int(ends.max())))
    present = np.unique(stance)
    claims = None
    if len(positions) <= ONE_BY_ONE:
        claims = _one_by_one(dataset, by, positions, begins, ends)
        claims = claims.assign(row=rows(claims, first, last))
    return Layout(
        by=by,
        first=first,
        last=last,
        earliest=date.fromordinal(int(begins.min())),
        stances=tuple(STANCES.keys[code] for code in present),
        claims=claims,
        fallbacks=int(dataset.falls_back(by)[positions].sum()),
        positions=positions,
        begins=begins,
        ends=ends,
        lane=np.searchsorted(present, stance),
    )


def _days(first: Ints, last: Ints) -> tuple[Ints, Ints]:
    # an open interval begins or ends where the known dates do
    known = np.concatenate([first[first > 0], last[last <= date.max.toordinal()]])
    start, end = (int(known.min()), int(known.max())) if len(known) else (1, 1)
    return np.maximum(first, start), np.minimum(last, end)


def whenever(selection: Selection) -> Bools:
    """Return, per claim, whether it passes every filter but the days."""
    if not (selection.query.first or selection.query.last):
        return selection.mask
    return recall(selection.dataset, replace(selection.query, first=None, last=None)).mask


def counted(selection: Selection, where: Layout) -> pd.DataFrame:
    """Return how many claims begin in each month, by lane.

    Returns
    -------
    DataFrame
        One row per month and lane that any claim of the selection, its days left aside,
        begins in: ``begins`` (first of the month, a proleptic ordinal), ``lane`` (position
        in ``where.stances``), ``claims`` and ``kept`` (those that the days keep).
    """
    passing = whenever(selection)[where.positions]
    kept = selection.mask[where.positions]
    months = _month_numbers(where.begins)
    least = int(months.min())
    cell = where.lane * (int(months.max()) - least + 1) + (months - least)
    size = int(cell.max()) + 1
    claims = np.bincount(cell[passing], minlength=size)
    of_kept = np.bincount(cell[passing & kept], minlength=size)
    there = np.flatnonzero(claims)
    span = int(months.max()) - least + 1
    number = there % span + least
    first_days = (number - 1970 * 12).astype("datetime64[M]").astype("datetime64[D]")
    return pd.DataFrame(
        {
            "begins": first_days.astype(np.int64) + date(1970, 1, 1).toordinal(),
            "lane": there // span,
            "claims": claims[there],
            "kept": of_kept[there],
        }
    )


def _month_numbers(ordinals: Ints) -> Ints:
    days = (ordinals - date(1970, 1, 1).toordinal()).astype("datetime64[D]")
    return days.astype("datetime64[M]").astype(np.int64) + 1970 * 12


def drawn(selection: Selection, where: Layout) -> pd.DataFrame:
    """Return the dated claims that pass every filter but the days, one row each.

    Parameters
    ----------
    selection
        What a query leaves.
    where
        The layout of its dataset for ``query.by``, with ``claims``.

    Returns
    -------
    DataFrame
        Indexed by claim id: ``first`` and ``last`` (the bounds of its date as days, both
        inclusive; an open interval ends where the known dates end), ``stance`` (key),
        ``source`` (name), ``words`` (the date in words), ``exact`` (a single day, not an
        approximate one), ``about`` (approximate or uncertain), ``hollow`` (the date is not that
        of the event, which is unknown), ``row`` (within its lane) and ``kept`` (whether it is
        in the selection, its days included).
    """
    if where.claims is None:
        raise ValueError(f"more than {ONE_BY_ONE} claims are counted by month")
    passing = whenever(selection)[where.positions]
    return where.claims[passing].assign(kept=selection.mask[where.positions][passing])


def axis(selection: Selection, where: Layout) -> tuple[date, date]:
    """Return the first and last day worth an axis: background long before is left out.

    Background such as the opening of a railway line can lie years before everything that
    is asserted or denied; an axis that reached it would squeeze the rest into one corner.
    It reaches back where nothing else is left, and where the reader asks for such days.
    """
    ends = where.ends[whenever(selection)[where.positions]]
    only_before = len(ends) > 0 and int(ends.max()) < where.first.toordinal()
    asked = selection.query.first
    if only_before or (asked and asked < where.first):
        return min(where.first, where.earliest.replace(day=1)), where.last
    return where.first, where.last


@dataclass(frozen=True)
class Summary:
    """How many dated claims pass every filter but the days, and from when to when.

    ``earlier`` are those that end before the axis begins, ``undated`` those that pass and have
    no date of this kind.
    """

    claims: int
    first: date
    last: date
    earlier: int
    undated: int


def summary(selection: Selection, where: Layout) -> Summary | None:
    """Return what a timeline shows in numbers, ``None`` where it shows nothing."""
    whole = whenever(selection)
    passing = whole[where.positions]
    if not passing.any():
        return None
    begins, ends = where.begins[passing], where.ends[passing]
    start = axis(selection, where)[0].toordinal()
    return Summary(
        claims=len(begins),
        first=date.fromordinal(int(begins.min())),
        last=date.fromordinal(int(ends.max())),
        earlier=int((ends < start).sum()),
        undated=int(whole.sum()) - len(begins),
    )


def _one_by_one(
    dataset: Dataset, by: str, positions: Ints, begins: Ints, ends: Ints
) -> pd.DataFrame:
    claims = dataset.claims.iloc[positions]
    texts = dataset.date_texts[by][positions].tolist()
    about = [text.rstrip("?~%") != text or "~/" in text or "?/" in text for text in texts]
    frame = pd.DataFrame(
        {
            "first": [date.fromordinal(day) for day in begins.tolist()],
            "last": [date.fromordinal(day) for day in ends.tolist()],
            "stance": list(claims["stance"]),
            "source": list(claims["source"].map(dataset.sources["name"])),
            "words": [in_words(text) for text in texts],
            "about": np.array(about, dtype=bool),
            "hollow": dataset.falls_back(by)[positions],
        },
        index=claims.index,
    )
    return frame.assign(exact=(frame["first"] == frame["last"]) & ~frame["about"])


def rows(frame: pd.DataFrame, first: date, last: date) -> pd.Series:
    """Return, per claim, the row within the lane of its stance, so that few hide another.

    Claims are laid in the first row that is free at their date; where all rows are taken,
    rows are used again in turn.
    """
    gap = (last - first + _DAY) * _APART
    row = pd.Series(0, index=frame.index, dtype="int64")
    for _, lane in frame.sort_values(["first", "last"], kind="stable").groupby("stance"):
        free: list[date] = []
        for number, (claim, begins, ends) in enumerate(
            zip(lane.index, lane["first"], lane["last"], strict=True)
        ):
            place = next((at for at, since in enumerate(free) if since <= begins), len(free))
            if place == _ROWS:
                place = number % _ROWS
            until = ends + max(_DAY, gap)
            if place == len(free):
                free.append(until)
            free[place] = max(free[place], until)
            row[claim] = place
    return row
