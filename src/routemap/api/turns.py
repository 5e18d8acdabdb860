"""How many requests of a kind are answered at once, and how many may wait for their turn."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import anyio

from routemap.errors import BusyError

_AT_ONCE: Final = 2  # the rest wait, so that files that take long keep nobody from the map
_MOST_WAITING: Final = 32


class Turns:
    """The turns of one kind of requests. To be used from one event loop."""

    def __init__(self, at_once: int = _AT_ONCE, waiting: int = _MOST_WAITING) -> None:
        self.limiter = anyio.CapacityLimiter(at_once)
        self._most = at_once + waiting
        self._inside = 0

    @contextmanager
    def waited_for(self) -> Iterator[None]:
        """Stand in line, for as long as the block takes.

        Raises
        ------
        BusyError
            Where the line is full.
        """
        # counted here: the limiter's own count lags behind requests that arrive together
        if self._inside >= self._most:
            raise BusyError("Too many are waiting; ask again in a moment.")
        self._inside += 1
        try:
            yield
        finally:
            self._inside -= 1
