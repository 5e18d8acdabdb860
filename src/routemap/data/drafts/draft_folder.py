"""The drafts of a data folder: one file each, in a folder beside it."""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Final

from routemap.data.drafts.draft_file import MAX_BYTES, checked_id, from_bytes, to_bytes
from routemap.data.write_whole import write_whole
from routemap.model.draft import DRAFT_ID, Draft, RecordEdit
from routemap.model.errors import (
    DraftError,
    PathError,
    UnknownDraftError,
    UnwritableDraftsError,
)

VARIABLE: Final = "ROUTEMAP_DRAFTS"
MAX_OPEN: Final = 1_000
_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
_PUBLISHED: Final = "published"


class DraftFolder:
    """The drafts of one data folder. Can be shared by threads and processes.

    Open drafts are in the folder itself, published ones in its subfolder ``published``.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def open_drafts(self) -> tuple[Draft, ...]:
        """Return the drafts that are not published yet, the latest first; unreadable ones not."""
        return self._listed(self.folder)

    def published(self) -> tuple[Draft, ...]:
        """Return the published drafts, the latest publication first."""
        found = [item for item in self._listed(self.folder / _PUBLISHED) if item.publication]
        return tuple(sorted(found, key=_published_at, reverse=True))

    def faults(self) -> tuple[str, ...]:
        """Return why files of the folder that have the name of a draft cannot be read."""
        found = []
        for path in self._paths(self.folder):
            try:
                _read(path)
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
            If the id is not valid, or the file cannot be read.
        """
        name = f"{checked_id(key)}.json"
        for folder in (self.folder, self.folder / _PUBLISHED):
            with suppress(FileNotFoundError):
                return _read(folder / name)
        raise UnknownDraftError(f"there is no draft “{key}”; it may have been withdrawn")

    def version(self, key: str) -> str:
        """Return a hash of an open draft's file, ``""`` if it does not exist."""
        with suppress(OSError):
            content = (self.folder / f"{checked_id(key)}.json").read_bytes()
            return sha256(content).hexdigest()[:16]
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
            If the file has another version meanwhile, because somebody else saved, published or
            withdrew the draft; or if it cannot be written.
        """
        with self.locked():
            if self.version(draft.id) != version:
                raise DraftError(
                    "this draft was saved, published or withdrawn elsewhere meanwhile; nothing of "
                    "yours is lost: save it as a new draft, or reload to see the other state"
                )
            if not version and len([*self._paths(self.folder)]) >= MAX_OPEN:
                raise DraftError(f"there are {MAX_OPEN:,} open drafts; publish or withdraw some")
            self._write(self.folder / f"{draft.id}.json", draft)
            return self.version(draft.id)

    def withdraw(self, key: str) -> None:
        """Delete an open draft.

        Raises
        ------
        UnknownDraftError
            If it is not open.
        """
        with self.locked():
            try:
                (self.folder / f"{checked_id(key)}.json").unlink()
            except FileNotFoundError as error:
                raise UnknownDraftError(f"there is no open draft “{key}”") from error

    def close(self, draft: Draft) -> None:
        """Move a draft to the published ones. Call it with the lock held."""
        self._write(self.folder / _PUBLISHED / f"{draft.id}.json", draft)
        (self.folder / f"{draft.id}.json").unlink(missing_ok=True)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the lock of the folder, so that one process at a time saves or publishes.

        Raises
        ------
        UnwritableDraftsError
            If the folder cannot be written to.
        """
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(self.folder / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise UnwritableDraftsError(_unwritable(self.folder, error)) from error
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def _write(self, path: Path, draft: Draft) -> None:
        content = to_bytes(draft)
        from_bytes(content, path.name)  # what is written can be read
        try:
            write_whole(path, content)
        except OSError as error:
            raise UnwritableDraftsError(_unwritable(self.folder, error)) from error

    def _listed(self, folder: Path) -> tuple[Draft, ...]:
        found = []
        for path in self._paths(folder):
            with suppress(DraftError, OSError):
                found.append(_read(path))
        return tuple(sorted(found, key=lambda item: (item.created, item.id), reverse=True))

    def _paths(self, folder: Path) -> Iterator[Path]:
        with suppress(OSError):
            yield from (
                path for path in sorted(folder.glob("*.json")) if DRAFT_ID.fullmatch(path.stem)
            )


def undo_of(draft: Draft, new: Draft) -> Draft:
    """Return ``new`` with the edits that take a published draft back."""
    edits = tuple(edit.reversed for edit in draft.edits)
    return replace(new, edits=edits, undoes=draft.id)


def drafts_of(data: Path) -> DraftFolder:
    """Return the drafts of a data folder.

    ``ROUTEMAP_DRAFTS`` names their folder. By default it is beside the data folder, with
    ``-drafts`` after its name.

    Raises
    ------
    PathError
        If it is the data folder or inside it: what is in there is published.
    """
    given = os.environ.get(VARIABLE, "").strip()
    plain = data.absolute()
    folder = Path(given).expanduser() if given else plain.with_name(f"{plain.name}-drafts")
    if folder.resolve().is_relative_to(data.resolve()):
        raise PathError(
            f"{folder}: drafts belong outside the data folder, which is published; set {VARIABLE} "
            "to another folder"
        )
    return DraftFolder(folder)


def _read(path: Path) -> Draft:
    with path.open("rb") as file:
        content = file.read(MAX_BYTES + 1)
    draft = from_bytes(content, path.name)
    if draft.id != path.stem:
        raise DraftError(f"{path.name}: the file has the draft “{draft.id}”; rename the file")
    return draft


def _published_at(draft: Draft) -> datetime:
    return draft.publication.at if draft.publication else draft.created


def _unwritable(folder: Path, error: OSError) -> str:
    return (
        f"{folder}: the draft cannot be saved ({(error.strerror or str(error)).lower()}); set "
        f"{VARIABLE} to a folder that the server can write to"
    )
