"""The filters in the sidebar: one component, which shows the query and sends what changes.

Its script (``facets/*.js``) shows the options that this module sends once and the counts that it
sends with every run. It sends every change of the reader with a number, and shows that change
until the server says that the number has arrived.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Mapping
from typing import Any, Final

import numpy as np
import streamlit as st

from routemap.data.dataset import Dataset
from routemap.model.vocabulary import DATE_MEANINGS, SOURCE_KINDS
from routemap.questions.facets import kind_ranks, periods, ranking, recall_tallies
from routemap.questions.filters import PARAMETER
from routemap.questions.parameter import Control, Parameter
from routemap.questions.parameter_values import FIRST_DAY, LAST_DAY, MAX_TEXT
from routemap.questions.query import Query
from routemap.questions.selection import Selection
from routemap.questions.suggestions import suggestions
from routemap.ui.current_data import dataset_now
from routemap.ui.filter_options import choices
from routemap.ui.filter_values import SET, take
from routemap.ui.parts.component import draw_with_state
from routemap.ui.session import Key

MAIN: Final = ("stance", "source", "allegation", "cargo", "mode", "phase", "vessel")
MORE: Final = ("about", "publisher", "article", "evidence", "checked", "compare")
"""Keys of the filters below search and dates, in the order of the sidebar."""

_ROWS: Final = tuple(
    row for key in (*MAIN, *MORE) if (row := PARAMETER[key]).control is Control.FACET
)

_MOST: Final = 200  # options of a list that the browser gets; it searches them itself
_FIRST: Final = 50  # options of a longer list under “More”
_FOLDED: Final = 8  # options that a folded list shows
_EVENT: Final = "filters"


def draw_facets(selection: Selection, page: str) -> bool:
    """Draw the filters, and return whether they have sent a change that this run misses.

    A change usually starts a run and is applied before it. If it comes with the first run after a
    restart of the server or on another page, it is known only when the component is drawn.
    """
    dataset = selection.dataset
    sent = draw_with_state(
        "facets",
        key=Key.FACETS,
        constant=dataset.memo.get("facets", (), lambda: json.dumps(constant_part(dataset))),
        state=changing_part(dataset, selection.query, page),
        on_filters_change=_take,
    )
    return take(sent.get(_EVENT), selection.dataset)


def _take() -> None:
    take(st.session_state.get(Key.FACETS, {}).get(_EVENT), dataset_now())


def constant_part(dataset: Dataset) -> dict[str, Any]:
    """Return what the filters need once: everything that no filter changes.

    Returns
    -------
    dict
        ``id``, which :func:`changing_part` repeats; ``by``, keys and labels of what dates mean,
        and ``usual``, the one of a query without it; ``days``, the first and last that can be
        chosen; ``longest``, the letters of a search, and ``examples`` of it; ``periods``, by key
        of ``by``; and ``groups``, the facets. A group has ``options``, each with key, name and for
        sources the number of their kind; ``first``, the positions of those that a folded list
        shows; and ``total``, the number of all its options, which can be more.
    """
    return {
        "id": dataset.revision,
        "by": [[term.key, term.label] for term in DATE_MEANINGS.terms],
        "usual": Query().by,
        "days": [FIRST_DAY.isoformat(), LAST_DAY.isoformat()],
        "longest": MAX_TEXT,
        "examples": dataset.case.examples,
        "periods": {
            by: [
                [item.label, item.first.isoformat(), item.last.isoformat() if item.last else ""]
                for item in periods(dataset, by)
            ]
            for by in DATE_MEANINGS.keys
        },
        "groups": [_group(row, dataset) for row in _ROWS],
    }


def changing_part(dataset: Dataset, query: Query, page: str) -> dict[str, Any]:
    """Return what a run changes in the filters.

    Parameters
    ----------
    dataset
        The data.
    query
        The query.
    page
        The path of the page, ``""`` for the first one.

    Returns
    -------
    dict
        ``of``, the ``id`` of the constant part; ``visit``, a name of the session; ``taken``, the
        number of the latest change that has arrived; ``page``; ``values`` of the filters by key;
        ``counts`` of the options, by key of a facet; ``more``, by key of a long facet, further
        options with their counts: those found and those chosen; ``unread``, a notice about the
        search; and ``suggested``, a text and the suggestions for it.
    """
    state = st.session_state
    find: Mapping[str, str] = state.get(Key.FIND, {})
    tallies = recall_tallies(dataset, query)
    values = query.to_params()
    counts, more = {}, {}
    for row in _ROWS:
        tally, shown = tallies[row.key], _shown(row, dataset)
        counts[row.key] = tally[shown].tolist()
        if further := _further(row, dataset, getattr(query, row.field), find.get(row.key, "")):
            options = _options(row, dataset, further)
            more[row.key] = list(zip(options, tally[further].tolist(), strict=True))
    typed = find.get("q", "")
    found = suggestions(dataset, typed) if typed else []
    return {
        "of": dataset.revision,
        "visit": state.setdefault(Key.VISIT, secrets.token_hex(8)),
        "taken": state.get(Key.TAKEN, 0),
        "page": page,
        "values": {row.key: values.get(row.key, []) for row in SET},
        "counts": counts,
        "more": more,
        "unread": state.get(Key.UNREAD, ""),
        "suggested": [typed, [[item.key, item.value, item.name, item.kind] for item in found]],
    }


def _group(row: Parameter, dataset: Dataset) -> dict[str, Any]:
    order, shown = ranking(dataset, row), _shown(row, dataset)
    first = set(order[:_FOLDED].tolist())
    return {
        "key": row.key,
        "label": row.label,
        "main": row.key in MAIN,
        "total": len(order),
        "options": _options(row, dataset, shown),
        "kinds": list(dataset.case.terms(SOURCE_KINDS).labels.values())
        if row.key == "source"
        else [],
        "first": [number for number, at in enumerate(shown) if at in first],
    }


def _shown(row: Parameter, dataset: Dataset) -> list[int]:
    """Return the positions of the options that the browser always has, in display order."""

    def positions() -> list[int]:
        order = ranking(dataset, row)
        if len(order) > _MOST:
            order = order[: _MOST if row.key in MAIN else _FIRST]
        if row.key == "source":
            order = order[np.argsort(kind_ranks(dataset)[order], kind="stable")]
        return [int(at) for at in order]

    return dataset.memo.get("shown options", row.key, positions)


def _further(row: Parameter, dataset: Dataset, chosen: Iterable[str], typed: str) -> list[int]:
    """Return the positions of further options of a long list: those chosen and those found."""
    order = ranking(dataset, row)
    if len(order) <= _MOST:
        return []
    keys = row.options(dataset)
    place = dataset.memo.get(
        "option places", row.key, lambda: {str(keys[at]): at for at in order.tolist()}
    )
    wanted = [*chosen, *(choices(row, dataset).found(typed, _MOST) if typed else [])]
    there = dataset.memo.get("shown set", row.key, lambda: frozenset(_shown(row, dataset)))
    places = dict.fromkeys(place[key] for key in wanted if key in place)
    return [at for at in places if at not in there]


def _options(row: Parameter, dataset: Dataset, places: list[int]) -> list[list[Any]]:
    """Return key and name of options, for sources also the number of their kind."""
    keys, names = row.options(dataset), choices(row, dataset).names
    found: list[list[Any]] = [[key := str(keys[at]), names.get(key, key)] for at in places]
    if row.key == "source":
        for option, kind in zip(found, kind_ranks(dataset)[places].tolist(), strict=True):
            option.append(kind)
    return found
