"""What readers see of a source: its newest state, or the last good one with a warning.

The last good state is also stored on disk, so that the same rule applies to the first reading after
a restart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Final

from routemap.data.last_good import LastGood, last_good, remember
from routemap.data.load import Loaded, Watcher, in_short

CORRECT: Final = (
    "Correct the file, or remove these records from it to publish the edit without them"
)


@dataclass(frozen=True)
class Outcome:
    """What readers see: a dataset, or the reason why there is none."""

    loaded: Loaded | None
    reason: str = ""

    @property
    def mark(self) -> str:
        """A short text that changes whenever pages must be drawn again."""
        if self.loaded is None:
            return mark_of("", self.reason)
        return mark_of(self.loaded.dataset.revision, self.loaded.warning)


def mark_of(revision: str, warning: str) -> str:
    """Return the mark of a page with this revision and warning; each can be ``""``."""
    return f"{revision}.{sha256(warning.encode()).hexdigest()[:8]}" if warning else revision


class Showing:
    """What readers see of one source so far. For one thread at a time.

    Parameters
    ----------
    folder
        The data folder.
    of
        Which source it is, if it is not the folder itself.
    progress
        Called with the progress of reading.
    """

    def __init__(self, folder: Path, of: str = "", progress: Watcher | None = None) -> None:
        self._folder, self._of, self._progress = folder, of, progress
        self.good: Loaded | None = None
        self._kept: LastGood | None = None  # from an earlier run, until this run has a good state
        self._kept_is_known = False
        self._shown: Loaded | None = None  # while the source answered
        self._unsaved: Loaded | None = None  # accepted, but not saved for the next start yet
        self._mark: str | None = None

    def last_good(self, but_for: str = "") -> Loaded | None:
        """Return the last good state, of this run or else of an earlier one.

        A stored state of the revision ``but_for`` is not loaded, because the source is equal to it.
        """
        if not self._kept_is_known:
            self._kept, self._kept_is_known = last_good(self._folder, self._of), True
        kept = self._kept
        if self.good is None and kept and kept.snapshot.revision != but_for:
            self.good, self._kept = kept.load(self._progress), None
        return self.good

    def accept(self, loaded: Loaded) -> Outcome | None:
        """Show a state from now on; return what changes for readers, ``None`` if nothing does."""
        if loaded is not self.good and not loaded.cut:
            if self._kept is None or self._kept.snapshot.revision != loaded.dataset.revision:
                self._unsaved = loaded
            self._kept = None
        self.good = self._shown = loaded
        return self.changed(Outcome(loaded))

    def save_last_good(self) -> None:
        """Save the state that was accepted last for the next start, unless it is saved."""
        if self._unsaved is not None:
            remember(self._folder, self._unsaved, self._of)
            self._unsaved = None

    def instead(self, reasons: Sequence[str], correct: str = "") -> Outcome | None:
        """Show the last good state with reasons why, or only the reasons if there is none.

        Parameters
        ----------
        reasons
            What is not shown and why, one sentence each.
        correct
            How to correct it, if the source has an edit that is held back.
        """
        good = self.last_good()
        if good is None:
            return self.changed(Outcome(None, f"{'; '.join(reasons)}."))
        sentences = (
            f"The latest edit is not shown: {in_short(reasons)}" if correct else in_short(reasons),
            correct,
            f"The data read on {good.read} is shown",
        )
        warning = " ".join(_ended(sentence) for sentence in sentences if sentence)
        self._shown = replace(good, warning=warning, held_back=tuple(reasons))
        return self.changed(Outcome(self._shown))

    def silent(self, sentence: str) -> Outcome | None:
        """Continue to show what is shown while the source does not answer, and say so."""
        shown = self._shown or self.last_good()
        if shown is None:
            return self.changed(Outcome(None, sentence))
        rest = shown.warning or f"The data read on {shown.read} is shown."
        return self.changed(Outcome(replace(shown, warning=f"{sentence} {rest}")))

    def changed(self, outcome: Outcome) -> Outcome | None:
        """Return an outcome if readers see another one, else ``None``."""
        if outcome.mark == self._mark:
            return None
        self._mark = outcome.mark
        return outcome


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "?", "!")) else f"{sentence}."
