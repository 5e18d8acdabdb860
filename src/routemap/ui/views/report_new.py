"""The records that the claims of a report need and the data does not have yet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from routemap.data.drafts.draft_file import TABLE
from routemap.data.drafts.draft_records import added_records, replaced_record, without_record
from routemap.model.suggest import similar
from routemap.questions.facts import NAMES
from routemap.questions.quoting import quoted
from routemap.ui.parts.markdown import plain
from routemap.ui.parts.record_form import Form, draw_fields
from routemap.ui.report import Report, save_elsewhere
from routemap.ui.session import Key

_TITLES: Final = {
    "sources": "New claim source",
    "allegations": "New allegation",
    "vessels": "New ship",
}
"""The tables whose records fields create by name, with a title for each."""


def draw_new_records(report: Report, form: Form) -> None:
    """Draw the fields of new sources, allegations and ships, with similar ones of the data."""
    for table, title in _TITLES.items():
        for key, cells in added_records(report.draft, table).items():
            name = cells.get(NAMES[table], "")
            with st.expander(f"{title}: {plain(name or 'without a name')}", expanded=True):
                _draw_similar(report, form, table, key, name)
                draw_fields(form, table, key, _columns(table))
                st.button(
                    "Remove",
                    key=f"{Key.REPORT_REMOVE}.{table}.{key}",
                    icon=":material/delete:",
                    on_click=lambda table=table, key=key: save_elsewhere(
                        report, without_record(report.draft, table, key)
                    ),
                )


def _columns(table: str) -> Sequence[str]:
    return [column.key for column in TABLE[table].columns if column.key != "id"]


def _draw_similar(report: Report, form: Form, table: str, key: str, name: str) -> None:
    """Draw the record of the data with a similar name, which can be used instead."""
    frame = getattr(form.dataset, table)
    names = {str(text).lower(): str(other) for other, text in frame[NAMES[table]].items()}
    other = names.get(similar(name, [text for text in names if names[text] != key]), "")
    if not other or other == key:
        return
    known = str(frame[NAMES[table]][other])
    st.warning(
        plain(f"The data has {quoted(known)}. Is it the same?"), icon=":material/join_inner:"
    )
    st.button(
        "Use that one instead",
        key=f"{Key.REPORT_USE}.{table}.{key}",
        on_click=lambda: save_elsewhere(report, replaced_record(report.draft, table, key, other)),
    )
