"""The progress of an export, and how to cancel it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from time import monotonic
from typing import Final, TypeVar

# Called with the progress, 0 to 1; raises ExportCancelledError to cancel the export.
Watch = Callable[[float], None]
Item = TypeVar("Item")

CLAIMS_DONE: Final = 0.4  # progress when the tables of claims and of features are complete
FEATURES_DONE: Final = 0.7
_PAUSE: Final = 0.1  # minimum number of seconds between two calls


def unwatched(_share: float) -> None:
    """Ignore the progress: the watch of an export without a progress display."""


def watched(items: Sequence[Item], watch: Watch, begin: float, end: float) -> Iterator[Item]:
    """Yield items, and report the progress from ``begin`` to ``end`` ten times a second.

    Examples
    --------
    >>> list(watched("ab", print, 0.5, 1.0))
    0.5
    ['a', 'b']
    """
    watch(begin)
    reported = monotonic()
    for number, item in enumerate(items):
        if monotonic() - reported > _PAUSE:
            watch(begin + (end - begin) * number / len(items))
            reported = monotonic()
        yield item
