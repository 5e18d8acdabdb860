"""What a soak edits, and how: a data folder, or a store in PostgreSQL.

A soak asks for the :class:`Edited` data, and never which kind it is.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from benchmarks.editions import WAYS, Edition, make_editions
from benchmarks.fleet import Fleet
from benchmarks.scene import Scene, Seen

_EDITIONS: Final = 12
Editor = Callable[[Scene, random.Random], None]
"""Makes one edit."""
Row = tuple[str, str]
"""A row of the table of results: its name, and its value."""


@dataclass(frozen=True)
class Incident:
    """What happens to the data during a soak, besides edits.

    Attributes
    ----------
    share
        Share of the time after which it happens.
    happen
        Makes it happen; gets the scene and the seconds that the soak takes.
    """

    share: float
    happen: Callable[[Scene, float], None]


class Edited(Protocol):
    """Data that is edited while it is shown."""

    @property
    def folder(self) -> Path:
        """The data folder of the servers."""

    @property
    def environment(self) -> Mapping[str, str]:
        """Variables of the environment of the servers."""

    @property
    def editions(self) -> Sequence[Edition]:
        """The editions that are known so far; always the same object."""

    @property
    def incidents(self) -> Sequence[Incident]:
        """What happens to the data besides edits."""

    def editors(self) -> Sequence[Editor]:
        """Return the editors, who work at the same time."""

    def lost(self, scene: Scene, seen: Seen, fleet: Fleet) -> Sequence[str]:
        """Return what was edited and is not in the data or not shown, after the last edit."""

    def rows(self, scene: Scene) -> Sequence[Row]:
        """Return what was edited, as rows of the table of results."""


class EditedFolder:
    """A folder that is a symbolic link; see :class:`Edited`."""

    environment: Mapping[str, str] = {}
    incidents: Sequence[Incident] = ()

    def __init__(self, place: Path) -> None:
        self.editions = make_editions(place, _EDITIONS)
        self.folder = place / "geodata"
        self._ways, self._number = list(WAYS), 0
        WAYS[-1](self.folder, self.editions[0])

    def editors(self) -> Sequence[Editor]:
        """Return the only editor."""
        return (self._edit,)

    def _edit(self, scene: Scene, chance: random.Random) -> None:
        """Write the next edition in one of the ways."""
        if self._number % len(self._ways) == 0:
            chance.shuffle(self._ways)
        way = self._ways[self._number % len(self._ways)]
        self._number += 1
        edition = self.editions[self._number % len(self.editions)]
        scene.coming = edition.number
        scene.began.append(time.monotonic())
        way(self.folder, edition)
        scene.finished.append((time.monotonic(), edition.number))

    def lost(self, _scene: Scene, _seen: Seen, _fleet: Fleet) -> Sequence[str]:
        """Return nothing: each edition replaces the one before."""
        return ()

    def rows(self, scene: Scene) -> Sequence[Row]:
        """Return the number of edits."""
        return (("edits of the data, each in one of seven ways", f"{len(scene.finished) - 1}"),)


@contextmanager
def edited_folder(place: Path) -> Iterator[Edited]:
    """Yield a folder below another one."""
    yield EditedFolder(place)
