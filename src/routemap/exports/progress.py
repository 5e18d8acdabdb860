"""How far an export is, for whoever waits for it, and how they end it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from time import monotonic
from typing import Final, TypeVar

# Called with the share that is done, 0 to 1; raises ExportCancelledError to end the export.
Watch = Callable[[float], None]
Item = TypeVar("Item")

CLAIMS_DONE: Final = 0.4  # shares at which claims and features are written out as tables
FEATURES_DONE: Final = 0.7
_PAUSE: Final = 0.1  # seconds between two calls, at least


def unwatched(_share: float) -> None:
    """Take no notice: the watch of an export that nobody waits for."""


def watched(items: Sequence[Item], watch: Watch, begin: float, end: float) -> Iterator[Item]:
    """Yield items, and tell the watch ten times a second how far that is between two shares.

    Examples
    --------
    >>> list(watched("ab", print, 0.5, 1.0))
    0.5
    ['a', 'b']
    """
    watch(begin)
    told = monotonic()
    for number, item in enumerate(items):
        if monotonic() - told > _PAUSE:
            watch(begin + (end - begin) * number / len(items))
            told = monotonic()
        yield item
