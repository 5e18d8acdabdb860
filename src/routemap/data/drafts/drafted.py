"""The data as open drafts would make it, to look at a draft on the map before it is published."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path
from typing import Final

from routemap.data.drafts.kept_drafts import drafts_of
from routemap.data.drafts.publish import Examined, examine
from routemap.data.load import Loaded
from routemap.model.errors import DraftError

_HELD: Final = 4  # examined drafts in memory


class Drafted:
    """The examined drafts of a data folder. Can be shared by threads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._held: dict[tuple[str, str, str], Examined] = {}

    def examined(self, draft: str, current: Loaded) -> Examined:
        """Return a draft compared with the current data.

        Raises
        ------
        UnknownDraftError
            If there is none with this id.
        DraftError
            If it cannot be read.
        """
        drafts = drafts_of(self._folder)
        key = (draft, drafts.version(draft), current.dataset.revision)
        with self._lock:  # one at a time, because loading takes memory and processor time
            found = self._held.pop(key, None)
            if found is None:
                found = examine(drafts.read(draft), self._folder, current)
                if found.after is not None:
                    found = replace(found, after=replace(found.after, draft=draft))
            self._held[key] = found
            for stale in list(self._held)[:-_HELD]:
                del self._held[stale]
        return found

    def through(self, draft: str, current: Loaded) -> Loaded:
        """Return the data as a draft would make it.

        Raises
        ------
        UnknownDraftError
            If there is none with this id, or if it has been published.
        DraftError
            If it cannot be read, or cannot be applied to the current data.
        """
        found = self.examined(draft, current)
        if found.draft.publication is not None:
            raise DraftError(f"the draft “{draft}” has been published")
        if found.after is None:
            raise DraftError(
                f"the draft “{draft}” cannot be applied to the current data: {found.obstacles()[0]}"
            )
        return found.after

    def revision(self, revision: str) -> Loaded | None:
        """Return drafted data in memory by its revision, ``None`` if there is none."""
        with self._lock:
            states = [found.after for found in self._held.values() if found.after]
        return next((state for state in states if state.dataset.revision == revision), None)
