"""The content of the Data page: the state of the data, its files, columns and licences."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import chain

import streamlit as st

from routemap.data.dictionary import holds, listed_terms
from routemap.data.load import Loaded, data_folder
from routemap.data.repository import repository
from routemap.host.identity import login, reader_name
from routemap.model.case import CASE_FILE
from routemap.model.problem import Group, Problem, folded
from routemap.model.tables import TABLES
from routemap.model.text import shortened
from routemap.ui.parts.pager import page_of
from routemap.ui.parts.templates import draw
from routemap.ui.session import Key

_PROBLEMS = 50
_PER_ROW = 3  # downloads in a row


def draw_state(loaded: Loaded) -> None:
    """Draw the revision, when it was read and last checked, and the number of its records."""
    dataset = loaded.dataset
    looked_at = repository(data_folder()).looked_at
    draw(
        "state.html",
        revision=dataset.revision,
        read=loaded.read,
        looked_at=f"{looked_at:%H:%M:%S UTC}" if looked_at else "",
        warning=bool(loaded.warning),
        counts=[(name, f"{number:,}") for name, number in loaded.counts.items()],
    )


def draw_access() -> None:
    """Draw who can see this copy, and the name of a signed-in reader."""
    if login() is None:
        draw("access.html", name="")
        return
    draw("access.html", name=reader_name())
    st.button("Sign out", key=Key.SIGN_OUT, icon=":material/logout:", on_click=st.logout)


def draw_held_back(loaded: Loaded) -> None:
    """Draw the edit that is held back, and how to publish it."""
    if not loaded.held_back:
        return
    st.header("Held back")
    st.markdown(
        "The latest edit is not shown, because records or files that could be read before can no "
        "longer be read, or because records have lost what they named. Correct them, or remove the "
        "records to publish the edit without them. Then every open page shows the new state."
    )
    number = len(loaded.held_back)
    body = st.container()
    page = page_of(number, _PROBLEMS, Key.HELD_BACK_PAGE, of=loaded.held_back)
    with body:
        draw(
            "table.html",
            caption=f"{number:,} held back; the data read on {loaded.read} is shown",
            header=["What is held back"],
            rows=[[sentence] for sentence in loaded.held_back[page]],
        )


def draw_problems(loaded: Loaded) -> None:
    """Draw the problems found in the data, or that there are none, and then the notices."""
    if loaded.problems:
        number = len(loaded.problems)
        found = "1 problem was" if number == 1 else f"{number:,} problems were"
        _draw_groups(loaded, loaded.problems, Key.PROBLEMS_PAGE, f"{found} found")
    else:
        st.success("No problems were found in these files.", icon=":material/check_circle:")
    if loaded.notices:
        number = len(loaded.notices)
        with st.expander(f"{number:,} {'notice' if number == 1 else 'notices'}"):
            caption = "These records are shown as they are. Check that this is intended"
            _draw_groups(loaded, loaded.notices, Key.NOTICES_PAGE, caption)


def _draw_groups(loaded: Loaded, found: Sequence[Problem], key: str, caption: str) -> None:
    groups = folded(found)
    body = st.container()
    page = page_of(len(groups), _PROBLEMS, key, of=loaded.dataset.revision)
    with body:
        draw(
            "table.html",
            caption=caption,
            header=["File", "Line", "Record", "Field", "What is wrong", "Found"],
            rows=[_row(group) for group in groups[page]],
        )


def _row(group: Group) -> list[object]:
    item = group.cause
    line = item.line or item.row or ""
    return [item.file, line, item.record, item.field, group.message, shortened(item.value)]


def draw_downloads(loaded: Loaded) -> None:
    """Draw a download button per file. Each file is exactly as it was read.

    A folder without ``case.toml`` is complete, so there is no button for a missing one.
    """
    files = [
        (table.file, "application/geo+json" if table.geometry else "text/csv", table.meaning)
        for table in TABLES
    ]
    if CASE_FILE in loaded.files:
        files.append((CASE_FILE, "application/toml", "What the map is about."))
    # columns per row, so that a phone has the files in this order
    places = chain.from_iterable(st.columns(_PER_ROW) for _ in range(0, len(files), _PER_ROW))
    for place, (name, mime, meaning) in zip(places, files, strict=False):
        with place:
            content = loaded.files.get(name)
            st.download_button(
                name,
                partial(bytes, content or b""),  # read when clicked, not with every rerun
                file_name=name,
                mime=mime,
                icon=":material/download:",
                disabled=content is None,
                help=meaning,
                width="stretch",
                on_click="ignore",
            )


def draw_dictionary(loaded: Loaded) -> None:
    """Draw the columns of every file, including the team's own, and the values of closed lists."""
    if own := loaded.dataset.own_columns:
        files = {table.name: table.file for table in TABLES}
        draw("own.html", own=[(files[name], columns) for name, columns in own.items()])
    for table in loaded.dataset.case.tables:
        with st.expander(f"{table.file}: {table.meaning}"):
            draw(
                "table.html",
                caption=f"Columns of {table.file}",
                header=["Column", "Required", "Content", "Meaning"],
                rows=[
                    [column.key, "yes" if column.required else "", holds(column), column.meaning]
                    for column in table.columns
                ],
            )
    with st.expander("Values: what columns with a closed list may contain"):
        draw(
            "table.html",
            caption="Closed lists of values",
            header=["List", "Value", "Label", "Meaning"],
            rows=[
                [name, term.key, term.label, term.meaning]
                for name, term in listed_terms(loaded.dataset.case)
            ],
        )


def draw_licences(loaded: Loaded) -> None:
    """Draw the licences of the data, and whom to credit."""
    dataset = loaded.dataset
    draw("licences.html", licences=dataset.case.licences, credits=dataset.credits[:-1])
