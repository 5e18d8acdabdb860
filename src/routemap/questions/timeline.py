"""Claims over time, on two sides, with the precision of their dates.

Claims that affirm are on one side, denials on the other. Background takes no side and is left
out. Up to 400 claims are drawn one by one, each as long as its date is uncertain. More claims are
counted by month. Positions are computed once per revision (:class:`Layout`), so that marks do not
move while the reader filters.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from routemap.data.codes import Bools, Ints
from routemap.data.dataset import Dataset
from routemap.model.dates import in_words
from routemap.model.text import one_line
from routemap.questions.months import end_of_month
from routemap.questions.selection import Selection
from routemap.questions.statuses import denials_of
from routemap.questions.timeline_numbers import kind, kinds

ONE_BY_ONE: Final = 400
OUTSIDE, ASIDE, STRONG = range(3)
"""How strong a claim is drawn: not in the filter, not about the selected feature, or in full."""

# marks of one side are drawn in rows if they are closer than this share of the axis
_APART: Final = 0.012
_ROWS: Final = 6
_EXCERPT: Final = 110  # characters


@dataclass(frozen=True, eq=False)
class Layout:
    """The positions of the dated claims of a dataset that take a side.

    Attributes
    ----------
    by
        Which date of a claim counts: a key of :data:`routemap.model.vocabulary.DATE_MEANINGS`.
    first, last
        The first and last day of the axis, which are the ends of months.
    positions, begins, ends
        Per claim: its position in the dataset, and its first and last day as proleptic ordinals.
    denies
        Per claim: whether it is a denial.
    hollow
        Per claim: whether it is drawn at another date because the preferred one is unknown.
    rows
        Per claim: its row on its side, counted from the axis. ``None`` if there are too many
        claims to draw one by one.
    """

    by: str
    first: date
    last: date
    positions: Ints
    begins: Ints
    ends: Ints
    denies: Bools
    hollow: Bools
    rows: Ints | None


def layout(dataset: Dataset, by: str) -> Layout | None:
    """Return the layout of the claims of a dataset, ``None`` if none has a date and takes a side.

    ``by`` says which date of a claim counts.
    """
    bounds, codes = dataset.bounds[by], dataset.codes
    positions = np.flatnonzero(bounds.known & (codes.affirming | codes.denying))
    if not len(positions):
        return None
    begins, ends = _days(bounds.first[positions], bounds.last[positions])
    first = date.fromordinal(int(begins.min())).replace(day=1)
    last = end_of_month(date.fromordinal(int(ends.max())))
    denies = codes.denying[positions]
    gap = (last - first).days * _APART
    one_by_one = len(positions) <= ONE_BY_ONE
    return Layout(
        by=by,
        first=first,
        last=last,
        positions=positions,
        begins=begins,
        ends=ends,
        denies=denies,
        hollow=dataset.falls_back(by)[positions],
        rows=rows(begins, ends, denies, gap) if one_by_one else None,
    )


def _days(first: Ints, last: Ints) -> tuple[Ints, Ints]:
    # an open interval begins or ends with the known dates
    known = np.concatenate([first[first > 0], last[last <= date.max.toordinal()]])
    start, end = (int(known.min()), int(known.max())) if len(known) else (1, 1)
    return np.maximum(first, start), np.minimum(last, end)


def rows(begins: Ints, ends: Ints, denies: Bools, gap: float) -> Ints:
    """Return, per claim, its row on its side, so that few marks overlap.

    A claim gets the first row that is free at its date. If no row is free, rows are reused in
    turn.

    Parameters
    ----------
    begins, ends
        First and last day of each claim.
    denies
        The side of each claim.
    gap
        The least distance of two marks in a row, in days.
    """
    found = np.zeros(len(begins), dtype=np.int64)
    for side in (False, True):
        claims = np.flatnonzero(denies == side)
        free: list[float] = []
        in_order = claims[np.lexsort((ends[claims], begins[claims]))]
        for number, claim in enumerate(in_order.tolist()):
            row = next((at for at, until in enumerate(free) if until <= begins[claim]), len(free))
            if row == _ROWS:
                row = number % _ROWS
            if row == len(free):
                free.append(0.0)
            free[row] = max(free[row], ends[claim] + max(1.0, gap))
            found[claim] = row
    return found


def marks(dataset: Dataset, where: Layout) -> pd.DataFrame:
    """Return what is drawn and shown of each claim, if claims are drawn one by one.

    Parameters
    ----------
    dataset
        The data.
    where
        Its layout, with ``rows``.

    Returns
    -------
    DataFrame
        Indexed by claim id, in file order: ``first`` and ``last`` (its days as proleptic
        ordinals, both inclusive), ``row``, ``denies``, ``hollow``, ``about`` (its date is
        approximate or uncertain), ``stance`` (key), ``source`` (name), ``words`` (its date in
        words), ``dated`` (what that is the date of) and ``excerpt`` (the beginning of its excerpt,
        cut after a word and in quotation marks if it is a quotation).

    Raises
    ------
    ValueError
        If there are too many claims.
    """
    if where.rows is None:
        raise ValueError(f"more than {ONE_BY_ONE} claims are counted by month")
    claims = dataset.claims.iloc[where.positions]
    texts = dataset.date_texts[where.by][where.positions].tolist()
    about = [text.rstrip("?~%") != text or "~/" in text or "?/" in text for text in texts]
    return pd.DataFrame(
        {
            "first": where.begins,
            "last": where.ends,
            "row": where.rows,
            "denies": where.denies,
            "hollow": where.hollow,
            "about": np.array(about, dtype=bool),
            "stance": list(claims["stance"]),
            "source": list(claims["source"].map(dataset.sources["name"])),
            "words": [in_words(text) for text in texts],
            "dated": np.array([*kinds(where.by), ""], dtype=object)[
                kind(dataset, where.by)[where.positions]
            ],
            "excerpt": [
                f"“{beginning(text)}”" if form == "quotation" else beginning(text)
                for text, form in zip(claims["excerpt"], claims["excerpt_kind"], strict=True)
            ],
        },
        index=claims.index,
    )


def beginning(text: str, limit: int = _EXCERPT) -> str:
    """Return the beginning of a text on one line, cut after a word.

    Examples
    --------
    >>> beginning("A freight train carrying 30 horses left.", limit=20)
    'A freight train …'
    >>> beginning("A short one.")
    'A short one.'
    """
    flat = one_line(text)
    if len(flat) <= limit:
        return flat
    # one character more, so that a word that ends at the limit is kept
    words = flat[: limit - 1].rpartition(" ")[0]
    return f"{words} …" if words else f"{flat[: limit - 1]}…"


def strength(selection: Selection, where: Layout, feature: str = "") -> Ints:
    """Return how strong each claim of a layout is drawn.

    Parameters
    ----------
    selection
        The selection of a query.
    where
        The layout of its dataset.
    feature
        Id of the selected place or route, ``""`` for none. Of the claims in the filter, those
        about it and the denials of what they affirm stay strong, with denials of broader
        allegations.

    Returns
    -------
    Ints
        :data:`OUTSIDE`, :data:`ASIDE` or :data:`STRONG` per claim.
    """
    dataset = selection.dataset
    shown = selection.mask
    strong = shown
    if feature:
        place = int(dataset.features.index.get_indexer(pd.Index([feature]))[0])
        strong = np.zeros(len(shown), dtype=bool)
        if place >= 0:
            about = selection.claims_about(place)
            affirming = about[dataset.codes.affirming[about]]
            strong = shown & denials_of(dataset, affirming)
            strong[about] = True
    degree = np.where(strong, STRONG, np.where(shown, ASIDE, OUTSIDE))
    found: Ints = degree[where.positions].astype(np.int64)
    return found


def by_month(where: Layout, chosen: Bools | None = None) -> Ints:
    """Return how many claims begin in each month of the axis.

    Parameters
    ----------
    where
        The layout.
    chosen
        Per claim of the layout: whether it counts. By default all do.

    Returns
    -------
    Ints
        An array with two rows, of claims that affirm and of denials, and one column per month.
    """
    least, most = _month(np.array([where.first.toordinal(), where.last.toordinal()])).tolist()
    size = most - least + 1
    cells = np.where(where.denies, size, 0) + _month(where.begins) - least
    counted = np.bincount(cells if chosen is None else cells[chosen], minlength=2 * size)
    found: Ints = counted.reshape(2, size)
    return found


def _month(ordinals: Ints) -> Ints:
    days = (ordinals - date(1970, 1, 1).toordinal()).astype("datetime64[D]")
    return days.astype("datetime64[M]").astype(np.int64)
