"""Conflicts of a draft with a later state of the data, by record and field.

A draft says what each field was when it was made. A field that has another value now, and not the
one that the draft gives it, is a conflict. Two drafts that change different fields of a record, or
different records, never conflict.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from routemap.data.drafts.draft_file import TABLE
from routemap.data.reading.written_rows import written_rows
from routemap.model.draft import GEOMETRY, Change, Draft, FieldEdit, RecordEdit
from routemap.model.text import shortened

Row = Mapping[str, str]
RECORD: Final = "record"
"""The field of a conflict about a whole record."""


@dataclass(frozen=True)
class Conflict:
    """A field that was changed by the draft and by somebody else.

    Attributes
    ----------
    table, record, field
        Where it is. ``field`` is ``record`` if the record was removed, or added, meanwhile, and
        ``""`` for a geometry.
    before
        The text when the draft was made.
    published
        The text now.
    drafted
        The text that the draft gives it.
    """

    table: str
    record: str
    field: str
    before: str
    published: str
    drafted: str

    def __str__(self) -> str:
        where = f"{TABLE[self.table].record} “{self.record}”"
        if self.field == RECORD:
            return f"{where}: {self.published}; the draft {self.drafted}"
        texts = (self.published, self.drafted, self.before)
        now, own, was = (f"“{shortened(text)}”" if text else "empty" for text in texts)
        name = self.field or "geometry"
        return f"{where}, {name}: it is now {now}, the draft has {own}, and both began from {was}"


def records_of(files: Mapping[str, bytes], table: str) -> dict[str, Row]:
    """Return the text of the records of a table by id; of a repeated id, the first one."""
    content = files.get(TABLE[table].file)
    found: dict[str, Row] = {}
    for row in written_rows(TABLE[table], content) if content is not None else ():
        found.setdefault(row.key, row.cells)
    return found


def conflicts(files: Mapping[str, bytes], draft: Draft) -> tuple[Conflict, ...]:
    """Return the conflicts of a draft with the files of a data folder."""
    rows = {table: records_of(files, table) for table in {edit.table for edit in draft.edits}}
    return tuple(
        conflict
        for edit in draft.edits
        for conflict in _conflicts(edit, rows[edit.table].get(edit.record))
    )


def _conflicts(edit: RecordEdit, row: Row | None) -> Iterator[Conflict]:
    if row is None:
        if edit.change is Change.CHANGED:
            yield _of_record(edit, "it was removed meanwhile", "changes it")
        return
    if edit.change is Change.ADDED and not _is_there(edit, row):
        yield _of_record(edit, "another record was given this id meanwhile", "adds it")
        return
    fields = edit.fields
    if edit.change is Change.REMOVED:  # a value that was added meanwhile would be lost
        listed = {item.key for item in fields}
        fields += tuple(FieldEdit(key, "", "") for key in row if key not in (*listed, "id"))
    for item in fields:
        now = row.get(item.key, "")
        if not (same(item.key, now, item.old) or same(item.key, now, item.new)):
            yield Conflict(edit.table, edit.record, item.key, item.old, now, item.new)


def _of_record(edit: RecordEdit, now: str, drafted: str) -> Conflict:
    return Conflict(edit.table, edit.record, RECORD, "", now, drafted)


def _is_there(edit: RecordEdit, row: Row) -> bool:
    """Return whether a record that is to be added is already there as it is to be."""
    wanted = {item.key: item.new for item in edit.fields}
    return all(same(key, row.get(key, ""), wanted.get(key, "")) for key in {*row, *wanted} - {"id"})


def same(key: str, one: str, other: str) -> bool:
    """Return whether two texts of a field have the same meaning."""
    if key != GEOMETRY or one == other:
        return one == other
    try:
        return bool(json.loads(one or "null") == json.loads(other or "null"))
    except ValueError:
        return False


def still_needed(files: Mapping[str, bytes], draft: Draft) -> Draft:
    """Return a draft without conflicts as edits of the present files.

    What the files already have is left out, so that a publication that was interrupted can be
    repeated. Added records that are there, and removed ones that are not, need nothing.
    """
    rows = {table: records_of(files, table) for table in {edit.table for edit in draft.edits}}
    edits = (_needed(edit, rows[edit.table].get(edit.record)) for edit in draft.edits)
    return replace(draft, edits=tuple(edit for edit in edits if edit))


def _needed(edit: RecordEdit, row: Row | None) -> RecordEdit | None:
    if row is None:
        return None if edit.change is Change.REMOVED else edit
    if edit.change is Change.ADDED:
        return None
    if edit.change is Change.REMOVED:
        return edit
    fields = tuple(
        FieldEdit(item.key, now, item.new)
        for item in edit.fields
        if not same(item.key, now := row.get(item.key, ""), item.new)
    )
    return replace(edit, fields=fields) if fields else None


def resolved(draft: Draft, found: Conflict, *, keep: str, base: str) -> Draft:
    """Return a draft in which a conflict is decided.

    Parameters
    ----------
    draft
        The draft.
    found
        One of its conflicts.
    keep
        ``published`` to take the edit of the field, or record, out of the draft; ``draft`` to
        publish it all the same.
    base
        The revision with which it was compared.
    """
    edits = [_resolved(edit, found, keep) for edit in draft.edits]
    return replace(draft, base=base, edits=tuple(edit for edit in edits if edit))


def _resolved(edit: RecordEdit, found: Conflict, keep: str) -> RecordEdit | None:
    if (edit.table, edit.record) != (found.table, found.record):
        return edit
    if found.field == RECORD:
        return None
    fields = tuple(
        FieldEdit(item.key, found.published, item.new) if item.key == found.field else item
        for item in edit.fields
        if keep == "draft" or item.key != found.field
    )
    return replace(edit, fields=fields) if fields else None
