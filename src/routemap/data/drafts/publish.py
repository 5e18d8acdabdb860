"""Publish a draft: write the files that it changes, and only if nothing speaks against it."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from routemap.data.basemap import basemap_of
from routemap.data.drafts.conflicts import Conflict, conflicts, still_needed
from routemap.data.drafts.drafted_files import drafted_files
from routemap.data.drafts.emptied import emptied_by
from routemap.data.drafts.kept_drafts import Drafts
from routemap.data.drafts.risks import Risk, risks
from routemap.data.load import Loaded, load_snapshot
from routemap.data.published import held_back
from routemap.data.reading.snapshot import Snapshot
from routemap.data.source import source_of
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
    before = before or source_of(folder).load()
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
        faults=held_back(after, before, lambda _since: emptied_by(draft.edits)),
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
        both = " and ".join(dict.fromkeys([draft.author, by]))
        edits = still_needed(examined.before.files, draft).edits
        revision = source_of(folder).write(
            examined.before, examined.after, edits, both, draft.message
        )
        publication = Publication(datetime.now(UTC), by, revision, given)
        drafts.close(replace(draft, publication=publication))
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
