"""What readers are shown of a data folder: its files, or the last good state instead.

The dashboard (:mod:`routemap.data.watch`), ``routemap check`` and ``routemap export`` decide by the
same rule, so that a file exported from the command line holds what the dashboard shows.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

from routemap.data.last_good import last_good
from routemap.data.load import Loaded, Watcher, load
from routemap.data.losses import losses
from routemap.model.problem import Problem

_HALF_WRITTEN: Final = ("file-ending", "file-json", "row-unreadable")  # codes of problems


def broken_files(new: Loaded, good: Loaded | None) -> list[str]:
    """Return which files cannot be shown and why, one sentence each.

    Without a good state, a file that is cut off is better than nothing: its problems say so.
    """
    names = new.unread or (new.cut if good else ())
    return [str(_worst(name, new)) for name in names]


def held_back(new: Loaded, good: Loaded) -> tuple[str, ...]:
    """Return what keeps a state from being shown after a good one, one sentence each."""
    return tuple(broken_files(new, good) or map(str, losses(good, new)))


def load_published(folder: Path, watch: Watcher | None = None) -> Loaded:
    """Return what a dashboard shows of a folder: its files now, or the last good state.

    Parameters
    ----------
    folder
        A data folder.
    watch
        Called with the progress of reading.

    Returns
    -------
    Loaded
        ``held_back`` says why it is not the state of the files, if it is not.

    Raises
    ------
    DataFolderError
        If there is no such folder.
    """
    loaded = load(folder, watch)
    kept = last_good(folder)
    if kept is None or kept.snapshot.revision == loaded.dataset.revision:
        return loaded
    good = kept.load(watch)
    reasons = held_back(loaded, good) if good else ()
    return replace(good, held_back=reasons) if good and reasons else loaded


def _worst(name: str, loaded: Loaded) -> Problem:
    own = [problem for problem in loaded.problems if problem.file == name]
    return next((problem for problem in own if problem.code in _HALF_WRITTEN), own[0])
