"""Claims over time, with the precision of their dates.

Up to 400 claims are drawn one by one, each as long as its date is uncertain. More claims are
counted by month. The layout is computed once per revision (:class:`Layout`), so that marks do not
move while the reader filters.
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
# dots and bars of one lane are drawn in rows if they are closer than this share of the axis
_APART: Final = 0.012
_ROWS: Final = 6


@dataclass(frozen=True, eq=False)
class Layout:
    """The positions of the dated claims of a dataset on its timeline.

    Attributes
    ----------
    by
        Which date of a claim counts: a key of :data:`routemap.model.vocabulary.DATE_MEANINGS`.
    first, last
        The first and last day of the axis: see :func:`axis`.
    earliest
        The first day of any claim, including early background.
    stances
        The lanes, from top to bottom.
    claims
        The columns of :func:`drawn` for all claims, except ``kept``. ``None`` if there are too
        many claims to draw one by one.
    fallbacks
        How many claims are drawn at another date because the preferred one is unknown; 0 if
        ``by`` uses only one kind of date.
    positions, begins, ends, lane
        Per dated claim: its position in the dataset, its first and last day as proleptic
        ordinals, and the position of its stance in ``stances``.
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
    """Return the layout of the claims of a dataset, ``None`` if none has a date.

    ``by`` says which date of a claim counts.
    """
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
    # an open interval begins or ends with the known dates
    known = np.concatenate([first[first > 0], last[last <= date.max.toordinal()]])
    start, end = (int(known.min()), int(known.max())) if len(known) else (1, 1)
    return np.maximum(first, start), np.minimum(last, end)


def whenever(selection: Selection) -> Bools:
    """Return, per claim, whether it is in the selection if the date filter is ignored."""
    if not (selection.query.first or selection.query.last):
        return selection.mask
    return recall(selection.dataset, replace(selection.query, first=None, last=None)).mask


def counted(selection: Selection, where: Layout) -> pd.DataFrame:
    """Return how many claims begin in each month, by lane.

    Returns
    -------
    DataFrame
        One row per month and lane in which a claim of :func:`whenever` begins: ``begins``
        (first day of the month, a proleptic ordinal), ``lane`` (position in ``where.stances``),
        ``claims`` (their number) and ``kept`` (how many of them pass the date filter).
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
    """Return the dated claims of :func:`whenever`, one row each.

    Parameters
    ----------
    selection
        The selection of a query.
    where
        The layout of its dataset for ``query.by``, with ``claims``.

    Returns
    -------
    DataFrame
        Indexed by claim id: ``first`` and ``last`` (the bounds of its date as days, both
        inclusive; an open interval ends where the known dates end), ``stance`` (key),
        ``source`` (name), ``words`` (the date in words), ``exact`` (a single day that is not
        approximate), ``about`` (approximate or uncertain), ``hollow`` (the preferred date is
        unknown, so another one is used), ``row`` (within its lane) and ``kept`` (whether it also
        passes the date filter).

    Raises
    ------
    ValueError
        If the layout has no ``claims``, because there are too many.
    """
    if where.claims is None:
        raise ValueError(f"more than {ONE_BY_ONE} claims are counted by month")
    passing = whenever(selection)[where.positions]
    return where.claims[passing].assign(kept=selection.mask[where.positions][passing])


def axis(selection: Selection, where: Layout) -> tuple[date, date]:
    """Return the first and last day of the axis, which leaves out early background.

    Background such as the opening of a railway line can be years older than everything that is
    asserted or denied. An axis that included it would squeeze the rest into one corner. The axis
    starts earlier if nothing else is left, or if the reader filters for earlier days.
    """
    ends = where.ends[whenever(selection)[where.positions]]
    only_before = len(ends) > 0 and int(ends.max()) < where.first.toordinal()
    asked = selection.query.first
    if only_before or (asked and asked < where.first):
        return min(where.first, where.earliest.replace(day=1)), where.last
    return where.first, where.last


@dataclass(frozen=True)
class Summary:
    """The number of dated claims of :func:`whenever`, and their first and last day.

    ``earlier`` counts those that end before the axis begins. ``undated`` counts the claims of
    :func:`whenever` without a date of this kind.
    """

    claims: int
    first: date
    last: date
    earlier: int
    undated: int


def summary(selection: Selection, where: Layout) -> Summary | None:
    """Return what the timeline shows in numbers, ``None`` if it shows nothing."""
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
    """Return, per claim, its row within the lane of its stance, so that few marks overlap.

    A claim gets the first row that is free at its date. If no row is free, rows are reused in
    turn.
    """
    gap = (last - first + _DAY) * _APART
    row = pd.Series(0, index=frame.index, dtype="int64")
    for _, lane in frame.sort_values(["first", "last"], kind="stable").groupby("stance"):
        free: list[date] = []
        for number, (claim, begins, ends) in enumerate(
            zip(lane.index, lane["first"], lane["last"], strict=True)
        ):
            place = next((at for at, until in enumerate(free) if until <= begins), len(free))
            if place == _ROWS:
                place = number % _ROWS
            until = ends + max(_DAY, gap)
            if place == len(free):
                free.append(until)
            free[place] = max(free[place], until)
            row[claim] = place
    return row
