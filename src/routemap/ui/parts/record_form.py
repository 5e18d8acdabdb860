"""The fields of a record that a draft adds, each with its fault; saved as soon as it changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import streamlit as st

from routemap.data.dataset import Dataset
from routemap.data.drafts.draft_file import TABLE
from routemap.data.drafts.draft_records import added_records, with_cells, without_record
from routemap.data.drafts.publish import Examined
from routemap.data.incoming.new_ids import new_id
from routemap.model.columns import SEPARATOR, Column, Kind, split_cell
from routemap.model.draft import Draft
from routemap.model.problem import Problem
from routemap.questions.facts import NAMES
from routemap.ui.parts.templates import draw
from routemap.ui.report import Report, named_article, save
from routemap.ui.session import Key

_CREATED: Final = ("sources", "allegations", "vessels")
"""The tables of which a field can create a record by its name."""
_OFTEN_NEEDED: Final = ("allegation",)
"""Columns that only some records may leave empty; the checks say which."""
_LONG: Final = ("excerpt", "note", "original", "statement")


@dataclass(frozen=True)
class Form:
    """What all fields of a page need.

    Attributes
    ----------
    report
        The report that the fields change.
    dataset
        The data with the draft.
    problems
        What the checks say about the records of the draft, by file, record and field.
    """

    report: Report
    dataset: Dataset
    problems: Mapping[tuple[str, str, str], Sequence[Problem]] = field(default_factory=dict)

    @classmethod
    def of(cls, report: Report, dataset: Dataset, examined: Examined | None) -> Form:
        """Return the form of a report, with the problems of its examined draft."""
        found: dict[tuple[str, str, str], list[Problem]] = {}
        for item in examined.problems if examined else ():
            if item.target:
                continue  # it follows from a problem of another record
            found.setdefault((item.file, item.record, item.field), []).append(item)
        return cls(report, dataset, found)


def draw_fields(form: Form, table: str, record: str, columns: Sequence[str]) -> None:
    """Draw the fields of some columns of a record."""
    cells = added_records(form.report.draft, table).get(record, {})
    for key in columns:
        column = next(item for item in TABLE[table].columns if item.key == key)
        _draw_field(form, table, record, column, cells.get(key, ""))


def field_key(draft: Draft, table: str, record: str, column: str) -> str:
    """Return the key of the widget of a field."""
    return f"{Key.FIELD}.{draft.id}.{table}.{record}.{column}"


def put_cell(report: Report, table: str, record: str, column: str, text: str) -> None:
    """Set a cell from elsewhere than its field, which then shows it. Call it in a callback."""
    save(report, with_cells(report.draft, table, record, {column: text}))
    st.session_state.pop(field_key(report.draft, table, record, column), None)


def labels(form: Form, tables: Sequence[str]) -> dict[str, str]:
    """Return the records of tables with their names in every language, new ones included."""
    found: dict[str, str] = {}
    for table in tables:
        if table == "claims":
            continue
        name = NAMES[table]
        frame = getattr(form.dataset, table)
        others = [c for c in frame.columns if c.startswith("name_") and c != name]
        for key, row in zip(
            frame.index, frame[[name, *others]].itertuples(index=False), strict=True
        ):
            found[str(key)] = " · ".join(dict.fromkeys(filter(None, map(str, row))))
        for key, cells in added_records(form.report.draft, table).items():
            # the same label as soon as the record is complete: a widget keeps its value by label
            others = [cells.get(key, "") for key in sorted(cells) if key.startswith("name_")]
            names = [cells.get(name, ""), *others]
            found.setdefault(key, " · ".join(dict.fromkeys(filter(None, names))) or "New record")
    return found


def _draw_field(form: Form, table: str, record: str, column: Column, text: str) -> None:
    key = field_key(form.report.draft, table, record, column.key)
    widget = _widget(column)
    if key not in st.session_state:
        st.session_state[key] = widget.shown(text)
    is_needed = column.required or column.key in _OFTEN_NEEDED
    label = column.label if is_needed else f"{column.label} (optional)"
    widget.draw(form, column, label, key, lambda: _take(form, table, record, column, key))
    for problem in form.problems.get((TABLE[table].file, record, column.key), ()):
        draw("field_fault.html", text=problem.fault, is_missing=not text)


def _take(form: Form, table: str, record: str, column: Column, key: str) -> None:
    """Save what a field has now; a name that no record has becomes a record."""
    values = st.session_state[key]
    texts = [values] if isinstance(values, str) else list(values or ())
    draft = form.report.draft
    if column.kind is Kind.REFERENCE:
        known = labels(form, column.refers_to)
        kept = []
        for text in texts:
            other = text if text in known else _named(known, text)
            if text and not other and (home := _home(column)):
                draft, other = _created(form, draft, home, text)
            if other != text:
                st.session_state.pop(key, None)
            kept.append(other)
        texts = kept
    draft = with_cells(draft, table, record, {column.key: SEPARATOR.join(texts)})
    draft = _without_unused(form.report.draft, draft, column)
    if table == "articles":
        draft = named_article(form.report, draft, form.dataset)
    save(form.report, draft)


def _without_unused(before: Draft, after: Draft, column: Column) -> Draft:
    """Take out records that a field created by a name, once no record refers to them any more."""
    for table in (name for name in column.refers_to if name in _CREATED):
        gone = _used(before, table) - _used(after, table)
        for key, cells in added_records(after, table).items():
            if key in gone and [*cells] == [NAMES[table]]:
                after = without_record(after, table, key)
    return after


def _used(draft: Draft, table: str) -> set[str]:
    """Return the ids of a table to which the records that a draft adds refer."""
    return {
        key
        for edit in draft.edits
        for column in TABLE[edit.table].columns
        if table in column.refers_to
        for item in edit.fields
        if item.key == column.key
        for key in split_cell(item.new)
    }


def _named(known: Mapping[str, str], text: str) -> str:
    """Return the record that one of its names or its label names, ``""`` if none."""
    wanted = text.casefold().strip()
    for key, label in known.items():
        if wanted in (label.casefold(), *label.casefold().split(" · ")):
            return key
    return ""


def _home(column: Column) -> str:
    """Return the table in which a field can create a record, ``""`` if in none."""
    return next((table for table in column.refers_to if table in _CREATED), "")


def _created(form: Form, draft: Draft, table: str, name: str) -> tuple[Draft, str]:
    """Return a draft with a new record of this name, and its id."""
    taken = {*getattr(form.dataset, table).index, *added_records(draft, table)}
    key = new_id(table, name, taken)
    return with_cells(draft, table, key, {NAMES[table]: name}), key


# --- widgets by kind of column

Draw = Callable[[Form, Column, str, str, Callable[[], None]], None]


@dataclass(frozen=True)
class _Widget:
    """How a kind of column is edited: its drawing, and a cell as the value of the widget."""

    draw: Draw
    shown: Callable[[str], Any]


def _text(_form: Form, column: Column, label: str, key: str, take: Callable[[], None]) -> None:
    if column.key in _LONG:
        st.text_area(label, key=key, help=column.meaning, on_change=take, height=96)
    else:
        st.text_input(label, key=key, help=column.meaning, on_change=take)


Names = Callable[[Form, Column], Mapping[str, str]]
"""Returns the options of a list with their labels."""


def _one_of(names: Names) -> Draw:
    """Return what draws a list from which one value is chosen."""

    def draw_list(
        form: Form, column: Column, label: str, key: str, take: Callable[[], None]
    ) -> None:
        options = names(form, column)
        st.selectbox(
            label,
            ["", *options],
            format_func=lambda value: options.get(value, value),
            key=key,
            help=column.meaning,
            on_change=take,
            accept_new_options=bool(_home(column)),
            placeholder=_hint(column),
        )

    return draw_list


def _several_of(names: Names) -> Draw:
    """Return what draws a list from which several values are chosen."""

    def draw_list(
        form: Form, column: Column, label: str, key: str, take: Callable[[], None]
    ) -> None:
        options = names(form, column)
        _keep_known(key, options)
        st.multiselect(
            label,
            list(options),
            format_func=lambda value: options.get(value, value),
            key=key,
            help=column.meaning,
            on_change=take,
            accept_new_options=bool(_home(column)),
            placeholder=_hint(column),
        )

    return draw_list


def _hint(column: Column) -> str:
    if column.kind is not Kind.REFERENCE:
        return "Choose an option"
    return "Find by any name, or type a new one" if _home(column) else "Find by any name"


def _terms(form: Form, column: Column) -> dict[str, str]:
    if column.vocabulary is None:
        return {}
    return {term.key: term.label for term in form.dataset.case.terms(column.vocabulary).terms}


def _records(form: Form, column: Column) -> dict[str, str]:
    return labels(form, column.refers_to)


def _keep_known(key: str, names: Mapping[str, str]) -> None:
    """Leave out values that a list does not have (any more), which it cannot show."""
    known = [value for value in st.session_state[key] if value in names]
    if known != st.session_state[key]:
        st.session_state[key] = known


def _list_of(text: str) -> list[str]:
    return list(split_cell(text))


_PLAIN: Final = _Widget(_text, str)
_WIDGETS: Final[Mapping[tuple[Kind, bool], _Widget]] = {
    (Kind.TERM, False): _Widget(_one_of(_terms), str),
    (Kind.TERM, True): _Widget(_several_of(_terms), _list_of),
    (Kind.REFERENCE, False): _Widget(_one_of(_records), str),
    (Kind.REFERENCE, True): _Widget(_several_of(_records), _list_of),
}
"""By kind of column and whether it has several values; all others are typed as text."""


def _widget(column: Column) -> _Widget:
    return _WIDGETS.get((column.kind, column.many), _PLAIN)
