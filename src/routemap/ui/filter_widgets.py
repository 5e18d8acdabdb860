"""The widgets of the filters: one class per kind of widget, one object per filter.

A widget converts the value of a query into widget values and back, and draws itself.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, Final

import streamlit as st

from routemap.data.dataset import Dataset
from routemap.model.vocabulary import SOURCE_KINDS
from routemap.questions.filters import PARAMETERS
from routemap.questions.parameter import Parameter, Widget
from routemap.questions.parameter_values import (
    FIRST_DAY,
    LAST_DAY,
    MAX_TEXT,
    searched,
    unsearched,
)
from routemap.questions.query import Query
from routemap.ui.filter_options import Choices, choices, choices_by_kind
from routemap.ui.parts.markdown import plain
from routemap.ui.session import Key, key_of

_LONG: Final = 200

Held = Callable[[str, Any], Any]


class FilterWidget(ABC):
    """The Streamlit widget that sets one filter, or several widgets for some filters."""

    def __init__(self, row: Parameter) -> None:
        self.row = row

    @property
    def name(self) -> str:
        """The name of the widget, for :func:`routemap.ui.session.key_of`."""
        return f"{Key.FILTER}.{self.row.key}"

    def values(self, query: Query, dataset: Dataset) -> dict[str, Any]:
        """Return the values of the widgets for a query, by widget name."""
        del dataset
        return {self.name: getattr(query, self.row.field)}

    def read(self, held: Held, query: Query, dataset: Dataset) -> Any:
        """Return the value of the query field that the widgets set.

        ``held`` returns the value of a widget by its name, or its second argument if Streamlit
        has dropped the widget.
        """
        del dataset
        return held(self.name, getattr(query, self.row.field))

    def offered(self, dataset: Dataset) -> dict[str, int]:
        """Return a hash of the options of each widget, by name, for widgets that have options."""
        del dataset
        return {}

    @abstractmethod
    def draw(self, dataset: Dataset) -> None:
        """Draw the widgets."""


class _Day(FilterWidget):
    def draw(self, dataset: Dataset) -> None:
        del dataset
        st.date_input(
            self.row.label,
            value=None,
            key=key_of(self.name),
            min_value=FIRST_DAY,
            max_value=LAST_DAY,
            format="YYYY-MM-DD",
        )


class _Choice(FilterWidget):
    def draw(self, dataset: Dataset) -> None:
        names = self.row.offered(dataset)
        st.selectbox(
            self.row.label,
            list(names),
            format_func=lambda key: names.get(key, key),
            key=key_of(self.name),
            help="Which date of a claim “From” and “To” apply to.",
        )


class _Text(FilterWidget):
    def read(self, held: Held, query: Query, dataset: Dataset) -> str:
        return searched(super().read(held, query, dataset) or "")

    def draw(self, dataset: Dataset) -> None:
        del dataset
        st.text_input(
            self.row.label,
            key=key_of(self.name),
            max_chars=MAX_TEXT,
            placeholder="두만강, Хасан, uniforms …",
            help="Finds words in excerpts, notes, titles and claim sources. Finds places and "
            "routes by any of their names.",
        )
        if unread := unsearched(st.session_state[key_of(self.name)] or ""):
            st.caption(plain(unread))


class _List(FilterWidget):
    def values(self, query: Query, dataset: Dataset) -> dict[str, Any]:
        return {name: list(value) for name, value in super().values(query, dataset).items()}

    def read(self, held: Held, query: Query, dataset: Dataset) -> tuple[str, ...]:
        return tuple(sorted(super().read(held, query, dataset)))


class _Terms(_List):
    def offered(self, dataset: Dataset) -> dict[str, int]:
        return {self.name: hash(tuple(self.row.offered(dataset)))}

    def draw(self, dataset: Dataset) -> None:
        key, names = key_of(self.name), self.row.known(dataset) or {}
        # only terms that the data uses, and always those that are chosen
        there = {*self.row.offered(dataset), *st.session_state.get(key, [])}
        keys = [term for term in names if term in there]
        st.multiselect(
            self.row.label,
            keys,
            format_func=lambda term: names.get(term, term),
            key=key,
            placeholder=f"All {len(keys)}",
        )


class _Records(_List):
    def offered(self, dataset: Dataset) -> dict[str, int]:
        return {self.name: _hash(choices(self.row, dataset))}

    def draw(self, dataset: Dataset) -> None:
        label = self.row.label
        _draw_records(label, choices(self.row, dataset), self.name)


class _RecordsByKind(FilterWidget):
    def _lists(self, dataset: Dataset) -> Mapping[str, Choices]:
        by_kind = choices_by_kind(self.row, dataset)
        return {f"{self.name}.{kind}": offered for kind, offered in by_kind.items()}

    def values(self, query: Query, dataset: Dataset) -> dict[str, Any]:
        chosen = getattr(query, self.row.field)
        return {
            name: [key for key in offered.names if key in chosen]
            for name, offered in self._lists(dataset).items()
        }

    def read(self, held: Held, query: Query, dataset: Dataset) -> tuple[str, ...]:
        before = self.values(query, dataset)
        return tuple(sorted({key for name, keys in before.items() for key in held(name, keys)}))

    def offered(self, dataset: Dataset) -> dict[str, int]:
        return {name: _hash(offered) for name, offered in self._lists(dataset).items()}

    def draw(self, dataset: Dataset) -> None:
        for kind, offered in choices_by_kind(self.row, dataset).items():
            if offered.names:
                _draw_records(SOURCE_KINDS.label(kind), offered, f"{self.name}.{kind}")


class _Pair(FilterWidget):
    _labels: ClassVar[Sequence[str]] = ("Source A", "Source B")

    @property
    def _names(self) -> tuple[str, str]:
        return f"{self.name}.first", f"{self.name}.second"

    def values(self, query: Query, dataset: Dataset) -> dict[str, Any]:
        del dataset
        pair = getattr(query, self.row.field) or (None, None)
        return dict(zip(self._names, pair, strict=True))

    def read(self, held: Held, query: Query, dataset: Dataset) -> tuple[str, ...]:
        before = self.values(query, dataset)
        pair = tuple(filter(None, (held(name, value) for name, value in before.items())))
        return pair if len(set(pair)) == 2 else ()

    def offered(self, dataset: Dataset) -> dict[str, int]:
        return dict.fromkeys(self._names, _hash(choices(self.row, dataset)))

    def draw(self, dataset: Dataset) -> None:
        names = choices(self.row, dataset).names
        chosen = [
            st.selectbox(
                label,
                list(names),
                index=None,
                format_func=lambda key: names.get(key, key),
                key=key_of(name),
                placeholder="Choose a claim source",
            )
            for label, name in zip(self._labels, self._names, strict=True)
        ]
        if chosen[0] and chosen[0] == chosen[1]:
            st.caption("Choose two different claim sources.")


def _hash(offered: Choices) -> int:
    return hash(tuple(offered.names.items()))


def _draw_records(label: str, offered: Choices, name: str) -> None:
    names, key = offered.names, key_of(name)
    keys, hint = list(names), f"All {len(names):,}"
    if len(names) == 1:
        hint = names[keys[0]]
    elif len(names) > _LONG:
        # thousands of options are too many to scroll: words narrow them, chosen ones stay listed
        text = st.text_input(
            f"Find in {len(names):,}",
            key=f"{name}.find",
            max_chars=MAX_TEXT,
            placeholder=f"Find in {len(names):,}: type words, press Enter",
            label_visibility="collapsed",
        )
        taken = st.session_state.get(key, [])
        found = offered.found(text or "", _LONG)
        keys = list(dict.fromkeys([*taken, *found]))
        hint = (
            f"All {len(names):,}" if not text else f"{len(found)} found" if found else "None found"
        )
    st.multiselect(
        label,
        keys,
        format_func=lambda option: names.get(option, option),
        key=key,
        placeholder=hint,
    )


_CLASSES: Final[Mapping[Widget, type[FilterWidget]]] = {
    Widget.DAY: _Day,
    Widget.CHOICE: _Choice,
    Widget.TEXT: _Text,
    Widget.TERMS: _Terms,
    Widget.RECORDS: _Records,
    Widget.RECORDS_BY_KIND: _RecordsByKind,
    Widget.PAIR: _Pair,
}
WIDGETS: Final = {row.key: _CLASSES[row.widget](row) for row in PARAMETERS if row.widget}
"""The widgets of the filters by key of :data:`routemap.questions.filters.PARAMETERS`."""
