"""What was computed from one revision of the data lately, for readers who ask the same."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import Any, Final, TypeVar

T = TypeVar("T")
_MOST: Final = 96


class Recent:
    """A small store that belongs to a dataset and goes with it.

    A cache of the process would keep old revisions alive after their last reader has gone.
    Safe to share between threads; two that ask for the same at once may both compute it.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._values: dict[Hashable, Any] = {}  # the least lately asked for first

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return the value of a key, made anew where it is not, or no longer, held."""
        with self._lock:
            if key in self._values:
                held: T = self._values.pop(key)
                self._values[key] = held
                return held
        value = make()
        with self._lock:
            self._values[key] = value
            while len(self._values) > _MOST:
                del self._values[next(iter(self._values))]
        return value
