"""Recently computed results of one revision of the data, for repeated queries."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Hashable
from typing import Any, Final, TypeVar

T = TypeVar("T")
_MOST: Final = 64  # values of one kind


class Memo:
    """A small cache that belongs to a dataset and is freed with it.

    A cache of the process would keep old revisions in memory after their last reader has left. Each
    kind of value has its own limit, so that many values of one kind do not displace others. The
    cache can be shared between threads; two threads that request the same value at the same time
    may both compute it.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        # by kind, the least recently used first
        self._values: defaultdict[str, dict[Hashable, Any]] = defaultdict(dict)

    def get(self, kind: str, key: Hashable, make: Callable[[], T]) -> T:
        """Return a value, computed if it is not in the cache.

        Parameters
        ----------
        kind
            The kind of the value; the latest 64 of each kind are kept.
        key
            Everything that the value depends on besides the data.
        make
            Function that computes the value.
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
