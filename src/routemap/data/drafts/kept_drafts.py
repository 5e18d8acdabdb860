"""The drafts of a data folder or a store: one document each."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Final

from routemap.data.documents import Documents
from routemap.data.drafts.draft_file import checked_id, from_bytes, to_bytes
from routemap.data.folder_source import DRAFTS
from routemap.data.source import source_of
from routemap.model.draft import DRAFT_ID, Draft, RecordEdit
from routemap.model.errors import (
    DraftError,
    StoreError,
    UnknownDraftError,
    UnwritableDraftsError,
)

MAX_OPEN: Final = 1_000
_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
_ENDING: Final = ".json"


class Drafts:
    """The drafts of one data folder or store. Can be shared by threads and processes.

    Parameters
    ----------
    open_ones, published_ones
        Where the drafts are kept that are not published yet, and those that are.
    """

    def __init__(self, open_ones: Documents, published_ones: Documents) -> None:
        self._open, self._published = open_ones, published_ones

    @property
    def place(self) -> str:
        """Where the drafts are kept, for messages."""
        return self._open.place

    def open_drafts(self) -> tuple[Draft, ...]:
        """Return the drafts that are not published yet, the latest first; unreadable ones not."""
        return _listed(self._open)

    def published(self) -> tuple[Draft, ...]:
        """Return the published drafts, the latest publication first."""
        found = [item for item in _listed(self._published) if item.publication]
        return tuple(sorted(found, key=_published_at, reverse=True))

    def faults(self) -> tuple[str, ...]:
        """Return why documents that have the name of a draft cannot be read."""
        found = []
        for key in _keys(self._open):
            try:
                _read(self._open, key)
            except (DraftError, OSError) as error:
                found.append(str(error))
        return tuple(found)

    def read(self, key: str) -> Draft:
        """Return a draft, open or published.

        Raises
        ------
        UnknownDraftError
            If there is none with this id.
        DraftError
            If the id is not valid, or the draft cannot be read.
        """
        checked_id(key)
        for documents in (self._open, self._published):
            if found := _read(documents, key):
                return found
        raise UnknownDraftError(f"there is no draft “{key}”; it may have been withdrawn")

    def version(self, key: str) -> str:
        """Return a hash of an open draft, ``""`` if it does not exist."""
        with suppress(OSError):
            content = self._open.read(_name(checked_id(key)))
            return "" if content is None else sha256(content).hexdigest()[:16]
        return ""

    def new(
        self, base: str, author: str, message: str, edits: tuple[RecordEdit, ...] = ()
    ) -> Draft:
        """Return a new draft with an id of its own, which is not saved yet."""
        now = datetime.now(UTC).replace(microsecond=0)
        key = "".join(secrets.choice(_LETTERS) for _ in range(6))
        return Draft(f"{now:%Y%m%d}-{key}", base, author, now, message, edits)

    def save(self, draft: Draft, version: str) -> str:
        """Write an open draft, and return its new version.

        Parameters
        ----------
        draft
            The draft.
        version
            The version that was read, ``""`` for a draft that was not saved before.

        Raises
        ------
        DraftError
            If it has another version meanwhile, because somebody else saved, published or
            withdrew the draft; or if it cannot be written.
        """
        with self.locked():
            if self.version(draft.id) != version:
                raise DraftError(
                    "this draft was saved, published or withdrawn elsewhere meanwhile; nothing of "
                    "yours is lost: save it as a new draft, or reload to see the other state"
                )
            if not version and len([*_keys(self._open)]) >= MAX_OPEN:
                raise DraftError(f"there are {MAX_OPEN:,} open drafts; publish or withdraw some")
            self._write(self._open, draft)
            return self.version(draft.id)

    def withdraw(self, key: str) -> None:
        """Delete an open draft.

        Raises
        ------
        UnknownDraftError
            If it is not open.
        """
        with self.locked():
            if not self._open.delete(_name(checked_id(key))):
                raise UnknownDraftError(f"there is no open draft “{key}”")

    def close(self, draft: Draft) -> None:
        """Move a draft to the published ones. Call it with the lock held."""
        self._write(self._published, draft)
        self._open.delete(_name(draft.id))

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the lock of the drafts, so that one process at a time saves or publishes.

        Raises
        ------
        UnwritableDraftsError
            If they cannot be written.
        """
        with ExitStack() as held:
            try:
                held.enter_context(self._open.locked())
            except OSError as error:
                raise self._unwritable(error) from error
            yield

    def _write(self, documents: Documents, draft: Draft) -> None:
        content, name = to_bytes(draft), _name(draft.id)
        from_bytes(content, name)  # what is written can be read
        try:
            documents.write(name, content)
        except OSError as error:
            raise self._unwritable(error) from error

    def _unwritable(self, error: OSError) -> UnwritableDraftsError:
        if isinstance(error, StoreError):
            return UnwritableDraftsError(f"the draft cannot be saved: {error}")
        return UnwritableDraftsError(
            f"{self.place}: the draft cannot be saved "
            f"({(error.strerror or str(error)).lower()}); set {DRAFTS} to a folder that the "
            "server can write to"
        )


def undo_of(draft: Draft, new: Draft) -> Draft:
    """Return ``new`` with the edits that take a published draft back."""
    edits = tuple(edit.reversed for edit in draft.edits)
    return replace(new, edits=edits, undoes=draft.id)


def drafts_of(data: Path) -> Drafts:
    """Return the drafts of a data folder, or of its store.

    Raises
    ------
    PathError
        If they would be kept in the data folder: what is in there is published.
    """
    return Drafts(*source_of(data).drafts())


def _name(key: str) -> str:
    return f"{key}{_ENDING}"


def _keys(documents: Documents) -> Iterator[str]:
    with suppress(OSError):
        for name in documents.names():
            key = name.removesuffix(_ENDING)
            if key != name and DRAFT_ID.fullmatch(key):
                yield key


def _listed(documents: Documents) -> tuple[Draft, ...]:
    found = []
    for key in _keys(documents):
        with suppress(DraftError, OSError):
            if draft := _read(documents, key):
                found.append(draft)
    return tuple(sorted(found, key=lambda item: (item.created, item.id), reverse=True))


def _read(documents: Documents, key: str) -> Draft | None:
    content = documents.read(_name(key))
    if content is None:
        return None
    draft = from_bytes(content, _name(key))
    if draft.id != key:
        raise DraftError(f"{_name(key)}: the file has the draft “{draft.id}”; rename the file")
    return draft


def _published_at(draft: Draft) -> datetime:
    return draft.publication.at if draft.publication else draft.created
