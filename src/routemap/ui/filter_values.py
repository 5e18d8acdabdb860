"""The filters of a reader: stored in the session, set by controls, and read as a query.

The session holds one query, and nothing else is the state of a filter. Every control shows what
the query says and sends what the reader changes (docs/decisions/ui.md).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

import streamlit as st

from routemap.data.dataset import Dataset
from routemap.model.errors import ParameterError
from routemap.model.text import shown
from routemap.questions.filters import PARAMETER, PARAMETERS
from routemap.questions.parameter import Control, Parameter
from routemap.questions.parameter_values import MAX_TEXT
from routemap.questions.query import Query
from routemap.questions.reconcile import without_full_lists
from routemap.ui.session import Key

SET: Final = tuple(row for row in PARAMETERS if row.control)
"""The parameters that readers set in the sidebar."""


def fill(query: Query, dataset: Dataset) -> None:
    """Set the filters to those of a query.

    A list in which every option is chosen filters nothing, like one in which none is chosen.
    """
    state = st.session_state
    state[Key.FILTERS] = without_full_lists(query.filters().forwards(), dataset)
    state.pop(Key.UNREAD, None)


def stored() -> Query:
    """Return the filters of the reader as a query that asks for nothing else."""
    filters: Query = st.session_state.get(Key.FILTERS, Query())
    return filters


def set_days(first: date | None, last: date | None, by: str | None = None) -> None:
    """Set both days of the date filter, and with ``by`` which date of a claim counts.

    Call it in a callback, or before the query is read.
    """
    filters = stored()
    days = replace(filters, first=first, last=last, by=filters.by if by is None else by)
    st.session_state[Key.FILTERS] = days.forwards()


def read(dataset: Dataset, query: Query) -> Query:
    """Return ``query`` with the filters of the reader, as far as they filter anything.

    With new data, a list can contain every value that is left.
    """
    chosen = stored()
    found = replace(query, **{row.field: getattr(chosen, row.field) for row in SET})
    return without_full_lists(found, dataset)


def take(sent: object, dataset: Dataset) -> bool:
    """Apply what the filters of a page have sent, and return whether that was new.

    The value comes from the browser and is untrusted: it is read like a link, and only ids of the
    data are kept. A page sends its latest changes again until it hears that they have arrived.
    Therefore they are numbered, and each number is applied once.

    Parameters
    ----------
    sent
        A mapping with ``number`` of the change, ``set`` with values by parameter, and ``find``
        with what is typed in search fields, by parameter.
    dataset
        The data.
    """
    state = st.session_state
    if not isinstance(sent, Mapping):
        return False
    number = sent.get("number")
    if not isinstance(number, int | float) or not state.get(Key.TAKEN, 0) < number < math.inf:
        return False
    state[Key.TAKEN] = number
    state[Key.FIND] = {key: values[0] for key, values in _texts(sent.get("find")) if values}
    changes = {PARAMETER[key]: values for key, values in _texts(sent.get("set"))}
    if (selected := PARAMETER["feature"]) in changes:
        known = [key for key in changes[selected] if key in dataset.features.index]
        state[Key.FEATURE], state[Key.CLAIM] = (known or [""])[0], ""
    before = stored()
    fields = {
        row.field: _value(row, changes[row], before, dataset) for row in SET if row in changes
    }
    fill(replace(before, **fields), dataset)
    if changes.get(text := PARAMETER["q"]):
        state[Key.UNREAD] = text.unread(changes[text])
    return True


def _texts(sent: object) -> list[tuple[str, list[str]]]:
    """Return lists of text by key of a parameter, without anything that is not one."""
    found = []
    for key, values in sent.items() if isinstance(sent, Mapping) else ():
        if key in PARAMETER and isinstance(values, Sequence) and not isinstance(values, str):
            texts = [shown(value) for value in values if isinstance(value, str)]
            found.append((key, [text[: 10 * MAX_TEXT] for text in texts if text]))
    return found


def _value(row: Parameter, values: list[str], before: Query, dataset: Dataset) -> Any:
    """Return the value of a query field, the previous one if the values cannot be read."""
    held, nothing = getattr(before, row.field), getattr(Query(), row.field)
    try:
        value = row.read(values) if values else nothing
    except ParameterError:
        return held
    known = row.known(dataset)
    if known is None or not isinstance(value, tuple):
        return value
    # an id that new data has dropped stays until the page says so
    there = tuple(item for item in value if item in known or item in held)
    return there if row.control is Control.FACET or len(there) == len(value) else nothing
