"""What was computed from one revision of the data lately, for readers who ask the same."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Hashable
from typing import Any, Final, TypeVar

T = TypeVar("T")
_MOST: Final = 64  # values of a kind


class Memo:
    """A small store that belongs to a dataset and goes with it.

    A cache of the process would keep old revisions alive after their last reader has gone.
    Each kind of value has room of its own: what one question needs must not push out the rest of
    it. Safe to share between threads; two that ask for the same at once may both compute it.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        # by kind, the least lately asked for first
        self._values: defaultdict[str, dict[Hashable, Any]] = defaultdict(dict)

    def get(self, kind: str, key: Hashable, make: Callable[[], T]) -> T:
        """Return a value, made anew where it is not, or no longer, held.

        Parameters
        ----------
        kind
            What it is; the latest 64 of a kind are held.
        key
            What it depends on besides the data.
        make
            Returns the value.
        """
        values = self._values
        with self._lock:
            if key in values[kind]:
                held: T = values[kind].pop(key)
                values[kind][key] = held
                return held
        value = make()
        with self._lock:
            values[kind][key] = value
            while len(values[kind]) > _MOST:
                del values[kind][next(iter(values[kind]))]
        return value
