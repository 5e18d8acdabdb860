"""How far an export is, for whoever waits for it, and how they end it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeVar

# Called with the share that is done, 0 to 1; raises ExportCancelledError to end the export.
Watch = Callable[[float], None]
Item = TypeVar("Item")

CLAIMS_DONE: Final = 0.4  # shares at which claims and features are written out as tables
FEATURES_DONE: Final = 0.7
_EVERY: Final = 64  # items between two calls; the slowest kind takes a few milliseconds each


def unwatched(_share: float) -> None:
    """Take no notice: the watch of an export that nobody waits for."""


def watched(items: Sequence[Item], watch: Watch, begin: float, end: float) -> Iterator[Item]:
    """Yield items, and tell the watch now and then how far that is between two shares.

    Examples
    --------
    >>> list(watched("ab", print, 0.5, 1.0))
    0.5
    ['a', 'b']
    """
    watch(begin)
    for number, item in enumerate(items):
        if number and number % _EVERY == 0:
            watch(begin + (end - begin) * number / len(items))
        yield item
