"""Publish a draft: write the files that it changes, and only if nothing speaks against it."""

from __future__ import annotations

import logging
import os
import stat
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from routemap.data.authorship import Authorship
from routemap.data.basemap import basemap_of
from routemap.data.drafts.conflicts import Conflict, conflicts, still_needed
from routemap.data.drafts.draft_file import TABLE
from routemap.data.drafts.drafted_files import drafted_files
from routemap.data.drafts.kept_drafts import Drafts
from routemap.data.drafts.risks import Risk, risks
from routemap.data.history import history_of
from routemap.data.load import Loaded, load, load_snapshot
from routemap.data.published import held_back
from routemap.data.reading.snapshot import Snapshot
from routemap.data.write_whole import write_whole
from routemap.model.draft import Draft, Publication
from routemap.model.errors import DataFileError, DraftError
from routemap.model.problem import Problem

_LOG: Final = logging.getLogger(__name__)
_SHORTEST_REASON: Final = 8


@dataclass(frozen=True, eq=False)
class Examined:
    """A draft compared with the present data.

    Attributes
    ----------
    draft
        The draft.
    before
        The present data.
    after
        The data that it would make, ``None`` if it cannot be applied.
    conflicts
        Fields that somebody else changed meanwhile.
    problems, notices
        Those that the present data does not have.
    faults
        Why the files cannot be changed, or why the result would not be shown.
    risks
        Edits that need a reason.
    """

    draft: Draft
    before: Loaded
    after: Loaded | None
    conflicts: tuple[Conflict, ...] = ()
    problems: tuple[Problem, ...] = ()
    notices: tuple[Problem, ...] = ()
    faults: tuple[str, ...] = ()
    risks: tuple[Risk, ...] = ()

    @property
    def changed_files(self) -> dict[str, bytes]:
        """The files that publishing would write, by name."""
        after = self.after.files if self.after else {}
        return {name: new for name, new in after.items() if self.before.files.get(name) != new}

    def obstacles(self, reasons: Mapping[str, str] | None = None) -> tuple[str, ...]:
        """Return why it cannot be published, one sentence each.

        Parameters
        ----------
        reasons
            The reasons for risky edits, by :attr:`Risk.key`.
        """
        given = reasons or {}
        unexplained = [
            f"{risk}; give a reason"
            for risk in self.risks
            if len(given.get(risk.key, "").strip()) < _SHORTEST_REASON
        ]
        empty = [] if self.draft.edits else ["the draft changes nothing"]
        found = (*self.conflicts, *self.problems, *self.faults, *unexplained, *empty)
        return tuple(map(str, found))


def examine(draft: Draft, folder: Path, before: Loaded | None = None) -> Examined:
    """Compare a draft with the present data of a folder.

    Parameters
    ----------
    draft
        The draft.
    folder
        The data folder.
    before
        Its data, if it has been read.
    """
    before = before or load(folder)
    found = conflicts(before.files, draft)
    if found:
        return Examined(draft, before, None, conflicts=found)
    needed = still_needed(before.files, draft)
    try:
        files = drafted_files(before.files, needed)
    except DataFileError as error:
        return Examined(draft, before, None, faults=(str(error),))
    after = load_snapshot(Snapshot(files, {}, basemap_of(folder.resolve())))
    return Examined(
        draft,
        before,
        after,
        problems=_new(before.problems, after.problems),
        notices=_new(before.notices, after.notices),
        faults=held_back(after, before),
        risks=risks(before.files, needed),
    )


def _new(before: tuple[Problem, ...], after: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Return the problems of ``after`` that are not in ``before``, whatever their row."""
    known = {_identity(item) for item in before}
    return tuple(item for item in after if _identity(item) not in known)


def _identity(item: Problem) -> tuple[str, ...]:
    return item.file, item.record, item.field, item.code, item.value, item.fault


@dataclass(frozen=True)
class Approval:
    """Who publishes a draft, and on what grounds.

    Attributes
    ----------
    by
        Who publishes it.
    reasons
        The reasons for risky edits, by :attr:`Risk.key`.
    version
        The version of the draft that was reviewed; by default any.
    """

    by: str
    reasons: Mapping[str, str] = field(default_factory=dict)
    version: str | None = None


def publish(draft: Draft, folder: Path, drafts: Drafts, approval: Approval) -> Publication:
    """Write the changes of a draft into the files of a data folder.

    Each file is written atomically, files that others refer to first. If one cannot be written, the
    earlier ones are written back. A publication that was interrupted can be repeated: what the
    files already have is left out.

    Parameters
    ----------
    draft
        An open draft of ``drafts``.
    folder
        The data folder.
    drafts
        Its drafts.
    approval
        Who publishes it, and the reasons for risky edits.

    Raises
    ------
    DraftError
        If the draft was changed or published meanwhile, if something speaks against it (``faults``
        has every reason), or if the files cannot be written. Nothing is changed then.
    """
    by = approval.by
    given = {key: text.strip() for key, text in approval.reasons.items() if text.strip()}
    with drafts.locked():
        now = drafts.version(draft.id)
        if not now or approval.version not in (None, now):
            raise DraftError(
                "the draft was changed, published or withdrawn meanwhile; reload it and review it "
                "again"
            )
        examined = examine(draft, folder)
        case = examined.before.dataset.case
        obstacles = list(examined.obstacles(given))
        if case.review_required and draft.author == by:
            obstacles.append(
                f"{by} made the draft, and this case requires that somebody else publishes it"
            )
        if obstacles or examined.after is None:
            raise DraftError(f"the draft cannot be published: {obstacles[0]}", tuple(obstacles))
        _write(folder, examined)
        revision = examined.after.dataset.revision
        publication = Publication(datetime.now(UTC).replace(microsecond=0), by, revision, given)
        drafts.close(replace(draft, publication=publication))
        _note(folder, draft, publication)
    _LOG.info(
        "%s: draft %s of %s published by %s as revision %s: %s",
        folder,
        draft.id,
        draft.author,
        by,
        revision,
        draft.message,
    )
    return publication


def _note(folder: Path, draft: Draft, publication: Publication) -> None:
    """Say in the history who published a revision and why; a failure is only logged."""
    history = history_of(folder)
    if history is None:
        return
    both = dict.fromkeys([draft.author, publication.by])
    try:
        history.authorship.write(
            publication.revision, Authorship(" and ".join(both), draft.message)
        )
    except OSError as error:
        _LOG.warning("%s: the publication is not in the history (%s)", folder, error)


def _write(folder: Path, examined: Examined) -> None:
    """Write the changed files in the order of the tables, or leave all as they were."""
    written: list[tuple[Path, bytes | None]] = []
    changed = examined.changed_files
    order = [table.file for table in TABLE.values() if table.file in changed]
    try:
        for name in order:
            path = (folder / name).resolve()
            before = path.read_bytes() if path.exists() else None
            if before != examined.before.files.get(name):
                raise FileExistsError(0, f"{name} was changed meanwhile")
            written.append((path, before))
            _write_file(path, changed[name])
    except OSError as error:
        for path, before in reversed(written):
            with suppress(OSError):
                _restore(path, before)
        raise DraftError(
            f"{folder}: the files cannot be written ({(error.strerror or str(error)).lower()}); "
            "nothing was changed; download the changed files instead, and put them into the folder"
        ) from error


def _restore(path: Path, before: bytes | None) -> None:
    if before is None:
        path.unlink(missing_ok=True)
    elif path.read_bytes() != before:
        _write_file(path, before)


def _write_file(path: Path, content: bytes) -> None:
    """Write a file atomically, with the permissions that it had."""
    mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o666 & ~_umask()
    write_whole(path, content)
    path.chmod(mode)


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
