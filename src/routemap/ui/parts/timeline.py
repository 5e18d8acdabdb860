"""The timeline as a component of the page: its own drawing, brush and playback.

What it needs once depends only on the data and on which date counts. What a run changes is sent
apart from that (:func:`routemap.ui.parts.component.draw_with_state`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import streamlit as st

from routemap.data.dataset import Dataset
from routemap.map.style import STANCE_STYLES
from routemap.model.vocabulary import KNOWN, STANCES, WHEN
from routemap.questions.months import said_by
from routemap.questions.query import Query
from routemap.questions.selection import Selection
from routemap.questions.timeline import STRONG, Layout, by_month, marks, strength
from routemap.questions.timeline_numbers import Summary, summary
from routemap.ui.parts.component import draw_with_state
from routemap.ui.session import Key

_EPOCH: Final = date(1970, 1, 1).toordinal()
_MARKS: Final = "A dot is a day. A bar is as long as the date is uncertain, and dashed if the "
_DRAWN: Final = {
    True: f"{_MARKS}date is approximate.",
    False: "Each bar shows how many claims begin in that month. Click one to set the dates.",
}
_HOLLOW: Final = {
    WHEN: "Hollow: the day of the event is unknown, so the day of the statement or of publication "
    "is used.",
    KNOWN: "Hollow: the day of the statement is unknown, so the day of publication is used.",
}


@dataclass(frozen=True)
class Shown:
    """The days of a filter, and whether they ask for what had been said by then."""

    first: date | None
    last: date | None
    known: bool


@dataclass(frozen=True)
class Days:
    """The days that the reader sets in the timeline, ``None`` for no limit.

    ``after`` is set by playback, which asks for what had been said by then: the days that were
    shown as it asked. The request is out of date if the reader has set other days meanwhile.
    """

    first: date | None
    last: date | None
    after: Shown | None


def timeline(
    constant: str,
    state: Mapping[str, Any],
    *,
    on_days: Callable[[], None],
    on_claim: Callable[[], None],
) -> None:
    """Draw the timeline.

    Parameters
    ----------
    constant
        What :func:`constant_part` returns, as JSON.
    state
        What :func:`changing_part` returns.
    on_days, on_claim
        Callbacks, which get what the reader did from :func:`sent_days` and :func:`sent_claim`.
    """
    draw_with_state(
        "timeline",
        key=Key.PLOT,
        constant=constant,
        state=state,
        on_days_change=on_days,
        on_claim_change=on_claim,
    )


def constant_part(dataset: Dataset, where: Layout) -> dict[str, Any]:
    """Return what the timeline needs once: everything that no filter changes.

    Parameters
    ----------
    dataset
        The data.
    where
        Its layout.

    Returns
    -------
    dict
        ``id``, which :func:`changing_part` repeats; ``first`` and ``last``, the days of the axis
        as numbers since 1970-01-01; ``colours`` of the two sides, each for a light and a dark
        ground; ``help``, sentences; and either ``claims``, one list per column, or ``months``,
        the number of claims per side and month.
    """
    styles = {style.key: [style.light, style.dark] for style in STANCE_STYLES}
    one_by_one = where.rows is not None
    drawn = _claims(dataset, where) if one_by_one else by_month(where).tolist()
    hollow = [_HOLLOW[where.by]] if where.by in _HOLLOW and where.hollow.any() else []
    return {
        "id": f"{dataset.revision}-{where.by}",
        "first": where.first.toordinal() - _EPOCH,
        "last": where.last.toordinal() - _EPOCH,
        "colours": [styles["asserts"], styles["denies"]],
        "help": [_DRAWN[one_by_one], *hollow],
        "claims" if one_by_one else "months": drawn,
    }


def _claims(dataset: Dataset, where: Layout) -> dict[str, list[Any]]:
    frame = marks(dataset, where)
    return {
        "id": list(frame.index),
        "first": (frame["first"] - _EPOCH).tolist(),
        "days": (frame["last"] - frame["first"] + 1).tolist(),
        "row": frame["row"].tolist(),
        "look": (frame["denies"] + 2 * frame["hollow"] + 4 * frame["about"]).tolist(),
        "stance": [STANCES.label(stance).lower() for stance in frame["stance"]],
        "source": frame["source"].tolist(),
        "words": (frame["words"] + " (" + frame["dated"] + ")").tolist(),
        "excerpt": frame["excerpt"].tolist(),
    }


def changing_part(
    selection: Selection, where: Layout, played: Layout | None, query: Query
) -> dict[str, Any]:
    """Return what a run changes in the timeline.

    Parameters
    ----------
    selection
        The selection of a query.
    where
        The layout of its dataset for the date that counts.
    played
        The layout for what had been said, whose months playback steps through.
    query
        The query, with the selected feature and claim.

    Returns
    -------
    dict
        ``of``, the ``id`` of the constant part; ``strength``, a digit per claim, or the strong
        claims per month, filled and hollow; ``first`` and ``last``, the days of the filter;
        ``known``, whether they ask for what had been said by then; ``months``, the first and last
        month of playback; ``claim``, the position of the selected claim, -1 for none; and what is
        shown as numbers and words.
    """
    found = summary(selection, where.by)
    degree = strength(selection, where, query.feature)
    known = query.by == KNOWN
    number = f"{found.claims:,} claim{'' if found.claims == 1 else 's'}"
    dated = " · ".join(
        f"{count:,} {'of' if place else 'by date of'} {name}"
        for place, (name, count) in enumerate(found.dated)
    )
    return {
        "of": f"{selection.dataset.revision}-{where.by}",
        "strength": _strength(where, degree),
        "first": _text(query.first),
        "last": _text(query.last),
        "known": known,
        "months": [f"{played.first:%Y-%m}", f"{played.last:%Y-%m}"] if played else [],
        "claim": _position(selection.dataset, where, query.claim),
        "sides": [found.affirm, found.deny],
        "number": number if found.claims or len(selection.positions) else "No claim matches",
        "dated": dated,
        "said": said_by(query.first, query.last) if known and query.last else "",
        "left_out": _left_out(found),
    }


def _strength(where: Layout, degree: Any) -> Any:
    if where.rows is not None:
        return "".join(map(str, degree.tolist()))
    strong = degree == STRONG
    return [
        by_month(where, strong & ~where.hollow).tolist(),
        by_month(where, strong & where.hollow).tolist(),
    ]


def _position(dataset: Dataset, where: Layout, claim: str) -> int:
    if not claim or claim not in dataset.claims.index:
        return -1
    found = where.positions == dataset.claims.index.get_loc(claim)
    return int(found.argmax()) if found.any() else -1


def _left_out(found: Summary) -> str:
    left = [
        f"{number:,} {what}"
        for number, what in (
            (found.background, "of background"),
            (found.undecided, "on neither side of an allegation"),
            (found.withdrawn, "withdrawn"),
            (found.undated, "without this date"),
        )
        if number
    ]
    if not left:
        return ""
    *first, last = left
    return f"Not drawn: {', '.join(first)}{' and ' if first else ''}{last}."


def _text(day: date | None) -> str:
    return day.isoformat() if day else ""


def sent_days() -> Days | None:
    """Return the days that the reader set in the timeline, ``None`` if there are no valid ones.

    The value comes from the browser and is untrusted.
    """
    value = _sent("days")
    try:
        first, last = _both_days(value)
        after = value.get("after")
        shown = Shown(*_both_days(after), known=after.get("known") is True) if after else None
    except (AttributeError, TypeError, ValueError):
        return None
    if first and last and first > last:
        return None
    return Days(first, last, shown)


def _both_days(value: Any) -> tuple[date | None, date | None]:
    """Return the days of an untrusted value; raise an error if they are not days."""
    first, last = value.get("first"), value.get("last")
    return (
        date.fromisoformat(first) if first else None,
        date.fromisoformat(last) if last else None,
    )


def sent_claim() -> str:
    """Return the id that the reader opened in the timeline, which is untrusted, ``""`` for none."""
    value = _sent("claim")
    return value if isinstance(value, str) else ""


def _sent(event: str) -> Any:
    value = st.session_state.get(Key.PLOT)
    return value.get(event) if isinstance(value, Mapping) else None
