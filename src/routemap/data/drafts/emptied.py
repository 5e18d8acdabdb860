"""Values that drafts have emptied: in the files alone, an empty cell may be a mistake."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack, suppress
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final

from routemap.data.documents import Documents
from routemap.data.drafts.draft_file import from_bytes
from routemap.data.losses import Emptied
from routemap.data.source import source_of
from routemap.model.draft import Cell, Draft, RecordEdit
from routemap.model.errors import DraftError, PathError

_SPARE: Final = timedelta(minutes=10)  # clocks differ, and reading a large folder takes a while


def emptied_by(edits: Iterable[RecordEdit]) -> frozenset[Cell]:
    """Return the values that edits remove from records that stay."""
    return frozenset(cell for edit in edits for cell in edit.emptied)


def emptied_in(data: Path) -> Emptied:
    """Return what finds the values that published drafts of a data folder, or its store, emptied.

    It returns those that were emptied since a time, and not filled again; none if the drafts cannot
    be reached. A draft that is being published is waited for: its files are written before it is
    closed.
    """
    return partial(_emptied_in, data)


def _emptied_in(data: Path, at: datetime) -> frozenset[Cell]:
    with ExitStack() as held, suppress(OSError, PathError):
        open_ones, published_ones = source_of(data).drafts()
        if not (open_ones.names() or published_ones.names()):
            return frozenset()  # the folder of drafts is not made
        with suppress(OSError):  # it can be read-only
            held.enter_context(open_ones.locked())
        return _emptied_since(published_ones, at - _SPARE)
    return frozenset()


def _emptied_since(published: Documents, at: datetime) -> frozenset[Cell]:
    drafts: list[tuple[datetime, Draft]] = []
    for name in published.names():
        with suppress(DraftError):  # a file that is not a draft has emptied nothing
            content = published.read(name)
            draft = from_bytes(content, name) if content else None
            if draft and draft.publication and draft.publication.at >= at:
                drafts.append((draft.publication.at, draft))
    cells: set[Cell] = set()
    for _, draft in sorted(drafts, key=lambda pair: pair[0]):
        for edit in draft.edits:
            cells -= {(edit.table, edit.record, item.key) for item in edit.fields}
        cells |= emptied_by(draft.edits)
    return frozenset(cells)
