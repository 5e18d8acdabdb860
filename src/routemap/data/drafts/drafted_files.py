"""The files of a data folder, and the dataset, as a draft would make them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path

from routemap.data.basemap import basemap_of
from routemap.data.drafts.draft_file import TABLE
from routemap.data.load import Loaded, load_snapshot
from routemap.data.reading.edits import Edits
from routemap.data.reading.feature_edits import with_features
from routemap.data.reading.row_edits import with_rows
from routemap.data.reading.snapshot import Snapshot
from routemap.model.columns import Table
from routemap.model.draft import Change, Draft, RecordEdit


def with_draft(loaded: Loaded, folder: Path, draft: Draft) -> Loaded:
    """Return the data that a draft would make, checked like the files of a folder.

    Parameters
    ----------
    loaded
        The state to which the draft is applied.
    folder
        Its data folder, for the basemap.
    draft
        A draft without conflicts with this state.

    Raises
    ------
    DataFileError
        If a file cannot be edited at the places of the draft only.
    """
    files = drafted_files(loaded.files, draft)
    return load_snapshot(Snapshot(files, {}, basemap_of(folder.resolve())))


def drafted_files(files: Mapping[str, bytes], draft: Draft) -> dict[str, bytes]:
    """Return the files of a folder with the edits of a draft; other bytes stay as they are."""
    after = dict(files)
    for table in TABLE.values():
        edits = [edit for edit in draft.edits if edit.table == table.name]
        if edits:
            after[table.file] = _edited(table, files.get(table.file), edits)
    return after


def _edited(table: Table, content: bytes | None, edits: list[RecordEdit]) -> bytes:
    cells = {
        change: {
            edit.record: {item.key: item.new for item in edit.fields}
            for edit in edits
            if edit.change is change
        }
        for change in Change
    }
    wanted = Edits(cells[Change.CHANGED], cells[Change.ADDED], cells[Change.REMOVED])
    before = content or empty_file(table)
    if table.geometry:
        return with_features(before, table, wanted)
    return with_rows(before, table.keys, table.file, wanted)


def empty_file(table: Table) -> bytes:
    """Return a file without records for a table that a folder does not have yet."""
    if table.geometry:
        head = {"type": "FeatureCollection", "name": table.name}
        return json.dumps(head, indent=0)[:-2].encode() + b',\n"features": [\n]\n}\n'
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerow(table.keys)
    return out.getvalue().encode()
