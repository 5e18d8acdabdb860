"""The published state of a data folder: its current files, or the last good state instead.

The dashboard (:mod:`routemap.data.watch`), ``routemap check`` and ``routemap export`` use the same
rule, so that a file exported from the command line has the same data as the dashboard.
"""

from __future__ import annotations

from typing import Final

from routemap.data.load import Loaded
from routemap.data.losses import Emptied, losses, no_drafts
from routemap.model.problem import Problem
from routemap.model.tables import TABLES

_HALF_WRITTEN: Final = ("file-ending", "file-json", "row-unreadable")  # codes of problems


def broken_files(new: Loaded, good: Loaded | None) -> list[str]:
    """Return which files cannot be shown and why, one sentence each.

    Without a good state, a file that ends within a record is shown; its problems report the fault.
    An optional file that the good state has cannot just disappear, because it may be about to be
    replaced.
    """
    names = new.unread or (new.cut if good else ())
    gone = [table.file for table in TABLES if good and table.file in {*good.files} - {*new.files}]
    missing = [
        f"{name}: the file is missing; to remove its records, keep the file with its header"
        for name in gone
        if name not in names
    ]
    return [*(str(_worst(name, new)) for name in names), *missing]


def held_back(new: Loaded, good: Loaded, emptied: Emptied = no_drafts) -> tuple[str, ...]:
    """Return the reasons why a state is not shown after a good one, one sentence each.

    ``emptied`` is as for :func:`routemap.data.losses.losses`.
    """
    return tuple(broken_files(new, good) or map(str, losses(good, new, emptied)))


def _worst(name: str, loaded: Loaded) -> Problem:
    own = [problem for problem in loaded.problems if problem.file == name]
    return next((problem for problem in own if problem.code in _HALF_WRITTEN), own[0])
