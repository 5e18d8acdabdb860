"""The records that a draft adds: read, changed and taken out again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from routemap.data.drafts.draft_file import TABLE
from routemap.model.columns import SEPARATOR, Kind, split_cell
from routemap.model.draft import Change, Draft, FieldEdit, RecordEdit

Cells = Mapping[str, str]


def added_records(draft: Draft, table: str) -> dict[str, dict[str, str]]:
    """Return the cells of the records that a draft adds to a table, by id."""
    return {
        edit.record: {item.key: item.new for item in edit.fields}
        for edit in draft.edits
        if edit.table == table and edit.change is Change.ADDED
    }


def with_cells(draft: Draft, table: str, record: str, cells: Cells) -> Draft:
    """Return a draft that adds a record, or gives an added one other cells.

    Cells that are not given stay; an empty one is taken out.

    Raises
    ------
    ValueError
        If the draft changes or removes a record with this id.
    """
    before = draft.edit(table, record)
    if before is not None and before.change is not Change.ADDED:
        raise ValueError(f"the draft already edits {table} “{record}”")
    old = {item.key: item.new for item in before.fields} if before else {}
    texts = {**old, **{key: text.strip() for key, text in cells.items()}}
    keys = [key for key in (*TABLE[table].keys, *texts) if texts.get(key)]
    fields = tuple(FieldEdit(key, "", texts[key]) for key in dict.fromkeys(keys))
    edit = RecordEdit(table, record, Change.ADDED, fields)
    if before is None:
        return replace(draft, edits=(*draft.edits, edit))
    return replace(draft, edits=tuple(edit if item is before else item for item in draft.edits))


def without_record(draft: Draft, table: str, record: str) -> Draft:
    """Return a draft that does not add a record, nor refers to it in records that it adds."""
    return replaced_record(draft, table, record, "")


def replaced_record(draft: Draft, table: str, record: str, other: str) -> Draft:
    """Return a draft that does not add a record, and refers to another one instead.

    ``other`` is the id of the other record, ``""`` for none.
    """
    edits = []
    for edit in draft.edits:
        if (edit.table, edit.record) == (table, record):
            continue
        refers = {
            column.key
            for column in TABLE[edit.table].columns
            if column.kind is Kind.REFERENCE and table in column.refers_to
        }
        fields = tuple(
            FieldEdit(item.key, item.old, _swapped(item.new, record, other))
            if item.key in refers
            else item
            for item in edit.fields
        )
        kept = tuple(item for item in fields if item.new or item.old)
        edits.append(replace(edit, fields=kept))
    return replace(draft, edits=tuple(edits))


def renamed_article(draft: Draft, article: str, other: str) -> Draft:
    """Return a draft in which an added article, and its added claims, have ids with another name.

    The claims of an article have its id and a number, such as ``paper-2022-11-08-01``.
    """

    def name(key: str) -> str:
        return other + key.removeprefix(article) if key.startswith(f"{article}-") else key

    rewritten: dict[str, Callable[[str], str]] = {
        "article": lambda cell: _swapped(cell, article, other),
        "also_in": lambda cell: SEPARATOR.join(map(name, split_cell(cell))),
    }

    def renamed(edit: RecordEdit) -> RecordEdit:
        if edit.table == "articles" and edit.record == article:
            return replace(edit, record=other)
        if edit.table != "claims" or edit.change is not Change.ADDED:
            return edit
        fields = tuple(
            replace(item, new=rewritten.get(item.key, str)(item.new)) for item in edit.fields
        )
        return replace(edit, record=name(edit.record), fields=fields)

    return replace(draft, edits=tuple(map(renamed, draft.edits)))


def _swapped(cell: str, record: str, other: str) -> str:
    values = (other if value == record else value for value in split_cell(cell))
    return SEPARATOR.join(dict.fromkeys(value for value in values if value))
