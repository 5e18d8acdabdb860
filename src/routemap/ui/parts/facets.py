"""The filters in the sidebar: one component, which shows the query and sends what changes.

Its script (``facets/*.js``) shows the options that this module sends, sends every change of the
reader with a number, and shows that change until the server says that the number has arrived.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import streamlit as st

from routemap.data.codes import Ints
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
from routemap.ui.parts.component import component
from routemap.ui.session import Key

MAIN: Final = ("stance", "source", "allegation", "cargo", "mode")
MORE: Final = ("about", "publisher", "article", "compare")
"""Keys of the filters below search and dates, in the order of the sidebar."""

_MOST: Final = 200  # options of a list that the browser gets; it searches them itself
_FIRST: Final = 50  # options of a longer list under “More”
_EVENT: Final = "filters"


def draw_facets(selection: Selection, page: str) -> bool:
    """Draw the filters, and return whether they have sent a change that this run misses.

    A change usually starts a run and is applied before it. If it comes with the first run after a
    restart of the server or on another page, it is known only when the component is drawn.
    """
    data = contents(selection.dataset, selection.query, page)
    sent = component("facets", draws="draw")(key=Key.FACETS, data=data, on_filters_change=_take)
    return take(sent.get(_EVENT), selection.dataset)


def _take() -> None:
    component = st.session_state.get(Key.FACETS, {})
    take(component.get(_EVENT), dataset_now())


def contents(dataset: Dataset, query: Query, page: str) -> dict[str, Any]:
    """Return what the component shows, for the filters of a query."""
    state = st.session_state
    find: Mapping[str, str] = state.get(Key.FIND, {})
    counts = recall_tallies(dataset, query)
    values = query.to_params()
    groups = [
        _group(row, dataset, counts[row.key], query, find.get(row.key, ""))
        for row in map(PARAMETER.__getitem__, (*MAIN, *MORE))
        if row.control is Control.FACET
    ]
    typed = find.get("q", "")
    found = suggestions(dataset, typed) if typed else []
    return {
        "visit": state.setdefault(Key.VISIT, secrets.token_hex(8)),
        "taken": state.get(Key.TAKEN, 0),
        "page": page,
        "values": {row.key: values.get(row.key, []) for row in SET},
        "by": [[term.key, term.label] for term in DATE_MEANINGS.terms],
        "usual": Query().by,
        "days": [FIRST_DAY.isoformat(), LAST_DAY.isoformat()],
        "longest": MAX_TEXT,
        "periods": [
            [period.label, period.first.isoformat(), period.last.isoformat() if period.last else ""]
            for period in periods(dataset, query.by)
        ],
        "groups": groups,
        "unread": state.get(Key.UNREAD, ""),
        "suggested": [typed, [[item.key, item.value, item.name, item.kind] for item in found]],
    }


def _group(
    row: Parameter, dataset: Dataset, counts: Ints, query: Query, find: str
) -> dict[str, Any]:
    """Return a facet: its options with their counts, and which are chosen."""
    order, keys, names = ranking(dataset, row), row.options(dataset), choices(row, dataset)
    chosen = getattr(query, row.field)
    is_main = row.key in MAIN
    shown = order
    if len(order) > _MOST:
        shown = order[: _MOST if is_main else _FIRST]
        place = dataset.memo.get(
            "option places", row.key, lambda: {str(keys[at]): at for at in order.tolist()}
        )
        found = [place[key] for key in names.found(find, _MOST) if key in place] if find else []
        wanted = [place[key] for key in chosen if key in place]
        shown = np.array(list(dict.fromkeys([*shown.tolist(), *wanted, *found])), dtype=np.int64)
    ranks = kind_ranks(dataset) if row.key == "source" else None
    if ranks is not None:
        shown = shown[np.argsort(ranks[shown], kind="stable")]
    options = [
        [key := str(keys[at]), names.names.get(key, key), int(counts[at])]
        + ([int(ranks[at])] if ranks is not None else [])
        for at in shown.tolist()
    ]
    return {
        "key": row.key,
        "label": row.label,
        "main": is_main,
        "total": len(order),
        "find": find if len(order) > _MOST else "",
        "options": options,
        "kinds": list(SOURCE_KINDS.labels.values()) if ranks is not None else [],
        "first": _first_rows(shown, order),
    }


def _first_rows(shown: Ints, order: Ints) -> list[int]:
    """Return the positions in ``shown`` of the options that a folded list shows."""
    first = set(order[:8].tolist())
    return [number for number, at in enumerate(shown.tolist()) if at in first]
